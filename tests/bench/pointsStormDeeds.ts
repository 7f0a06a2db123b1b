import { points } from '@shared/base/money';
import { type ClubDate, clubDateOf, type Instant } from '@shared/base/time';
import type { Db, Transaction } from '../../cloudfunctions/_kit/db';
import {
  consumePoints,
  earn,
  earnUnseen,
  freezePoints,
  returnPoints,
  reverseEarned,
  spendPoints,
  takeByHand,
  thawPoints,
} from '../../cloudfunctions/points/service';
import type { Deed } from './pointsStormLife';
import type { Purse } from './pointsStormModel';

/** How often what happened, so that a storm in which something never does is seen. */
export type Tally = Record<
  | ('earned' | 'unseen' | 'repaid' | 'reversed' | 'owed' | 'expired')
  | ('frozen' | 'spent' | 'refused' | 'consumed' | 'thawed' | 'settledTwice' | 'returned')
  | ('given' | 'taken' | 'notTaken' | 'twice'),
  number
>;

export const newTally = (): Tally => ({
  ...{ earned: 0, unseen: 0, repaid: 0, reversed: 0, owed: 0, expired: 0 },
  ...{ frozen: 0, spent: 0, refused: 0, consumed: 0, thawed: 0, settledTwice: 0, returned: 0 },
  ...{ given: 0, taken: 0, notTaken: 0, twice: 0 },
});

/** A member, what a plain purse would hold, and what can be gone back to. */
export interface Saver {
  readonly memberId: string;
  readonly purse: Purse;
  readonly earnings: { readonly amount: number; readonly day: ClubDate; reversed: number }[];
  readonly holds: string[];
}

interface Doing<Name extends Deed['do'] = Deed['do']> {
  readonly deed: Extract<Deed, { readonly do: Name }>;
  /** Tells this deed from all others. */
  readonly reason: string;
  readonly now: Instant;
  readonly tally: Tally;
}

/** Does a deed, says to the purse what came of it, and counts it. */
export async function perform(db: Db, saver: Saver, doing: Doing): Promise<void> {
  const { deed } = doing;
  if (deed.twice) doing.tally.twice += 1;
  switch (deed.do) {
    case 'earn':
      return gain(db, saver, { ...doing, deed });
    case 'reverse':
      return reverse(db, saver, { ...doing, deed });
    case 'freeze':
    case 'spend':
      return take(db, saver, { ...doing, deed });
    case 'adjust':
      return adjust(db, saver, { ...doing, deed });
    default: {
      const holdId = saver.holds.at(-1 - deed.which);
      if (holdId !== undefined) await withHold(db, saver, { ...doing, deed, holdId });
    }
  }
}

/** What is earned pays what is owed first. */
function keep({ purse, earnings }: Saver, amount: number, how: { today: ClubDate; tally: Tally }) {
  if (purse.owed > 0) how.tally.repaid += 1;
  earnings.push({ amount, day: how.today, reversed: 0 });
}

async function gain(
  db: Db,
  saver: Saver,
  { deed, reason, now, tally }: Doing<'earn'>,
): Promise<void> {
  const { memberId, purse } = saver;
  const { source, amount, unseen } = deed;
  const earning = { reason, memberId, parts: [{ source, amount: points(amount) }], at: now };
  await once(db, deed, (tx) => (unseen ? earnUnseen : earn)(tx, earning));
  const today = clubDateOf(now);
  keep(saver, amount, { today, tally });
  purse.earn(amount, today, source !== 'challenge');
  tally[unseen ? 'unseen' : 'earned'] += 1;
}

async function reverse(
  db: Db,
  saver: Saver,
  { deed, reason, now, tally }: Doing<'reverse'>,
): Promise<void> {
  const { memberId, purse } = saver;
  const earning = saver.earnings.at(-1 - deed.which);
  const most = earning ? earning.amount - earning.reversed : 0;
  const amount = Math.min(most, Math.ceil((most * deed.share) / 100));
  if (!earning || amount === 0) return;
  const ask = { reason, memberId, amount: points(amount), day: earning.day, at: now };
  await once(db, deed, (tx) => reverseEarned(tx, ask));
  earning.reversed += amount;
  const owed = purse.owed;
  purse.reverse(amount, earning.day);
  tally.reversed += 1;
  if (purse.owed > owed) tally.owed += 1;
}

