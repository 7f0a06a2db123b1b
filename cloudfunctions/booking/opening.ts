import { addDays, type ClubDate, clubDateOf, type Instant } from '@shared/base/time';
import type { GridView, MeansView } from '@shared/contracts/bookingViews';
import { DEFAULT_LIMITS, lastBookableDate, SPORTS, type Sport } from '@shared/domain/booking';
import { type Level, limitsFor, percentOf } from '@shared/domain/membership';
import { Refusal } from '@shared/refusals';
import type { Context } from '../_kit/serve';
import { usableCouponsOf } from '../coupons/service';
import type { Offer } from '../offer/service';
import { allOffers, dayPrices } from '../offer/service';
import { pointsOf } from '../points/service';
import { claimsOfVenue } from '../slots/service';
import { courtDayOf, gridSpan } from './views';

/** The sports of a venue, in the order of all sports. */
const sportsOf = (offer: Offer): Sport[] =>
  SPORTS.filter((sport) => offer.courts.some((court) => court.sport === sport));

interface Asked {
  readonly venueId: string | null;
  readonly sport: Sport | null;
  readonly date: ClubDate | null;
  readonly means?: boolean | undefined;
}

/** Who looks: nobody, or a member and what they pay of the prices. */
export interface SeenBy {
  readonly memberId: string | null;
  readonly level: Level | null;
}

/**
 * The tab 预约: three requests with the caller's identity, two more for what a member can pay with.
 * What is not asked for is chosen.
 */
export async function openBooking(context: Context, asked: Asked, seenBy: SeenBy) {
  const { db, now } = context;
  const { memberId, level } = seenBy;
  const offers = (await allOffers(db))
    .filter((offer) => offer.courts.length > 0)
    .sort((a, b) => (a._id < b._id ? -1 : 1));
  const offer = offers.find(({ _id }) => _id === asked.venueId) ?? offers[0];
  if (asked.venueId !== null && offer?._id !== asked.venueId) throw new Refusal('VENUE_NOT_FOUND');
  const limits = limitsFor(offer?.limits ?? DEFAULT_LIMITS, level);
  const today = clubDateOf(now);
  const last = lastBookableDate(limits, now);
  const days = Array.from({ length: limits.daysAhead + 1 }, (_, ahead) => {
    const date = addDays(today, ahead);
    return { date, released: date <= last };
  });
  const date = asked.date ?? today;
  const [grid, means] = await Promise.all([
    offer ? gridOf(context, offer, { date, sport: asked.sport, ...seenBy }) : null,
    asked.means && memberId !== null ? meansOf(context, memberId) : null,
  ]);
  return {
    registered: memberId !== null,
    venues: offers.map((one) => ({ id: one._id, name: one.venue.name, sports: sportsOf(one) })),
    days,
    releaseMinute: limits.releaseMinute,
    grid,
    means,
    now,
  };
}

/** What a member can pay a part of a booking with. */
async function meansOf({ db, now }: Context, memberId: string): Promise<MeansView> {
  const [points, all] = await Promise.all([
    pointsOf(db, memberId, now),
    usableCouponsOf(db, memberId, now),
  ]);
  const coupons = all.map(({ _id, ...coupon }) => ({ ...coupon, id: _id }));
  return { points, coupons };
}

interface GridAsked extends SeenBy {
  readonly date: ClubDate;
  readonly sport: Sport | null;
}

async function gridOf({ db, now }: Context, offer: Offer, asked: GridAsked): Promise<GridView> {
  const { date, memberId, level } = asked;
  const sports = sportsOf(offer);
  const sport = sports.find((one) => one === asked.sport) ?? sports[0] ?? 'BADMINTON';
  const open = gridSpan(offer, date);
  const claims = open ? await claimsOfVenue(db, offer._id, date) : new Map();
  return {
    venueId: offer._id,
    date,
    sport,
    open,
    closed: open ? null : closedBecause(offer, date),
    courts: open ? courtsOf(offer, sport, claims, { date, open, now, memberId }) : [],
    prices: open ? dayPrices(offer, sport, date, open) : [],
    percent: percentOf(level),
    seriesAllowed: offer.seriesAllowed,
    tiers: [...offer.tiers],
  };
}

export const courtsOf = (
  offer: Offer,
  sport: Sport,
  claims: Awaited<ReturnType<typeof claimsOfVenue>>,
  seen: {
    readonly date: ClubDate;
    readonly open: { readonly from: number; readonly until: number };
    readonly now: Instant;
    readonly memberId: string | null;
  },
) =>
  offer.courts
    .filter((court) => court.sport === sport)
    .map((court) => courtDayOf(court, claims.get(court.id) ?? [], seen));

function closedBecause(offer: Offer, date: ClubDate): string {
  const set = offer.days.find((day) => day.date === date);
  if (set?.note) return set.note;
  return offer.venue.suspended ? '本馆暂停开放' : '这一天不开放';
}
