import type { Points } from '../base/money';

export const LEDGER_REFUSALS = {
  INSUFFICIENT_POINTS: '积分不够，多打卡可以赚取积分',
} as const;

/**
 * `points:member:ID` holds what a member has and never goes below zero;
 * `points:house:REASON` is where points come from and go to, and may be negative.
 */
export type Account = `points:${'member' | 'house'}:${string}`;

export const memberPoints = (memberId: string): Account => `points:member:${memberId}`;
export const housePoints = (reason: string): Account => `points:house:${reason}`;

export interface Posting {
  readonly from: Account;
  readonly to: Account;
  readonly amount: Points;
}

/** Member accounts have a balance document; house accounts are summed from entries. */
export const isGuarded = (account: Account) => account.startsWith('points:member:');

/** What each guarded account gains (or loses, negative) by these postings. */
export function changesOf(postings: readonly Posting[]): Map<Account, number> {
  const changes = new Map<Account, number>();
  const add = (account: Account, amount: number) => {
    if (isGuarded(account)) changes.set(account, (changes.get(account) ?? 0) + amount);
  };
  for (const { from, to, amount } of postings) {
    if (amount <= 0) throw new RangeError(`a posting moves a positive amount, not ${amount}`);
    add(from, -amount);
    add(to, amount);
  }
  return changes;
}

/** The postings that undo these. History is added to, never edited. */
export function reversed(postings: readonly Posting[]): Posting[] {
  return postings.map(({ from, to, amount }) => ({ from: to, to: from, amount }));
}
