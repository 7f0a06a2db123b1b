import { type Fen, fen } from '../base/money';
import { HOUR, type Instant } from '../base/time';

/** Until so many hours before the start this share goes back. */
export interface RefundTier {
  readonly hours: number;
  readonly percent: number;
}
export const DEFAULT_TIERS: readonly RefundTier[] = [
  { hours: 24, percent: 100 },
  { hours: 12, percent: 80 },
  { hours: 5, percent: 50 },
];

/** How much of what was paid goes back when a booking is cancelled now. The last instant counts. */
export function refundPercent(
  tiers: readonly RefundTier[],
  startAt: Instant,
  now: Instant,
): number {
  const fitting = tiers.filter(({ hours }) => now <= startAt - hours * HOUR);
  return Math.max(0, ...fitting.map(({ percent }) => percent));
}

/** A share of an amount, to the fen; half a fen goes to the member. */
export const shareOf = (amount: Fen, percent: number): Fen =>
  fen(Math.round((amount * percent) / 100));

interface Paid {
  readonly paid: Fen;
  readonly refunded: Fen;
  readonly quote: { readonly total: Fen };
}

/**
 * What of the money the tiers speak about: the present place's price. What was kept when a dearer
 * place was left for a cheaper one stays with the club.
 */
export const worthOf = ({ paid, refunded, quote }: Paid): Fen =>
  fen(Math.min(quote.total, paid - refunded));

/**
 * What a move to a place of another price costs, in fen; negative comes back. Of what is cheaper the
 * same share comes back as if it were cancelled at that moment.
 */
export function moveDifference(booking: Paid, total: Fen, percent: number): Fen {
  const more = total - worthOf(booking);
  return more >= 0 ? fen(more) : fen(0 - shareOf(fen(-more), percent));
}
