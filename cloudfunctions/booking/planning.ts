import type { Instant } from '@shared/base/time';
import { banUntil } from '@shared/domain/booking';
import { type Level, limitsFor, percentOf } from '@shared/domain/membership';
import { Refusal } from '@shared/refusals';
import type { Context } from '../_kit/serve';
import { type Offer, type Plan, planOf, type Wanted } from '../offer/service';
import { standings } from './store';

/** When somebody asks, and as what member; null pays all of the price, as walk-ins do. */
export interface Asking {
  readonly now: Instant;
  readonly level: Level | null;
  readonly series?: boolean;
}

/** What a wish costs a level, or why it is not for sale (yet). */
export const planForLevel = (offer: Offer, want: Wanted, { level, ...facts }: Asking) =>
  planOf({ ...offer, limits: limitsFor(offer.limits, level) }, want, {
    ...facts,
    percent: percentOf(level),
  });

/**
 * What a wish costs at a venue. Of a series, whatever lies within its weeks can be had.
 *
 * @throws Refusal COURT_NOT_FOUND, NOT_ON_SALE, SLOT_INVALID, SLOT_PAST, NOT_RELEASED
 */
export function planFor(offer: Offer | null, want: Wanted, asking: Asking): Plan {
  if (!offer) throw new Refusal('VENUE_NOT_FOUND');
  const plan = planForLevel(offer, want, asking);
  if (typeof plan === 'string') throw new Refusal(plan);
  return plan;
}

/** Three no-shows within thirty days keep somebody from booking for a week. */
export async function expectWelcome({ db, now }: Context, memberId: string): Promise<void> {
  const standing = await db.get(standings, memberId);
  const until =
    standing &&
    banUntil(
      standing.misses.map(({ at }) => at as Instant),
      now,
    );
  if (until) throw new Refusal('BOOKING_BANNED');
}
