import { formatClub, type Instant, MINUTE } from '@shared/base/time';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { alipayClient } from '../../cloudfunctions/alipay/client';
import { type AlteringEffect, alipayVariables } from '../../local/gateways/alipay';
import { configOf, type Form, PAID } from './alipay.merchant';
import { expectLedgerInOrder } from './books';
import { type Club, clearFaults, orderFaults } from './club';
import { type MoneyClub, openMoneyClub } from './money';

let money: MoneyClub;
let club: Club;
let hook: string;
beforeAll(async () => {
  money = await openMoneyClub();
  club = money.club;
  hook = `${club.cloud.url}/http/pay/alipay`;
});
afterAll(() => money.close());
beforeEach(async () => {
  await clearFaults(club);
  await money.reset();
});

const EAST = 'c-east';
const ask = {
  memberId: 'm-lin',
  campusId: EAST,
  amount: 20_000,
  amountAgain: 20_000,
  requestId: 'r1',
};
/** The clerk shows a code over ¥200 to Lin. */
async function shownCode(): Promise<{ orderId: string; code: string }> {
  const { order, code } = await club.as('desk-east').cashier.showAlipay(ask);
  return { orderId: order.id, code };
}
const balance = async () => (await club.as('lin').wallet.home({})).balance;
const orderOf = (orderId: string) => club.document('orders', orderId);
const inbox = () => club.documents('payment_inbox');

/** A genuine notification of a payment, with other contents where wanted. */
const notice = (orderId: string, more: Form = {}): Form => {
  const { app_id, auth_app_id, seller_id, ...payment } = PAID;
  const paidAt = formatClub(club.cloud.clock.now() as Instant, 'YYYY-MM-DD HH:mm:ss');
  return money.alipay.signed({
    ...payment,
    out_trade_no: orderId,
    gmt_payment: paidAt,
    ...more,
  });
};
const send = async (form: Form) => {
  const response = await fetch(hook, { method: 'POST', body: new URLSearchParams(form) });
  const type = response.headers.get('content-type');
  return { status: response.status, text: await response.text(), type };
};
/** Exactly seven letters, in plain text. */
const TAKEN = { status: 200, text: 'success', type: 'text/plain' };
const REFUSED = { status: 401, text: 'fail', type: 'text/plain' };
/** As Alipay does when a function is too busy to answer in time: it sends again. */
async function sendAgain(form: Form, tries = 5): ReturnType<typeof send> {
  const answer = await send(form);
  return answer.status === 504 && tries > 1 ? sendAgain(form, tries - 1) : answer;
}

describe('a payment at the desk that Alipay tells of', () => {
  test('is kept, settled and handed over before the answer', async () => {
    const { orderId, code } = await shownCode();
    money.alipay.pay(code);
    await money.alipay.idle();
    expect(await balance()).toBe(20_000);
    const order = { status: 'PAID', channel: 'ALIPAY', fulfilledAt: expect.any(Number) };
    expect(await orderOf(orderId)).toMatchObject(order);
    expect(await inbox()).toMatchObject([{ channel: 'ALIPAY', kind: 'PAYMENT', done: true }]);
    expect(money.alipay.deliveries).toHaveLength(1);
    await expectLedgerInOrder(club);
  });

  test('a hundred times at once is one payment', async () => {
    const { orderId } = await shownCode();
    const form = notice(orderId);
    const answers = await Promise.all(Array.from({ length: 100 }, () => sendAgain(form)));
    expect(answers).toEqual(Array(100).fill(TAKEN));
    expect(await inbox()).toHaveLength(1);
    await club.passMinutes(2);
    expect(await inbox()).toMatchObject([{ done: true }]);
    expect(await club.documents('ledger_entries', { _id: `topup:${orderId}` })).toHaveLength(1);
    expect(await balance()).toBe(20_000);
    await expectLedgerInOrder(club);
  });

  test('told again after it is settled, under its number or another, changes nothing', async () => {
    const { orderId } = await shownCode();
    const form = notice(orderId);
    await send(form);
    const settled = await orderOf(orderId);
    expect(settled).toMatchObject({ status: 'PAID' });
    expect(await send(form)).toEqual(TAKEN);
    expect(
      await send(notice(orderId, { notify_id: '2026031400222100211000000000000002' })),
    ).toEqual(TAKEN);
    await club.passMinutes(1);
    expect(await orderOf(orderId)).toEqual(settled);
    expect(await balance()).toBe(20_000);
  });

  test('waits in the inbox when the function dies after keeping it, and the timer settles it', async () => {
    const { orderId } = await shownCode();
    const request = 'database.insertDocument';
    const fault = { function: 'alipayHook', request, n: 1, when: 'after', effect: 'kill' } as const;
    await orderFaults(club, fault);
    const form = notice(orderId);
    expect((await send(form)).status).toBe(500);
    expect(await inbox()).toMatchObject([{ done: false }]);
    expect(await send(form)).toEqual(TAKEN);
    await club.passMinutes(1);
    expect(await inbox()).toMatchObject([{ done: true }]);
    expect(await balance()).toBe(20_000);
  });

  test('and whose notification is lost is found by asking', async () => {
    const { code } = await shownCode();
    money.alipay.faults.notification({ effect: 'lost' });
    money.alipay.pay(code);
    await money.alipay.idle();
    expect(await inbox()).toEqual([]);
    await club.passMinutes(1);
    expect(await balance()).toBe(20_000);
  });

  test('of a wrong amount, or for an order that is not there, waits for a person', async () => {
    const { orderId } = await shownCode();
    expect(await send(notice(orderId, { total_amount: '0.01' }))).toEqual(TAKEN);
    const other = { notify_id: '2026031400222100211000000000000003' };
    expect(await send(notice('C_nobody_knows', other))).toEqual(TAKEN);
    expect(await inbox()).toMatchObject([{ done: false }, { done: false }]);
    expect(await orderOf(orderId)).toMatchObject({ status: 'PENDING' });
    expect(await balance()).toBe(0);
  });
});

