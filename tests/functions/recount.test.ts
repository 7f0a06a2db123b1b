import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectBoardsInOrder, expectLedgerInOrder } from './books';
import { BASKETBALL, type Club, clearFaults, openClub, orderFaults, outcome } from './club';

const CAPACITY = 30;
const GUESTS = Array.from({ length: 8 }, (_, n) => `oGuest-${n}`);

let club: Club;
const headcounts: number[] = [];
const faulty: unknown[] = [];
let looking = true;
let onlooker: Promise<void> | undefined;

beforeAll(async () => {
  // What a dead function leaves locked is locked for 30 s on the platform, 2 s here.
  club = await openClub({ transactionMs: 2000 });
  const form = { consent: true, birthYear: 1996, guardianConsent: false, nickname: '访客' };
  for (const who of GUESTS) await club.as(who).member.register(form);
  // Three places are left, so that eight guests keep the hall at its limit.
  await fillUpTo(CAPACITY - 3);
  onlooker = lookOn();
});
afterAll(async () => {
  looking = false;
  await onlooker;
  await club.close();
});

/** Reads the board over and over, with a breath between so that others get their turn. */
async function lookOn(): Promise<void> {
  while (looking) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    const board = await club.document('venue_boards', BASKETBALL);
    if (board) look(board);
  }
}

function look(board: Record<string, unknown>): void {
  const { headcount, capacity, free } = board as Record<'headcount' | 'capacity' | 'free', number>;
  headcounts.push(headcount);
  if (headcount < 0 || headcount > capacity || headcount + free !== capacity) faulty.push(board);
}

/** More people inside, with all that belongs to them. */
async function fillUpTo(inside: number): Promise<void> {
  const presences = await club.documents('presences', { open: null });
  const outside = presences.map(({ _id }) => String(_id)).filter((id) => id.includes('guest'));
  const code = await club.doorCode(BASKETBALL);
  const board = await club.document('venue_boards', BASKETBALL);
  const missing = inside - Number(board?.headcount);
  for (const id of outside.slice(0, missing)) {
    await club.as(id.replace('m-', 'oCourtside-')).visit.checkIn({ code });
  }
}

type Step =
  | { readonly kind: 'come' | 'go'; readonly guest: number }
  | { readonly kind: 'recount' }
  | {
      readonly kind: 'fault';
      readonly n: number;
      readonly when: 'before' | 'after';
      readonly effect: 'kill' | 'drop' | 'fail';
      readonly action: 'checkIn' | 'checkOut';
    };

const guest = fc.nat(GUESTS.length - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('come' as const), guest }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('go' as const), guest }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'recount' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('fault' as const),
      n: fc.integer({ min: 1, max: 10 }),
      when: fc.constantFrom('before' as const, 'after' as const),
      effect: fc.constantFrom('kill' as const, 'drop' as const, 'fail' as const),
      action: fc.constantFrom('checkIn' as const, 'checkOut' as const),
    }),
  },
);
/** What happens at the same time, one such handful after the other. */
const story = fc.array(fc.array(step, { minLength: 2, maxLength: 6 }), {
  minLength: 2,
  maxLength: 4,
});

async function take(one: Step): Promise<unknown> {
  if (one.kind === 'recount') return club.passMinutes(1);
  if (one.kind === 'fault') {
    const { kind: _, ...fault } = one;
    return orderFaults(club, { function: 'visit', ...fault });
  }
  const phone = club.as(GUESTS[one.guest] ?? '');
  if (one.kind === 'come') return phone.visit.checkIn({ code: await club.doorCode(BASKETBALL) });
  const visitId = (await phone.member.home({})).member?.openVisit?.id;
  return visitId === undefined ? null : phone.visit.checkOut({ visitId });
}

/** Every open visit is where its member is, and nobody is anywhere else. */
async function expectPresencesInOrder(): Promise<void> {
  const open = await club.documents('visits', { status: 'OPEN' });
  const held = (await club.documents('presences')).flatMap(({ _id, open: visit }) =>
    visit ? [`${_id} ${(visit as { visitId: string }).visitId}`] : [],
  );
  expect(held.sort()).toEqual(open.map(({ _id, memberId }) => `${memberId} ${_id}`).sort());
}

test('whoever comes, goes and dies in whatever order: never one too many, and the books agree in the end', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (handfuls) => {
      for (const handful of handfuls) await Promise.allSettled(handful.map(take));
      await clearFaults(club);
      await club.passMinutes(3);
      await expectBoardsInOrder(club);
      await expectLedgerInOrder(club);
      await expectPresencesInOrder();
      expect(faulty).toEqual([]);
    }),
    { numRuns: 5, endOnFailure: true, interruptAfterTimeLimit: 60_000 },
  );
  expect(new Set(headcounts).size).toBeGreaterThan(2);
}, 90_000);

test('after all that the last places still go to whoever is quickest, and to nobody more', async () => {
  const board = await club.document('venue_boards', BASKETBALL);
  const code = await club.doorCode(BASKETBALL);
  const presences = await club.documents('presences', { open: null });
  const racers = presences
    .map(({ _id }) => String(_id))
    .filter((id) => id.includes('guest'))
    .slice(0, 12)
    .map((id) => id.replace('m-', 'oCourtside-'));
  const told = await Promise.all(
    racers.map((who) => outcome(club.as(who).visit.checkIn({ code }))),
  );
  expect(told.filter((answer) => answer === 'ok')).toHaveLength(Math.min(12, Number(board?.free)));
  expect(faulty).toEqual([]);
});
