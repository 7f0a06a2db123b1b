import type { Fen, Points } from '../base/money';

export const LEDGER_REFUSALS = {
  INSUFFICIENT_POINTS: '积分不够，多打卡可以赚取积分',
  INSUFFICIENT_BALANCE: '余额不足，请先充值',
} as const;

/** Money in fen and club points share one machinery; nothing moves from one asset to the other. */
export type Asset = 'fen' | 'points';

/**
 * Whose value it is. `member` (available) and `frozen` (held for something) never go below zero and
 * have a balance document; the others may be negative and are summed from entries:
 * `channel` is what WeChat or Alipay owes us, `cash` and `bank` what a campus took in, `revenue` what
 * it earned (by kind), `refunding` what is on its way back through a channel, `house` where points
 * come from and go to.
 */
export type Holder =
  | 'member'
  | 'frozen'
  | 'channel'
  | 'cash'
  | 'bank'
  | 'revenue'
  | 'refunding'
  | 'house';

export type Account<A extends Asset = Asset> = `${A}:${Holder}:${string}`;

export const memberPoints = (memberId: string): Account<'points'> => `points:member:${memberId}`;
export const frozenPoints = (memberId: string): Account<'points'> => `points:frozen:${memberId}`;
export const housePoints = (reason: string): Account<'points'> => `points:house:${reason}`;

export const memberMoney = (memberId: string): Account<'fen'> => `fen:member:${memberId}`;
export const frozenMoney = (memberId: string): Account<'fen'> => `fen:frozen:${memberId}`;
export const channelMoney = (channel: string): Account<'fen'> => `fen:channel:${channel}`;
export const cashMoney = (campusId: string): Account<'fen'> => `fen:cash:${campusId}`;
export const bankMoney = (campusId: string): Account<'fen'> => `fen:bank:${campusId}`;
export const refundingMoney = (channel: string): Account<'fen'> => `fen:refunding:${channel}`;
export const revenueMoney = (campusId: string, kind: string): Account<'fen'> =>
  `fen:revenue:${campusId}:${kind}`;

interface PostingOf<A extends Asset, Amount> {
  readonly from: Account<A>;
  readonly to: Account<A>;
  readonly amount: Amount;
}

/** A positive amount of one asset from one account to another. */
export type Posting = PostingOf<'fen', Fen> | PostingOf<'points', Points>;

type MoneyPosting = Extract<Posting, { readonly from: `fen:${string}` }>;
export const isMoney = (posting: Posting): posting is MoneyPosting =>
  posting.from.startsWith('fen:');

/** Member and hold accounts have a balance document; the others are summed from entries. */
export const isGuarded = (account: Account) => /^(fen|points):(member|frozen):/.test(account);

/**
 * Points of a member age: their account keeps them in lots, and `points/` writes it together with
 * the entry.
 */
export const isAged = (account: Account) => account.startsWith('points:member:');

const assetOf = (account: Account) => account.slice(0, account.indexOf(':'));

/** What each account gains (or loses, negative) by these postings; it always adds up to zero. */
export function changesOf(postings: readonly Posting[]): Map<Account, number> {
  const changes = new Map<Account, number>();
  const add = (account: Account, amount: number) =>
    changes.set(account, (changes.get(account) ?? 0) + amount);
  for (const { from, to, amount } of postings) {
    if (!Number.isSafeInteger(amount) || amount <= 0) {
      throw new RangeError(`a posting moves a positive whole amount, not ${amount}`);
    }
    if (assetOf(from) !== assetOf(to)) throw new Error(`${from} and ${to} hold different assets`);
    add(from, -amount);
    add(to, amount);
  }
  return changes;
}

/** The part of the changes that balance documents hold. */
export const guardedChangesOf = (postings: readonly Posting[]): Map<Account, number> =>
  new Map([...changesOf(postings)].filter(([account]) => isGuarded(account)));

/** Why there is too little: the asset's own words. */
export const shortageOf = (account: Account) =>
  account.startsWith('fen:') ? 'INSUFFICIENT_BALANCE' : 'INSUFFICIENT_POINTS';

/** The postings that undo these. History is added to, never edited. */
export function reversed(postings: readonly Posting[]): Posting[] {
  return postings.map((posting) => ({ ...posting, from: posting.to, to: posting.from }) as Posting);
}
