import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectLedgerInOrder } from './books';
import { openTills, type Tills } from './books.till';
import { type Club, orderFaults, outcome } from './club';
import { dies, insist, killsOf } from './steps';

let tills: Tills;
let club: Club;
beforeAll(async () => {
  tills = await openTills();
  club = tills.club;
});
afterAll(() => tills.close());
beforeEach(() => tills.reset());

const root = () => tills.books('root');
const east = () => tills.books('admin-east');
const west = () => tills.books('admin-west');
const audits = async (action: string) => club.documents('audit_entries', { action });
const WHY = '把别人的钱记到了林小满名下';

describe('the file of an order', () => {
  test('says in words what moved, and is found by our number and by WeChat’s', async () => {
    const orderId = await tills.topUp(20_000);
    const file = await root().order({ number: orderId });
    expect(file).toMatchObject({
      order: { id: orderId, status: 'PAID', channel: 'WECHAT', amount: 20_000 },
      maskedName: '林*满',
      campusName: null,
      operatorName: null,
      refunds: [],
      may: { query: false, close: false, fulfil: false, reverse: false, payBack: true },
    });
    expect(file.entries).toMatchObject([
      { postings: [{ from: '微信支付', to: '会员余额', amount: 20_000 }] },
    ]);
    const number = String(file.transactionId);
    expect((await root().order({ number })).order.id).toBe(orderId);
  });

  test('of the desk names the campus and the clerk', async () => {
    const orderId = await tills.take(10_000);
    const file = await east().order({ number: ` ${orderId} ` });
    expect(file).toMatchObject({ campusName: '东区', operatorName: '许前台' });
    expect(file.entries[0]?.postings).toEqual([
      { from: '现金·东区', to: '会员余额', amount: 10_000 },
    ]);
    expect(file.may).toEqual({
      query: false,
      close: false,
      fulfil: false,
      reverse: true,
      payBack: true,
    });
  });

  test('of another campus, of the app and of nobody is not found', async () => {
    const sold = await tills.take(10_000);
    const inApp = await tills.topUp(10_000);
    for (const orderId of [sold, inApp, 'none', 'no/such number']) {
      expect(await outcome(west().order({ number: orderId }))).toBe('ORDER_NOT_FOUND');
    }
    for (const orderId of [sold, inApp, 'none']) {
      const asked = { orderId, reason: WHY };
      for (const deed of ['query', 'close', 'fulfil', 'reverse'] as const) {
        expect(await outcome(west()[deed](asked)), deed).toBe('ORDER_NOT_FOUND');
      }
    }
    expect(await outcome(east().order({ number: inApp }))).toBe('ORDER_NOT_FOUND');
    expect(await tills.balance('lin')).toBe(20_000);
  });
});

describe('the list of orders', () => {
  test('shows each order once, thirty a page, though several were made in one instant', async () => {
    const orderId = await tills.take(100);
    const known = await club.document('orders', orderId);
    const made = (index: number) => Number(known?.createdAt) - 1000 * Math.floor(index / 7);
    const copies = Array.from({ length: 68 }, (_, index) => ({
      ...known,
      _id: `copy-${String(index).padStart(3, '0')}`,
      createdAt: made(index),
      campusId: index % 2 ? 'c-east' : null,
    }));
    await club.cloud.load('orders', copies);
    const listed = async (who: string) => {
      const ids: string[] = [];
      let before: number | null = null;
      do {
        const page = await tills.books(who).orders({ before: before as never });
        ids.push(...page.orders.map(({ order }) => order.id));
        before = page.next;
      } while (before !== null);
      return ids;
    };
    const all = await listed('root');
    expect(all.length).toBe(69);
    expect(new Set(all).size).toBe(69);
    expect((await root().orders({ before: null })).orders.length).toBeLessThan(40);
    const own = await listed('admin-east');
    expect(own.sort()).toEqual(
      [...copies.filter(({ campusId }) => campusId).map(({ _id }) => _id), orderId].sort(),
    );
    expect((await west().orders({ before: null })).orders).toEqual([]);
  });
});

