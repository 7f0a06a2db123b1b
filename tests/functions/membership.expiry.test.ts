import { points } from '@shared/base/money';
import { clubDayStart, HOUR, type Instant, plus } from '@shared/base/time';
import type { Lot } from '@shared/domain/points';
import { beforeEach, describe, expect, test } from 'vitest';
import { checkBooks } from '../../cloudfunctions/bookkeeping/service';
import { expirePoints, freezePoints, remindExpiry } from '../../cloudfunctions/points/service';
import { day } from '../domain/clock';
import { expectLedgerInOrder } from './books';
import type { Club } from './club';
import { clubForEach, goTo, lettersOf } from './courts';
import { accountOf, expectPointsInOrder, toldIn } from './points';
import { openTimerContexts } from './timerContext';

const here = clubForEach();
let club: Club;
beforeEach(() => {
  club = here.club;
});

const midnight = (date: string) => clubDayStart(day(date));
const lot = (date: string, left: number): Lot => ({ day: day(date), left: points(left) });

/** A member who has earned these points, and nothing else, so far. */
async function earned(who: string, ...lots: readonly Lot[]): Promise<void> {
  const _id = `points:member:m-${who}`;
  const before = await accountOf(club, who);
  const sum = lots.reduce((total, { left }) => total + left, 0);
  const amount = sum - before.balance;
  const [from, to] =
    amount > 0 ? ['points:house:adjustment', _id] : [_id, 'points:house:adjustment'];
  if (amount !== 0) {
    const postings = [{ from, to, amount: Math.abs(amount) }];
    const at = midnight('2026-01-01');
    await club.cloud.load('ledger_entries', [
      { _id: `test-${who}`, at, accounts: [_id], postings },
    ]);
  }
  const oldest = lots[0]?.day ?? null;
  const account = { _id, balance: sum, lots: [...lots], oldest, owed: 0, earned: sum };
  await club.cloud.load('ledger_balances', [account]);
}

const run = async (job: typeof expirePoints, at: Instant) => {
  const { contextAt, faults } = openTimerContexts(club);
  await job(contextAt(at));
  expect(faults).toEqual([]);
};

async function expectInOrder(): Promise<void> {
  await expectLedgerInOrder(club);
  await expectPointsInOrder(club);
}

