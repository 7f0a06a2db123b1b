import type { Fen } from '@shared/base/money';
import { HOUR, type Instant, MINUTE } from '@shared/base/time';
import { channelMoney, memberMoney, memberPoints } from '@shared/domain/ledger';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bookState, checkBooks, closeLedgerDay } from '../../cloudfunctions/bookkeeping/service';
import { move } from '../../cloudfunctions/ledger/service';
import { at } from '../domain/clock';
import { type Club, openClub } from './club';
import { openTimerContexts } from './timerContext';

let club: Club;
let timer: ReturnType<typeof openTimerContexts>;
beforeAll(async () => {
  club = await openClub();
  timer = openTimerContexts(club);
});
afterAll(() => club.close());
beforeEach(async () => {
  await club.cloud.reset({ keepInstances: true });
  timer.faults.length = 0;
});

const NOW = at('2026-03-14 10:00');
const hours = (n: number) => (NOW + n * HOUR) as Instant;
const check = (when: Instant) => checkBooks(timer.contextAt(when));
const close = (when: Instant) => closeLedgerDay(timer.contextAt(when));

/** Somebody tops up: through WeChat into the wallet. */
const topUp = (n: number, when: Instant, amount = 100) =>
  timer.db.transaction((tx) =>
    move(tx, {
      reason: `topup:${n}`,
      postings: [
        { from: channelMoney('WECHAT'), to: memberMoney(`m-${n % 10}`), amount: amount as Fen },
      ],
      at: when,
    }),
  );

/** Somebody changes what a member has, behind the ledger's back. */
async function tamper(by: number, account: string = memberPoints('m-lin')): Promise<void> {
  const known = await club.document('ledger_balances', account);
  const [lot, ...others] = (known?.lots ?? []) as { readonly left: number }[];
  // Points with the lots that they come from: what those say is checked as well.
  const lots = lot && { lots: [{ ...lot, left: lot.left + by }, ...others] };
  const balance = Number(known?.balance ?? 0) + by;
  await club.cloud.load('ledger_balances', [{ ...known, _id: account, balance, ...lots }]);
}

async function requestsOf(work: () => Promise<unknown>): Promise<number> {
  club.cloud.stats();
  await work();
  return club.cloud.stats().actions.reduce((sum, { requests }) => sum + requests, 0);
}

type Row = { readonly account: string; readonly sum: number };
const sumsOn = async (date: string): Promise<Readonly<Record<string, number>> | null> => {
  const closing = await club.document('ledger_closings', date);
  const rows = closing?.sums as readonly Row[] | undefined;
  return rows ? Object.fromEntries(rows.map(({ account, sum }) => [account, sum])) : null;
};

describe('a day of the ledger', () => {
  test('is closed at three: not before, and once', async () => {
    expect(await close(at('2026-03-15 02:59'))).toEqual(['2026-03-13']);
    expect(await close(at('2026-03-15 03:00'))).toEqual(['2026-03-14']);
    expect(await close(at('2026-03-15 04:00'))).toEqual([]);
  });

  test('the first closing takes all history, down to the last point', async () => {
    await close(NOW);
    const entries = await club.documents('ledger_entries', { at: { $lt: at('2026-03-14 00:00') } });
    expect(entries.length).toBeGreaterThan(100);
    type Posting = { readonly from: string; readonly amount: number };
    const given = entries
      .flatMap(({ postings }) => postings as Posting[])
      .filter(({ from }) => from === 'points:house:check-in')
      .reduce((sum, { amount }) => sum + amount, 0);
    expect((await sumsOn('2026-03-13'))?.['points:house:check-in']).toBe(-given);
  });

  test('a closing is the one before and the day’s entries, and days missed are caught up with', async () => {
    await close(NOW);
    await topUp(1, at('2026-03-14 23:59:59'));
    await topUp(2, at('2026-03-15 00:00:00'));
    await topUp(3, at('2026-03-17 12:00:00'));
    expect(await close(at('2026-03-18 03:00'))).toHaveLength(4);
    const wechat = channelMoney('WECHAT');
    expect((await sumsOn('2026-03-13'))?.[wechat]).toBe(undefined);
    expect((await sumsOn('2026-03-14'))?.[wechat]).toBe(-100);
    expect((await sumsOn('2026-03-15'))?.[wechat]).toBe(-200);
    expect((await sumsOn('2026-03-16'))?.[wechat]).toBe(-200);
    expect((await sumsOn('2026-03-17'))?.[wechat]).toBe(-300);
    await check(at('2026-03-18 04:00'));
    expect(await bookState(timer.db)).toMatchObject({ off: false, balancedAt: expect.anything() });
  });

  test('two who close it at once write one closing', async () => {
    await topUp(1, at('2026-03-13 12:00:00'));
    const closed = await Promise.all([close(NOW), close(NOW), close(NOW)]);
    expect(closed.flat()).toEqual(['2026-03-13']);
    expect((await sumsOn('2026-03-13'))?.[channelMoney('WECHAT')]).toBe(-100);
  });

  test('with eight weeks of history it costs a handful of requests', async () => {
    const entries = await club.documents('ledger_entries');
    const pages = Math.ceil((entries.length + 1) / 1000);
    expect(await requestsOf(() => close(NOW))).toBeLessThanOrEqual(2 + pages);
    expect(await requestsOf(() => close(hours(1)))).toBe(1);
    // The closing, today's entries, two sums, a count, the points' lots, and two documents read and
    // written.
    expect(await requestsOf(() => check(hours(1)))).toBeLessThanOrEqual(12);
  });
});

