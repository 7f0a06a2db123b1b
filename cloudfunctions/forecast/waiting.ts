import { earlier, formatClub, HOUR, type Instant, MINUTE, plus } from '@shared/base/time';
import { crowdingOf } from '@shared/domain/crowding';
import { openSpanAt } from '@shared/domain/hours';
import { refusalToEnter } from '@shared/domain/visit';
import { Refusal } from '@shared/refusals';
import type { Db } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { type Closure, wholeClosuresOf } from '../booking/service';
import { sendMessage } from '../message/service';
import { allBoards, boardOf, type Venue, venueOf } from '../venue/service';
import { quietWaitId, quietWaits } from './store';

/** Who is told has to get there: nobody is asked to come for less. */
const LEAST_LEFT = 30 * MINUTE;

interface Wish {
  readonly memberId: string;
  readonly venueId: string;
  readonly now: Instant;
}

/** Whether a member is told when a venue is quiet today. */
export async function isWaiting(db: Db, { memberId, venueId, now }: Wish): Promise<boolean> {
  const wait = await db.get(quietWaits, quietWaitId(memberId, venueId));
  return wait !== null && wait.until > now;
}

/** Doors that were shut early, or for the day, are no invitation. */
const refusalToCome = (venue: Venue, closures: readonly Closure[], now: Instant) =>
  refusalToEnter(venue, now) ??
  (closures.some(({ from, until }) => from <= now && now < until) ? 'VENUE_CLOSED' : null);

/** Why nobody need wait at a venue that is open: it is quiet. */
const isQuiet = (board: { readonly headcount: number; readonly capacity: number }) =>
  crowdingOf(board.headcount, board.capacity) === 'FREE';

/**
 * Notes that a member wants to hear when a venue is quiet, until it closes today.
 *
 * @throws Refusal VENUE_NOT_FOUND, VENUE_CLOSED, VENUE_SUSPENDED, QUIET_ALREADY, QUIET_TOO_LATE
 */
export async function awaitQuiet({ db }: Context, { memberId, venueId, now }: Wish): Promise<void> {
  const [venue, board, closures] = await Promise.all([
    venueOf(db, venueId),
    boardOf(db, venueId),
    wholeClosuresOf(db, venueId),
  ]);
  if (!venue) throw new Refusal('VENUE_NOT_FOUND');
  const refusal = refusalToCome(venue, closures, now);
  if (refusal) throw new Refusal(refusal);
  if (!board || isQuiet(board)) throw new Refusal('QUIET_ALREADY');
  const until = openSpanAt(venue.hours, now)?.closesAt ?? now;
  if (until < plus(now, LEAST_LEFT)) throw new Refusal('QUIET_TOO_LATE');
  const _id = quietWaitId(memberId, venueId);
  const fresh = { _id, memberId, venueId, since: now, until };
  // What is left of another day is put in order; what was asked for today stays.
  if (await db.insert(quietWaits, fresh)) return;
  await db.changeIf(quietWaits, { _id, until: { lte: now } }, { set: { since: now, until } });
}

export const stopAwaiting = (db: Db, { memberId, venueId }: Wish) =>
  db.removeAll(quietWaits, { _id: quietWaitId(memberId, venueId) });

export const eraseQuietWaitsOf = (db: Db, memberId: string) =>
  db.removeAll(quietWaits, { memberId });

/** A run's budget: who is left is told by the next one, while the timer has other things to do. */
const MOST_TOLD = 100;

/**
 * Tells who waits for a venue that is quiet now, once: the message is written and the wish taken out
 * in one commit. A wish ends when the venue closes, and is told no more shortly before. What fails for one person is reported, and tried
 * again by the next run.
 */
export async function tellQuiet(context: Context): Promise<void> {
  const { db, now, platform } = context;
  const waits = await db.all(quietWaits, {});
  if (waits.length === 0) return;
  await db.removeAll(quietWaits, { until: { lte: now } });
  const waiting = waits.filter(({ until }) => until >= plus(now, LEAST_LEFT));
  const boards = new Map((await allBoards(db)).map((board) => [board._id, board]));
  let told = 0;
  for (const venueId of new Set(waiting.map((wait) => wait.venueId))) {
    const board = boards.get(venueId);
    const venue = board && isQuiet(board) ? await openVenue(db, venueId, now) : null;
    if (!board || !venue) continue;
    for (const { _id } of waiting.filter((wait) => wait.venueId === venueId)) {
      if (told++ >= MOST_TOLD) return;
      await tell(context, _id, venue, board).catch((fault) => platform.reportFault(fault, _id));
    }
  }
}

/** A venue that people can come to now. */
async function openVenue(db: Db, venueId: string, now: Instant): Promise<Venue | null> {
  const venue = await venueOf(db, venueId);
  const isOpen = venue && !refusalToCome(venue, await wholeClosuresOf(db, venueId), now);
  return isOpen ? venue : null;
}

async function tell(
  { db, now }: Context,
  waitId: string,
  { _id: venueId, name }: Venue,
  { headcount, capacity }: { readonly headcount: number; readonly capacity: number },
): Promise<void> {
  await db.transaction(async (tx) => {
    const wait = await tx.get(quietWaits, waitId);
    if (!wait) return;
    await tx.remove(quietWaits, waitId);
    const end = formatClub(earlier(plus(now, HOUR), wait.until), 'HH:mm');
    await sendMessage(tx, {
      key: `quiet:${waitId}:${wait.since}`,
      memberId: wait.memberId,
      kind: 'QUIET',
      title: '现在人不多，可以来了',
      body: `「${name}」现在 ${headcount} 人，最多 ${capacity} 人。你设的提醒已经用掉，想再听到要再设一次。`,
      page: `packages/venue/pages/detail/detail?id=${venueId}`,
      at: now,
      subscribe: {
        template: 'VACANCY',
        data: {
          thing1: name,
          time2: `${formatClub(now, 'HH:mm')}~${end}`,
          thing3: `现在 ${headcount} 人，比较空`,
        },
      },
    });
  });
}
