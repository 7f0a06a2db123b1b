import { points } from '@shared/base/money';
import type { ChallengeBoard } from '@shared/contracts/challengeViews';
import { expect } from 'vitest';
import type { Club } from './club';

export const BOARDS = 'challenge_boards';

export interface Wish {
  readonly kind?: 'DAYS' | 'MINUTES' | 'STEPS' | 'MATCH';
  readonly shape?: 'DUEL' | 'GROUP';
  readonly stake?: number;
  readonly target?: number | null;
  readonly days?: number;
  readonly places?: number;
}

let made = 0;

/** Somebody challenges: a duel of three days for fifty points, unless it is said otherwise. */
export function challenge(club: Club, who: string, wish: Wish = {}): Promise<ChallengeBoard> {
  made += 1;
  const form = {
    kind: 'DAYS',
    shape: 'DUEL',
    stake: 50,
    target: null,
    days: 3,
    places: 2,
  } as const;
  const requestId = `challenge-${made}`;
  return club.as(who).challenge.create({ ...form, ...wish, requestId });
}

/** What the card carries that a challenger sends. */
export const cardOf = ({ inviteToken }: ChallengeBoard): string => {
  if (inviteToken === null) throw new Error('nobody can be invited');
  return inviteToken;
};

/** Two who play against each other, from now on. */
export async function duel(club: Club, wish: Wish = {}, friend = 'may') {
  const made = await challenge(club, 'lin', wish);
  return club.as(friend).challenge.accept({ token: cardOf(made) });
}

/** Lets so much time pass at once; the timer runs at its end. */
export async function wait(club: Club, ms: number): Promise<void> {
  club.cloud.clock.jump(club.cloud.clock.now() + ms - 60_000);
  await club.passMinutes(1);
}

interface Posting {
  readonly from: string;
  readonly to: string;
  readonly amount: number;
}

/** What all entries together did to an account. */
export async function sumOf(club: Club, account: string): Promise<number> {
  const entries = await club.documents('ledger_entries', { accounts: account });
  const postings = entries.flatMap(({ postings: all }) => all as Posting[]);
  const sign = ({ from, to }: Posting) => Number(to === account) - Number(from === account);
  return postings.reduce((sum, posting) => sum + sign(posting) * posting.amount, 0);
}

export const balance = async (club: Club, account: string) =>
  Number((await club.document('ledger_balances', account))?.balance ?? 0);

export const pointsOf = (club: Club, who: string) => balance(club, `points:member:m-${who}`);
export const frozenOf = (club: Club, who: string) => balance(club, `points:frozen:m-${who}`);

/** Gives somebody points as the club would: an entry and the account that says so. */
export async function give(club: Club, memberId: string, amount: number): Promise<void> {
  made += 1;
  const account = `points:member:${memberId}`;
  const known = await club.document('ledger_balances', account);
  const had = Number(known?.balance ?? 0);
  const lots = (known?.lots ?? []) as object[];
  const posting = { from: 'points:house:adjustment', to: account, amount: points(amount) };
  await club.cloud.load('ledger_entries', [
    { _id: `give:${made}`, at: club.cloud.clock.now(), accounts: [account], postings: [posting] },
  ]);
  await club.cloud.load('ledger_balances', [
    {
      ...known,
      _id: account,
      balance: had + amount,
      lots: [...lots, { day: '2026-03-14', left: amount }],
    },
  ]);
}

/** No stake is lost, none is made: nothing is in a pot, and what is frozen is what open ones hold. */
export async function expectStakesInOrder(club: Club): Promise<void> {
  const entries = await club.documents('ledger_entries');
  const sums = new Map<string, number>();
  const add = (account: string, amount: number) =>
    sums.set(account, (sums.get(account) ?? 0) + amount);
  for (const { from, to, amount } of entries.flatMap(({ postings }) => postings as Posting[])) {
    add(from, -amount);
    add(to, amount);
  }
  const holds = await club.documents('point_holds', { status: 'PLACED' });
  for (const { _id } of await club.documents('ledger_balances')) {
    const account = String(_id);
    if (!account.startsWith('points:frozen:')) continue;
    const held = holds
      .filter(({ memberId }) => account === `points:frozen:${memberId}`)
      .reduce((sum, { amount }) => sum + Number(amount), 0);
    expect(await balance(club, account), account).toBe(held);
  }
  const pots = (await club.documents('challenges'))
    .filter(({ status }) => status === 'RUNNING' || status === 'DISPUTED')
    .flatMap(({ members, stake }) =>
      (members as { left: boolean }[]).filter(({ left }) => left).map(() => Number(stake)),
    );
  const forfeited = pots.reduce((sum, stake) => sum + stake, 0);
  expect(sums.get('points:house:challenge') ?? 0).toBe(forfeited);
  for (const [account, sum] of sums) {
    if (/^points:(member|frozen):/.test(account)) {
      expect(await balance(club, account), account).toBe(sum);
    }
  }
}
