import { type ClubDate, clubDateOf } from '@shared/base/time';
import type { WaitView } from '@shared/contracts/bookingViews';
import type { Level } from '@shared/domain/membership';
import { type Claim, type DaySpan, overlaps } from '@shared/domain/slots';
import { Refusal } from '@shared/refusals';
import type { Db, Transaction } from '../_kit/db';
import { idOfRequest } from '../_kit/requests';
import type { Context } from '../_kit/serve';
import { offerOf } from '../offer/service';
import { courtSubject, lineUp, within } from '../slots/service';
import { freeCourt } from './freeing';
import { expectWelcome, planFor } from './planning';
import { type Wait, waits } from './store';

/** Who stands in line, or has a place kept. */
export const IN_LINE = ['WAITING', 'OFFERED'] as const satisfies readonly Wait['status'][];
const isInLine = ({ status }: Wait) => status === 'WAITING' || status === 'OFFERED';

/** One place in line for a member and a span, so that two taps are one. */
const waitId = (memberId: string, { courtId, date, from, until }: Waiting) =>
  `Q${idOfRequest(memberId, `${courtId}:${date}:${from}:${until}`)}`;

export interface Waiting extends DaySpan {
  readonly venueId: string;
  readonly courtId: string;
  readonly date: ClubDate;
}

/**
 * Gets in line for taken slots. Who frees them at the same instant meets this transaction in the
 * court's day: they are free here, or the line is seen there.
 *
 * @throws Refusal BOOKING_BANNED, WAIT_EXISTS, SLOT_FREE, and what `planFor` throws
 */
export async function getInLine(
  context: Context,
  asked: Waiting,
  { memberId, level }: { readonly memberId: string; readonly level: Level | null },
): Promise<WaitView> {
  const { db, now } = context;
  const [offer] = await Promise.all([
    offerOf(db, asked.venueId),
    expectWelcome(context, memberId),
    expectOutOfLine(db, asked, memberId),
  ]);
  const { court } = planFor(offer, { ...asked, places: 1 }, { now, level });
  const _id = waitId(memberId, asked);
  const { venueId, courtId, date, from, until } = asked;
  const wish: Claim = { ownerId: _id, kind: 'WAIT', memberId, from, until, places: 1 };
  const wait: Wait = {
    ...{ _id, memberId, venueId, courtId, date, from, until },
    venueName: offer?.venue.name ?? '',
    courtName: court.name,
    sport: court.sport,
    places: 1,
    status: 'WAITING',
    since: now,
    offeredUntil: null,
  };
  await db.transaction(async (tx) => {
    const known = await tx.get(waits, _id);
    if (known && isInLine(known)) throw new Refusal('WAIT_EXISTS');
    const place = { ownerId: _id, date, from, until };
    const claims = await lineUp(tx, courtSubject(courtId, venueId), place);
    if (within(wish, court.capacity)(claims)) throw new Refusal('SLOT_FREE');
    await tx.put(waits, wait);
  });
  const [view] = await viewsOf(db, [wait]);
  if (!view) throw new Error(`wait ${_id} should exist`);
  return view;
}

/** One place in line for a member, a court and a time: who is in line for part of it is in line. */
async function expectOutOfLine(db: Db, { courtId, date, ...span }: Waiting, memberId: string) {
  const own = await db.all(waits, { memberId, courtId, date, status: { in: IN_LINE } });
  if (own.some((wait) => overlaps(wait, span))) throw new Refusal('WAIT_EXISTS');
}

/** Leaves the line; a place that was kept is free for the next. */
export const leaveLine = ({ db, now }: Context, id: string, memberId: string): Promise<void> =>
  db.transaction(async (tx) => {
    const known = await tx.get(waits, id);
    if (known?.memberId !== memberId || !isInLine(known)) return;
    await endOffer(tx, known, { status: 'LEFT', at: now });
  });

/** Ends somebody's place in line, with what was kept for it. */
export async function endOffer(
  tx: Transaction,
  wait: Wait,
  { status, at }: { readonly status: 'LEFT' | 'LAPSED'; readonly at: Wait['since'] },
): Promise<void> {
  const { _id: ownerId, venueId, courtId, date } = wait;
  await tx.put(waits, { ...wait, status, offeredUntil: null });
  await freeCourt(tx, { venueId, courtId, date, ownerId }, at);
}

/** How many a member may be in line for and see on one page. */
const MOST_WAITS = 100;

/** Where a member stands in line, the next day first. */
export async function myWaits({ db, now }: Context, memberId: string): Promise<WaitView[]> {
  const own = await db.find(waits, {
    where: { memberId, date: { gte: clubDateOf(now) }, status: { in: IN_LINE } },
    order: [['date', 'asc']],
    limit: MOST_WAITS,
  });
  return viewsOf(db, own);
}

async function viewsOf(db: Db, own: readonly Wait[]): Promise<WaitView[]> {
  if (own.length === 0) return [];
  const line = await db.all(waits, {
    courtId: { in: [...new Set(own.map(({ courtId }) => courtId))] },
    date: { in: [...new Set(own.map(({ date }) => date))] },
    status: { in: IN_LINE },
  });
  return own.map((wait) => ({
    id: wait._id,
    venueId: wait.venueId,
    venueName: wait.venueName,
    courtId: wait.courtId,
    courtName: wait.courtName,
    sport: wait.sport,
    date: wait.date,
    from: wait.from,
    until: wait.until,
    status: wait.status,
    offeredUntil: wait.offeredUntil,
    ahead: line.filter((one) => isBefore(one, wait)).length,
  }));
}

const isBefore = (one: Wait, wait: Wait) =>
  one.courtId === wait.courtId &&
  one.date === wait.date &&
  overlaps(one, wait) &&
  (one.since < wait.since || (one.since === wait.since && one._id < wait._id));
