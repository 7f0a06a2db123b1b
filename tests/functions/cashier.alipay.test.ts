import { DAY, MINUTE } from '@shared/base/time';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { expectLedgerInOrder } from './books';
import { type Club, outcome } from './club';
import { type MoneyClub, openMoneyClub } from './money';

let money: MoneyClub;
let club: Club;
beforeAll(async () => {
  money = await openMoneyClub();
  club = money.club;
});
afterAll(() => money.close());
beforeEach(() => money.reset());

const till = (who = 'desk-east') => club.as(who).cashier;
const balance = async () => (await club.as('lin').wallet.home({})).balance;
const form = (amount = 10_000, requestId = 'r1') => ({
  memberId: 'm-lin',
  campusId: 'c-east',
  amount,
  amountAgain: amount,
  requestId,
});

test('Lin scans the desk’s code, Alipay notifies, and the desk and the wallet show it', async () => {
  const { order, code } = await till().showAlipay(form());
  expect(order).toMatchObject({ channel: 'ALIPAY', status: 'PENDING', amount: 10_000 });
  money.alipay.pay(code);
  await money.alipay.idle();
  const { receipt } = await till().order({ orderId: order.id });
  expect(receipt).toMatchObject({ order: { status: 'PAID' }, maskedName: '林*满' });
  expect(await balance()).toBe(10_000);
  expect((await till().home({ campusId: null })).receipts).toEqual([receipt]);
  await expectLedgerInOrder(club);
});

test('when the notification is lost, the desk’s question finds the money', async () => {
  money.alipay.faults.notification({ effect: 'lost' });
  const { order, code } = await till().showAlipay(form());
  money.alipay.pay(code);
  const { receipt } = await till().order({ orderId: order.id });
  expect(receipt.order.status).toBe('PAID');
  expect(await balance()).toBe(10_000);
});

test('two taps show one code; cash by the same form is another receipt', async () => {
  const taps = await Promise.all([1, 2, 3].map(() => till().showAlipay(form())));
  expect(new Set(taps.map(({ order }) => order.id)).size).toBe(1);
  const cash = await till().take({ ...form(), channel: 'CASH', note: '' });
  expect(cash.order.id).not.toBe(taps[0]?.order.id);
  expect(await balance()).toBe(10_000);
});

test('an open code takes room in the wallet until it is given up', async () => {
  const { order } = await till().showAlipay(form(300_000));
  const more = () => till().showAlipay(form(200_001, 'r2'));
  expect(await outcome(more())).toBe('WALLET_LIMIT');
  expect(await till().cancel({ orderId: order.id })).toMatchObject({ status: 'CLOSED' });
  expect(await outcome(more())).toBe('ok');
  expect(await outcome(till().showAlipay(form(300_000)))).toBe('ORDER_CLOSED');
});

test('given up a moment after it was paid, it stays paid', async () => {
  money.alipay.faults.notification({ effect: 'lost' });
  const { order, code } = await till().showAlipay(form());
  money.alipay.pay(code);
  expect(await till().cancel({ orderId: order.id })).toMatchObject({ status: 'PAID' });
  expect(await balance()).toBe(10_000);
  expect(await outcome(till().showAlipay(form()))).toBe('ORDER_ALREADY_PAID');
});

test('given up, but Alipay did not hear it, and paid without a word: found when its time is over', async () => {
  const { order, code } = await till().showAlipay(form());
  money.alipay.faults.answer({ effect: 'badGateway', method: 'alipay.trade.cancel' });
  money.alipay.faults.notification({ effect: 'lost' });
  expect(await till().cancel({ orderId: order.id })).toMatchObject({ status: 'CLOSED' });
  money.alipay.pay(code);
  await money.alipay.idle();
  await club.passMinutes(10);
  expect(await balance()).toBe(0);
  await club.passMinutes(8);
  expect((await till().order({ orderId: order.id })).receipt.order.status).toBe('PAID');
  expect(await balance()).toBe(10_000);
  expect(await club.documents('outbox', { kind: 'askGivenUp' })).toEqual([]);
  await expectLedgerInOrder(club);
});

test('a code that was given up is asked about by the timer alone: nobody waits for Alipay', async () => {
  const { order } = await till().showAlipay(form());
  await till().cancel({ orderId: order.id });
  club.cloud.clock.jump(order.expiresAt + 2 * MINUTE);
  const waiting = () => club.documents('outbox', { kind: 'askGivenUp' });
  const { order: topup, payment } = await club
    .as('lin')
    .wallet.topUp({ amount: 5_000, requestId: 'topup' });
  money.pay('lin', payment);
  await money.wechat.idle();
  await club.as('lin').wallet.withdraw({ orderId: topup.id, requestId: 'back' });
  expect(await waiting()).toMatchObject([{ attempts: 0 }]);
  await club.passMinutes(1);
  expect(await waiting()).toEqual([]);
});

test('what Alipay cannot be asked for a week ends with the day’s bill', async () => {
  const { order } = await till().showAlipay(form());
  await till().cancel({ orderId: order.id });
  const silent = () =>
    money.alipay.faults.answer({ effect: 'badGateway', method: 'alipay.trade.query', times: 9 });
  silent();
  club.cloud.clock.jump(order.expiresAt + 2 * MINUTE);
  await club.passMinutes(1);
  expect(await club.documents('outbox', { kind: 'askGivenUp' })).toMatchObject([{ attempts: 1 }]);
  silent();
  club.cloud.clock.jump(order.expiresAt + 8 * DAY);
  await club.passMinutes(1);
  expect(await club.documents('outbox', { kind: 'askGivenUp' })).toEqual([]);
});

test('a code that nobody scanned is closed when its time is over', async () => {
  const { order } = await till().showAlipay(form());
  await club.passMinutes(17);
  const { receipt } = await till().order({ orderId: order.id });
  expect(receipt.order.status).toBe('CLOSED');
  expect((await till().home({ campusId: null })).receipts).toEqual([]);
});

test('another campus neither asks about the code nor gives it up', async () => {
  const { order } = await till().showAlipay(form());
  const west = till('admin-west');
  expect(await outcome(west.order({ orderId: order.id }))).toBe('ORDER_NOT_FOUND');
  expect(await outcome(west.cancel({ orderId: order.id }))).toBe('ORDER_NOT_FOUND');
  expect(await outcome(west.showAlipay(form()))).toBe('CAMPUS_NOT_FOUND');
  expect(await outcome(till().showAlipay({ ...form(), memberId: 'm-desk-east' }))).toBe(
    'OWN_WALLET',
  );
});
