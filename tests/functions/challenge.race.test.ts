import type { Instant } from '@shared/base/time';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../cloudfunctions/_kit/db';
import { drainOutbox } from '../../cloudfunctions/_kit/outbox';
import type { Context } from '../../cloudfunctions/_kit/serve';
import { challengeOutbox, endChallenges } from '../../cloudfunctions/challenges/service';
import { cardOf, challenge, expectStakesInOrder, give, pointsOf, wait } from './challenge';
import { BASKETBALL, type Club, clearFaults, openClub, orderFaults, outcome } from './club';
import { insist, stepsOf } from './steps';
import { openTimerContexts } from './timerContext';

let club: Club;
beforeAll(async () => {
  // A dead function's transaction holds its locks: shorter than we try again.
  club = await openClub({ transactionMs: 5000 });
});
afterAll(() => club.close());
beforeEach(async () => {
  await clearFaults(club);
  await club.cloud.reset({ keepInstances: true });
});

const DAY = 24 * 60 * 60_000;
const guest = (number: number) => `guest-${String(number).padStart(3, '0')}`;
const openidOf = (name: string) => `oCourtside-${name}`;

/** People of the club who have enough for a stake. */
async function guests(size: number): Promise<string[]> {
  const names = Array.from({ length: size }, (_, index) => guest(index + 1));
  for (const name of names) await give(club, `m-${name}`, 100);
  return names.map(openidOf);
}

const insistently = (call: () => Promise<unknown>) => outcome(insist(call));

describe('forty friends with one card', () => {
  test('race for the last ten places: ten are in, thirty hear that it is full, no stake is lost', async () => {
    const wish = { shape: 'GROUP', places: 11, stake: 50 } as const;
    const made = await challenge(club, 'lin', wish);
    const token = cardOf(made);
    const friends = await guests(40);
    const before = await pointsOf(club, 'lin');
    const told = await Promise.all(
      friends.map((openid) => insistently(() => club.as(openid).challenge.accept({ token }))),
    );
    const heard = (answer: string) => told.filter((one) => one === answer).length;
    const answers = Object.fromEntries([...new Set(told)].map((one) => [one, heard(one)]));
    expect(answers).toEqual({ ok: 10, CHALLENGE_FULL: 30 });
    const stored = await club.document('challenges', made.challenge.id);
    expect(new Set(stored?.memberIds as string[]).size).toBe(11);
    const holds = await club.documents('point_holds', { status: 'PLACED' });
    expect(holds).toHaveLength(11);
    expect(await pointsOf(club, 'lin')).toBe(before);
    await expectStakesInOrder(club);
  }, 180_000);
});

describe('both sides of a duel at once', () => {
  test('accepting, declining, cancelling and running out have one outcome, and no stake is lost', async () => {
    const seen = new Set<unknown>();
    for (let round = 0; round < 6; round += 1) {
      const made = await challenge(club, 'lin');
      const { id } = made.challenge;
      const token = cardOf(made);
      // Half of the rounds near the end of the day in which it can be answered.
      if (round % 2 === 1) club.cloud.clock.jump(club.cloud.clock.now() + DAY - 59_000);
      const [lin, may] = [club.as('lin').challenge, club.as('may').challenge];
      await Promise.all([
        insistently(() => may.accept({ token })),
        insistently(() => lin.cancel({ challengeId: id })),
        insistently(() => club.as('chen').challenge.decline({ token })),
        insistently(() => club.as('chen').challenge.accept({ token })),
        round % 2 === 1 ? club.cloud.advanceClock(60_000) : undefined,
      ]);
      const stored = await club.document('challenges', id);
      seen.add(stored?.status);
      const members = stored?.memberIds as string[];
      expect(members).toHaveLength(stored?.status === 'RUNNING' ? 2 : 1);
      const holds = await club.documents('point_holds', { status: 'PLACED' });
      const own = holds.filter(({ _id }) => String(_id).includes(id));
      expect(own).toHaveLength(stored?.status === 'RUNNING' ? 2 : 0);
      await expectStakesInOrder(club);
    }
    // Nobody was left waiting: each round ended in one of these.
    const ends = ['RUNNING', 'DECLINED', 'CANCELLED', 'EXPIRED'];
    expect([...seen].filter((status) => !ends.includes(String(status)))).toEqual([]);
  }, 180_000);

  test('leaving leaves one winner, and the pot is paid once', async () => {
    const [lin, may] = [await pointsOf(club, 'lin'), await pointsOf(club, 'may')];
    const made = await challenge(club, 'lin');
    const { id } = made.challenge;
    await club.as('may').challenge.accept({ token: cardOf(made) });
    const left = await Promise.all(
      ['lin', 'may'].map((who) =>
        insistently(() => club.as(who).challenge.leave({ challengeId: id })),
      ),
    );
    expect(left).toContain('ok');
    await club.passMinutes(2);
    const gains = [(await pointsOf(club, 'lin')) - lin, (await pointsOf(club, 'may')) - may];
    expect(gains.sort((a, b) => a - b)).toEqual([-50, 50]);
    await expectStakesInOrder(club);
  });
});

