import { type Fen, fen, type Points, points } from '../base/money';
import { HOUR, type Instant } from '../base/time';
import { fenOfPoints } from './points';

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

/** What a booking was paid with, and what of it went back or was given up since. */
export interface Paid {
  readonly paid: Fen;
  readonly refunded: Fen;
  /** Points that pay a part of the present price, and how many of them came back at its end. */
  readonly pointsUsed: Points;
  readonly pointsBack: Points;
  /** What the coupon takes off, fen. */
  readonly couponOff: Fen;
  readonly quote: { readonly total: Fen };
}

type Priced = Pick<Paid, 'quote' | 'pointsUsed' | 'couponOff'>;

/** What is left to be paid in money: after the level's discount, the coupon and the points. */
export const dueOf = ({ quote, pointsUsed, couponOff }: Priced): Fen =>
  fen(quote.total - couponOff - fenOfPoints(pointsUsed));

/** Money and points that come back together. */
export interface Back {
  readonly money: Fen;
  readonly points: Points;
  /** Whether the coupon comes back: only when all does, for half a coupon there is not. */
  readonly coupon: boolean;
}

export const NOTHING_BACK: Back = { money: fen(0), points: points(0), coupon: false };

/** All that was paid and did not come back. */
export const wholeOf = ({ paid, refunded, pointsUsed, pointsBack, couponOff }: Paid): Back => ({
  money: fen(paid - refunded),
  points: points(pointsUsed - pointsBack),
  coupon: couponOff > 0,
});

/** The same in fen, the coupon's part with it. */
const leftOf = (paid: Paid): Fen => {
  const { money, points: left } = wholeOf(paid);
  return fen(money + fenOfPoints(left) + paid.couponOff);
};

/**
 * What of it the tiers speak about: the present place's price. What was kept when a dearer place was
 * left for a cheaper one stays with the club.
 */
export const worthOf = (paid: Paid): Fen => fen(Math.min(paid.quote.total, leftOf(paid)));

/**
 * What cancelling gives back by a tier: money and points in the same proportion, half a fen and a
 * part of a point for the member; the coupon only together with everything else.
 */
export function backOf(paid: Paid, percent: number): Back {
  const whole = wholeOf(paid);
  const value = leftOf(paid);
  const worth = worthOf(paid);
  if (value === 0) return NOTHING_BACK;
  if (percent === 100 && worth === value) return whole;
  const share = worth * percent;
  return {
    money: fen(Math.round((whole.money * share) / (value * 100))),
    points: points(Math.ceil((whole.points * share) / (value * 100))),
    coupon: false,
  };
}

/** What a move means: what is paid more, or what comes back and what the coupon pays of it then. */
export interface Moved {
  /** In fen; negative comes back. */
  readonly difference: Fen;
  /** Points that come back. */
  readonly points: Points;
  readonly couponOff: Fen;
}

/**
 * What a move to a place of another price costs: more is paid in money. Of what is cheaper the same
 * share comes back as if it were cancelled at that moment, money and points in the proportion in
 * which they paid; the coupon's part is given up, or it would pay more of a cheap place than of the
 * dear one that it was for.
 */
export function moveOf(paid: Paid, total: Fen, percent: number): Moved {
  const { couponOff } = paid;
  const more = total - worthOf(paid);
  if (more >= 0) return { difference: fen(more), points: points(0), couponOff };
  const whole = wholeOf(paid);
  const value = leftOf(paid);
  const back = shareOf(fen(-more), percent);
  const some = points(Math.ceil((whole.points * back) / value));
  const rest = back - fenOfPoints(some);
  const money = couponOff === 0 ? rest : Math.min(rest, Math.round((whole.money * back) / value));
  return { difference: fen(0 - money), points: some, couponOff: fen(couponOff - (rest - money)) };
}

/** The money of a move, in fen; negative comes back. */
export const moveDifference = (paid: Paid, total: Fen, percent: number): Fen =>
  moveOf(paid, total, percent).difference;
