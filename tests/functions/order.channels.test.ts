import type { Fen } from '@shared/base/money';
import { type Instant, MINUTE } from '@shared/base/time';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { settlePayment } from '../../cloudfunctions/order/service';
import { type Club, clearFaults, outcome } from './club';
import { bookAtDesk, expectInOrder } from './courts';
import { type MoneyClub, openMoneyClub } from './money';
import { order } from './reconciliation.documents';
import { openTimerContexts } from './timerContext';

/** What no key looks like. */
const WRONG = 'bm8ga2V5';

describe('a booking whose code the desk shows', () => {
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

  async function shown() {
    const sold = await bookAtDesk(club, { channel: 'ALIPAY', memberId: 'm-may' });
    const [bookingId, codeOrder] = [sold.row.booking.id, String(sold.order?.id)];
    return { bookingId, codeOrder, code: String(sold.code) };
  }
  const payOnPhone = (bookingId: string) =>
    club.as('may').booking.pay({ bookingId, channel: 'WECHAT' });

  test('is paid in WeChat’s sheet instead: the code is given up, and pays nothing any more', async () => {
    const { bookingId, codeOrder, code } = await shown();
    const { order: sheet, payment, booking } = await payOnPhone(bookingId);
    expect(booking.status).toBe('PENDING_PAY');
    expect(sheet).toMatchObject({ channel: 'WECHAT', status: 'PENDING' });
    expect(sheet?.id).not.toBe(codeOrder);
    expect(payment?.package).toMatch(/^prepay_id=wx/);
    expect(await club.document('orders', codeOrder)).toMatchObject({ status: 'CLOSED' });
    expect(() => money.alipay.pay(code)).toThrow();
    if (payment) money.pay('may', payment);
    await money.wechat.idle();
    const { booking: paid } = await club.as('may').booking.detail({ bookingId });
    expect(paid).toMatchObject({ status: 'BOOKED', paid: 2_400 });
    await expectInOrder(club);
  });

  test('that somebody has paid by then needs no sheet', async () => {
    const { bookingId, code } = await shown();
    money.alipay.faults.notification({ effect: 'lost' });
    money.alipay.pay(code);
    expect(await payOnPhone(bookingId)).toMatchObject({
      booking: { status: 'BOOKED', paid: 2_400 },
      payment: null,
    });
    await expectInOrder(club);
  });

  test('is handed over to whoever looks, though what is left to be done is not due on their clock', async () => {
    const { bookingId, codeOrder, code } = await shown();
    money.alipay.faults.notification({ effect: 'lost' });
    money.alipay.pay(code);
    // The notification began a moment after the desk's question, and was the first to settle.
    const { contextAt } = openTimerContexts(club);
    const { total: amount, paidAt } = { total: 2_400 as Fen, paidAt: club.cloud.clock.now() };
    const told = {
      orderId: codeOrder,
      channel: 'ALIPAY',
      transactionId: 't-1',
      payer: null,
    } as const;
    const later = contextAt((paidAt + MINUTE) as Instant);
    await settlePayment(later, { ...told, amount, paidAt: paidAt as Instant });
    const { row, order } = await club.as('desk-east').courts.order({ bookingId });
    expect(order?.status).toBe('PAID');
    expect(row.booking).toMatchObject({ status: 'BOOKED', paid: 2_400 });
    expect(await club.documents('outbox', { kind: 'fulfilOrder' })).toEqual([]);
    await expectInOrder(club);
  });

  test('is paid once when the phone is tapped twice', async () => {
    const { bookingId } = await shown();
    const taps = await Promise.all([payOnPhone(bookingId), payOnPhone(bookingId)]);
    expect(taps.map((tap) => tap.order?.channel)).toEqual(['WECHAT', 'WECHAT']);
    expect(new Set(taps.map(({ order }) => order?.id)).size).toBe(1);
    await expectInOrder(club);
  });
});

describe('a club whose keys are wrong', () => {
  let money: MoneyClub;
  let club: Club;
  beforeAll(async () => {
    const settings = (_: string, own: Readonly<Record<string, string>>) =>
      Object.fromEntries(
        Object.entries(own).map(([name, value]) => [
          name,
          name.endsWith('_PRIVATE_KEY') ? WRONG : value,
        ]),
      );
    money = await openMoneyClub({ settings });
    club = money.club;
  });
  afterAll(() => money.close());

  test('opens its till, takes cash, and offers no code', async () => {
    const { cashier } = club.as('desk-east');
    expect(await cashier.home({ campusId: null })).toMatchObject({ alipay: false });
    const who = { memberId: 'm-lin', campusId: 'c-east' };
    const form = { ...who, amount: 10_000, amountAgain: 10_000, requestId: 'r1' };
    const taken = await cashier.take({ ...form, channel: 'CASH', note: '' });
    expect((await cashier.order({ orderId: taken.order.id })).receipt.order.status).toBe('PAID');
    expect(await outcome(cashier.showAlipay(form))).toBe('PAYMENT_UNAVAILABLE');
    expect(await outcome(bookAtDesk(club, { channel: 'ALIPAY' }))).toBe('PAYMENT_UNAVAILABLE');
  });

  test('shows a member an open order as we know it', async () => {
    const now = club.cloud.clock.now();
    const open = { status: 'PENDING', paidAt: null, fulfilledAt: null, transactionId: null };
    const at = { createdAt: now, expiresAt: now + 60_000 };
    await club.cloud.load('orders', [order('o1', { ...open, ...at, channel: 'WECHAT' })]);
    const shown = await club.as('lin').wallet.order({ orderId: 'o1' });
    expect(shown).toMatchObject({ id: 'o1', status: 'PENDING' });
  });
});
