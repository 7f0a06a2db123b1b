import type { Fen } from '@shared/base/money';
import { MINUTE } from '@shared/base/time';
import { bookingCodeText, codeText } from '@shared/domain/booking';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { book, fill } from './booking';
import { type Club, clearFaults, orderFaults, outcome } from './club';
import {
  at,
  BADMINTON,
  bookAtDesk,
  clock,
  EAST,
  expectInOrder,
  goTo,
  rowOf,
  TABLE_1,
  TODAY,
} from './courts';
import { type MoneyClub, openMoneyClub } from './money';
import { stepsOf } from './steps';

let money: MoneyClub;
let club: Club;
beforeAll(async () => {
  money = await openMoneyClub();
  club = money.club;
});
afterAll(() => money.close());
beforeEach(async () => {
  await clearFaults(club);
  await money.reset();
});

const desk = () => club.as('desk-east').courts;
const START = at(clock(14));
const END = at(clock(15));

describe('the desk books', () => {
  test('for a walk-in who pays cash: the booking stands, the till has the money', async () => {
    const { row, order, code } = await bookAtDesk(club);
    expect(row).toMatchObject({ who: '散客甲', maskedPhone: '139****1111', source: 'DESK' });
    expect(row.booking).toMatchObject({ status: 'BOOKED', paid: 2_400 });
    expect(order).toMatchObject({ channel: 'CASH', status: 'PAID', amount: 2_400 });
    expect(code).toBeNull();
    const { receipts } = await club.as('desk-east').cashier.home({ campusId: 'c-east' });
    expect(receipts).toMatchObject([{ maskedName: '散客', order: { amount: 2_400 } }]);
    expect(await club.documents('audit_entries', { action: 'courts.book' })).toHaveLength(1);
    await expectInOrder(club);
  });

  test('for a member, who is told, with the member’s two hours a day; walk-ins have no such limit', async () => {
    const { row } = await bookAtDesk(club, { memberId: 'm-lin', until: clock(16) });
    expect(row.who).toBe('林*满');
    expect(await club.documents('messages', { memberId: 'm-lin', kind: 'BOOKED' })).toHaveLength(1);
    const more = { memberId: 'm-lin', from: clock(18), until: clock(19) };
    expect(await outcome(bookAtDesk(club, more))).toBe('DAY_LIMIT');
    await bookAtDesk(club, { from: clock(16), until: clock(18) });
    await bookAtDesk(club, { from: clock(18), until: clock(20) });
    await expectInOrder(club);
  });

  test('by Alipay: the slots are kept while the payer scans, and the desk sees it paid', async () => {
    const { row, code, order } = await bookAtDesk(club, { channel: 'ALIPAY' });
    expect(row.booking.status).toBe('PENDING_PAY');
    expect(order?.status).toBe('PENDING');
    const bookingId = row.booking.id;
    expect((await desk().order({ bookingId })).order?.status).toBe('PENDING');
    money.alipay.pay(String(code));
    const paid = await desk().order({ bookingId });
    expect(paid.row.booking).toMatchObject({ status: 'BOOKED', paid: 2_400 });
    expect(paid.order?.status).toBe('PAID');
    await expectInOrder(club);
  });

  test('for a member by Alipay: the phone shows it and offers no second way to pay', async () => {
    const { row } = await bookAtDesk(club, { channel: 'ALIPAY', memberId: 'm-may' });
    const bookingId = row.booking.id;
    const { booking, may } = await club.as('may').booking.detail({ bookingId });
    expect({ status: booking.status, pay: may.pay }).toEqual({ status: 'PENDING_PAY', pay: false });
  });

  test('once, however often the form is sent', async () => {
    const taps = await Promise.all([1, 2, 3].map(() => bookAtDesk(club, { requestId: 'one' })));
    expect(new Set(taps.map(({ row }) => row.booking.id)).size).toBe(1);
    expect(await club.documents('orders')).toHaveLength(1);
    await expectInOrder(club);
  });

  test('never where somebody else is, at another price, or at another campus', async () => {
    await bookAtDesk(club);
    expect(await outcome(bookAtDesk(club))).toBe('SLOT_TAKEN');
    const form = { venueId: EAST, courtId: TABLE_1, date: TODAY, places: 1, memberId: null };
    const later = { ...form, from: clock(16), until: clock(17), requestId: 'x' };
    const customer = { name: '散客甲', phone: '' };
    const wrong = { ...later, customer, channel: 'CASH', expected: 1 as Fen } as const;
    expect(await outcome(desk().book(wrong))).toBe('PRICE_CHANGED');
    expect(await outcome(club.as('admin-west').courts.book(wrong))).toBe('OTHER_CAMPUS');
    expect(await outcome(desk().book({ ...wrong, customer: null }))).toBe('INVALID_INPUT');
    expect(await outcome(desk().book({ ...wrong, memberId: 'm-lin' }))).toBe('INVALID_INPUT');
    expect(await outcome(bookAtDesk(club, { memberId: 'm-nobody', from: clock(16) }))).not.toBe(
      'ok',
    );
    await expectInOrder(club);
  });

  const steps = stepsOf(15).flatMap((n) => [[n, 'before'] as const, [n, 'after'] as const]);
  test.each(steps)(
    'and dies at request %i (%s it): asked again, it is booked once',
    async (n, when) => {
      await orderFaults(club, { function: 'courts', action: 'book', n, when, effect: 'kill' });
      await bookAtDesk(club, { requestId: 'one' }).catch(() => null);
      await clearFaults(club);
      const { row } = await bookAtDesk(club, { requestId: 'one' });
      expect(row.booking.status).toBe('BOOKED');
      expect(await club.documents('orders')).toHaveLength(1);
      await expectInOrder(club);
    },
  );
});

