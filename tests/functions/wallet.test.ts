import { fen } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import {
  type Account,
  channelMoney,
  memberMoney,
  type Posting,
  revenueMoney,
} from '@shared/domain/ledger';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { move } from '../../cloudfunctions/ledger/service';
import { at } from '../domain/clock';
import { expectLedgerInOrder, whereIs } from './books';
import { type Club, orderFaults, outcome } from './club';
import { type MoneyClub, openMoneyClub } from './money';
import { dies, faultsWaiting, killsOf } from './steps';
import { openTimerContexts } from './timerContext';

let money: MoneyClub;
let club: Club;
beforeAll(async () => {
  money = await openMoneyClub();
  club = money.club;
});
afterAll(() => money.close());
beforeEach(() => money.reset());

const lin = () => club.as('lin').wallet;
const balance = async (who = 'lin') => (await club.as(who).wallet.home({})).balance;

/** Lin orders a top-up and pays it in WeChat's sheet; what WeChat tells us of it is on its way. */
async function payTopup(amount = 20_000, requestId = 'r1') {
  const { order, payment } = await lin().topUp({ amount, requestId });
  money.pay('lin', payment);
  return order;
}

describe('topping up', () => {
  test('Lin pays ¥200 in WeChat’s sheet, WeChat notifies, and the balance moves', async () => {
    const order = await payTopup();
    await money.wechat.idle();
    expect(await lin().order({ orderId: order.id })).toMatchObject({ status: 'PAID' });
    const home = await lin().home({});
    expect(home).toMatchObject({ balance: 20_000, frozen: 0, pending: [] });
    expect(home.recent).toMatchObject([{ kind: 'TOPUP', amount: 20_000, orderId: order.id }]);
    expect(home.withdrawable).toMatchObject([{ orderId: order.id, unspent: 20_000 }]);
    await expectLedgerInOrder(club);
  });

  test('when the notification is lost, looking at the order asks WeChat', async () => {
    money.wechat.faults.notification({ effect: 'lost' });
    const order = await payTopup();
    expect(await lin().order({ orderId: order.id })).toMatchObject({ status: 'PAID' });
    expect(await balance()).toBe(20_000);
  });

  test('when nobody looks either, the timer asks', async () => {
    money.wechat.faults.notification({ effect: 'lost' });
    await payTopup();
    await club.passMinutes(2);
    expect(await balance()).toBe(20_000);
    await expectLedgerInOrder(club);
  });

  test('without payment nothing moves, whatever the phone believes', async () => {
    const { order } = await lin().topUp({ amount: 100, requestId: 'r1' });
    expect(await lin().order({ orderId: order.id })).toMatchObject({ status: 'PENDING' });
    expect(await balance()).toBe(0);
  });

  test('what somebody gave back at WeChat before we heard of it is not credited as well', async () => {
    money.wechat.faults.notification({ effect: 'lost' });
    const order = await payTopup();
    money.wechat.giveBack(order.id);
    await money.wechat.idle();
    await club.passMinutes(20);
    expect(money.wechat.moneyOf(order.id)).toEqual({ paid: 20_000, refunded: 20_000 });
    expect(await balance()).toBe(0);
    expect(await club.document('orders', order.id)).toMatchObject({ paidAt: null });
    await expectLedgerInOrder(club);
  });

  test('what is given back at WeChat afterwards changes nothing of an order that is paid', async () => {
    const order = await payTopup();
    await money.wechat.idle();
    await lin().order({ orderId: order.id });
    money.wechat.giveBack(order.id);
    await money.wechat.idle();
    await club.passMinutes(1);
    expect(await lin().order({ orderId: order.id })).toMatchObject({ status: 'PAID' });
    expect(await balance()).toBe(20_000);
  });

  test('two taps make one order', async () => {
    const taps = await Promise.all(
      [1, 2, 3].map(() => lin().topUp({ amount: 100, requestId: 'twice' })),
    );
    expect(new Set(taps.map(({ order }) => order.id)).size).toBe(1);
    expect(await club.documents('orders', { memberId: 'm-lin' })).toHaveLength(1);
  });

  test('an order left open is resumed and paid', async () => {
    const { order } = await lin().topUp({ amount: 100, requestId: 'r1' });
    await club.passMinutes(5);
    expect((await lin().home({})).pending).toMatchObject([{ id: order.id }]);
    const { payment } = await lin().resume({ orderId: order.id });
    money.pay('lin', payment);
    await money.wechat.idle();
    expect(await lin().order({ orderId: order.id })).toMatchObject({ status: 'PAID' });
    expect(await balance()).toBe(100);
  });

  test('after fifteen minutes it is closed, at WeChat too, and cannot be paid', async () => {
    const { order, payment } = await lin().topUp({ amount: 100, requestId: 'r1' });
    await club.passMinutes(17);
    expect(await lin().order({ orderId: order.id })).toMatchObject({ status: 'CLOSED' });
    expect(() => money.pay('lin', payment)).toThrow();
    expect(await outcome(lin().resume({ orderId: order.id }))).toBe('ORDER_CLOSED');
  });

  test('given up, it is closed at WeChat first; paid a moment before, it stays paid', async () => {
    const first = await lin().topUp({ amount: 100, requestId: 'r1' });
    expect(await lin().cancel({ orderId: first.order.id })).toMatchObject({ status: 'CLOSED' });
    expect(() => money.pay('lin', first.payment)).toThrow();
    money.wechat.faults.notification({ effect: 'lost' });
    const paid = await payTopup(300, 'r2');
    expect(await lin().cancel({ orderId: paid.id })).toMatchObject({ status: 'PAID' });
    expect(await balance()).toBe(300);
  });

  test.each([
    [0, 'TOPUP_AMOUNT_INVALID'],
    [1_000_001, 'TOPUP_AMOUNT_INVALID'],
    [500_001, 'WALLET_LIMIT'],
  ])('%i fen are refused with %s', async (amount, code) => {
    expect(await outcome(lin().topUp({ amount, requestId: 'r1' }))).toBe(code);
    expect(await club.documents('orders')).toEqual([]);
  });

  test('two open orders together do not pass the limit', async () => {
    await lin().topUp({ amount: 300_000, requestId: 'r1' });
    const second = lin().topUp({ amount: 200_001, requestId: 'r2' });
    expect(await outcome(second)).toBe('WALLET_LIMIT');
  });

  test('five may be left open, the sixth waits until one is paid or given up', async () => {
    const ordered = (n: number) => lin().topUp({ amount: 100, requestId: `r${n}` });
    const [first] = [await ordered(1), ...(await Promise.all([2, 3, 4, 5].map(ordered)))];
    expect(await outcome(ordered(6))).toBe('TOO_MANY_OPEN');
    expect(await outcome(ordered(5))).toBe('ok');
    expect(await club.documents('orders')).toHaveLength(5);
    await lin().cancel({ orderId: first.order.id });
    expect(await outcome(ordered(6))).toBe('ok');
  });

  test('May does not see, pay or give up Lin’s order', async () => {
    const { order } = await lin().topUp({ amount: 100, requestId: 'r1' });
    const may = club.as('may').wallet;
    const orderId = order.id;
    expect(await outcome(may.order({ orderId }))).toBe('ORDER_NOT_FOUND');
    expect(await outcome(may.resume({ orderId }))).toBe('ORDER_NOT_FOUND');
    expect(await outcome(may.cancel({ orderId }))).toBe('ORDER_NOT_FOUND');
  });

  test('an account with money in it is not deleted', async () => {
    await payTopup();
    await money.wechat.idle();
    await club.passMinutes(1);
    const gone = club.as('lin').member.deleteAccount({ confirm: '注销' });
    expect(await outcome(gone)).toBe('SETTLE_WALLET_FIRST');
    expect(await balance()).toBe(20_000);
  });
});

