import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectLedgerInOrder } from './books';
import { type Club, orderFaults, outcome } from './club';
import { type MoneyClub, openMoneyClub } from './money';
import { insist, stepsOf } from './steps';

let money: MoneyClub;
let club: Club;
beforeAll(async () => {
  money = await openMoneyClub();
  club = money.club;
});
afterAll(() => money.close());
beforeEach(() => money.reset());

const LIMIT = 500_000;
const balance = async () => (await club.as('lin').wallet.home({})).balance;

const take = (amount = 10_000, requestId = 'r1', who = 'desk-east') =>
  club.as(who).cashier.take({
    memberId: 'm-lin',
    campusId: 'c-east',
    amount,
    amountAgain: amount,
    requestId,
    channel: 'CASH',
    note: '',
  });

describe('at once', () => {
  test('five taps of one form take the money once', async () => {
    const taps = await Promise.all([1, 2, 3, 4, 5].map(() => take()));
    expect(new Set(taps.map(({ order }) => order.id)).size).toBe(1);
    expect(await balance()).toBe(10_000);
    expect(await club.documents('audit_entries')).toHaveLength(1);
    await expectLedgerInOrder(club);
  });

  test('two clerks and the member’s own phone never fill a wallet beyond its limit', async () => {
    const lin = club.as('lin').wallet;
    for (const round of [1, 2, 3, 4]) {
      await money.reset();
      const [one, two, phone] = await Promise.all([
        outcome(take(300_000, `a${round}`)),
        outcome(take(200_001, `b${round}`, 'admin-east')),
        outcome(lin.topUp({ amount: 300_000, requestId: `c${round}` })),
      ]);
      const told = [one, two, phone];
      expect(told.filter((code) => code === 'ok')).toHaveLength(1);
      expect(told.filter((code) => code === 'WALLET_LIMIT')).toHaveLength(2);
      const { pending } = await lin.home({});
      const open = pending.reduce((sum, { amount }) => sum + amount, 0);
      expect((await balance()) + open).toBeLessThanOrEqual(LIMIT);
      await expectLedgerInOrder(club);
    }
  });

  test('an account that ends while money is taken in keeps it, or was gone before', async () => {
    const form = { consent: true, birthYear: 1996, guardianConsent: false, nickname: '要走的人' };
    const guest = club.as('oGoing');
    const { id: memberId } = await guest.member.register(form);
    const paying = club.as('desk-east').cashier.take({
      memberId,
      campusId: 'c-east',
      amount: 100,
      amountAgain: 100,
      requestId: 'r1',
      channel: 'CASH',
      note: '',
    });
    const going = guest.member.deleteAccount({ confirm: '注销' });
    const told = await Promise.all([outcome(paying), outcome(going)]);
    expect([
      ['ok', 'SETTLE_WALLET_FIRST'],
      ['MEMBER_NOT_FOUND', 'ok'],
    ]).toContainEqual(told);
    await expectLedgerInOrder(club);
  });
});

describe('a function that dies', () => {
  const steps = stepsOf(16);
  test.each(
    steps.flatMap(
      (n) =>
        [
          [n, 'before'],
          [n, 'after'],
        ] as const,
    ),
  )(
    'at request %i of taking cash (%s it) loses nothing, and asked again takes it once',
    async (n, when) => {
      await orderFaults(club, { function: 'cashier', action: 'take', n, when, effect: 'kill' });
      const died = await take().then(
        () => false,
        () => true,
      );
      expect(died).toBe(true);
      const receipt = await insist(take);
      expect(receipt.order).toMatchObject({ status: 'PAID', amount: 10_000 });
      expect(await balance()).toBe(10_000);
      expect(await club.documents('orders')).toHaveLength(1);
      expect(await club.documents('audit_entries')).toHaveLength(1);
      await expectLedgerInOrder(club);
    },
  );
});
