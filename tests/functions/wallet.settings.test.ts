import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectLedgerInOrder } from './books';
import { type Club, outcome } from './club';
import { type MoneyClub, openMoneyClub } from './money';

/** A club that takes no top-ups on the phone (yet), and has limits of its own. */
const LIMITS = { WALLET_MOST_TOPUP_FEN: '30000', WALLET_MOST_BALANCE_FEN: '50000' };
const OFF = { WALLET_RECHARGE_ENABLED: '' };

let money: MoneyClub;
let club: Club;
beforeAll(async () => {
  const settings = (name: string, own: Readonly<Record<string, string>>) => ({
    ...own,
    ...LIMITS,
    ...(name === 'wallet' && OFF),
  });
  money = await openMoneyClub({ settings });
  club = money.club;
});
afterAll(() => money.close());

const show = (amount: number, requestId: string) =>
  club.as('desk-east').cashier.showAlipay({
    memberId: 'm-lin',
    campusId: 'c-east',
    amount,
    amountAgain: amount,
    requestId,
  });

test('where it is not switched on nobody tops up on the phone; what is there can be taken back', async () => {
  const { wallet } = club.as('lin');
  expect(await outcome(wallet.topUp({ amount: 100, requestId: 'r1' }))).toBe('TOPUP_DISABLED');
  expect(await club.documents('orders')).toEqual([]);
  expect(await outcome(show(30_001, 'a'))).toBe('TOPUP_AMOUNT_INVALID');
  const { order, code } = await show(30_000, 'b');
  expect(await outcome(show(20_001, 'c'))).toBe('WALLET_LIMIT');
  money.alipay.pay(code);
  await money.alipay.idle();
  expect(await wallet.home({})).toMatchObject({
    balance: 30_000,
    topupEnabled: false,
    limits: { mostTopup: 30_000, mostBalance: 50_000 },
    withdrawable: [{ orderId: order.id, unspent: 30_000 }],
  });
  const taken = await wallet.withdraw({ orderId: order.id, requestId: 'w1' });
  expect(taken).toMatchObject({ amount: 30_000 });
  await club.passMinutes(1);
  expect(await wallet.order({ orderId: order.id })).toMatchObject({ status: 'REFUNDED' });
  await expectLedgerInOrder(club);
});