describe('the sheet', () => {
  test('shows the own campus, and everything to the super admin', async () => {
    await bookAtDesk(club);
    const { venues, rows } = await desk().sheet({ venueId: null, date: null });
    expect(venues.map(({ id }) => id)).toEqual([EAST]);
    expect(rows).toHaveLength(1);
    const all = await club.as('root').courts.sheet({ venueId: EAST, date: TODAY });
    expect(all.venues.length).toBeGreaterThan(3);
    expect(all.rows).toHaveLength(1);
    expect(await outcome(desk().sheet({ venueId: BADMINTON, date: null }))).toBe('OTHER_CAMPUS');
    expect(await outcome(desk().sheet({ venueId: 'none', date: null }))).toBe('VENUE_NOT_FOUND');
  });
});

describe('the code', () => {
  test.each([
    ['a minute before the half-hour', START - 31 * MINUTE, 'TOO_EARLY_TO_VERIFY'],
    ['half an hour before', START - 30 * MINUTE, 'ok'],
    ['a minute before the end', END - MINUTE, 'ok'],
    ['at the end', END, 'BOOKING_ENDED'],
  ])('%s opens, or says why not', async (_, moment, expected) => {
    const { row } = await bookAtDesk(club);
    goTo(club, moment);
    expect(await outcome(desk().verify({ code: row.code }))).toBe(expected);
  });

  test('is read from the picture or typed in groups; read again, it is the same', async () => {
    const { row } = await bookAtDesk(club);
    goTo(club, START);
    const first = await desk().verify({ code: bookingCodeText(row.code) });
    expect(first.booking.status).toBe('CHECKED_IN');
    goTo(club, START + MINUTE);
    expect(await desk().verify({ code: codeText(row.code) })).toEqual(first);
    expect(first.may).toEqual({ verify: false, cancel: false, noShow: false, waive: false });
    const kept = await club.document('bookings', row.booking.id);
    expect(Number(kept?.verifiedAt) - START).toBeLessThan(MINUTE);
  });

  test('of nobody, or of another campus, is told so', async () => {
    const { row } = await bookAtDesk(club);
    expect(await outcome(desk().verify({ code: '123' }))).toBe('BOOKING_CODE_INVALID');
    expect(await outcome(desk().verify({ code: '1'.repeat(15) }))).toBe('BOOKING_CODE_INVALID');
    const west = club.as('admin-west').courts;
    expect(await outcome(west.verify({ code: row.code }))).toBe('OTHER_VENUE_BOOKING');
  });

  const steps = stepsOf(7).flatMap((n) => [[n, 'before'] as const, [n, 'after'] as const]);
  test.each(steps)('is read once though the desk dies at request %i (%s it)', async (n, when) => {
    const { row } = await bookAtDesk(club);
    goTo(club, START);
    await orderFaults(club, { function: 'courts', action: 'verify', n, when, effect: 'kill' });
    await desk()
      .verify({ code: row.code })
      .catch(() => null);
    await clearFaults(club);
    expect((await desk().verify({ code: row.code })).booking.status).toBe('CHECKED_IN');
  });
});

