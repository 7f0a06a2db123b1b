import type { Fen } from '@shared/base/money';
import { DAY, HOUR, MINUTE } from '@shared/base/time';
import { bookingCodeText, codeText } from '@shared/domain/booking';
import { describe, expect, test } from 'vitest';
import { book } from './booking';
import { clearFaults, orderFaults, outcome } from './club';
import {
  at,
  BADMINTON,
  bookAtDesk,
  clock,
  clubForEach,
  EAST,
  expectInOrder,
  goTo,
  rowOf,
  TABLE_1,
  TODAY,
} from './courts';
import { dies, insist, stepsOf } from './steps';

const here = clubForEach();

const desk = () => here.club.as('desk-east').courts;
const START = at(clock(14));
const END = at(clock(15));

describe('the desk books', () => {
  test('for a walk-in who pays cash: the booking stands, the till has the money', async () => {
    const { row, order, code } = await bookAtDesk(here.club);
    expect(row).toMatchObject({ who: '散客甲', maskedPhone: '139****1111', source: 'DESK' });
    expect(row.booking).toMatchObject({ status: 'BOOKED', paid: 2_400 });
    expect(order).toMatchObject({ channel: 'CASH', status: 'PAID', amount: 2_400 });
    expect(code).toBeNull();
    const { receipts } = await here.club.as('desk-east').cashier.home({ campusId: 'c-east' });
    expect(receipts).toMatchObject([{ maskedName: '散客', order: { amount: 2_400 } }]);
    expect(await here.club.documents('audit_entries', { action: 'courts.book' })).toHaveLength(1);
    await expectInOrder(here.club);
  });

  test('for a member, who is told, with the member’s two hours a day; walk-ins have no such limit', async () => {
    const { row } = await bookAtDesk(here.club, { memberId: 'm-lin', until: clock(16) });
    expect(row.who).toBe('林*满');
    expect(
      await here.club.documents('messages', { memberId: 'm-lin', kind: 'BOOKED' }),
    ).toHaveLength(1);
    const more = { memberId: 'm-lin', from: clock(18), until: clock(19) };
    expect(await outcome(bookAtDesk(here.club, more))).toBe('DAY_LIMIT');
    await bookAtDesk(here.club, { from: clock(16), until: clock(18) });
    await bookAtDesk(here.club, { from: clock(18), until: clock(20) });
    await expectInOrder(here.club);
  });

  test('by Alipay: the slots are kept while the payer scans, and the desk sees it paid', async () => {
    const { row, code, order } = await bookAtDesk(here.club, { channel: 'ALIPAY' });
    expect(row.booking.status).toBe('PENDING_PAY');
    expect(order?.status).toBe('PENDING');
    const bookingId = row.booking.id;
    expect((await desk().order({ bookingId })).order?.status).toBe('PENDING');
    here.money.alipay.pay(String(code));
    const paid = await desk().order({ bookingId });
    expect(paid.row.booking).toMatchObject({ status: 'BOOKED', paid: 2_400 });
    expect(paid.order?.status).toBe('PAID');
    await expectInOrder(here.club);
  });

  test('and shows the code again from the sheet, as long as it can be paid', async () => {
    const { row, code } = await bookAtDesk(here.club, { channel: 'ALIPAY' });
    const bookingId = row.booking.id;
    expect((await rowOf(here.club, bookingId)).may.showCode).toBe(true);
    expect(await desk().payCode({ bookingId })).toMatchObject({ code, row: { who: '散客甲' } });
    const west = here.club.as('admin-west').courts;
    expect(await outcome(west.payCode({ bookingId }))).toBe('BOOKING_NOT_FOUND');
    here.money.alipay.pay(String(code));
    await desk().order({ bookingId });
    expect(await outcome(desk().payCode({ bookingId }))).not.toBe('ok');
    expect((await rowOf(here.club, bookingId)).may.showCode).toBe(false);
    const late = await bookAtDesk(here.club, {
      channel: 'ALIPAY',
      from: clock(16),
      until: clock(17),
    });
    goTo(here.club, late.row.booking.expiresAt);
    expect((await rowOf(here.club, late.row.booking.id)).may.showCode).toBe(false);
    expect(await outcome(desk().payCode({ bookingId: late.row.booking.id }))).toBe('ORDER_CLOSED');
  });

  test('never shows a code for what is paid on a phone', async () => {
    const wish = { venueId: EAST, courtId: TABLE_1, channel: 'WECHAT' } as const;
    const { booking } = await book(here.club, 'lin', wish);
    expect((await rowOf(here.club, booking.id)).may.showCode).toBe(false);
    expect(await outcome(desk().payCode({ bookingId: booking.id }))).toBe('ORDER_CLOSED');
  });

  test('for a member by Alipay: the phone shows it and offers no second way to pay', async () => {
    const { row } = await bookAtDesk(here.club, { channel: 'ALIPAY', memberId: 'm-may' });
    const bookingId = row.booking.id;
    const { booking, may } = await here.club.as('may').booking.detail({ bookingId });
    expect({ status: booking.status, pay: may.pay }).toEqual({ status: 'PENDING_PAY', pay: false });
  });

  test('once, however often the form is sent', async () => {
    const taps = await Promise.all(
      [1, 2, 3].map(() => bookAtDesk(here.club, { requestId: 'one' })),
    );
    expect(new Set(taps.map(({ row }) => row.booking.id)).size).toBe(1);
    expect(await here.club.documents('orders')).toHaveLength(1);
    await expectInOrder(here.club);
  });

  test('never where somebody else is, at another price, or at another campus', async () => {
    await bookAtDesk(here.club);
    expect(await outcome(bookAtDesk(here.club))).toBe('SLOT_TAKEN');
    const form = { venueId: EAST, courtId: TABLE_1, date: TODAY, places: 1, memberId: null };
    const later = { ...form, from: clock(16), until: clock(17), requestId: 'x' };
    const customer = { name: '散客甲', phone: '' };
    const wrong = { ...later, customer, channel: 'CASH', expected: 1 as Fen } as const;
    expect(await outcome(desk().book(wrong))).toBe('PRICE_CHANGED');
    expect(await outcome(here.club.as('admin-west').courts.book(wrong))).toBe('VENUE_NOT_FOUND');
    expect(await outcome(desk().book({ ...wrong, customer: null }))).toBe('INVALID_INPUT');
    expect(await outcome(desk().book({ ...wrong, memberId: 'm-lin' }))).toBe('INVALID_INPUT');
    const nobody = { memberId: 'm-nobody', from: clock(16), until: clock(17) };
    expect(await outcome(bookAtDesk(here.club, nobody))).toBe('MEMBER_NOT_FOUND');
    await expectInOrder(here.club);
  });

  const steps = stepsOf(14).flatMap((n) => [[n, 'before'] as const, [n, 'after'] as const]);
  test.each(steps)(
    'and dies at request %i (%s it): asked again, it is booked once',
    async (n, when) => {
      await orderFaults(here.club, { function: 'courts', action: 'book', n, when, effect: 'kill' });
      expect(await dies(bookAtDesk(here.club, { requestId: 'one' }))).toBe(true);
      await clearFaults(here.club);
      const { row } = await insist(() => bookAtDesk(here.club, { requestId: 'one' }));
      expect(row.booking.status).toBe('BOOKED');
      expect(await here.club.documents('orders')).toHaveLength(1);
      await expectInOrder(here.club);
    },
  );
});

