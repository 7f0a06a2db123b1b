import type { ClubDate, Instant } from '@shared/base/time';
import { type Claim, minutesOf, overlaps } from '@shared/domain/slots';
import type { Transaction } from '../_kit/db';
import {
  type Admitted,
  admit,
  courtSubject,
  memberSubject,
  release,
  within,
} from '../slots/service';
import { freeCourt, keptAs, leaveFreed } from './freeing';
import { type Booking, waits } from './store';

type Claimed = Pick<
  Booking,
  'courtId' | 'venueId' | 'date' | 'from' | 'until' | 'memberId' | 'sport' | 'places'
>;

/** What occupies a court and a member's day. */
export interface Occupying extends Claimed {
  /** The booking, or the booking's change. */
  readonly ownerId: string;
  readonly capacity: number;
  /** For the member, sport and day. */
  readonly mostMinutes: number;
  /** Claims of these owners do not stand in the way: what the booking moves away from. */
  readonly besides?: readonly string[];
  readonly at: Instant;
}

/** The court and the member's day can be taken: nothing is written until `take` is called. */
export interface Occupiable {
  readonly take: () => Promise<void>;
  /** What `take` costs the transaction at most, operations. */
  readonly writes: number;
}

/**
 * Looks whether the court is free and the member's day has room, and writes nothing. `MINE` when
 * both are taken by this very owner already.
 */
export async function look(
  tx: Transaction,
  ask: Occupying,
): Promise<'MINE' | 'SLOT_TAKEN' | 'DAY_LIMIT' | Occupiable> {
  const { ownerId, memberId, from, until, places, date, besides = [], at } = ask;
  const wanted: Claim = { ownerId, kind: 'BOOKING', memberId, from, until, places };
  const free = within(wanted, ask.capacity);
  // A place that was kept for this member in line is what is being booked now.
  const kept = (one: Claim) =>
    one.kind === 'WAIT' && one.memberId === memberId && overlaps(one, wanted);
  const court = await admit(tx, {
    subject: courtSubject(ask.courtId, ask.venueId),
    date,
    claim: wanted,
    admits: (claims) => free(claims.filter((one) => !besides.includes(one.ownerId))),
    ...(memberId !== null && { replaces: { which: kept, keptAs: keptAs(ownerId, at) } }),
  });
  if (court === 'TAKEN') return 'SLOT_TAKEN';
  if (court === 'MINE') return court;
  if (memberId === null) return { take: () => court.take(), writes: 1 };
  const day = await admit(tx, {
    subject: memberSubject(memberId, ask.sport),
    date,
    claim: { ...wanted, places: 1 },
    admits: (claims) => {
      const others = claims.filter((one) => !besides.includes(one.ownerId));
      const taken = others.reduce((sum, one) => sum + minutesOf(one), 0);
      return taken + minutesOf(wanted) <= ask.mostMinutes;
    },
  });
  if (day === 'TAKEN') return 'DAY_LIMIT';
  return {
    writes: 2 + 2 * court.replaced.length,
    async take() {
      await court.take();
      if (day !== 'MINE') await day.take();
      await endWaits(tx, ask, court);
    },
  };
}

/** Takes the court and counts the minutes against the member's day; writes all of it or nothing. */
export async function occupy(
  tx: Transaction,
  ask: Occupying,
): Promise<'CLAIMED' | 'MINE' | 'SLOT_TAKEN' | 'DAY_LIMIT'> {
  const found = await look(tx, ask);
  if (typeof found === 'string') return found;
  await found.take();
  return 'CLAIMED';
}

/** Who was in line has the place; what of it is not booked is for the next. */
async function endWaits(
  tx: Transaction,
  ask: Occupying,
  { replaced, kept }: Pick<Admitted, 'replaced' | 'kept'>,
): Promise<void> {
  for (const { ownerId } of replaced) {
    await tx.change(waits, ownerId, { set: { status: 'TAKEN', offeredUntil: null } });
  }
  await leaveFreed(tx, ask, { kept, at: ask.at });
}

interface Occupied {
  readonly courtId: string;
  readonly venueId: string;
  readonly memberId: string | null;
  readonly sport: Booking['sport'];
  readonly date: ClubDate;
  readonly ownerId: string;
}

/** Lets go of exactly what an owner occupies, for those in line first. */
export async function vacate(tx: Transaction, of: Occupied, at: Instant): Promise<void> {
  const { courtId, venueId, date, ownerId } = of;
  await freeCourt(tx, { courtId, venueId, date, ownerId }, at);
  await vacateDay(tx, of);
}

/** Lets go of what another claim is about to take in the same transaction: it is for nobody else. */
export async function makeWay(tx: Transaction, of: Occupied): Promise<void> {
  const { courtId, venueId, date, ownerId } = of;
  await release(tx, { subject: courtSubject(courtId, venueId), date, ownerId });
  await vacateDay(tx, of);
}

async function vacateDay(
  tx: Transaction,
  { memberId, sport, date, ownerId }: Occupied,
): Promise<void> {
  if (memberId === null) return;
  await release(tx, { subject: memberSubject(memberId, sport), date, ownerId });
}
