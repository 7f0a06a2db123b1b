import type { Instant } from '@shared/base/time';
import type { CampusView, VenueCard } from '@shared/contracts/venue';
import { CAMPUS_KIND_WORDS } from '@shared/domain/venue';
import type { Headcount } from '../../services/live';
import { fullnessOf } from '../../words/crowding';
import { openingLine } from '../../words/opening';
import { errorText, TREND_LOOKS } from '../../words/outlook';

export const SORTS = [
  { key: 'HEAT', word: '热度' },
  { key: 'SPACE', word: '人少' },
  { key: 'NAME', word: '名称' },
] as const;
export type Sort = (typeof SORTS)[number]['key'];

/** One venue in the list, ready to print. */
export interface VenueRow {
  readonly id: string;
  readonly name: string;
  readonly headcount: number;
  readonly capacity: number;
  readonly percent: number;
  readonly tone: string;
  readonly closed: boolean;
  readonly opening: string;
  readonly favourite: boolean;
  /** Whether it fills or empties: `up`, `down` or `on`, with its word; null while nobody knows. */
  readonly trend: { readonly way: string; readonly word: string } | null;
  /** How wrong its forecast was. */
  readonly error: string;
  /** The whole row in one sentence, for a screen reader. */
  readonly spoken: string;
}

export interface CampusGroup {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly VenueRow[];
}

export interface Wish {
  readonly sort: Sort;
  readonly query: string;
}

/** The campuses with the venues that were searched for, in the wished-for order. */
export function campusGroups(
  campuses: readonly CampusView[],
  venues: readonly VenueCard[],
  { sort, query }: Wish,
  now: Instant,
): CampusGroup[] {
  const found = venues.filter((venue) => matches(venue, campuses, query)).sort(ORDERS[sort]);
  return [...campuses]
    .sort(centreFirst)
    .map(({ id, name, kind }) => ({
      id,
      title: campusTitle(name, CAMPUS_KIND_WORDS[kind]),
      rows: found.filter(({ campusId }) => campusId === id).map((venue) => rowOf(venue, now)),
    }))
    .filter(({ rows }) => rows.length > 0);
}

/** The venues with what their boards say now; a venue without a board stays as it was. */
export function withHeadcounts(
  venues: readonly VenueCard[],
  headcounts: readonly Headcount[],
): VenueCard[] {
  const known = new Map(headcounts.map((board) => [board.venueId, board]));
  return venues.map((venue) => {
    const board = known.get(venue.id);
    return board ? { ...venue, headcount: board.headcount, capacity: board.capacity } : venue;
  });
}

/** `东区 · 分校区`; a name that says the kind already is not followed by it. */
const campusTitle = (name: string, kind: string) =>
  name.includes(kind) ? name : `${name} · ${kind}`;

// localeCompare needs the phone's Chinese collation data; where it is missing the order is by code
// point, which is still always the same.
const byName = (a: VenueCard, b: VenueCard) =>
  a.name.localeCompare(b.name, 'zh-Hans-CN') || (a.id < b.id ? -1 : 1);

/** Who can be entered comes first: a closed hall is empty, but not what 人少 asks for. */
const bySpace = (a: VenueCard, b: VenueCard) =>
  Number(b.opening.open) - Number(a.opening.open) ||
  a.headcount / a.capacity - b.headcount / b.capacity ||
  byName(a, b);

const ORDERS = {
  HEAT: (a: VenueCard, b: VenueCard) => a.heatRank - b.heatRank,
  SPACE: bySpace,
  NAME: byName,
} as const satisfies Record<Sort, (a: VenueCard, b: VenueCard) => number>;

const centreFirst = (a: CampusView, b: CampusView) =>
  Number(b.kind === 'CENTRE') - Number(a.kind === 'CENTRE') || (a.id < b.id ? -1 : 1);

function matches(venue: VenueCard, campuses: readonly CampusView[], query: string): boolean {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return true;
  const campus = campuses.find(({ id }) => id === venue.campusId)?.name ?? '';
  return `${venue.name} ${campus}`.toLowerCase().includes(wanted);
}

function rowOf(venue: VenueCard, now: Instant): VenueRow {
  const { id, name, headcount, capacity, favourite } = venue;
  const trend = venue.trend && TREND_LOOKS[venue.trend];
  const { tone, word, percent } = fullnessOf(headcount, capacity);
  const closed = !venue.opening.open;
  const opening = openingLine(venue.opening, now);
  const fullness = closed
    ? ''
    : `，馆内 ${headcount} 人，最多 ${capacity} 人，${word}${trend ? `，${trend.word}` : ''}`;
  const spoken = `${name}${favourite ? '，已收藏' : ''}${fullness}，${opening}`;
  const taken = closed ? 0 : percent;
  return {
    id,
    name,
    headcount,
    capacity,
    percent: taken,
    tone,
    closed,
    opening,
    favourite,
    trend,
    error: closed ? '' : errorText(venue.error),
    spoken,
  };
}
