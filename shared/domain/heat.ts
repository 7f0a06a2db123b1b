import { DAY, type Instant } from '../base/time';

/** What each event adds to a venue's heat when it happens. */
export const HEAT_WEIGHTS = {
  CHECK_IN: 3,
  FAVOURITE: 1,
  BOOKING_PAID: 2,
  /** A review of four or five stars. */
  REVIEW_4: 2,
} as const;
export type HeatEvent = keyof typeof HEAT_WEIGHTS;

export const HEAT_MEMORY = 7 * DAY;
const HALF_LIFE = 3 * DAY;

/** weight × 0.5^(age / 3 days); nothing after seven days. */
export function heatOf(event: HeatEvent, at: Instant, now: Instant): number {
  const age = now - at;
  if (age > HEAT_MEMORY) return 0;
  return HEAT_WEIGHTS[event] * 0.5 ** (Math.max(0, age) / HALF_LIFE);
}

/** Hottest first; ties by venue id, so that the order never flickers. */
export function byHeat(
  a: { readonly venueId: string; readonly score: number },
  b: { readonly venueId: string; readonly score: number },
): number {
  return b.score - a.score || (a.venueId < b.venueId ? -1 : a.venueId > b.venueId ? 1 : 0);
}
