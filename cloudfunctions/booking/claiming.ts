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
import { leaveFreed } from './freeing';
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
  /** Claims of this owner do not stand in the way: what the booking moves away from. */
  readonly besides?: string;
}

/** The court and the member's day can be taken: nothing is written until `take` is called. */
export interface Occupiable {
  readonly take: (at: Instant) => Promise<void>;
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
  const { ownerId, memberId, from, until, places, date, besides } = ask;
  const wanted: Claim = { ownerId, kind: 'BOOKING', memberId, from, until, places };
  const free = within(wanted, ask.capacity);
  // A place that was kept for this member in line is what is being booked now.
  const kept = (one: Claim) =>
    one.kind === 'WAIT' && one.memberId === memberId && overlaps(one, wanted);
  const court = await admit(tx, {
    subject: courtSubject(ask.courtId, ask.venueId),
    date,
    claim: wanted,
    admits: (claims) => free(claims.filter((one) => one.ownerId !== besides)),
    ...(memberId !== null && { replaces: kept }),
  });
  if (court === 'TAKEN') return 'SLOT_TAKEN';
  if (court === 'MINE') return court;
  if (memberId === null) return { take: () => court.take(), writes: 1 };
  const day = await admit(tx, {
    subject: memberSubject(memberId, ask.sport),
    date,
    claim: { ...wanted, places: 1 },
    admits: (claims) => {
      const others = claims.filter((one) => one.ownerId !== besides);
      const taken = others.reduce((sum, one) => sum + minutesOf(one), 0);
      return taken + minutesOf(wanted) <= ask.mostMinutes;
    },
  });
  if (day === 'TAKEN') return 'DAY_LIMIT';
  return {
    writes: 2 + 2 * court.replaced.length,
    async take(at) {
      await court.take();
      if (day !== 'MINE') await day.take();
      await endWaits(tx, ask, { replaced: court.replaced, at });
    },
  };
}

/** Takes the court and counts the minutes against the member's day; writes all of it or nothing. */
export async function occupy(
  tx: Transaction,
  ask: Occupying,
  at: Instant,
): Promise<'CLAIMED' | 'MINE' | 'SLOT_TAKEN' | 'DAY_LIMIT'> {
  const found = await look(tx, ask);
  if (typeof found === 'string') return found;
  await found.take(at);
  return 'CLAIMED';
}

/** Who was in line has the place; what of it is not booked is free for the next. */
async function endWaits(
  tx: Transaction,
  { venueId, courtId, date, from, until }: Occupying,
  { replaced, at }: Pick<Admitted, 'replaced'> & { readonly at: Instant },
): Promise<void> {
  for (const { ownerId, ...span } of replaced) {
    await tx.change(waits, ownerId, { set: { status: 'TAKEN', offeredUntil: null } });
    if (from <= span.from && span.until <= until) continue;
    await leaveFreed(tx, { by: ownerId, venueId, courtId, date, ...span }, at);
  }
}

/** Lets go of exactly what an owner occupies. */
export async function vacate(
  tx: Transaction,
  of: Pick<Claimed, 'courtId' | 'venueId' | 'memberId' | 'sport'> & {
    readonly date: ClubDate;
    readonly ownerId: string;
  },
): Promise<void> {
  const { courtId, venueId, memberId, sport, date, ownerId } = of;
  await release(tx, { subject: courtSubject(courtId, venueId), date, ownerId });
  if (memberId === null) return;
  await release(tx, { subject: memberSubject(memberId, sport), date, ownerId });
}
