import { dayKindOf } from '@shared/base/holidays';
import {
  addDays,
  type ClubDate,
  clubDateOf,
  clubWeekdayOf,
  HOUR,
  type Instant,
  MINUTE,
  plus,
} from '@shared/base/time';
import { cashMoney, revenueMoney } from '@shared/domain/ledger';
import { pricesOf, quoteOf } from '@shared/domain/price';
import { DEFAULT_TIERS } from '@shared/domain/refund';
import { endOf, minutesOf, startOf } from '@shared/domain/slots';
import { chanceFrom, idOf, keyOf } from './chance';
import { offerDocuments } from './offers';
import { VENUES } from './venues';

interface Wish {
  readonly venueId: string;
  /** As it is numbered in the hall. */
  readonly court: number;
  readonly date: ClubDate;
  readonly from: number;
  readonly until: number;
  readonly memberId: string;
  readonly companions?: readonly string[];
  /** When it is over: a review of so many stars, with what was written. */
  readonly review?: { readonly stars: number; readonly text: string };
}

/** Everything that a booking paid in cash at the desk leaves behind. */
function documentsOf(wish: Wish, index: number) {
  const offer = offerDocuments().find(({ _id }) => _id === wish.venueId);
  const court = offer?.courts[wish.court - 1];
  const prices = court && offer?.prices[court.sport];
  if (!offer || !court || !prices) throw new Error(`nothing for sale: ${JSON.stringify(wish)}`);
  const { venueId, date, from, until, memberId, companions = [], review } = wish;
  const _id = `B${idOf(`booking:${court.id}:${date}:${from}`).slice(0, 24)}`;
  const quote = quoteOf(pricesOf(prices, dayKindOf(date), wish), { places: 1, percent: 100 });
  const orderId = `W${_id}`;
  const startAt = startOf(date, wish);
  const endAt = endOf(date, wish);
  const at = plus(startAt, -5 * 24 * HOUR);
  const booking = {
    _id,
    memberId,
    customer: null,
    campusId: offer.campusId,
    venueId,
    venueName: offer.venue.name,
    courtId: court.id,
    courtName: court.name,
    sport: court.sport,
    kind: court.kind,
    ...{ date, from, until, places: 1, startAt, endAt },
    status: review ? 'COMPLETED' : 'BOOKED',
    quote,
    paid: quote.total,
    refunded: 0,
    tiers: DEFAULT_TIERS,
    code: String(700_000_000_000_000 + index * 7919),
    secret: keyOf(`booking ${_id}`),
    companions: [...companions],
    seriesId: null,
    orderId: null,
    tries: 0,
    paidBy: [orderId],
    change: null,
    source: 'DESK',
    operatorId: 'm-root',
    createdAt: at,
    expiresAt: plus(at, 15 * MINUTE),
    verifiedAt: review ? plus(startAt, -5 * MINUTE) : null,
    missedAt: null,
    waived: false,
    remindedAt: null,
    rated: review !== undefined,
  };
  const order = {
    _id: orderId,
    memberId,
    campusId: offer.campusId,
    operatorId: 'm-root',
    subjectId: _id,
    kind: 'BOOKING',
    channel: 'CASH',
    status: 'PAID',
    amount: quote.total,
    refunded: 0,
    description: `${offer.venue.name} ${court.name}`,
    openid: '',
    note: '',
    prepayId: null,
    createdAt: at,
    expiresAt: plus(at, 15 * MINUTE),
    paidAt: at,
    transactionId: null,
    fulfilledAt: at,
  };
  const [cash, revenue] = [cashMoney(offer.campusId), revenueMoney(offer.campusId, 'BOOKING')];
  const entry = {
    _id: `booking:${_id}:paid:${orderId}`,
    at,
    accounts: [cash, revenue],
    orderId,
    postings: [{ from: cash, to: revenue, amount: quote.total }],
  };
  const claim = { ownerId: _id, kind: 'BOOKING', memberId, from, until, places: 1 };
  const claims = [
    { subject: `court:${court.id}`, venueId, date, claim },
    { subject: `member:${memberId}:${court.sport}`, venueId: null, date, claim },
  ];
  const reviewed = review && { _id, venueId, memberId, ...review, at: plus(endAt, HOUR) };
  return { booking, order, entry, claims, reviewed };
}
type Made = ReturnType<typeof documentsOf>;

