import { DAY, type Instant, plus } from '@shared/base/time';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { drainOutbox } from '../../cloudfunctions/_kit/outbox';
import type { Context } from '../../cloudfunctions/_kit/serve';
import { shippingOutbox } from '../../cloudfunctions/order/shipping';
import { type Club, orderFaults } from './club';
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

/** Lin pays ¥200 into the wallet and it is credited; resolves to the order's number. */
async function topUp(): Promise<string> {
  const { order, payment } = await club.as('lin').wallet.topUp({ amount: 20_000, requestId: 'r1' });
  money.pay('lin', payment);
  await money.wechat.idle();
  return order.id;
}
const waiting = () => club.documents('outbox', { kind: 'uploadShipping' });
const shipments = () => money.wechat.shipments;

describe('what a member paid for and got', () => {
  test('is told to WeChat within a minute, once', async () => {
    const order = await club.document('orders', await topUp());
    expect(shipments()).toEqual([]);
    await club.passMinutes(2);
    expect(shipments()).toEqual([
      {
        transactionId: order?.transactionId,
        openid: 'oCourtside-lin',
        logisticsType: 3,
        itemDescription: order?.description,
        uploadTime: expect.stringMatching(/^2026-03-14T10:00:\d\d\.\d{3}\+08:00$/),
      },
    ]);
    expect(await waiting()).toEqual([]);
  });

  test.each([
    ['does not know the payment yet', 10060001],
    ['fails', 10060012],
    ['is busy', -1],
    ['says something that we do not know', 40097],
  ])('is told again later when WeChat %s', async (_, errcode) => {
    await topUp();
    money.wechat.faults.shipping(errcode);
    await club.passMinutes(1);
    expect(shipments()).toEqual([]);
    expect(await waiting()).toMatchObject([{ attempts: 1 }]);
    await club.passMinutes(3);
    expect(shipments()).toHaveLength(1);
    expect(await waiting()).toEqual([]);
  });

  test.each([
    ['is shipped', 10060002],
    ['has been put right already', 10060003],
    ['is nothing new', 10060023],
  ])('is done when WeChat answers that it %s', async (_, errcode) => {
    await topUp();
    money.wechat.faults.shipping(errcode);
    await club.passMinutes(3);
    expect(shipments()).toEqual([]);
    expect(await waiting()).toEqual([]);
  });

  test('is one shipment when the timer dies between telling it and noting that it did', async () => {
    // What runs once an hour, and removes something too, is done by then.
    await club.passMinutes(1);
    await topUp();
    const request = 'database.removeDocument';
    await orderFaults(club, {
      function: 'payTimer',
      request,
      n: 1,
      when: 'before',
      effect: 'kill',
    });
    await club.passMinutes(1);
    expect(await waiting()).toHaveLength(1);
    expect(shipments()).toHaveLength(1);
    await club.passMinutes(3);
    expect(await waiting()).toEqual([]);
    expect(shipments()).toHaveLength(1);
  });

  test('is not told when all of it went back, or nobody can be named any more', async () => {
    const id = await topUp();
    const [deed] = await waiting();
    const order = await club.document('orders', id);
    await club.cloud.load('orders', [
      { ...order, _id: 'T_refunded', status: 'REFUNDED' },
      { ...order, _id: 'T_erased', openid: 'erased' },
      { ...order, _id: 'T_cash', channel: 'CASH' },
      { ...order, _id: 'T_open', transactionId: null },
    ]);
    await club.passMinutes(1);
    expect(shipments()).toHaveLength(1);
    const payload = (orderId: string) => ({ ...(deed?.payload as object), orderId });
    await club.cloud.load(
      'outbox',
      ['T_refunded', 'T_erased', 'T_cash', 'T_open'].map((orderId) => ({
        ...deed,
        _id: `order:${orderId}:ship`,
        payload: payload(orderId),
      })),
    );
    await club.passMinutes(1);
    expect(await waiting()).toEqual([]);
    expect(shipments()).toHaveLength(1);
  });

  test('is told for a week at most: then it ends with one alarm that names the order', async () => {
    const orderId = await topUp();
    const [deed] = await waiting();
    const at = Number(deed?.at) as Instant;
    const { contextAt, faults } = openTimerContexts(club);
    const told = async (now: Instant) => {
      const failing: Context = contextAt(now);
      const uploadShipping = () => Promise.reject(new Error('10060008 refused'));
      const platform = { ...failing.platform, uploadShipping };
      await drainOutbox(shippingOutbox, { ...failing, platform });
      return (await waiting()).length;
    };
    expect(await told(plus(at, 7 * DAY - 1))).toBe(1);
    await club.cloud.load(
      'outbox',
      (await waiting()).map((one) => ({ ...one, dueAt: at })),
    );
    faults.length = 0;
    expect(await told(plus(at, 7 * DAY))).toBe(0);
    expect(faults.map(({ where }) => where)).toEqual([orderId]);
    expect(JSON.parse(String(faults[0]?.fault))).toMatchObject({
      name: 'ALARM',
      shippingGivenUp: orderId,
      cause: '10060008 refused',
    });
  });
});