test('after the account is gone, its orders say no more whose they were', async () => {
  const form = { consent: true, birthYear: 1996, guardianConsent: false, nickname: '付过钱' };
  const guest = club.as('oPaidOnce');
  const { id } = await guest.member.register(form);
  const { order } = await guest.wallet.topUp({ amount: 100, requestId: 'once' });
  const goodbye = () => outcome(guest.member.deleteAccount({ confirm: '注销' }));
  expect(await goodbye()).toBe('SETTLE_WALLET_FIRST');
  await guest.wallet.cancel({ orderId: order.id });
  const { orders } = await guest.member.exportData({ cursor: null });
  expect(orders).toMatchObject([{ id: order.id, status: 'CLOSED', amount: 100 }]);
  expect(await goodbye()).toBe('ok');
  expect(await whereIs(club, 'oPaidOnce')).toEqual([]);
  expect(await club.documents('orders', { memberId: id })).toHaveLength(1);
});

describe('a notification', () => {
  /** Sends what WeChat says of a payment of ¥200, each time the same letter. */
  function tellerOf(orderId: string, transactionId: string) {
    const notified = `${club.cloud.url}/http/pay/wechat`;
    const { mchid, appid } = money.wechat.merchant;
    const { headers, body } = money.wechat.seal(notified, 'TRANSACTION.SUCCESS', {
      ...{ mchid, appid, out_trade_no: orderId, transaction_id: transactionId },
      trade_type: 'JSAPI',
      trade_state: 'SUCCESS',
      success_time: '2026-03-14T10:00:00+08:00',
      payer: { openid: 'oCourtside-lin' },
      amount: { total: 20_000, payer_total: 20_000, currency: 'CNY', payer_currency: 'CNY' },
    });
    return () => fetch(notified, { method: 'POST', headers, body });
  }

  test('of a second payment for one order credits nothing and waits for a person', async () => {
    const order = await payTopup();
    await money.wechat.idle();
    await lin().order({ orderId: order.id });
    const { transactionId } = (await club.document('orders', order.id)) ?? {};
    expect((await tellerOf(order.id, String(transactionId))()).status).toBe(200);
    expect(await club.documents('payment_inbox', { done: false })).toEqual([]);
    expect((await tellerOf(order.id, '4200000000000000000000000002')()).status).toBe(200);
    await club.passMinutes(7);
    expect(await balance()).toBe(20_000);
    expect(await club.documents('payment_inbox', { done: false })).toHaveLength(1);
    const { attention } = await club.as('root').books.home({});
    expect(attention).toMatchObject({ notificationsWaiting: 1 });
    await expectLedgerInOrder(club);
  });

  test('that comes after the money went back again changes nothing', async () => {
    money.wechat.faults.notification({ effect: 'late' });
    const order = await payTopup();
    await lin().order({ orderId: order.id });
    await lin().withdraw({ orderId: order.id, requestId: 'w1' });
    await money.wechat.idle();
    await club.passMinutes(2);
    expect(await lin().order({ orderId: order.id })).toMatchObject({ status: 'REFUNDED' });
    money.wechat.releaseLate();
    await money.wechat.idle();
    await club.passMinutes(1);
    const told = await club.documents('payment_inbox', { orderId: order.id, done: true });
    expect(told.map(({ kind }) => kind).sort()).toEqual(['PAYMENT', 'REFUND']);
    expect(await lin().order({ orderId: order.id })).toMatchObject({ status: 'REFUNDED' });
    expect(await balance()).toBe(0);
    await expectLedgerInOrder(club);
  });

  test('a hundred times at once credits once', async () => {
    money.wechat.faults.notification({ effect: 'lost' });
    const order = await payTopup();
    const send = tellerOf(order.id, '4200000000000000000000000001');
    const answers = await Promise.all(Array.from({ length: 100 }, send));
    for (const { status } of answers) expect([200, 204]).toContain(status);
    await club.passMinutes(1);
    expect(await balance()).toBe(20_000);
    expect(await club.documents('payment_inbox')).toHaveLength(1);
    await expectLedgerInOrder(club);
  });

  test.each(['forged', 'badTag', 'unknownSerial', 'stale', 'signTest'] as const)(
    'that is %s is refused; the true one that follows credits once',
    async (effect) => {
      money.wechat.faults.notification({ effect });
      await payTopup();
      await money.wechat.idle();
      const [first, ...later] = money.wechat.deliveries;
      expect(first?.status).toBeGreaterThanOrEqual(400);
      expect(later.map(({ status }) => status)).toEqual([200]);
      await club.passMinutes(1);
      expect(await balance()).toBe(20_000);
      await expectLedgerInOrder(club);
    },
  );
});

