import type { Instant } from '@shared/base/time';
import { banUntil } from '@shared/domain/booking';
import { Refusal } from '@shared/refusals';
import type { Context } from '../_kit/serve';
import { type Offer, type Plan, planOf, type Wanted } from '../offer/service';
import { standings } from './store';

/** What a level pays of the price, in percent: everybody all of it, until there are levels. */
export const FULL_PRICE = 100;

/**
 * What a wish costs at a venue. Of a series, whatever lies within its weeks can be had.
 *
 * @throws Refusal COURT_NOT_FOUND, NOT_ON_SALE, SLOT_INVALID, SLOT_PAST, NOT_RELEASED
 */
export function planFor(
  offer: Offer | null,
  want: Wanted,
  { now, series = false }: { readonly now: Instant; readonly series?: boolean },
): Plan {
  if (!offer) throw new Refusal('VENUE_NOT_FOUND');
  const plan = planOf(offer, want, { now, percent: FULL_PRICE, series });
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
