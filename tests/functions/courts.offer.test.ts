import type { Fen } from '@shared/base/money';
import { addDays, type ClubDate } from '@shared/base/time';
import type { OfferForm } from '@shared/contracts/courtsViews';
import { BOOKING_REFUSALS } from '@shared/domain/booking';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { club as seeded } from '../../local/club/index';
import { book, fill, priceOf } from './booking';
import { type Club, outcome } from './club';
import { bookAtDesk, clock, EAST, expectInOrder, TABLE_1, TODAY } from './courts';
import { ask, confirmed, HALL, openSchool } from './lesson';
import { type MoneyClub, openMoneyClub } from './money';

let money: MoneyClub;
let club: Club;
beforeAll(async () => {
  money = await openMoneyClub();
  club = money.club;
});
afterAll(() => money.close());
beforeEach(() => money.reset());

const admin = (who = 'admin-east') => club.as(who).courts;
const offerOf = async (venueId = EAST) => admin().offer({ venueId });

/** Saves the offer as it stands but for what is changed. */
async function save(change: (offer: OfferForm) => OfferForm, venueId = EAST) {
  const { version, offer } = await offerOf(venueId);
  return admin().saveOffer({ venueId, version, offer: change(offer) });
}

describe('what a venue offers', () => {
  test('is changed by its admin: from then on it is what people see and pay', async () => {
    await save((offer) => ({
      ...offer,
      prices: { TABLE_TENNIS: { base: 1_000, rules: [] } },
      days: [{ date: addDays(TODAY, 1), hours: null, note: '年会' }],
    }));
    const span = { venueId: EAST, date: TODAY, from: clock(14), until: clock(15) };
    expect(await priceOf(club, 'lin', span)).toBe(2_000);
    const tomorrow = { venueId: EAST, sport: null, date: addDays(TODAY, 1) };
    const { grid } = await club.as('lin').booking.open(tomorrow);
    expect(grid).toMatchObject({ open: null, closed: '年会' });
    expect(await club.documents('audit_entries', { action: 'courts.saveOffer' })).toMatchObject([
      { actorId: 'm-admin-east', campusId: 'c-east', targetId: EAST },
    ]);
  });

  test('begins empty where nothing was for sale, and gets its first court', async () => {
    const venueId = 'v-east-gym';
    const { version, offer } = await offerOf(venueId);
    expect({ version, courts: offer.courts, onSale: offer.onSale }).toEqual({
      version: 0,
      courts: [],
      onSale: false,
    });
    const hall = { id: null, name: '大厅', sport: 'GYM', kind: 'PLACES', capacity: 20 } as const;
    await save(
      (empty) => ({
        ...empty,
        onSale: true,
        courts: [{ ...hall, status: 'OPEN' }],
        prices: { GYM: { base: 500, rules: [] } },
      }),
      venueId,
    );
    const ask = { venueId, sport: null, date: TODAY };
    expect((await club.as('lin').booking.open(ask)).grid?.courts).toMatchObject([
      { name: '大厅', kind: 'PLACES', capacity: 20 },
    ]);
  });

  test('is for sale in a day’s own hours, and in the venue’s where there are none', async () => {
    const tomorrow = addDays(TODAY, 1);
    const hours = { opens: clock(10), closes: clock(12) };
    await save((offer) => ({ ...offer, days: [{ date: tomorrow, hours, note: '训练营' }] }));
    const gridOn = async (date: ClubDate) =>
      (await club.as('lin').booking.open({ venueId: EAST, sport: null, date })).grid;
    expect(await gridOn(tomorrow)).toMatchObject({
      open: { from: clock(10), until: clock(12) },
      closed: null,
    });
    const at = (from: number) => ({ venueId: EAST, courtId: TABLE_1, date: tomorrow, from });
    await fill(money, 'lin');
    const after = book(club, 'lin', { ...at(clock(12)), until: clock(13), expected: 0 as Fen });
    expect(await outcome(after)).toBe('NOT_ON_SALE');
    await book(club, 'lin', { ...at(clock(11)), until: clock(12) });
    const { venues } = await club.as('admin-east').club.overview({});
    const venue = venues.find(({ id }) => id === EAST);
    if (!venue) throw new Error('the hall should exist');
    const { id, version, pictureUrl: _, ...form } = venue;
    const shorter = form.hours.map(() => ({ opens: clock(13), closes: clock(20) }));
    await club
      .as('admin-east')
      .club.updateVenue({ id, version, form: { ...form, hours: shorter } });
    expect((await gridOn(TODAY))?.open).toEqual({ from: clock(13), until: clock(20) });
    expect((await gridOn(tomorrow))?.open).toEqual({ from: clock(10), until: clock(12) });
  });

  test('is as long a day as it says: who has booked that much is told so, without a number', async () => {
    await save((offer) => ({ ...offer, limits: { ...offer.limits, mostMinutes: 60 } }));
    await fill(money, 'lin');
    const here = { venueId: EAST, courtId: TABLE_1 };
    await book(club, 'lin', { ...here, from: clock(14), until: clock(15) });
    const third = book(club, 'lin', { ...here, from: clock(15), until: clock(15, 30) });
    expect(await outcome(third)).toBe('DAY_LIMIT');
    expect(BOOKING_REFUSALS.DAY_LIMIT).not.toMatch(/\d/);
  });

  test('is not saved over somebody else’s edit', async () => {
    const { version, offer } = await offerOf();
    const saves = [1, 2].map(() => outcome(admin().saveOffer({ venueId: EAST, version, offer })));
    expect((await Promise.all(saves)).sort()).toEqual(['STALE_EDIT', 'ok']);
    expect((await offerOf()).version).toBe(version + 1);
  });

  test.each<[string, (offer: OfferForm) => OfferForm, string]>([
    [
      'a price that ends before it begins',
      (offer) => withRule(offer, { from: clock(18), until: clock(18) }),
      'PRICE_RULE_INVALID',
    ],
    [
      'a price off the half-hours',
      (offer) => withRule(offer, { from: clock(18, 10), until: clock(19) }),
      'PRICE_RULE_INVALID',
    ],
    ['a court without a price', (offer) => ({ ...offer, prices: {} }), 'PRICE_RULE_INVALID'],
    [
      'a day that closes before it opens',
      (offer) => ({
        ...offer,
        days: [{ date: TODAY, hours: { opens: clock(12), closes: clock(12) }, note: '' }],
      }),
      'HOURS_INVALID',
    ],
    [
      'one day twice',
      (offer) => ({
        ...offer,
        days: [1, 2].map(() => ({ date: TODAY, hours: null, note: '' })),
      }),
      'HOURS_INVALID',
    ],
    [
      'a court of another venue',
      (offer) => ({ ...offer, courts: offer.courts.map((one) => ({ ...one, id: 'foreign' })) }),
      'STALE_EDIT',
    ],
  ])('%s is refused', async (_, change, code) => {
    expect(await outcome(save(change))).toBe(code);
    expect((await offerOf()).version).toBe(1);
  });

  test('a court that is booked goes into repair, not away; what is booked stays as it was', async () => {
    const { row } = await bookAtDesk(club);
    const without = (offer: OfferForm) => ({ ...offer, courts: offer.courts.slice(1) });
    expect(await outcome(save(without))).toBe('COURT_IN_USE');
    await save((offer) => ({
      ...offer,
      tiers: [],
      prices: { TABLE_TENNIS: { base: 9_900, rules: [] } },
      courts: offer.courts.map((one, index) =>
        index === 0 ? { ...one, status: 'REPAIR' as const } : one,
      ),
    }));
    expect(await outcome(bookAtDesk(club, { from: clock(18), until: clock(19) }))).toBe(
      'NOT_ON_SALE',
    );
    const ask = { venueId: EAST, sport: null, date: TODAY };
    const [first] = (await club.as('lin').booking.open(ask)).grid?.courts ?? [];
    expect(first?.cells).toMatch(/^x+$/);
    expect(first?.closed).toMatchObject([{ why: '维修' }]);
    expect(await club.document('bookings', row.booking.id)).toMatchObject({
      status: 'BOOKED',
      paid: row.booking.paid,
      tiers: [{ hours: 24 }, { hours: 12 }, { hours: 5 }],
    });
    await club.as('desk-east').courts.cancel({ bookingId: row.booking.id, reason: '桌子坏了' });
    expect(await outcome(save(without))).toBe('ok');
  });

  test('a table that a lesson stands on goes into repair, not away, and stays a table', async () => {
    await openSchool(money);
    const { id: lessonId } = await confirmed(club, 'lin');
    const root = admin('root');
    const first = async (change: object | null) => {
      const { version, offer } = await root.offer({ venueId: HALL });
      const [table, ...others] = offer.courts;
      const courts = change && table ? [{ ...table, ...change }, ...others] : others;
      const prices = { ...offer.prices, BADMINTON: { base: 800, rules: [] } };
      const form = { ...offer, prices, courts };
      return outcome(root.saveOffer({ venueId: HALL, version, offer: form }));
    };
    expect(await first({ status: 'REPAIR' })).toBe('ok');
    expect(await first({ sport: 'BADMINTON' })).toBe('COURT_IN_USE');
    expect(await first({ kind: 'PLACES' })).toBe('COURT_IN_USE');
    expect(await first(null)).toBe('COURT_IN_USE');
    await club.as('root').school.cancelLesson({ lessonId, reason: '桌子坏了' });
    expect(await first({ sport: 'BADMINTON' })).toBe('ok');
    expect(await first(null)).toBe('ok');
    await expectInOrder(club);
  });

  test('a lesson that was asked for while its table went away is not confirmed', async () => {
    await openSchool(money);
    const { id: lessonId } = await ask(club, 'lin');
    const offer = await club.document('offers', HALL);
    const confirm = () => outcome(club.as('coach-wang').lesson.confirm({ lessonId }));
    const courts = (offer?.courts ?? []) as { id: string; kind: string }[];
    await club.cloud.load('offers', [{ ...offer, courts: courts.slice(1) } as never]);
    expect(await confirm()).toBe('TABLE_GONE');
    const places = courts.map((one) => ({ ...one, kind: 'PLACES' }));
    await club.cloud.load('offers', [{ ...offer, courts: places } as never]);
    expect(await confirm()).toBe('TABLE_GONE');
    await club.cloud.load('offers', [{ ...offer } as never]);
    expect(await confirm()).toBe('ok');
  });

  test('a venue keeps its campus while lessons stand there', async () => {
    await openSchool(money);
    const { id: lessonId } = await ask(club, 'lin');
    const move = async () => {
      const { venues } = await club.as('root').club.overview({});
      const { id, version, pictureUrl: _, ...venue } = venues.find(({ id }) => id === HALL) ?? {};
      const form = { ...venue, campusId: 'c-east' } as never;
      return outcome(
        club.as('root').club.updateVenue({ id: `${id}`, version: version ?? 0, form }),
      );
    };
    expect(await move()).toBe('VENUE_HAS_LESSONS');
    await club.as('lin').lesson.withdraw({ lessonId });
    expect(await move()).toBe('ok');
  });

  test('what a court is for changes only under repair; a hall keeps room for what is booked', async () => {
    const first = (change: object) => (offer: OfferForm) => ({
      ...offer,
      courts: offer.courts.map((one, at) => (at === 0 ? { ...one, ...change } : one)),
    });
    const places = first({ kind: 'PLACES', capacity: 8 });
    const without = (offer: OfferForm) => ({ ...offer, courts: offer.courts.slice(1) });
    expect(await outcome(save(places))).toBe('COURT_ON_SALE');
    expect(await outcome(save(without))).toBe('COURT_ON_SALE');
    await save(first({ status: 'REPAIR' }));
    await save(places);
    await save(first({ status: 'OPEN' }));
    for (const requestId of ['desk-a', 'desk-b']) await bookAtDesk(club, { requestId });
    expect(await outcome(save(first({ capacity: 1 })))).toBe('COURT_TOO_SMALL');
    expect(await outcome(save(first({ capacity: 2 })))).toBe('ok');
    await save(first({ status: 'REPAIR' }));
    expect(await outcome(save(first({ kind: 'COURT' })))).toBe('COURT_IN_USE');
  });

  test('a court is one for one party, whatever number is written down', async () => {
    await save((offer) => ({
      ...offer,
      courts: offer.courts.map((one) => ({ ...one, capacity: 5 })),
    }));
    expect((await offerOf()).offer.courts.map(({ capacity }) => capacity)).toEqual(
      Array.from({ length: 8 }, () => 1),
    );
  });

  test('is neither seen nor changed from another campus', async () => {
    const { version, offer } = await offerOf();
    const west = admin('admin-west');
    expect(await outcome(west.offer({ venueId: EAST }))).toBe('VENUE_NOT_FOUND');
    expect(await outcome(west.saveOffer({ venueId: EAST, version, offer }))).toBe(
      'VENUE_NOT_FOUND',
    );
    expect(await outcome(admin().offer({ venueId: 'none' }))).toBe('VENUE_NOT_FOUND');
    expect(await outcome(admin('root').offer({ venueId: EAST }))).toBe('ok');
  });
});

const withRule = (offer: OfferForm, span: { from: number; until: number }): OfferForm => ({
  ...offer,
  prices: {
    TABLE_TENNIS: {
      base: 800,
      rules: [{ ...span, days: ['WEEKDAY'], fen: 1_200, name: '高峰' }],
    },
  },
});

describe('the seeded club', () => {
  test('has bookings whose money and slots add up, and that every function understands', async () => {
    await seeded.seedBookings(club.cloud);
    await expectInOrder(club);
    const { bookings } = await club.as('lin').booking.mine({ when: 'COMING', before: null });
    expect(bookings).toMatchObject([
      { courtName: '3 号场', from: clock(19), status: 'BOOKED', paid: 6_000 },
    ]);
    const past = await club.as('lin').booking.mine({ when: 'PAST', before: null });
    expect(past.bookings).toMatchObject([{ status: 'COMPLETED' }]);
    const { rows } = await admin('root').sheet({ venueId: EAST, date: TODAY });
    expect(rows.length).toBeGreaterThan(3);
    const bookingId = String(bookings[0]?.id);
    const row = await admin('root').cancel({ bookingId, reason: '灯坏了' });
    expect(row.booking.refunded).toBe(6_000);
    await expectInOrder(club);
  });
});
