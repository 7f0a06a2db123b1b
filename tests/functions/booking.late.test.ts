import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expireBookings } from '../../cloudfunctions/booking/expiring';
import { BADMINTON, book, COURT_1, clock, fill, moveBooking, TOMORROW } from './booking';
import { expectLedgerInOrder } from './books';
import type { Club } from './club';
import { expectCourtsInOrder } from './courtsInOrder';
import { type MoneyClub, openMoneyClub } from './money';
import { openTimerContexts } from './timerContext';

let money: MoneyClub;
let club: Club;
beforeAll(async () => {
  money = await openMoneyClub();
  club = money.club;
});
afterAll(() => money.close());
beforeEach(() => money.reset());
afterEach(async () => {
  await expectCourtsInOrder(club);
  await expectLedgerInOrder(club);
});

const told = async (who: string) =>
  (await club.documents('messages', { memberId: `m-${who}` })).map(({ kind }) => kind).sort();
const claims = () => club.documents('slot_days', { subject: `court:${COURT_1}` });

/** The timer has closed it, and WeChat did not hear of that in time: it can still be paid. */
async function closeUnheard(bookingId: string): Promise<void> {
  const stored = await club.document('bookings', bookingId);
  await club.cloud.load('bookings', [
    { ...stored, _id: bookingId, status: 'CLOSED', orderId: null },
  ]);
  for (const { _id } of await club.documents('slot_days')) {
    await club.removeDocument('slot_days', String(_id));
  }
}

/** Lin opens WeChat's sheet for tomorrow at two; answers how the sheet is paid, unheard by the club. */
async function openSheet() {
  const { booking, payment } = await book(club, 'lin', { date: TOMORROW, channel: 'WECHAT' });
  if (!payment) throw new Error('no sheet');
  const pay = async () => {
    money.wechat.faults.notification({ effect: 'lost' });
    money.pay('lin', payment);
    await money.wechat.idle();
  };
  return { bookingId: booking.id, pay };
}

/** Until the club has asked WeChat, and WeChat has sent the money back. */
async function passAFewMinutes(): Promise<void> {
  for (let minute = 0; minute < 4; minute += 1) {
    await club.passMinutes(1);
    await money.wechat.idle();
  }
}

describe('paid after the fifteen minutes', () => {
  test('it stands after all while its slot is free', async () => {
    const { bookingId, pay } = await openSheet();
    await closeUnheard(bookingId);
    await pay();
    await passAFewMinutes();
    expect(await club.document('bookings', bookingId)).toMatchObject({ status: 'BOOKED' });
    expect(await told('lin')).toEqual(['BOOKED', 'PAID']);
    expect(await club.documents('refunds')).toEqual([]);
  });

  test('when another has the slot: all goes back once, it is told once, and the other stays', async () => {
    const { bookingId, pay } = await openSheet();
    await closeUnheard(bookingId);
    await fill(money, 'may');
    const { booking: mays } = await book(club, 'may', { date: TOMORROW });
    const before = { booking: await club.document('bookings', mays.id), days: await claims() };
    await pay();
    await passAFewMinutes();
    const [order] = await club.documents('orders', { kind: 'BOOKING', memberId: 'm-lin' });
    expect(order).toMatchObject({ status: 'REFUNDED', refunded: 6_000, fulfilledAt: null });
    expect(await club.documents('refunds')).toMatchObject([
      { _id: `R${order?._id}`, amount: 6_000, status: 'SUCCESS' },
    ]);
    expect(await club.documents('messages', { memberId: 'm-lin' })).toMatchObject([
      {
        kind: 'REFUNDED',
        body: expect.stringMatching(/3月15日 14:00，没有订成，已付的 60.00 元会自动全额退回$/),
      },
    ]);
    expect(await club.document('bookings', bookingId)).toMatchObject({ status: 'CLOSED', paid: 0 });
    expect(await club.document('bookings', mays.id)).toEqual(before.booking);
    expect(await claims()).toEqual(before.days);
    await club.passMinutes(2);
    expect(await told('lin')).toEqual(['REFUNDED']);
  });

  test('the difference of a move that was let go: it goes back, and is told', async () => {
    await fill(money, 'lin');
    const { booking } = await book(club, 'lin', { date: TOMORROW });
    const dearer = { until: clock(18), difference: 6_000, channel: 'WECHAT' } as const;
    const { payment } = await moveBooking(club, booking.id, dearer);
    if (!payment) throw new Error('no sheet');
    const stored = await club.document('bookings', booking.id);
    await club.cloud.load('bookings', [{ ...stored, _id: booking.id, change: null }]);
    for (const day of await club.documents('slot_days')) {
      const own = (day.claims as { ownerId: string }[]).filter((one) => one.ownerId === booking.id);
      await club.cloud.load('slot_days', [{ ...day, _id: String(day._id), claims: own }]);
    }
    money.pay('lin', payment);
    await money.wechat.idle();
    await passAFewMinutes();
    expect(await club.documents('orders', { kind: 'BOOKING_CHANGE' })).toMatchObject([
      { status: 'REFUNDED' },
    ]);
    expect(await told('lin')).toEqual(['BOOKED', 'REFUNDED']);
  });
});

test('fifty whose channel cannot be asked keep nobody waiting who has no order at all', async () => {
  const { bookingId } = await openSheet();
  const stored = await club.document('bookings', bookingId);
  const { booking: poor } = await book(club, 'may', { venueId: BADMINTON });
  const unheard = Array.from({ length: 50 }, (_, index) => ({
    ...stored,
    _id: `unheard-${index}`,
    code: String(300_000_000_000_000 + index),
    expiresAt: poor.expiresAt - 60_000,
  }));
  await club.cloud.load('bookings', unheard);
  club.cloud.clock.jump(poor.expiresAt);
  const { contextAt, faults } = openTimerContexts(club);
  await expireBookings(contextAt(poor.expiresAt), async () => 'NOT_NOW');
  expect(faults).toEqual([]);
  expect(await club.document('bookings', poor.id)).toMatchObject({ status: 'CLOSED' });
  expect(await club.documents('bookings', { status: 'PENDING_PAY' })).toHaveLength(51);
  for (const { _id } of unheard) await club.removeDocument('bookings', _id);
});
