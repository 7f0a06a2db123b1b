import type { Instant } from '@shared/base/time';
import { refusalToEnter, type VisitMethod, visitDeadline } from '@shared/domain/visit';
import { Refusal } from '@shared/refusals';
import { CommitUnknown, type Db, type Transaction } from '../_kit/db';
import { freeSeats, takeSeat, type Venue } from '../venue/service';
import {
  endOf,
  isOverdue,
  payReward,
  rewardPoints,
  rewardToday,
  type TodaysReward,
  type VisitEnd,
  writeEnd,
} from './presence';
import { type OpenVisit, type Presence, presences, visits } from './store';

export interface Entry {
  readonly memberId: string;
  readonly venue: Venue;
  readonly method: VisitMethod;
  readonly now: Instant;
  readonly visitId: string;
  /** What else must hold or happen in the same transaction, after the member's place is locked. */
  readonly also?: (tx: Transaction) => Promise<void>;
}

export interface Entered {
  readonly open: OpenVisit;
  /** Asked again while inside: nothing new happened. */
  readonly repeated: boolean;
  readonly reward: TodaysReward | null;
  /** Whether challenges may count it. */
  readonly playing: boolean;
  readonly left: { readonly open: OpenVisit; readonly end: VisitEnd } | null;
}

/**
 * Lets a member in, exactly once and never beyond capacity.
 *
 * The member's presence is written first, which locks out the member's other phones; then a seat
 * is taken by a guarded update outside the transaction, because a hot counter inside one would
 * fail everybody else. A seat taken for a transaction that does not commit is given back; what a
 * crash leaves, the recount repairs.
 *
 * @throws Refusal VENUE_CLOSED, VENUE_SUSPENDED, VENUE_FULL, REGISTER_FIRST, BUSY
 */
export async function enter(db: Db, entry: Entry): Promise<Entered> {
  const refusal = refusalToEnter(entry.venue, entry.now);
  if (refusal) throw new Refusal(refusal);
  const seat = { taken: false };
  let entered: Entered;
  try {
    entered = await db.transaction((tx) => attempt(db, tx, entry, seat));
  } catch (error) {
    const unknown = error instanceof CommitUnknown;
    if (seat.taken && !unknown) await freeSeats(db, entry.venue._id, 1, entry.now);
    throw error;
  }
  const needed = !entered.repeated && !stayedSeated(entered.left?.open ?? null, entry);
  if (seat.taken && !needed) await freeSeats(db, entry.venue._id, 1, entry.now);
  if (entered.left && !stayedSeated(entered.left.open, entry)) {
    await freeSeats(db, entered.left.open.venueId, 1, entry.now);
  }
  return entered;
}

/** A visit here that ran out and was not yet written down leaves its seat to the new one. */
const stayedSeated = (before: OpenVisit | null, entry: Entry) =>
  before?.venueId === entry.venue._id;

async function attempt(
  db: Db,
  tx: Transaction,
  entry: Entry,
  seat: { taken: boolean },
): Promise<Entered> {
  const { memberId, venue, now } = entry;
  const presence = await tx.get(presences, memberId);
  // The account has ended since the call began: its presence went with it.
  if (!presence) throw new Refusal('REGISTER_FIRST');
  const { open: before, playing } = presence;
  if (before && before.venueId === venue._id && !isOverdue(before, now)) {
    await entry.also?.(tx);
    return { open: before, repeated: true, reward: null, left: null, playing };
  }
  const reward = rewardToday(presence, now);
  const open = openingOf(entry, reward);
  await tx.put(presences, presenceAfter(presence, open, reward));
  await entry.also?.(tx);
  if (!seat.taken && !stayedSeated(before, entry)) {
    seat.taken = await takeSeat(db, venue._id, now);
    if (!seat.taken) throw new Refusal('VENUE_FULL');
  }
  const left = before && { open: before, end: endOf(before, 'ELSEWHERE', now) };
  if (left) await writeEnd(tx, left.open, left.end, null);
  await tx.create(visits, visitOf(memberId, open));
  if (reward) await payReward(tx, memberId, reward, now);
  return { open, repeated: false, reward, left, playing };
}

function openingOf(entry: Entry, reward: TodaysReward | null): OpenVisit {
  const deadline = visitDeadline(entry.venue, entry.now);
  return {
    visitId: entry.visitId,
    venueId: entry.venue._id,
    venueName: entry.venue.name,
    method: entry.method,
    checkedInAt: entry.now,
    deadline: deadline.at,
    deadlineEnding: deadline.ending,
    points: rewardPoints(reward),
  };
}

const presenceAfter = (
  presence: Presence,
  open: OpenVisit,
  reward: TodaysReward | null,
): Presence => ({
  ...presence,
  open,
  streakDays: reward?.streak.days ?? presence.streakDays,
  lastDay: reward?.streak.lastDay ?? presence.lastDay,
});

const visitOf = (memberId: string, { visitId, ...open }: OpenVisit) => ({
  _id: visitId,
  memberId,
  ...open,
  status: 'OPEN' as const,
  checkedOutAt: null,
  ending: null,
  reason: null,
  minutes: 0,
});