describe('the statement of a month', () => {
  test('has the lines from its first instant to its last, newest first, by kind', async () => {
    const { db } = openTimerContexts(club);
    const [own, wechat, court] = [
      memberMoney('m-lin'),
      channelMoney('WECHAT'),
      revenueMoney('c-east', 'COURT'),
    ];
    const entry = (reason: string, when: Instant, [from, to]: readonly Account<'fen'>[]) =>
      db.transaction((tx) =>
        move(tx, { reason, at: when, postings: [{ from, to, amount: fen(100) } as Posting] }),
      );
    const last = (date: string) => (at(date) - 1) as Instant;
    await entry('topup:feb', last('2026-03-01 00:00'), [wechat, own]);
    await entry('topup:first', at('2026-03-01 00:00'), [wechat, own]);
    await entry('booking:b1:capture', last('2026-04-01 00:00'), [own, court]);
    await entry('topup:april', at('2026-04-01 00:00'), [wechat, own]);
    const linesOf = async (month: string, kind: 'TOPUP' | 'SPENDING' | null = null) =>
      (await lin().statement({ month: month as never, kind })).lines.map(({ id }) => id);
    expect(await linesOf('2026-03')).toEqual(['booking:b1:capture', 'topup:first']);
    expect(await linesOf('2026-03', 'TOPUP')).toEqual(['topup:first']);
    expect(await linesOf('2026-03', 'SPENDING')).toEqual(['booking:b1:capture']);
    expect(await linesOf('2026-02')).toEqual(['topup:feb']);
    expect(await linesOf('2026-04')).toEqual(['topup:april']);
    expect(await linesOf('2026-01')).toEqual([]);
  });
});