describe('the desk cancels', () => {
  const reason = '空调故障';

  test('with the whole price back, whatever the tiers say', async () => {
    await fill(money, 'lin');
    const { booking } = await book(club, 'lin', { venueId: EAST, courtId: TABLE_1 });
    const { balance: before } = await club.as('lin').wallet.home({});
    goTo(club, START + MINUTE);
    const row = await desk().cancel({ bookingId: booking.id, reason });
    expect(row.booking).toMatchObject({ status: 'CANCELLED', refunded: booking.paid });
    const { balance } = await club.as('lin').wallet.home({});
    expect(balance - before).toBe(booking.paid);
    expect(await club.documents('messages', { kind: 'CANCELLED' })).toHaveLength(1);
    expect(await outcome(desk().cancel({ bookingId: booking.id, reason }))).toBe('BOOKING_CLOSED');
    await expectInOrder(club);
  });

  test('an unpaid one, and the code that was shown can be paid no more', async () => {
    const { row, code } = await bookAtDesk(club, { channel: 'ALIPAY' });
    await desk().cancel({ bookingId: row.booking.id, reason });
    expect(() => money.alipay.pay(String(code))).toThrow();
    await bookAtDesk(club);
    await expectInOrder(club);
  });

  test('not without a reason, not what has begun to be played, not at another campus', async () => {
    const { row } = await bookAtDesk(club);
    const bookingId = row.booking.id;
    expect(await outcome(desk().cancel({ bookingId, reason: '' }))).toBe('REASON_REQUIRED');
    expect(await outcome(club.as('admin-west').courts.cancel({ bookingId, reason }))).toBe(
      'OTHER_CAMPUS',
    );
    expect(await outcome(desk().cancel({ bookingId: 'none', reason }))).toBe('BOOKING_NOT_FOUND');
    goTo(club, START);
    await desk().verify({ code: row.code });
    expect(await outcome(desk().cancel({ bookingId, reason }))).toBe('BOOKING_VERIFIED');
  });

  test('or reads the code, at the same instant: one of the two happens', async () => {
    for (const hour of [14, 15, 16]) {
      const { row } = await bookAtDesk(club, { from: clock(hour), until: clock(hour + 1) });
      const bookingId = row.booking.id;
      goTo(club, at(clock(hour)));
      const told = await Promise.all([
        outcome(desk().verify({ code: row.code })),
        outcome(desk().cancel({ bookingId, reason })),
      ]);
      expect([
        ['ok', 'BOOKING_VERIFIED'],
        ['BOOKING_CLOSED', 'ok'],
      ]).toContainEqual(told);
      const { booking } = await rowOf(club, bookingId);
      expect(booking.status).toBe(told[1] === 'ok' ? 'CANCELLED' : 'CHECKED_IN');
      await expectInOrder(club);
    }
  });

  test('and so does the member, at the same instant: the money goes back once', async () => {
    await fill(money, 'lin');
    const { booking } = await book(club, 'lin', { venueId: EAST, courtId: TABLE_1 });
    const { refund } = await club.as('lin').booking.detail({ bookingId: booking.id });
    const told = await Promise.all([
      outcome(
        club.as('lin').booking.cancel({
          bookingId: booking.id,
          expected: refund.amount,
          following: false,
        }),
      ),
      outcome(desk().cancel({ bookingId: booking.id, reason })),
    ]);
    expect(told).toContain('ok');
    expect(await club.documents('refunds')).toHaveLength(
      refund.amount > 0 || told[1] === 'ok' ? 1 : 0,
    );
    await expectInOrder(club);
  });
});