describe('the check that the books balance', () => {
  test('finds the seeded club in balance, before and after its first closing', async () => {
    expect(await bookState(timer.db)).toEqual({ balancedAt: null, off: false });
    await check(NOW);
    expect(await bookState(timer.db)).toEqual({ balancedAt: NOW, off: false });
    await close(hours(1));
    await check(hours(1));
    expect(await bookState(timer.db)).toEqual({ balancedAt: hours(1), off: false });
  });

  test.each([
    [1, memberPoints('m-lin')],
    [-1, memberPoints('m-lin')],
    [100, memberMoney('m-lin')],
  ])('%i too much in %s counts when it is found twice, not once', async (by, account) => {
    await check(NOW);
    await tamper(by, account);
    await check(hours(1));
    expect(await bookState(timer.db)).toEqual({ balancedAt: NOW, off: false });
    await check((hours(1) + MINUTE / 2) as Instant);
    expect(await bookState(timer.db)).toMatchObject({ off: false });
    await check(hours(2));
    expect(await bookState(timer.db)).toEqual({ balancedAt: NOW, off: true });
    const asset = account.split(':')[0] ?? '';
    expect(await club.document('book_checks', asset)).toMatchObject({
      difference: by,
      since: hours(1),
    });
    await tamper(by, account);
    await check(hours(3));
    expect(await bookState(timer.db)).toMatchObject({ off: true });
    await tamper(-2 * by, account);
    await check(hours(4));
    expect(await bookState(timer.db)).toEqual({ balancedAt: hours(4), off: false });
  });

  test('an entry that lost its place is found too', async () => {
    await topUp(1, NOW);
    await club.removeDocument('ledger_entries', 'topup:1');
    await check(hours(1));
    await check(hours(2));
    expect(await bookState(timer.db)).toMatchObject({ off: true });
  });

  test('a storm of top-ups, all of the same amount, never raises it', async () => {
    let storming = true;
    let done = 0;
    const storm = Promise.all(
      Array.from({ length: 4 }, async (_, lane) => {
        for (let n = lane; storming; n += 4) {
          await topUp(n, NOW);
          done += 1;
        }
      }),
    );
    // Few readings are quiet in a storm, but some: one that says nothing proves nothing.
    let readings = 0;
    for (let n = 1; n <= 6 || done < 20 || readings === 0; n += 1) {
      await check(hours(n));
      const { off, balancedAt } = await bookState(timer.db);
      if (balancedAt === hours(n)) readings += 1;
      expect(off).toBe(false);
      const noted = await club.documents('book_checks', { difference: { $ne: 0 } });
      expect(noted).toEqual([]);
    }
    storming = false;
    await storm;
    await check(hours(1000));
    expect(await bookState(timer.db)).toEqual({ balancedAt: hours(1000), off: false });
  });
});
