import type { Api } from '@shared/contracts';
import { nameOf } from '../../challenge.view';

export type Ranking = Awaited<ReturnType<Api['challenge']['ranking']>>;
export type Asked = Parameters<Api['challenge']['ranking']>[0];

export interface PlaceView {
  readonly place: string;
  readonly name: string;
  readonly avatarUrl: string;
  readonly value: string;
  readonly you: boolean;
  /** Where the list jumps from the first fifty to the caller. */
  readonly gap: boolean;
}

export interface RankingView {
  readonly places: readonly PlaceView[];
  readonly shown: boolean;
  readonly campuses: Ranking['campuses'];
  readonly campusId: string;
  /** What to say of an empty board. */
  readonly empty: string;
}

const UNITS = { MINUTES: '分钟', DAYS: '天' } as const satisfies Record<Asked['measure'], string>;

export function rankingView(ranking: Ranking, { among, measure }: Asked): RankingView {
  const { rows, shown, campuses, campusId } = ranking;
  return {
    places: rows.map((row, index) => ({
      place: String(row.rank),
      name: nameOf(row),
      avatarUrl: row.avatarUrl ?? '',
      value: `${row.value} ${UNITS[measure]}`,
      you: row.you,
      gap:
        index > 0 &&
        row.rank > (rows[index - 1]?.rank ?? 0) + 1 &&
        row.you &&
        index === rows.length - 1,
    })),
    shown,
    campuses: among === 'CAMPUS' ? campuses : [],
    campusId: campusId ?? '',
    empty:
      among === 'FRIENDS'
        ? '一起参加过挑战的好友会出现在这里'
        : '这里还没有人上榜，来馆打卡就能上榜',
  };
}