/** Lin and May have played for three days; Lin came once more. The end has come. */
async function ended(): Promise<string> {
  const made = await challenge(club, 'lin');
  await club.as('may').challenge.accept({ token: cardOf(made) });
  await club.as('lin').visit.checkIn({ code: await club.doorCode(BASKETBALL) });
  club.cloud.clock.jump(club.cloud.clock.now() + 3 * DAY);
  return made.challenge.id;
}

async function expectPaidOnce(id: string): Promise<void> {
  expect(await club.document('challenges', id)).toMatchObject({ status: 'SETTLED' });
  const entries = await club.documents('ledger_entries');
  const won = entries.filter(({ _id }) => String(_id).startsWith(`challenge:${id}`));
  expect(won.map(({ _id }) => String(_id).replace(`challenge:${id}:`, '')).sort()).toEqual([
    'm-lin:freeze',
    'm-lin:thaw',
    'm-lin:won',
    'm-may:consume',
    'm-may:freeze',
  ]);
  await expectStakesInOrder(club);
  const messages = await club.documents('messages', { title: '挑战结束' });
  expect(messages).toHaveLength(2);
  const challengers = await club.documents('challengers');
  expect(challengers.flatMap(({ live }) => live as string[])).toEqual([]);
}

/** A database whose user dies at its n-th write, before or after it took effect. */
function dyingAt(db: Db, n: number, when: 'before' | 'after'): Db {
  let writes = 0;
  let dead = false;
  const dying =
    <Args extends unknown[], T>(work: (...args: Args) => Promise<T>) =>
    async (...args: Args): Promise<T> => {
      writes += 1;
      if (dead || (writes === n && when === 'before')) {
        dead = true;
        throw new Error('dead');
      }
      const answer = await work(...args);
      if (writes === n) {
        dead = true;
        throw new Error('dead');
      }
      return answer;
    };
  return {
    ...db,
    transaction: dying(db.transaction) as Db['transaction'],
    changeAll: dying(db.changeAll) as Db['changeAll'],
    changeIf: dying(db.changeIf) as Db['changeIf'],
    insert: dying(db.insert) as Db['insert'],
    removeAll: dying(db.removeAll) as Db['removeAll'],
  };
}

/** What the timer does with challenges each minute. */
async function endAndPay(context: Context): Promise<void> {
  await endChallenges(context);
  await drainOutbox(challengeOutbox, context);
}

describe('the end', () => {
  const now = () => club.cloud.clock.now() as Instant;

  test('settled by three timers at once is paid once', async () => {
    const { contextAt } = openTimerContexts(club);
    const id = await ended();
    await Promise.all([1, 2, 3].map(() => endAndPay(contextAt(now()))));
    await endAndPay(contextAt(now()));
    await expectPaidOnce(id);
  });

  // Settling, the boards, paying two people and the deed itself: six writes, and what comes after.
  const WRITES = [1, 2, 3, 4, 5, 6, 7];
  test.each(WRITES.flatMap((n) => [[n, 'before'] as const, [n, 'after'] as const]))(
    'with the timer dead at write %i, %s it took effect, is paid once by the next ones',
    async (n, when) => {
      const { contextAt, db } = openTimerContexts(club);
      const id = await ended();
      await endAndPay({ ...contextAt(now()), db: dyingAt(db, n, when) }).catch(() => undefined);
      for (let minute = 1; minute <= 4; minute += 1) {
        await endAndPay(contextAt((now() + minute * 60 * 60_000) as Instant));
      }
      await expectPaidOnce(id);
    },
  );

  test.each(stepsOf(48).map((n) => [n] as const))(
    'by leaving, with the function killed at request %i: the pot is the other’s once, and the timer finishes',
    async (n) => {
      const may = await pointsOf(club, 'may');
      const made = await challenge(club, 'lin');
      const { id } = made.challenge;
      await club.as('may').challenge.accept({ token: cardOf(made) });
      const order = {
        function: 'challenge',
        action: 'leave',
        n,
        when: 'after',
        effect: 'kill',
      } as const;
      await orderFaults(club, order);
      await club
        .as('lin')
        .challenge.leave({ challengeId: id })
        .catch(() => undefined);
      await clearFaults(club);
      await insist(() => club.as('lin').challenge.leave({ challengeId: id })).catch(
        () => undefined,
      );
      await wait(club, 10 * 60_000);
      // What met the locks of the dead waits a minute more.
      await expect
        .poll(
          async () => {
            await club.passMinutes(1);
            return pointsOf(club, 'may');
          },
          { timeout: 30_000 },
        )
        .toBe(may + 50);
      expect(await club.document('challenges', id)).toMatchObject({ status: 'SETTLED' });
      await expectStakesInOrder(club);
    },
  );
});
