import { addDays, type ClubDate, clubDateOf, type Instant } from '@shared/base/time';
import type { GridView } from '@shared/contracts/bookingViews';
import { DEFAULT_LIMITS, lastBookableDate, SPORTS, type Sport } from '@shared/domain/booking';
import { Refusal } from '@shared/refusals';
import type { Context } from '../_kit/serve';
import type { Offer } from '../offer/service';
import { allOffers, dayPrices } from '../offer/service';
import { claimsOfVenue } from '../slots/service';
import { courtDayOf, gridSpan } from './views';

/** The sports of a venue, in the order of all sports. */
const sportsOf = (offer: Offer): Sport[] =>
  SPORTS.filter((sport) => offer.courts.some((court) => court.sport === sport));

interface Asked {
  readonly venueId: string | null;
  readonly sport: Sport | null;
  readonly date: ClubDate | null;
}

/** The tab 预约: three requests with the caller's identity. What is not asked for is chosen. */
export async function openBooking(context: Context, asked: Asked, memberId: string | null) {
  const { db, now } = context;
  const offers = (await allOffers(db))
    .filter((offer) => offer.courts.length > 0)
    .sort((a, b) => (a._id < b._id ? -1 : 1));
  const offer = offers.find(({ _id }) => _id === asked.venueId) ?? offers[0];
  if (asked.venueId !== null && offer?._id !== asked.venueId) throw new Refusal('VENUE_NOT_FOUND');
  const limits = offer?.limits ?? DEFAULT_LIMITS;
  const today = clubDateOf(now);
  const last = lastBookableDate(limits, now);
  const days = Array.from({ length: limits.daysAhead + 1 }, (_, ahead) => {
    const date = addDays(today, ahead);
    return { date, released: date <= last };
  });
  const date = asked.date ?? today;
  return {
    registered: memberId !== null,
    venues: offers.map((one) => ({ id: one._id, name: one.venue.name, sports: sportsOf(one) })),
    days,
    releaseMinute: limits.releaseMinute,
    grid: offer ? await gridOf(context, offer, { date, sport: asked.sport, memberId }) : null,
    now,
  };
}

interface GridAsked {
  readonly date: ClubDate;
  readonly sport: Sport | null;
  readonly memberId: string | null;
}

async function gridOf({ db, now }: Context, offer: Offer, asked: GridAsked): Promise<GridView> {
  const { date, memberId } = asked;
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
    percent: 100,
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
