import { points } from '@shared/base/money';
import { type ClubDate, clubDateOf, type Instant } from '@shared/base/time';
import fc from 'fast-check';
import type { Db, Transaction } from '../../cloudfunctions/_kit/db';
import {
  consumePoints,
  earn,
  freezePoints,
  returnPoints,
  reverseEarned,
  takeByHand,
  thawPoints,
} from '../../cloudfunctions/points/service';
import type { Purse } from './pointsStormModel';

/** What happens to somebody's points. `which`: of what is known, the newest first; `share`: percent. */
export type Deed = { readonly twice: boolean } & (
  | { readonly do: 'earn'; readonly amount: number; readonly source: 'spending' | 'challenge' }
  | { readonly do: 'reverse'; readonly which: number; readonly share: number }
  | { readonly do: 'freeze'; readonly share: number }
  | { readonly do: 'consume' | 'thaw' | 'settle'; readonly which: number }
  | { readonly do: 'giveBack'; readonly which: number; readonly share: number }
  | { readonly do: 'adjust'; readonly amount: number }
);

const which = fc.nat({ max: 3 });
const share = fc.integer({ min: 1, max: 120 });
const twice = fc.boolean();
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      ...{ do: fc.constant('earn' as const), twice },
      amount: fc.integer({ min: 1, max: 300 }),
      source: fc.constantFrom('spending' as const, 'spending' as const, 'challenge' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reverse' as const), which, share, twice }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('freeze' as const), share, twice }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('consume' as const, 'thaw' as const, 'settle' as const),
      ...{ which, twice },
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('giveBack' as const), which, share, twice }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      ...{ do: fc.constant('adjust' as const), twice },
      amount: fc.integer({ min: -400, max: 200 }).filter((amount) => amount !== 0),
    }),
  },
);

/** So many times something happens to each, with weeks between. */
export const ROUNDS = 60;

export interface Life {
  readonly days: readonly number[];
  /** By member, a deed for each round. */
  readonly deeds: readonly (readonly Deed[])[];
}

export const livesOf = (members: number): fc.Arbitrary<Life> =>
  fc.record({
    days: fc.array(fc.integer({ min: 0, max: 45 }), { minLength: ROUNDS, maxLength: ROUNDS }),
    deeds: fc.array(fc.array(deed, { minLength: ROUNDS, maxLength: ROUNDS }), {
      ...{ minLength: members, maxLength: members },
    }),
  });

/** A member, what a plain purse would hold, and what can be gone back to. */
export interface Saver {
  readonly memberId: string;
  readonly purse: Purse;
  readonly earnings: { readonly amount: number; readonly day: ClubDate; reversed: number }[];
  readonly holds: string[];
}

/** Does a deed, and says to the purse what came of it. `n` tells this deed from all others. */
export async function perform(
  db: Db,
  saver: Saver,
  { deed, n, now }: { readonly deed: Deed; readonly n: string; readonly now: Instant },
): Promise<void> {
  const { purse, memberId } = saver;
  const today = clubDateOf(now);
  const reason = `storm:${n}`;
  switch (deed.do) {
    case 'earn': {
      const { source, amount } = deed;
      const parts = [{ source, amount: points(amount) }];
      await once(db, deed, (tx) => earn(tx, { reason, memberId, parts, at: now }));
      purse.earn(amount, today, source !== 'challenge');
      saver.earnings.push({ amount, day: today, reversed: 0 });
      return;
    }
    case 'reverse': {
      const earning = saver.earnings.at(-1 - deed.which);
      const most = earning ? earning.amount - earning.reversed : 0;
      const amount = Math.min(most, Math.ceil((most * deed.share) / 100));
      if (!earning || amount === 0) return;
      const ask = { reason, memberId, amount: points(amount), day: earning.day, at: now };
      await once(db, deed, (tx) => reverseEarned(tx, ask));
      earning.reversed += amount;
      purse.reverse(amount, earning.day);
      return;
    }
    case 'freeze': {
      const amount = Math.max(1, Math.floor((purse.usable(today) * deed.share) / 100));
      const hold = { holdId: reason, memberId, amount: points(amount) };
      const short = await again(deed, () => db.transaction((tx) => freezePoints(tx, hold, now)));
      const done = purse.freeze(reason, amount, today);
      if (done !== (short === null)) throw new Error(`${reason}: the purse says ${done}`);
      if (done) saver.holds.push(reason);
      return;
    }
    case 'adjust':
      return adjust(db, saver, { deed, reason, now });
    default: {
      const holdId = saver.holds.at(-1 - deed.which);
      if (holdId !== undefined) await withHold(db, saver, { deed, holdId, reason, now });
    }
  }
}

type Of<Name extends Deed['do']> = Extract<Deed, { readonly do: Name }>;

async function adjust(
  db: Db,
  { memberId, purse }: Saver,
  { deed, reason, now }: { deed: Of<'adjust'>; reason: string; now: Instant },
): Promise<void> {
  const today = clubDateOf(now);
  const { amount } = deed;
  if (amount > 0) {
    const parts = [{ source: 'adjustment', amount: points(amount) }] as const;
    await once(db, deed, (tx) => earn(tx, { reason, memberId, parts, at: now }));
    purse.earn(amount, today, true);
    return;
  }
  const ask = { reason, memberId, amount: points(-amount) };
  const short = await db.transaction((tx) => takeByHand(tx, ask, now));
  const done = purse.take(-amount, today);
  if (done !== (short === null)) throw new Error(`${reason}: the purse says ${done}`);
}

interface Settling {
  readonly deed: Of<'consume' | 'thaw' | 'settle' | 'giveBack'>;
  readonly holdId: string;
  readonly reason: string;
  readonly now: Instant;
}

async function withHold(db: Db, { purse }: Saver, settling: Settling): Promise<void> {
  const { deed, holdId, reason, now } = settling;
  const consume = () => db.transaction((tx) => consumePoints(tx, { holdId, use: 'spent' }, now));
  const thaw = () => db.transaction((tx) => thawPoints(tx, holdId, now));
  switch (deed.do) {
    case 'consume':
      await again(deed, consume);
      return purse.settle(holdId, 'CONSUMED');
    case 'thaw':
      await again(deed, thaw);
      return purse.settle(holdId, 'RELEASED');
    case 'settle': {
      // Paid and given up at once: one of them happens, and it says which.
      const [consumed, released] = await Promise.all([consume(), thaw()]);
      if (consumed && released) throw new Error(`${holdId} was settled twice`);
      return purse.settle(holdId, consumed ? 'CONSUMED' : 'RELEASED');
    }
    default: {
      const all = purse.holds.get(holdId)?.points.length ?? 0;
      const amount = Math.ceil((all * deed.share) / 100);
      const ask = { holdId, amount: points(amount), use: 'spent', reason } as const;
      await db.transaction((tx) => returnPoints(tx, ask, now));
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
