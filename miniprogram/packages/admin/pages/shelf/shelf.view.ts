import type { Api } from '@shared/contracts';
import { REWARD_WORDS } from '@shared/domain/reward';

export type Shelf = Awaited<ReturnType<Api['reward']['shelf']>>;

export interface ShelfRow {
  readonly id: string;
  readonly name: string;
  readonly pictureUrl: string;
  /** `实物礼品 · 60 积分`. */
  readonly about: string;
  /** `库存 36 · 已兑 24 · 待领 2`. */
  readonly counts: string;
  /** What a member would miss; empty when it can be had. */
  readonly tag: string;
}

export interface ShelfView {
  readonly campusId: string;
  readonly campuses: Shelf['campuses'];
  readonly rows: readonly ShelfRow[];
}

/** What is on the shelf first. */
export function shelfView({ campusId, campuses, rewards }: Shelf): ShelfView {
  const ordered = [...rewards].sort((a, b) => Number(b.onShelf) - Number(a.onShelf));
  return {
    campusId,
    campuses,
    rows: ordered.map(({ id, name, kind, pictureUrl, price, stock, redeemed, open, onShelf }) => ({
      id,
      name,
      pictureUrl: pictureUrl ?? '',
      about: `${REWARD_WORDS[kind]} · ${price} 积分`,
      counts: `库存 ${stock} · 已兑 ${redeemed}${open > 0 ? ` · 待领 ${open}` : ''}`,
      tag: !onShelf ? '已下架' : stock === 0 ? '已兑完' : '',
    })),
  };
}