/** One document for each subject and day. */
function slotDayDocuments(made: readonly Made[]) {
  const days = new Map<string, Made['claims']>();
  for (const one of made.flatMap(({ claims }) => claims)) {
    const _id = `${one.subject}:${one.date}`;
    days.set(_id, [...(days.get(_id) ?? []), one]);
  }
  return [...days].flatMap(([_id, all]) => {
    const [first] = all;
    if (!first) return [];
    const { subject, venueId, date } = first;
    const claims = all.map(({ claim }) => claim);
    return [
      {
        _id,
        subject,
        venueId,
        date,
        claims,
        minutes: claims.reduce((sum, c) => sum + minutesOf(c), 0),
      },
    ];
  });
}

/** Halls with some life on the grid; the first two courts of each stay free for whoever tries. */
const LIVELY = [
  { venueId: 'v-centre-badminton', courts: [3, 4, 5, 6, 7, 8] },
  { venueId: 'v-east-pingpong', courts: [3, 4, 5, 6] },
] as const;
const DAYS_OF_LIFE = 4;
const FIRST_HOUR = 10.5;
const LAST_HOUR = 21;

/** What other people booked for today and the next days; nobody twice a day. */
function wishesOfOthers(guests: (venueId: string) => readonly string[], today: ClubDate): Wish[] {
  const chance = chanceFrom(314);
  return LIVELY.flatMap(({ venueId, courts }) =>
    Array.from({ length: DAYS_OF_LIFE }, (_, ahead) => addDays(today, ahead)).flatMap((date) => {
      const hours = VENUES.find(({ _id }) => _id === venueId)?.hours;
      if (!hours?.[clubWeekdayOf(startOf(date, { from: 0, until: 1 }))]) return [];
      const free = [...guests(venueId)];
      return courts.flatMap((court) => {
        const wishes: Wish[] = [];
        for (let hour = FIRST_HOUR; hour < LAST_HOUR; hour += 1) {
          const memberId = chance.next() < 0.35 ? free.shift() : undefined;
          if (memberId === undefined) continue;
          const length = chance.pick([60, 90]);
          const from = hour * 60;
          wishes.push({ venueId, court, date, from, until: from + length, memberId });
          hour += 1;
        }
        return wishes;
      });
    }),
  );
}

/** Lin plays tomorrow evening with May, and did on Thursday. */
const wishesOfLin = (today: ClubDate): Wish[] => {
  const evening = { venueId: 'v-centre-badminton', court: 3, from: 19 * 60, until: 20 * 60 };
  return [
    { ...evening, date: addDays(today, 1), memberId: 'm-lin', companions: ['m-may'] },
    {
      ...evening,
      date: addDays(today, -2),
      memberId: 'm-lin',
      review: { stars: 5, text: '灯光很好，地胶也不滑' },
    },
  ];
};

const meet = (one: Wish, other: Wish) =>
  one.venueId === other.venueId &&
  one.court === other.court &&
  one.date === other.date &&
  one.from < other.until &&
  other.from < one.until;

/**
 * The bookings of the club, by collection, with everything that belongs to them: slots, orders paid
 * in cash and entries that add up. `guests` are people who are in a venue now.
 */
export function bookingDocuments(guests: (venueId: string) => readonly string[], now: Instant) {
  const today = clubDateOf(now);
  const lin = wishesOfLin(today);
  const others = wishesOfOthers(guests, today).filter(
    (wish) => !lin.some((own) => meet(own, wish)),
  );
  const made = [...lin, ...others].map(documentsOf);
  const reviews = made.flatMap(({ reviewed }) => (reviewed ? [reviewed] : []));
  const rated = new Set(reviews.map(({ venueId }) => venueId));
  const ratings = [...rated].map((venueId) => {
    const stars = reviews.filter((one) => one.venueId === venueId).map((one) => one.stars);
    return { _id: venueId, count: stars.length, stars: stars.reduce((sum, one) => sum + one, 0) };
  });
  return {
    bookings: made.map(({ booking }) => booking),
    orders: made.map(({ order }) => order),
    ledger_entries: made.map(({ entry }) => entry),
    slot_days: slotDayDocuments(made),
    reviews,
    venue_ratings: ratings,
  };
}