describe('the sheet', () => {
  test('shows the own campus, and everything to the super admin', async () => {
    await bookAtDesk(here.club);
    const { venues, rows, manages } = await desk().sheet({ venueId: null, date: null });
    expect(manages).toBe(false);
    expect(venues.map(({ id }) => id)).toEqual([EAST]);
    expect(rows).toHaveLength(1);
    const all = await here.club.as('root').courts.sheet({ venueId: EAST, date: TODAY });
    expect(all.manages).toBe(true);
    expect(all.venues.length).toBeGreaterThan(3);
    expect(all.rows).toHaveLength(1);
    expect(await outcome(desk().sheet({ venueId: BADMINTON, date: null }))).toBe('VENUE_NOT_FOUND');
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
    const { row } = await bookAtDesk(here.club);
    goTo(here.club, moment);
    expect(await outcome(desk().verify({ code: row.code }))).toBe(expected);
  });

  test('is read from the picture or typed in groups; read again, it is the same', async () => {
    const { row } = await bookAtDesk(here.club);
    goTo(here.club, START);
    const first = await desk().verify({ code: bookingCodeText(row.code) });
    expect(first.booking.status).toBe('CHECKED_IN');
    goTo(here.club, START + MINUTE);
    expect(await desk().verify({ code: codeText(row.code) })).toEqual(first);
    expect(first.may).toEqual({
      verify: false,
      cancel: false,
      noShow: false,
      waive: false,
      showCode: false,
    });
    const kept = await here.club.document('bookings', row.booking.id);
    expect(Number(kept?.verifiedAt) - START).toBeLessThan(MINUTE);
  });

  test('of nobody, or of another campus, is told so', async () => {
    const { row } = await bookAtDesk(here.club);
    expect(await outcome(desk().verify({ code: '123' }))).toBe('BOOKING_CODE_INVALID');
    expect(await outcome(desk().verify({ code: '1'.repeat(15) }))).toBe('BOOKING_CODE_INVALID');
    const west = here.club.as('admin-west').courts;
    expect(await outcome(west.verify({ code: row.code }))).toBe('OTHER_VENUE_BOOKING');
  });

  const steps = stepsOf(7).flatMap((n) => [[n, 'before'] as const, [n, 'after'] as const]);
  test.each(steps)('is read once though the desk dies at request %i (%s it)', async (n, when) => {
    const { row } = await bookAtDesk(here.club);
    goTo(here.club, START);
    await orderFaults(here.club, { function: 'courts', action: 'verify', n, when, effect: 'kill' });
    expect(await dies(desk().verify({ code: row.code }))).toBe(true);
    await clearFaults(here.club);
    const { booking } = await insist(() => desk().verify({ code: row.code }));
    expect(booking.status).toBe('CHECKED_IN');
  });
});

describe('a walk-in', () => {
  test('is forgotten thirty days after they played: the booking stays, without a name', async () => {
    const { row } = await bookAtDesk(here.club);
    const bookingId = row.booking.id;
    const customer = async () => (await here.club.document('bookings', bookingId))?.customer;
    goTo(here.club, END + 30 * DAY - HOUR);
    await here.club.passMinutes(1);
    expect(await customer()).toEqual({ name: '散客甲', phone: '13900001111' });
    goTo(here.club, END + 30 * DAY);
    await here.club.passMinutes(2);
    expect(await customer()).toBeNull();
    expect(await rowOf(here.club, bookingId)).toMatchObject({ who: '散客', maskedPhone: null });
  });
});