describe('a notification that is none of a payment for us', () => {
  test.each<AlteringEffect>(['forged', 'altered', 'unsigned', 'wrongApp', 'wrongSeller'])(
    '%s: refused, and the genuine one that follows is taken once',
    async (effect) => {
      const { code } = await shownCode();
      money.alipay.faults.notification({ effect });
      money.alipay.pay(code);
      await money.alipay.idle();
      expect(money.alipay.deliveries).toHaveLength(2);
      expect(await inbox()).toMatchObject([{ done: true }]);
      expect(await balance()).toBe(20_000);
    },
  );

  test('of a refund is taken and is no payment', async () => {
    const { orderId } = await shownCode();
    const back = { refund_fee: '50.00', gmt_refund: '2026-03-14 10:02:20.123' };
    expect(await send(notice(orderId, back))).toEqual(TAKEN);
    expect(await send(notice(orderId, { trade_status: 'WAIT_BUYER_PAY' }))).toEqual(TAKEN);
    expect(await inbox()).toEqual([]);
    expect(await orderOf(orderId)).toMatchObject({ status: 'PENDING' });
  });

  test('that somebody wrote leaves nothing behind', async () => {
    const { orderId } = await shownCode();
    const form = notice(orderId);
    expect(await send({ ...form, total_amount: '200.0' })).toEqual(REFUSED);
    expect(await send({ ...form, sign: '' })).toEqual(REFUSED);
    expect(await send({})).toEqual(REFUSED);
    expect(await send(notice(orderId, { app_id: '2021000000000009' }))).toEqual(REFUSED);
    expect(await send(notice(orderId, { seller_id: '2088000000000009' }))).toEqual(REFUSED);
    expect(await send(notice(orderId, { notify_time: '2026-03-11 10:00:00' }))).toEqual(REFUSED);
    expect(await inbox()).toEqual([]);
    expect(await orderOf(orderId)).toMatchObject({ status: 'PENDING' });
  });

  test('comes by POST and from no phone', async () => {
    expect((await fetch(hook)).status).toBe(405);
    const { orderId } = await shownCode();
    const body = new URLSearchParams(notice(orderId)).toString();
    const event = { httpMethod: 'POST', headers: {}, body, isBase64Encoded: false };
    const call = club.cloud.call('lin', 'alipayHook', event);
    await expect(call).rejects.toMatchObject({ code: 'EXCEED_AUTHORITY' });
    expect(await inbox()).toEqual([]);
  });
});

describe('a payment that comes when the order is closed here', () => {
  /** Paid, and its notification on its way for a long while. */
  async function paidUnheard() {
    const { orderId, code } = await shownCode();
    money.alipay.faults.notification({ effect: 'late' });
    money.alipay.pay(code);
    return orderId;
  }

  test('counts after all, when asking says that the money is with us', async () => {
    const orderId = await paidUnheard();
    const order = await orderOf(orderId);
    await club.cloud.load('orders', [{ ...order, status: 'CLOSED' }]);
    money.alipay.releaseLate();
    await money.alipay.idle();
    expect(await orderOf(orderId)).toMatchObject({ status: 'PAID' });
    expect(await balance()).toBe(20_000);
  });

  test('does not, when cancelling has given it back meanwhile', async () => {
    const orderId = await paidUnheard();
    const variables = alipayVariables(money.alipay.merchant, hook);
    const client = alipayClient(configOf(variables), () => club.cloud.clock.now() as Instant);
    const cancelled = await client('alipay.trade.cancel', { out_trade_no: orderId });
    expect(cancelled).toMatchObject({ action: 'refund' });
    await club.as('desk-east').cashier.cancel({ orderId });
    expect(await orderOf(orderId)).toMatchObject({ status: 'CLOSED' });
    money.alipay.releaseLate();
    await money.alipay.idle();
    expect(await inbox()).toMatchObject([{ kind: 'PAYMENT', done: true }]);
    expect(await orderOf(orderId)).toMatchObject({ status: 'CLOSED', paidAt: null });
    expect(await balance()).toBe(0);
    await expectLedgerInOrder(club);
  });
});

describe('a code that the clerk takes away', () => {
  test('opens nothing any more', async () => {
    const { orderId, code } = await shownCode();
    await club.as('desk-east').cashier.cancel({ orderId });
    expect(() => money.alipay.pay(code)).toThrow();
    expect(await orderOf(orderId)).toMatchObject({ status: 'CLOSED' });
    await club.passMinutes(17);
    expect(await balance()).toBe(0);
  });

  test('after it was paid is a payment', async () => {
    const { orderId, code } = await shownCode();
    money.alipay.faults.notification({ effect: 'lost' });
    money.alipay.pay(code);
    await club.as('desk-east').cashier.cancel({ orderId });
    expect(await orderOf(orderId)).toMatchObject({ status: 'PAID' });
    expect(await balance()).toBe(20_000);
  });

  test('is closed by itself when its time is over', async () => {
    const { orderId } = await shownCode();
    await club.cloud.advanceClock(17 * MINUTE);
    expect(await orderOf(orderId)).toMatchObject({ status: 'CLOSED' });
  });
});
