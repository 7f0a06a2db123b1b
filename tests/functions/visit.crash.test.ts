import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BASKETBALL, type Club, openClub } from './club';
import { someOf } from './steps';

let club: Club;
beforeAll(async () => {
  // A dead function's transaction holds the member's lock: 30 s on the platform, 1 s here: shorter than we try again.
  club = await openClub({ transactionMs: 1000 });
});
afterAll(() => club.close());
beforeEach(() => club.cloud.reset({ keepInstances: true }));

interface Fault {
  readonly action: string;
  readonly n: number;
  readonly when: 'before' | 'after';
  readonly effect: 'kill' | 'drop' | 'fail';
  readonly request?: string;
}

const order = (fault: Fault) =>
  fetch(`${club.cloud.url}/__dev/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ function: 'visit', ...fault }),
  }).then((response) => expect(response.status).toBe(200));

const clear = () => fetch(`${club.cloud.url}/__dev/faults`, { method: 'DELETE' });

async function expectBooksInOrder(): Promise<void> {
  const board = await club.document('venue_boards', BASKETBALL);
  const open = await club.documents('visits', { venueId: BASKETBALL, status: 'OPEN' });
  expect(board).toMatchObject({ headcount: open.length, free: 30 - open.length });
  const entries = await club.documents('ledger_entries', { accounts: 'points:member:m-lin' });
  const sum = entries
    .flatMap(({ postings }) => postings as { amount: number }[])
    .reduce((total, { amount }) => total + amount, 0);
  expect(await club.document('ledger_balances', 'points:member:m-lin')).toMatchObject({
    balance: sum,
  });
}

const points = Array.from({ length: 10 }, (_, index) => index + 1);

describe('a function that dies', () => {
  test.each(someOf(points.flatMap((n) => [[n, 'before'] as const, [n, 'after'] as const])))(
    'at request %i of a check-in, %s it takes effect: three minutes later the board is right, and Lin gets in once',
    async (n, when) => {
      const code = await club.doorCode(BASKETBALL);
      await order({ action: 'checkIn', n, when, effect: 'kill' });
      await club
        .as('lin')
        .visit.checkIn({ code })
        .catch(() => undefined);
      await clear();
      await club.passMinutes(3);
      await expectBooksInOrder();
      await club.as('lin').visit.checkIn({ code: await club.doorCode(BASKETBALL) });
      await expectBooksInOrder();
      const mine = await club.documents('visits', { memberId: 'm-lin', status: 'OPEN' });
      expect(mine).toHaveLength(1);
    },
  );

  test('between the check-out’s commit and the board leaves the count one too high, and two recounts repair it', async () => {
    const { visit } = await club.as('lin').visit.checkIn({ code: await club.doorCode(BASKETBALL) });
    const request = 'database.commitTransaction';
    await order({ action: 'checkOut', n: 1, when: 'after', effect: 'kill', request });
    await expect(club.as('lin').visit.checkOut({ visitId: visit.id })).rejects.toThrow();
    const headcount = async () => (await club.document('venue_boards', BASKETBALL))?.headcount;
    expect(await headcount()).toBe(10);
    await club.passMinutes(1);
    expect(await headcount()).toBe(10);
    await club.passMinutes(2);
    expect(await headcount()).toBe(9);
    expect(await club.as('lin').visit.checkOut({ visitId: visit.id })).toMatchObject({
      status: 'CLOSED',
    });
  });
});

test.each(points)(
  'a reply lost at request %i leaves one visit at most and one reward',
  async (n) => {
    const code = await club.doorCode(BASKETBALL);
    await order({ action: 'checkIn', n, when: 'after', effect: 'drop' });
    await club
      .as('lin')
      .visit.checkIn({ code })
      .catch(() => undefined);
    await clear();
    await club.as('lin').visit.checkIn({ code });
    await club.passMinutes(3);
    await expectBooksInOrder();
  },
);
