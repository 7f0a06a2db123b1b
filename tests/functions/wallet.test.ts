import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectLedgerInOrder, whereIs } from './books';
import { type Club, orderFaults, outcome } from './club';
import { type MoneyClub, openMoneyClub } from './money';
import { stepsOf } from './steps';

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
  test('a hundred times at once credits once', async () => {
    money.wechat.faults.notification({ effect: 'lost' });
    const order = await payTopup();
    const notified = `${club.cloud.url}/http/pay/wechat`;
    const stored = await club.document('orders', order.id);
    const sealed = money.wechat.seal(notified, 'TRANSACTION.SUCCESS', {
      mchid: money.wechat.merchant.mchid,
      appid: money.wechat.merchant.appid,
      out_trade_no: order.id,
      transaction_id: '4200000000000000000000000001',
      trade_type: 'JSAPI',
      trade_state: 'SUCCESS',
      success_time: '2026-03-14T10:00:00+08:00',
      payer: { openid: stored?.openid },
      amount: { total: 20_000, payer_total: 20_000, currency: 'CNY', payer_currency: 'CNY' },
    });
    const send = () =>
      fetch(notified, { method: 'POST', headers: sealed.headers, body: sealed.body });
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

describe('a function that dies', () => {
  const steps = stepsOf(12);
  test.each(steps)(
    'at request %i of settling a payment loses nothing and does nothing twice',
    async (n) => {
      money.wechat.faults.notification({ effect: 'lost' });
      const order = await payTopup();
      const fault = { n, when: n % 2 ? 'before' : 'after', effect: 'kill' } as const;
      await orderFaults(club, { function: 'wallet', action: 'order', ...fault });
      await lin()
        .order({ orderId: order.id })
        .catch(() => undefined);
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
    club.cloud.clock.jump(Number(paidAt) + 7 * 24 * 3_600_000 + 1000);
    expect(await outcome(takeBack(order.id))).toBe('WITHDRAWAL_WINDOW_OVER');
    expect(await balance()).toBe(20_000);
  });

  const steps = stepsOf(12);
  test.each(steps)(
    'a function that dies at request %i of it sends the money back once',
    async (n) => {
      const order = await payTopup();
      await money.wechat.idle();
      await lin().order({ orderId: order.id });
      const fault = { n, when: n % 2 ? 'after' : 'before', effect: 'kill' } as const;
      await orderFaults(club, { function: 'wallet', action: 'withdraw', ...fault });
      await takeBack(order.id).catch(() => undefined);
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
