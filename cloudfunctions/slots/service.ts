import type { ClubDate } from '@shared/base/time';
import { MINUTES_A_DAY } from '@shared/domain/hours';
import { type Claim, fits, isWhole, minutesOf, mostTaken, overlaps } from '@shared/domain/slots';
import type { Db, Transaction } from '../_kit/db';
import { type SlotDay, slotDayId, slotDays } from './store';

export type { SlotDay } from './store';

/** What is occupied: a court, a coach, or a member as far as a limit counts. */
export interface Subject {
  readonly key: string;
  readonly venueId: string | null;
}

export const courtSubject = (courtId: string, venueId: string): Subject => ({
  key: `court:${courtId}`,
  venueId,
});

/** What a member has of something on a day, for limits. */
export const memberSubject = (memberId: string, of: string): Subject => ({
  key: `member:${memberId}:${of}`,
  venueId: null,
});

export interface ClaimAsked {
  readonly subject: Subject;
  readonly date: ClubDate;
  readonly claim: Claim;
  /** Whether the claim may stand beside those that are there. */
  readonly admits: (claims: readonly Claim[]) => boolean;
  /** Claims that this one takes the place of, in the same write. */
  readonly replaces?: (claim: Claim) => boolean;
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
  readonly take: () => Promise<void>;
}

/**
 * Looks whether a span of a day can be taken, in the caller's transaction, and writes nothing: who
 * needs several spans looks at all of them first. `MINE` when its owner has this very span already.
 */
export async function admit(
  tx: Transaction,
  ask: ClaimAsked,
): Promise<'TAKEN' | 'MINE' | Admitted> {
  const { subject, date, claim: wanted, admits, replaces = () => false } = ask;
  const _id = slotDayId(subject.key, date);
  const known = (await tx.get(slotDays, _id))?.claims ?? [];
  const same = known.some(
    ({ ownerId, from, until }) =>
      ownerId === wanted.ownerId && from === wanted.from && until === wanted.until,
  );
  if (same) return 'MINE';
  const others = known.filter((one) => !replaces(one));
  if (!admits(others)) return 'TAKEN';
  return {
    replaced: known.filter(replaces),
    take: () => tx.put(slotDays, dayOf(subject, date, [...others, wanted])),
  };
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

/**
 * Looks at a day and writes it as it is, so that whoever changes it at the same instant meets the
 * caller's transaction.
 */
export async function holdStill(
  tx: Transaction,
  subject: Subject,
  date: ClubDate,
): Promise<readonly Claim[]> {
  const claims = await claimsIn(tx, subject, date);
  await tx.put(slotDays, dayOf(subject, date, claims));
  return claims;
}

/** Lets go of all that an owner has of a subject's day; whether there was anything. */
export async function release(
  tx: Transaction,
  of: { readonly subject: Subject; readonly date: ClubDate; readonly ownerId: string },
): Promise<boolean> {
  const known = await tx.get(slotDays, slotDayId(of.subject.key, of.date));
  const rest = known?.claims.filter(({ ownerId }) => ownerId !== of.ownerId) ?? [];
  if (!known || rest.length === known.claims.length) return false;
  await tx.put(slotDays, dayOf(of.subject, of.date, rest));
  return true;
}

const dayOf = (subject: Subject, date: ClubDate, claims: readonly Claim[]): SlotDay => ({
  _id: slotDayId(subject.key, date),
  subject: subject.key,
  venueId: subject.venueId,
  date,
  claims: [...claims],
  minutes: claims.reduce((sum, one) => sum + minutesOf(one) * one.places, 0),
});

/** What is claimed of a venue's courts on a day, by court. */
export async function claimsOfVenue(
  db: Db,
  venueId: string,
  date: ClubDate,
): Promise<Map<string, readonly Claim[]>> {
  const days = await db.find(slotDays, { where: { venueId, date }, limit: 1000 });
  return new Map(days.map((day) => [courtIdOf(day), day.claims]));
}

const courtIdOf = ({ subject }: SlotDay) => subject.replace(/^court:/, '');

/** What is claimed of one subject on a day. */
export const claimsOf = async (
  db: Db,
  subject: Subject,
  date: ClubDate,
): Promise<readonly Claim[]> =>
  (await db.get(slotDays, slotDayId(subject.key, date)))?.claims ?? [];

export const claimsIn = async (
  tx: Transaction,
  subject: Subject,
  date: ClubDate,
): Promise<readonly Claim[]> =>
  (await tx.get(slotDays, slotDayId(subject.key, date)))?.claims ?? [];

/** The days of a venue's courts in a stretch, for how busy each is. */
export const venueDaysBetween = (db: Db, venueId: string, first: ClubDate, last: ClubDate) =>
  db.all(slotDays, { venueId, date: { gte: first, lte: last } });

/** The most places that are taken of each of a venue's courts at any moment from a day on. */
export async function mostTakenFrom(
  db: Db,
  venueId: string,
  date: ClubDate,
): Promise<Map<string, number>> {
  const most = new Map<string, number>();
  for (const day of await db.all(slotDays, { venueId, date: { gte: date } })) {
    const courtId = courtIdOf(day);
    // A closure takes the whole court: it says nothing of how many there are room for.
    const claims = day.claims.filter((one) => !isWhole(one));
    const taken = mostTaken(claims, { from: 0, until: MINUTES_A_DAY });
    most.set(courtId, Math.max(taken, most.get(courtId) ?? 0));
  }
  return most;
}

/** What is claimed of a venue's courts on several days, by day and court. */
export async function claimsOnDays(
  db: Db,
  venueId: string,
  dates: readonly ClubDate[],
): Promise<(date: ClubDate, courtId: string) => readonly Claim[]> {
  const days = await db.all(slotDays, { venueId, date: { in: dates } });
  const claims = new Map(days.map((day) => [day._id, day.claims]));
  return (date, courtId) => claims.get(slotDayId(courtSubject(courtId, venueId).key, date)) ?? [];
}

/** What one subject has on several days. */
export async function claimsOfSubject(
  db: Db,
  subject: Subject,
  dates: readonly ClubDate[],
): Promise<(date: ClubDate) => readonly Claim[]> {
  const days = await db.all(slotDays, { _id: { in: dates.map((d) => slotDayId(subject.key, d)) } });
  const claims = new Map(days.map((day) => [day._id, day.claims]));
  return (date) => claims.get(slotDayId(subject.key, date)) ?? [];
}

/** Forgets a member who has ended the account: days of limits go, courts keep their history. */
export async function eraseClaimsOf(
  db: Db,
  memberId: string,
  past: readonly { readonly subject: Subject; readonly date: ClubDate }[],
): Promise<void> {
  await db.removeAll(slotDays, { _id: { gte: `member:${memberId}:`, lt: `member:${memberId};` } });
  for (const { subject, date } of past) {
    await db.transaction(async (tx) => {
      const claims = await claimsIn(tx, subject, date);
      const nameless = (one: Claim) =>
        one.memberId === memberId ? { ...one, memberId: null } : one;
      await tx.put(slotDays, dayOf(subject, date, claims.map(nameless)));
    });
  }
}