describe('a function that dies', () => {
  test.each(killsOf(12))(
    'at request %i (%s it) of settling a payment loses nothing and does nothing twice',
    async (n, when) => {
      money.wechat.faults.notification({ effect: 'lost' });
      const order = await payTopup();
      await orderFaults(club, { function: 'wallet', action: 'order', n, when, effect: 'kill' });
      expect(await dies(lin().order({ orderId: order.id }))).toBe(true);
      await club.passMinutes(4);
      expect(await balance()).toBe(20_000);
      await expectLedgerInOrder(club);
    },
  );
});

describe('taking a top-up back', () => {
  const takeBack = (orderId: string, requestId = 'w1') => lin().withdraw({ orderId, requestId });

  test('within seven days the money leaves the wallet at once and WeChat sends it back', async () => {
    const order = await payTopup();
    await money.wechat.idle();
    await lin().order({ orderId: order.id });
    expect(await takeBack(order.id)).toMatchObject({ amount: 20_000 });
    expect(await balance()).toBe(0);
    await money.wechat.idle();
    await club.passMinutes(2);
    expect(await lin().order({ orderId: order.id })).toMatchObject({
      status: 'REFUNDED',
      refunded: 20_000,
    });
    const { recent } = await lin().home({});
    expect(recent).toMatchObject([{ kind: 'WITHDRAWAL', amount: -20_000 }, { kind: 'TOPUP' }]);
    await expectLedgerInOrder(club);
  });

  test('asked twice at once, or again after a lost reply, it goes back once', async () => {
    const order = await payTopup();
    await money.wechat.idle();
    await lin().order({ orderId: order.id });
    const told = await Promise.all([takeBack(order.id), takeBack(order.id), takeBack(order.id)]);
    expect(told.map(({ amount }) => amount)).toEqual([20_000, 20_000, 20_000]);
    expect(await outcome(takeBack(order.id, 'w2'))).toBe('REFUND_UNDER_WAY');
    await money.wechat.idle();
    await club.passMinutes(2);
    expect(await club.documents('refunds')).toHaveLength(1);
    expect(await balance()).toBe(0);
    await expectLedgerInOrder(club);
  });

  test('while the cloud turns requests away waits a few seconds: nothing is written before', async () => {
    const order = await payTopup();
    await money.wechat.idle();
    await lin().order({ orderId: order.id });
    const turnedAway = { effect: 'throttle' } as const;
    const atCommit = { n: 1, request: 'database.commitTransaction' };
    const told = (code: string) => ({ ...atCommit, effect: 'fail', code }) as const;
    const call = { function: 'wallet', action: 'withdraw', when: 'before' } as const;
    for (const fault of [
      { n: 1, ...turnedAway },
      { n: 1, request: 'database.startTransaction', ...turnedAway },
      { n: 10, ...turnedAway },
      { ...atCommit, ...turnedAway },
      told('EXCEED_REQUEST_LIMIT'),
      told('EXCEED_CONCURRENT_REQUEST_LIMIT'),
      told('EXCEED_RATELIMIT'),
    ]) {
      await orderFaults(club, { ...call, ...fault });
      expect(await outcome(takeBack(order.id)), JSON.stringify(fault)).toBe('BUSY');
      expect(await faultsWaiting(club)).toBe(0);
    }
    expect(await balance()).toBe(20_000);
    expect(await club.documents('refunds')).toEqual([]);
    expect(await takeBack(order.id)).toMatchObject({ amount: 20_000 });
    await expectLedgerInOrder(club);
  });

  test('when WeChat cannot send it back, it is in the wallet again', async () => {
    money.wechat.faults.refund('CLOSED');
    const order = await payTopup();
    await money.wechat.idle();
    await lin().order({ orderId: order.id });
    await takeBack(order.id);
    await money.wechat.idle();
    await club.passMinutes(2);
    expect(await balance()).toBe(20_000);
    expect(await lin().order({ orderId: order.id })).toMatchObject({ status: 'PAID', refunded: 0 });
    await expectLedgerInOrder(club);
  });

  /** Two top-ups that are credited, and the withdrawal of the second under way for days. */
  async function oneOnItsWay() {
    const first = await payTopup(20_000, 'r1');
    await club.passMinutes(1);
    const second = await payTopup(30_000, 'r2');
    await money.wechat.idle();
    await club.passMinutes(1);
    money.wechat.faults.refund('held');
    expect(await takeBack(second.id, 'r2')).toMatchObject({ amount: 30_000 });
    await money.wechat.idle();
    const [refundId = ''] = money.wechat.refundsUnderWay;
    return { first, second, refundId };
  }

  test('one that is on its way for days does not hide what is left of another', async () => {
    const { first, second } = await oneOnItsWay();
    const { withdrawable } = await lin().home({});
    const unspent = new Map(withdrawable.map((topup) => [topup.orderId, topup.unspent]));
    expect(unspent.get(first.id)).toBe(20_000);
    expect(unspent.get(second.id) ?? 0).toBe(0);
    expect(await takeBack(first.id, 'r1')).toMatchObject({ amount: 20_000 });
    expect(await balance()).toBe(0);
    expect(await takeBack(second.id, 'r2')).toMatchObject({ amount: 30_000 });
    expect(await club.documents('refunds')).toHaveLength(2);
    await expectLedgerInOrder(club);
  });

  test('while it is on its way the account stays; whose account is gone gets no dead wallet', async () => {
    const { first, refundId } = await oneOnItsWay();
    await takeBack(first.id, 'r1');
    await money.wechat.idle();
    const gone = club.as('lin').member.deleteAccount({ confirm: '注销' });
    expect(await outcome(gone)).toBe('SETTLE_WALLET_FIRST');
    await club.removeDocument('members', 'm-lin');
    await club.removeDocument('ledger_balances', 'fen:member:m-lin');
    money.wechat.endRefund(refundId, 'CLOSED');
    await money.wechat.idle();
    await club.passMinutes(1);
    expect(await club.document('refunds', refundId)).toMatchObject({ status: 'ABNORMAL' });
    expect(await club.document('ledger_balances', 'fen:member:m-lin')).toBe(undefined);
  });

  test('a millisecond after seven days it is refused', async () => {
    const order = await payTopup();
    await money.wechat.idle();
    const { paidAt } = await lin().order({ orderId: order.id });
    club.cloud.clock.jump(Number(paidAt) + 7 * 24 * 3_600_000 + 1);
    expect(await outcome(takeBack(order.id))).toBe('WITHDRAWAL_WINDOW_OVER');
    expect(await balance()).toBe(20_000);
  });

  test.each(killsOf(12))(
    'a function that dies at request %i (%s it) of it sends the money back once',
    async (n, when) => {
      const order = await payTopup();
      await money.wechat.idle();
      await lin().order({ orderId: order.id });
      await orderFaults(club, { function: 'wallet', action: 'withdraw', n, when, effect: 'kill' });
      expect(await dies(takeBack(order.id))).toBe(true);
      await club.passMinutes(1);
      for (let minute = 0; minute < 4; minute += 1) {
        await money.wechat.idle();
        await takeBack(order.id).catch(() => undefined);
        await club.passMinutes(1);
      }
      expect(await balance()).toBe(0);
      expect(await lin().order({ orderId: order.id })).toMatchObject({ status: 'REFUNDED' });
      await expectLedgerInOrder(club);
    },
  );
});