describe('asking about an order by hand', () => {
  test('credits what was paid when nobody told us, and is written down', async () => {
    const orderId = await tills.payTopup(20_000);
    expect((await root().order({ number: orderId })).may).toMatchObject({ query: true });
    expect(await root().query({ orderId })).toMatchObject({ order: { status: 'PAID' } });
    expect(await tills.balance('lin')).toBe(20_000);
    expect(await audits('books.query')).toMatchObject([{ actorId: 'm-root', targetId: orderId }]);
    await expectLedgerInOrder(club);
  });

  test('finds money for an order that is closed here, and credits it after all', async () => {
    const orderId = await tills.payTopup(20_000);
    await tills.alter('orders', orderId, { status: 'CLOSED' });
    const file = await root().query({ orderId });
    expect(file).toMatchObject({ order: { status: 'PAID' }, fulfilledAt: expect.any(Number) });
    expect(await tills.balance('lin')).toBe(20_000);
  });

  test('without a clear answer nothing changes', async () => {
    const orderId = await tills.payTopup(20_000);
    tills.wechat.faults.answer({ effect: 'tamper', path: '/v3/pay', times: 9 });
    expect(await outcome(root().query({ orderId }))).toBe('PAYMENT_UNAVAILABLE');
    expect((await root().order({ number: orderId })).order.status).toBe('PENDING');
  });

  test('closes what nobody paid, at WeChat too; what was paid meanwhile stays paid', async () => {
    const { order, payment } = await club.as('lin').wallet.topUp({ amount: 100, requestId: 'a' });
    const closed = await root().close({ orderId: order.id });
    expect(closed).toMatchObject({ order: { status: 'CLOSED' }, may: { close: false } });
    expect(() => tills.pay('lin', payment)).toThrow();
    const paid = await tills.payTopup(300, 'b');
    expect(await root().close({ orderId: paid })).toMatchObject({ order: { status: 'PAID' } });
    expect(await tills.balance('lin')).toBe(300);
    expect(await audits('books.close')).toHaveLength(2);
  });

  test('with WeChat out of reach nothing is closed', async () => {
    const { order } = await club.as('lin').wallet.topUp({ amount: 100, requestId: 'a' });
    tills.wechat.faults.answer({ effect: 'drop', path: '/v3/pay', times: 9 });
    expect(await outcome(root().close({ orderId: order.id }))).toBe('PAYMENT_UNAVAILABLE');
    expect((await root().order({ number: order.id })).order.status).toBe('PENDING');
  });
});

describe('handing over by hand', () => {
  /** Paid, and what was to be done about it got lost. */
  async function forgotten() {
    const { order } = await club.as('lin').wallet.topUp({ amount: 500, requestId: 'a' });
    const paidAt = club.cloud.clock.now();
    await tills.alter('orders', order.id, { status: 'PAID', paidAt, transactionId: 'wx-1' });
    return order.id;
  }

  test('credits a top-up whose deed is gone; twice at once, it credits once', async () => {
    const orderId = await forgotten();
    expect((await root().order({ number: orderId })).may.fulfil).toBe(true);
    await Promise.all([root().fulfil({ orderId }), root().fulfil({ orderId })]);
    const file = await root().fulfil({ orderId });
    expect(file).toMatchObject({ fulfilledAt: expect.any(Number), may: { fulfil: false } });
    expect(file.entries).toHaveLength(1);
    expect(await tills.balance('lin')).toBe(500);
    expect(await audits('books.fulfil')).not.toEqual([]);
    await expectLedgerInOrder(club);
  });

  test('does at once what was pushed back after failures', async () => {
    const orderId = await forgotten();
    const at = club.cloud.clock.now();
    const deed = { kind: 'fulfilOrder', payload: { orderId }, at, attempts: 7 };
    await club.cloud.load('outbox', [
      { _id: `order:${orderId}:fulfil`, ...deed, dueAt: at + 9_000_000 },
    ]);
    expect((await root().fulfil({ orderId })).fulfilledAt).toEqual(expect.any(Number));
    expect(await club.documents('outbox', { _id: `order:${orderId}:fulfil` })).toEqual([]);
  });
});

