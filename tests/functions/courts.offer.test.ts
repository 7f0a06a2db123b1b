import { addDays } from '@shared/base/time';
import type { OfferForm } from '@shared/contracts/courts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { club as seeded } from '../../local/club/index';
import { priceOf } from './booking';
import { type Club, outcome } from './club';
import { bookAtDesk, clock, EAST, expectInOrder, TODAY } from './courts';
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
    expect((await club.as('lin').booking.open(tomorrow)).grid?.open).toBeNull();
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
    expect(await club.document('bookings', row.booking.id)).toMatchObject({
      status: 'BOOKED',
      paid: row.booking.paid,
      tiers: [{ hours: 24 }, { hours: 12 }, { hours: 5 }],
    });
    await club.as('desk-east').courts.cancel({ bookingId: row.booking.id, reason: '桌子坏了' });
    expect(await outcome(save(without))).toBe('ok');
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