/** Sets aside, or spends at once, a share of what there is; more than there is, is refused. */
async function take(
  db: Db,
  saver: Saver,
  { deed, reason, now, tally }: Doing<'freeze' | 'spend'>,
): Promise<void> {
  const { memberId, purse } = saver;
  const today = clubDateOf(now);
  if (deed.before > 0) {
    const parts = [{ source: 'check-in', amount: points(deed.before) }] as const;
    const earning = { reason: `${reason}:before`, memberId, parts, at: now };
    await db.transaction((tx) => earnUnseen(tx, earning));
    keep(saver, deed.before, { today, tally });
    purse.earn(deed.before, today, true);
    tally.unseen += 1;
  }
  const amount = Math.max(1, Math.floor((purse.usable(today) * deed.share) / 100));
  const hold = { holdId: reason, memberId, amount: points(amount) };
  const spending = deed.do === 'spend';
  const short = spending
    ? await db.transaction((tx) => spendPoints(tx, { ...hold, use: 'spent' }, now))
    : await again(deed, () => db.transaction((tx) => freezePoints(tx, hold, now)));
  const done = purse.freeze(reason, amount, today);
  if (done !== (short === null)) throw new Error(`${reason}: the purse says ${done}`);
  if (done) saver.holds.push(reason);
  if (done && spending) purse.settle(reason, 'CONSUMED');
  tally[done ? (spending ? 'spent' : 'frozen') : 'refused'] += 1;
}

async function adjust(
  db: Db,
  { memberId, purse }: Saver,
  { deed, reason, now, tally }: Doing<'adjust'>,
): Promise<void> {
  const today = clubDateOf(now);
  const { amount } = deed;
  if (amount > 0) {
    const parts = [{ source: 'adjustment', amount: points(amount) }] as const;
    await once(db, deed, (tx) => earn(tx, { reason, memberId, parts, at: now }));
    purse.earn(amount, today, true);
    tally.given += 1;
    return;
  }
  const ask = { reason, memberId, amount: points(-amount) };
  const short = await db.transaction((tx) => takeByHand(tx, ask, now));
  const done = purse.take(-amount, today);
  if (done !== (short === null)) throw new Error(`${reason}: the purse says ${done}`);
  tally[done ? 'taken' : 'notTaken'] += 1;
}

type Settling = Doing<'consume' | 'thaw' | 'settle' | 'giveBack'> & { readonly holdId: string };

async function withHold(db: Db, { purse }: Saver, settling: Settling): Promise<void> {
  const { deed, holdId, reason, now, tally } = settling;
  const consume = () => db.transaction((tx) => consumePoints(tx, { holdId, use: 'spent' }, now));
  const thaw = () => db.transaction((tx) => thawPoints(tx, holdId, now));
  const isPlaced = purse.holds.get(holdId)?.status === 'PLACED';
  switch (deed.do) {
    case 'consume':
      await again(deed, consume);
      if (isPlaced) tally.consumed += 1;
      return purse.settle(holdId, 'CONSUMED');
    case 'thaw':
      await again(deed, thaw);
      if (isPlaced) tally.thawed += 1;
      return purse.settle(holdId, 'RELEASED');
    case 'settle': {
      // Paid and given up at once: one of them happens, and it says which.
      const [consumed, released] = await Promise.all([consume(), thaw()]);
      if (consumed && released) throw new Error(`${holdId} was settled twice`);
      if (isPlaced) tally.settledTwice += 1;
      return purse.settle(holdId, consumed ? 'CONSUMED' : 'RELEASED');
    }
    default: {
      const all = purse.holds.get(holdId)?.points.length ?? 0;
      const amount = Math.ceil((all * deed.share) / 100);
      const ask = { holdId, amount: points(amount), use: 'spent', reason } as const;
      const given = await db.transaction((tx) => returnPoints(tx, ask, now));
      if (given > 0) tally.returned += 1;
      return purse.giveBack(holdId, amount);
    }
  }
}

/** Done twice at once where the deed says so; the answers are the same. */
async function again<T>({ twice }: Deed, work: () => Promise<T>): Promise<T> {
  const [first] = await Promise.all(twice ? [work(), work()] : [work()]);
  return first as T;
}

/** What has no document of its own to say that it was done: the entry says it to whoever comes second. */
async function once(
  db: Db,
  { twice }: Deed,
  work: (tx: Transaction) => Promise<void>,
): Promise<void> {
  const tries = twice ? [1, 2] : [1];
  const done = await Promise.allSettled(tries.map(() => db.transaction(work)));
  if (done.filter(({ status }) => status === 'fulfilled').length !== 1) {
    throw new Error(`done ${done.map(({ status }) => status).join(' and ')}`);
  }
}
