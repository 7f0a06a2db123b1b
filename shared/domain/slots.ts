import { type ClubDate, clubDayStart, type Instant, MINUTE, plus } from '../base/time';
import { MINUTES_A_DAY } from './hours';

/** Everything that occupies a court, a coach or a member lies on this grid. */
export const SLOT_MINUTES = 30;

/** Part of one day, in minutes after the club's midnight, half open: [from, until). */
export interface DaySpan {
  readonly from: number;
  readonly until: number;
}

/**
 * Who occupies what. The machinery knows kinds only by name: bookings, lessons, closures … `WAIT` is
 * kept for one in line, `LINE` for whoever of those in line it will be offered to.
 */
export const CLAIM_KINDS = [
  'BOOKING',
  'WAIT',
  'LINE',
  'CLOSURE',
  'LESSON',
  'MATCH',
  'EVENT',
] as const;
export type ClaimKind = (typeof CLAIM_KINDS)[number];

export interface Claim extends DaySpan {
  /** The booking, lesson, closure … that it belongs to: it is let go by this id. */
  readonly ownerId: string;
  readonly kind: ClaimKind;
  /** Whose it is, so that a member finds the own one; null for the house. */
  readonly memberId: string | null;
  /** How many of the capacity it takes. */
  readonly places: number;
  /** On which court, where the subject is somebody and not the court. */
  readonly courtId?: string | undefined;
}

export const overlaps = (a: DaySpan, b: DaySpan) => a.from < b.until && b.from < a.until;

/** Whole half-hours of one day, in order. */
export const isOnGrid = ({ from, until }: DaySpan) =>
  Number.isInteger(from / SLOT_MINUTES) &&
  Number.isInteger(until / SLOT_MINUTES) &&
  0 <= from &&
  from < until &&
  until <= MINUTES_A_DAY;

/** The half-hours of a span, by where they begin. */
export function slotsOf({ from, until }: DaySpan): number[] {
  const count = Math.max(0, Math.ceil((until - from) / SLOT_MINUTES));
  return Array.from({ length: count }, (_, index) => from + index * SLOT_MINUTES);
}

/** What of a span lies before and after another one that overlaps it. */
export const restsOf = <S extends DaySpan>(span: S, taken: DaySpan): S[] =>
  [
    { ...span, until: Math.min(span.until, taken.from) },
    { ...span, from: Math.max(span.from, taken.until) },
  ].filter(({ from, until }) => from < until);

export const minutesOf = ({ from, until }: DaySpan) => until - from;

/** The most places that are taken at any moment of a span. */
export function mostTaken(claims: readonly Claim[], span: DaySpan): number {
  const inside = claims.filter((claim) => overlaps(claim, span));
  // What is taken changes only where a claim begins: it is enough to look there.
  const starts = [span.from, ...inside.map(({ from }) => Math.max(from, span.from))];
  const takenAt = (minute: number) =>
    inside.reduce(
      (sum, claim) => sum + (claim.from <= minute && minute < claim.until ? claim.places : 0),
      0,
    );
  return Math.max(...starts.map(takenAt));
}

/** Whether so many places are free for the whole of a span. */
export const fits = (
  claims: readonly Claim[],
  want: DaySpan & { readonly places: number },
  capacity: number,
): boolean => mostTaken(claims, want) + want.places <= capacity;

export const startOf = (date: ClubDate, span: DaySpan): Instant =>
  plus(clubDayStart(date), span.from * MINUTE);
export const endOf = (date: ClubDate, span: DaySpan): Instant =>
  plus(clubDayStart(date), span.until * MINUTE);

/** A court on a day with what is claimed of it; `open` is null on a day of rest. */
export interface CourtOnDay {
  readonly courtId: string;
  readonly date: ClubDate;
  readonly open: DaySpan | null;
  readonly capacity: number;
  readonly claims: readonly Claim[];
}

export interface FreeSpan extends DaySpan {
  readonly courtId: string;
  readonly date: ClubDate;
}

/** Whether somebody has the court as a whole: nobody books beside a closure or a lesson. */
export const isWhole = ({ kind }: Claim) =>
  kind !== 'BOOKING' && kind !== 'WAIT' && kind !== 'LINE';

/**
 * The free spans nearest in time to a wish, as long as it, from `after` on; one court each beginning,
 * so that the answers differ in time. Of two equally near, the earlier one first.
 */
export function nearestFree(
  want: DaySpan & { readonly date: ClubDate; readonly places: number },
  courts: readonly CourtOnDay[],
  { after, most }: { readonly after: Instant; readonly most: number },
): FreeSpan[] {
  const wished = startOf(want.date, want);
  const far = (span: FreeSpan) => Math.abs(startOf(span.date, span) - wished);
  const free = courts.flatMap(({ courtId, date, open, capacity, claims }) => {
    if (!open) return [];
    const first = Math.ceil(open.from / SLOT_MINUTES) * SLOT_MINUTES;
    return slotsOf({ from: first, until: open.until })
      .map((from) => ({ courtId, date, from, until: from + minutesOf(want) }))
      .filter(
        (span) =>
          span.until <= open.until &&
          startOf(date, span) >= after &&
          !claims.some((claim) => isWhole(claim) && overlaps(claim, span)) &&
          fits(claims, { ...span, places: want.places }, capacity),
      );
  });
  const begins = new Map<Instant, FreeSpan>();
  for (const span of free) {
    const start = startOf(span.date, span);
    if (!begins.has(start)) begins.set(start, span);
  }
  return [...begins.values()]
    .sort((a, b) => far(a) - far(b) || startOf(a.date, a) - startOf(b.date, b))
    .slice(0, most);
}
