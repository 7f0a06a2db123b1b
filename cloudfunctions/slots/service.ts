import type { ClubDate } from '@shared/base/time';
import {
  type Claim,
  type DaySpan,
  fits,
  isWhole,
  minutesOf,
  overlaps,
  restsOf,
} from '@shared/domain/slots';
import type { Db, Transaction } from '../_kit/db';
import { type SlotDay, slotDayId, slotDays } from './store';
import type { Subject } from './subjects';

export {
  claimsOfSubject,
  claimsOfSubjects,
  claimsOfVenue,
  claimsOnDays,
  mostTakenFrom,
  venueDaysBetween,
} from './looking';
export type { SlotDay } from './store';
export {
  courtSubject,
  memberSubject,
  personSubject,
  type Subject,
} from './subjects';

export interface ClaimAsked {
  readonly subject: Subject;
  readonly date: ClubDate;
  readonly claim: Claim;
  /** Whether the claim may stand beside those that are there. */
  readonly admits: (claims: readonly Claim[]) => boolean;
  /** Claims that this one takes the place of, in the same write. */
  readonly replaces?: {
    readonly which: (claim: Claim) => boolean;
    /** The name under which what is left of them is kept for the line. */
    readonly keptAs: string;
  };
}

/**
 * Beside others as far as the capacity goes, and never in a closure or a lesson. An endless capacity
 * is for what had its place before: it stands beside anything.
 */
export const within =
  (claim: Claim, capacity: number) =>
  (claims: readonly Claim[]): boolean =>
    capacity === Number.POSITIVE_INFINITY ||
    (!claims.some((one) => isWhole(one) && overlaps(one, claim)) && fits(claims, claim, capacity));

/** A claim that may stand: nothing is written until `take` is called. */
export interface Admitted {
  /** What it takes the place of. */
  readonly replaced: readonly Claim[];
  /** What is left of that and kept for the line. */
  readonly kept: readonly Claim[];
  /** On which court, where the subject is somebody and the court was found only now. */
  readonly take: (on?: Pick<Claim, 'courtId'>) => Promise<void>;
}

/**
 * Looks whether a span of a day can be taken, in the caller's transaction, and writes nothing: who
 * needs several spans looks at all of them first. `MINE` when its owner has this very span already.
 */
export async function admit(
  tx: Transaction,
  ask: ClaimAsked,
): Promise<'TAKEN' | 'MINE' | Admitted> {
  const { subject, date, claim: wanted, admits, replaces } = ask;
  const day = await dayIn(tx, subject, date);
  const known = day.claims;
  const same = known.some(
    ({ ownerId, from, until }) =>
      ownerId === wanted.ownerId && from === wanted.from && until === wanted.until,
  );
  if (same) return 'MINE';
  const replaced = replaces ? known.filter(replaces.which) : [];
  const others = known.filter((one) => !replaced.includes(one));
  if (!admits(others)) return 'TAKEN';
  const rests = replaced.flatMap((one) => restsOf(one, wanted));
  const kept = replaces ? keptOf(day, rests, replaces.keptAs) : [];
  // Who has the place waits no longer.
  const line = day.line.filter(({ ownerId }) => ownerId !== wanted.ownerId);
  const take: Admitted['take'] = (on) => {
    const claims = [...others, { ...wanted, ...on }, ...kept];
    return tx.put(slotDays, dayOf(subject, date, { claims, line }));
  };
  return { replaced, kept, take };
}

/** Takes a span of a day in the caller's transaction, if it can be taken. */
export async function claim(
  tx: Transaction,
  ask: ClaimAsked,
): Promise<'TAKEN' | 'CLAIMED' | 'MINE'> {
  const admitted = await admit(tx, ask);
  if (typeof admitted === 'string') return admitted;
  await admitted.take();
  return 'CLAIMED';
}

/** Somebody in line for a span of a day. */
type InLine = SlotDay['line'][number];

/**
 * Puts somebody in line for a span of a day; answers what is claimed of the day. Whoever changes it
 * at the same instant meets the caller's transaction, and knows of the line from then on.
 */
export async function lineUp(
  tx: Transaction,
  subject: Subject,
  { date, ...one }: InLine & { readonly date: ClubDate },
): Promise<readonly Claim[]> {
  const { claims, line } = await dayIn(tx, subject, date);
  const others = line.filter(({ ownerId }) => ownerId !== one.ownerId);
  await tx.put(slotDays, dayOf(subject, date, { claims, line: [...others, one] }));
  return claims;
}

/**
 * Lets go of all that an owner has of a subject's day, its place in line included. What somebody
 * waits for is not for sale then: it stays claimed under the name `keptAs`, and that is what is
 * answered, to be offered to the line.
 */
export async function release(
  tx: Transaction,
  {
    subject,
    date,
    ownerId,
    keptAs,
  }: {
    readonly subject: Subject;
    readonly date: ClubDate;
    readonly ownerId: string;
    readonly keptAs?: string;
  },
): Promise<readonly Claim[]> {
  const day = await dayIn(tx, subject, date);
  const isOthers = (one: { readonly ownerId: string }) => one.ownerId !== ownerId;
  const own = day.claims.filter((one) => !isOthers(one));
  const line = day.line.filter(isOthers);
  if (own.length === 0 && line.length === day.line.length) return [];
  const kept = keptAs === undefined ? [] : keptOf({ line }, own, keptAs);
  const claims = [...day.claims.filter(isOthers), ...kept];
  await tx.put(slotDays, dayOf(subject, date, { claims, line }));
  return kept;
}

/** What of freed claims somebody waits for, as it stays claimed until it has been offered. */
const keptOf = (
  { line }: Pick<SlotDay, 'line'>,
  freed: readonly Claim[],
  ownerId: string,
): Claim[] =>
  freed
    .filter((one) => line.some((wish: DaySpan) => overlaps(wish, one)))
    .map((one) => ({ ...one, ownerId, kind: 'LINE', memberId: null }));

const dayIn = async (tx: Transaction, subject: Subject, date: ClubDate): Promise<SlotDay> =>
  (await tx.get(slotDays, slotDayId(subject.key, date))) ??
  dayOf(subject, date, { claims: [], line: [] });

const dayOf = (
  subject: Subject,
  date: ClubDate,
  { claims, line }: Pick<SlotDay, 'claims' | 'line'>,
): SlotDay => ({
  _id: slotDayId(subject.key, date),
  subject: subject.key,
  venueId: subject.venueId,
  date,
  claims,
  line,
  minutes: claims.reduce((sum, one) => sum + minutesOf(one) * one.places, 0),
});

export const claimsIn = async (
  tx: Transaction,
  subject: Subject,
  date: ClubDate,
): Promise<readonly Claim[]> => (await dayIn(tx, subject, date)).claims;

/** Forgets a member who has ended the account: days of limits go, courts keep their history. */
export async function eraseClaimsOf(
  db: Db,
  memberId: string,
  past: readonly { readonly subject: Subject; readonly date: ClubDate }[],
): Promise<void> {
  for (const as of ['member', 'person']) {
    await db.removeAll(slotDays, { _id: { gte: `${as}:${memberId}:`, lt: `${as}:${memberId};` } });
  }
  for (const { subject, date } of past) {
    await db.transaction(async (tx) => {
      const day = await dayIn(tx, subject, date);
      const nameless = (one: Claim) =>
        one.memberId === memberId ? { ...one, memberId: null } : one;
      await tx.put(slotDays, { ...day, claims: day.claims.map(nameless) });
    });
  }
}