describe('taking back an entry of the desk', () => {
  const reverse = (orderId: string, who = 'admin-east') =>
    tills.books(who).reverse({ orderId, reason: WHY });

  test.each(['CASH', 'BANK'] as const)('%s: the money leaves the wallet again', async (channel) => {
    const orderId = await tills.take(10_000, 'till', channel);
    const file = await reverse(orderId);
    expect(file).toMatchObject({
      order: { status: 'REVERSED', refunded: 10_000 },
      refunds: [{ status: 'SUCCESS', amount: 10_000, channel }],
      may: { reverse: false },
    });
    expect(file.entries[1]).toMatchObject({
      reason: `reverse:${orderId}`,
      postings: [{ from: '会员余额', amount: 10_000 }],
    });
    const { balance, recent, withdrawable } = await club.as('lin').wallet.home({});
    expect(balance).toBe(0);
    expect(recent[0]).toMatchObject({ kind: 'REVERSAL', amount: -10_000, orderId });
    expect(withdrawable.reduce((sum, { unspent }) => sum + unspent, 0)).toBe(0);
    expect(await audits('books.reverse')).toMatchObject([
      { actorId: 'm-admin-east', campusId: 'c-east', targetId: orderId, detail: WHY },
    ]);
    await expectLedgerInOrder(club);
  });

  test('again, or twice at once, it answers the same and moves nothing more', async () => {
    await tills.topUp(10_000);
    const orderId = await tills.take(10_000);
    const twice = await Promise.all([reverse(orderId), reverse(orderId, 'root')]);
    const again = await reverse(orderId);
    expect(twice[0].entries).toEqual(twice[1].entries);
    expect(again.entries).toEqual(twice[0].entries);
    expect(await tills.balance('lin')).toBe(10_000);
    expect(await audits('books.reverse')).toHaveLength(1);
    await expectLedgerInOrder(club);
  });

  test('money that was spent cannot be taken back', async () => {
    const orderId = await tills.take(10_000);
    await tills.spend(1);
    expect(await outcome(reverse(orderId))).toBe('SPENT_ALREADY');
    expect(await tills.balance('lin')).toBe(9_999);
    expect((await east().order({ number: orderId })).order.status).toBe('PAID');
    expect(await audits('books.reverse')).toEqual([]);
  });

  test('while the member spends: one of the two has the money', async () => {
    for (let round = 0; round < 4; round += 1) {
      const orderId = await tills.take(1000, `till${round}`);
      const [reversal, short] = await Promise.all([
        outcome(reverse(orderId)),
        tills.spend(1000, `spent${round}`),
      ]);
      expect([
        ['ok', 'INSUFFICIENT_BALANCE'],
        ['SPENT_ALREADY', null],
      ]).toContainEqual([reversal, short]);
      expect(await tills.balance('lin')).toBe(0);
    }
    await expectLedgerInOrder(club);
  });

  test('a top-up of the app is not reversed, nor one of which a part went back', async () => {
    const inApp = await tills.topUp(500);
    expect(await outcome(reverse(inApp, 'root'))).toBe('NOT_REVERSIBLE');
    const orderId = await tills.take(1000);
    await tills.alter('orders', orderId, { status: 'PARTLY_REFUNDED', refunded: 1 });
    expect(await outcome(reverse(orderId))).toBe('NOT_REVERSIBLE');
    expect(await tills.balance('lin')).toBe(1500);
  });

  test.each(['', ' 错 ', '错'.repeat(101)])('“%s” is no reason', async (reason) => {
    const orderId = await tills.take(1000);
    expect(await outcome(east().reverse({ orderId, reason }))).toBe('REASON_REQUIRED');
    expect(await tills.balance('lin')).toBe(1000);
  });

  const kills = killsOf(14);
  const dying = 'a function that dies at request %i (%s it) of it undoes it whole or not';
  test.each(kills)(dying, async (n, when) => {
    const orderId = await tills.take(1000);
    await orderFaults(club, { function: 'books', action: 'reverse', n, when, effect: 'kill' });
    expect(await dies(reverse(orderId))).toBe(true);
    await expectLedgerInOrder(club);
    const { status } = (await east().order({ number: orderId })).order;
    expect(await tills.balance('lin')).toBe(status === 'REVERSED' ? 0 : 1000);
    await insist(() => reverse(orderId));
    expect(await tills.balance('lin')).toBe(0);
    expect(await audits('books.reverse')).toHaveLength(1);
    expect(await club.documents('refunds', { orderId })).toHaveLength(1);
    await expectLedgerInOrder(club);
  });
});