describe('twelve months after', () => {
  test.each([
    ['2025-03-14', '2026-03-15'],
    ['2023-02-28', '2024-02-29'],
    ['2024-02-29', '2025-03-01'],
    ['2024-12-31', '2026-01-01'],
  ])('points of %s are there up to the midnight before %s, and then gone', async (of, over) => {
    await earned('chen', lot(of, 40));
    const end = midnight(over);
    await run(expirePoints, plus(end, -1));
    expect(await accountOf(club, 'chen')).toMatchObject({ balance: 40 });
    await run(expirePoints, end);
    expect(await accountOf(club, 'chen')).toMatchObject({ balance: 0, lots: [], oldest: null });
    await expectInOrder();
  });

  test('go batch by batch, whoever runs the job however often, and the level stays', async () => {
    await earned('chen', lot('2025-03-10', 5), lot('2025-03-14', 7), lot('2025-03-15', 11));
    await earned('zhou', lot('2025-03-14', 3));
    const now = midnight('2026-03-15');
    await Promise.all([run(expirePoints, now), run(expirePoints, now)]);
    await run(expirePoints, plus(now, HOUR));
    expect(await accountOf(club, 'chen')).toMatchObject({
      balance: 11,
      lots: [lot('2025-03-15', 11)],
      oldest: '2025-03-15',
      earned: 23,
    });
    expect(await accountOf(club, 'zhou')).toMatchObject({ balance: 0 });
    const gone = (await club.documents('ledger_entries')).filter(({ postings }) =>
      (postings as { to: string }[]).some(({ to }) => to === 'points:house:expired'),
    );
    expect(gone).toHaveLength(2);
    await expectInOrder();
  });

  test('nobody spends them any more, before the job has been there either', async () => {
    await earned('chen', lot('2025-03-14', 500), lot('2026-03-01', 120));
    const { db } = openTimerContexts(club);
    const freeze = (holdId: string, amount: number) => {
      const hold = { holdId, memberId: 'm-chen', amount: points(amount) };
      return db.transaction((tx) => freezePoints(tx, hold, midnight('2026-03-15')));
    };
    expect(await freeze('order:all', 200)).toBe('INSUFFICIENT_POINTS');
    expect((await accountOf(club, 'chen')).balance).toBe(620);
    expect(await freeze('order:some', 100)).toBe(null);
    expect(await accountOf(club, 'chen')).toMatchObject({ balance: 20, oldest: '2026-03-01' });
    await expectInOrder();
  });

  test('the timer takes them in the first hour of the day', async () => {
    await earned('chen', lot('2025-03-14', 40), lot('2026-01-01', 2));
    goTo(club, plus(midnight('2026-03-15'), -30_000));
    await club.passMinutes(1);
    const { recent, points: left, expiring } = await club.as('chen').membership.home({});
    expect(left).toBe(2);
    expect(expiring).toEqual([{ month: '2027-01', amount: 2 }]);
    expect(toldIn(recent)).toContainEqual(['EXPIRY', -40]);
  });

  test('more accounts than fit on a page lose theirs in one run', async () => {
    const many = Array.from({ length: 230 }, (_, n) => n);
    const at = midnight('2025-03-10');
    const id = (n: number) => `points:member:m-many-${n}`;
    await club.cloud.load(
      'ledger_balances',
      many.map((n) => ({
        ...{ _id: id(n), balance: 1, lots: [lot('2025-03-10', 1)] },
        ...{ oldest: '2025-03-10', owed: 0, earned: 1 },
      })),
    );
    await club.cloud.load(
      'ledger_entries',
      many.map((n) => ({
        ...{ _id: `many-${n}`, at, accounts: [id(n)] },
        postings: [{ from: 'points:house:check-in', to: id(n), amount: 1 }],
      })),
    );
    await run(expirePoints, midnight('2026-03-15'));
    expect(await club.documents('ledger_balances', { oldest: '2025-03-10' })).toEqual([]);
    await expectInOrder();
  });
});

describe('a month before', () => {
  const letters = async (who: string) =>
    (await lettersOf(club, `m-${who}`, 'POINTS')).map(({ body }) => body);

  test('the member is told how many go and when, once for each month', async () => {
    await earned('chen', lot('2025-03-20', 5), lot('2025-03-28', 7), lot('2025-04-02', 11));
    await run(remindExpiry, midnight('2026-02-19'));
    expect(await letters('chen')).toEqual([]);
    const march =
      '你有 12 积分将在2026年3月20日起陆续到期，2026年3月28日结束时全部到期，订场时可以抵扣';
    await Promise.all([
      run(remindExpiry, midnight('2026-02-20')),
      run(remindExpiry, midnight('2026-02-20')),
    ]);
    await run(remindExpiry, midnight('2026-03-01'));
    expect(await letters('chen')).toEqual([march]);
    await run(remindExpiry, midnight('2026-03-02'));
    await run(remindExpiry, midnight('2026-03-03'));
    const april = '你有 11 积分将在2026年4月2日结束时全部到期，订场时可以抵扣';
    expect(await letters('chen')).toEqual([march, april]);
    await expectInOrder();
  });

  test('who has spent them is told nothing', async () => {
    await earned('chen', lot('2025-11-20', 5));
    await run(remindExpiry, midnight('2026-03-14'));
    expect(await letters('chen')).toEqual([]);
  });
});

test('the hourly check finds points whose lots are not what the account says', async () => {
  const { contextAt } = openTimerContexts(club);
  const now = club.cloud.clock.now() as Instant;
  await checkBooks(contextAt(now));
  expect(await club.document('book_checks', 'points')).toMatchObject({ difference: 0 });
  const account = await accountOf(club, 'lin');
  const [missing, ...lots] = account.lots;
  await club.cloud.load('ledger_balances', [{ ...account, lots }]);
  await checkBooks(contextAt(plus(now, HOUR)));
  expect(await club.document('book_checks', 'points')).toMatchObject({ difference: missing?.left });
});
