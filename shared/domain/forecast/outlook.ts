import { type Crowding, crowdingOf } from '../crowding';

/** Whether a venue fills or empties within the next hour. */
export const TRENDS = ['FILLING', 'EMPTYING', 'STEADY'] as const;
export type Trend = (typeof TRENDS)[number];

const HOUR_MINUTES = 60;
/** Fewer people than this share of the capacity are no movement, and never fewer than two. */
const MOVED = 0.06;

/**
 * Whether more or fewer will be inside in an hour, by what is usual from now on: what there are more
 * or fewer than usual now will be so then, too. Null when it is closed then.
 */
export function trendOf(
  middleAt: (minute: number) => number,
  minute: number,
  capacity: number,
): Trend | null {
  const [here, later] = [middleAt(minute), middleAt(minute + HOUR_MINUTES)];
  if (here === 0 || later === 0) return null;
  const least = Math.max(2, MOVED * capacity);
  if (later - here >= least) return 'FILLING';
  return here - later >= least ? 'EMPTYING' : 'STEADY';
}

/** A moment of the rest of the day. */
export interface Moment<At extends number = number> {
  readonly at: At;
  readonly middle: number;
}

/** What will be different, and from when on; null when it stays as it is. */
export interface Outlook<At extends number = number> {
  readonly now: Crowding;
  readonly change: { readonly to: Crowding; readonly at: At } | null;
}

const ORDER = ['FREE', 'MODERATE', 'BUSY', 'FULL'] as const satisfies readonly Crowding[];
/** A change that does not last is none: so many moments of ten minutes. */
const LASTING = 4;

/**
 * When a venue becomes another one: better for one that is crowded, worse for one that is not. A
 * venue between the two is told what comes first. What is FULL and what is BUSY is one for this: a
 * forecast does not know the last place.
 */
export function outlookOf<At extends number>(
  headcount: number,
  capacity: number,
  ahead: readonly Moment<At>[],
): Outlook<At> {
  const kindOf = (people: number): Crowding => {
    const crowding = crowdingOf(people, capacity);
    return crowding === 'FULL' ? 'BUSY' : crowding;
  };
  const kinds = ahead.map(({ middle }) => kindOf(middle));
  const here = kindOf(headcount);
  for (const [place, kind] of kinds.entries()) {
    const at = ahead[place]?.at;
    if (at === undefined || kind === here) continue;
    const side = Math.sign(ORDER.indexOf(kind) - ORDER.indexOf(here));
    const next = kinds.slice(place, place + LASTING);
    const lasts = next.every((one) => Math.sign(ORDER.indexOf(one) - ORDER.indexOf(here)) === side);
    if (lasts && next.length === LASTING) {
      return { now: crowdingOf(headcount, capacity), change: { to: kind, at } };
    }
  }
  return { now: crowdingOf(headcount, capacity), change: null };
}

/** An hour of the day with the people expected in it. */
export interface QuietHour {
  /** Minutes after midnight, a full hour. */
  readonly minute: number;
  readonly people: number;
}

const QUIET = 2;

/**
 * The quietest whole hours that begin after `now`, in the order of the clock. None while fewer than
 * four are left: whoever can only come now needs no advice. Moments that are closed are not among
 * those ahead.
 */
export function quietHours(
  ahead: readonly { readonly minute: number; readonly middle: number }[],
  now: number,
): QuietHour[] {
  const hours = new Map<number, number[]>();
  for (const { minute, middle } of ahead) {
    const hour = Math.floor(minute / HOUR_MINUTES);
    if (hour * HOUR_MINUTES <= now) continue;
    hours.set(hour, [...(hours.get(hour) ?? []), middle]);
  }
  const whole = [...hours].filter(([, middles]) => middles.length === 6);
  if (whole.length < 4) return [];
  return whole
    .map(([hour, middles]) => ({
      minute: hour * HOUR_MINUTES,
      people: Math.round(middles.reduce((sum, one) => sum + one, 0) / middles.length),
    }))
    .sort((a, b) => a.people - b.people || a.minute - b.minute)
    .slice(0, QUIET)
    .sort((a, b) => a.minute - b.minute);
}
