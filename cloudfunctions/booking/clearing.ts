import { addDays, type ClubDate, clubDateOf, HOUR, plus } from '@shared/base/time';
import { type Claim, endOf, overlaps } from '@shared/domain/slots';
import { Refusal } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { type Offer, offerOf } from '../offer/service';
import { claim, courtSubject, type SlotDay, venueDaysBetween } from '../slots/service';
import { closedDays } from './closing';
import { displace, endKeptPlace, leaveLesson } from './displacing';
import { follow } from './following';
import { freeCourt } from './freeing';
import { type Closure, closures } from './store';

/** Court-days that one transaction closes: far below what the platform lets one touch. */
const CHUNK = 20;
const MOST_JOBS = 10;
/** How much one call does; the timer goes on with the rest. */
export const STEPS = { call: 20, timer: 100 } as const;

/**
 * Does what a closure leaves to be done, at most so many steps of it: first the claims, so that
 * nobody books into it meanwhile, then everybody who stands in it. Each step is a commit that knows
 * what was done before, so that a crash, or two at once, change nothing. Answers how it stands then.
 */
export async function workOff(context: Context, closureId: string, most: number): Promise<Closure> {
  const { db } = context;
  const closure = await db.get(closures, closureId);
  if (!closure) throw new Error(`closures/${closureId} should exist`);
  if (closure.done) return closure;
  const offer = await offerOf(db, closure.venueId);
  const work: Work = { context, closure, offer, budget: { left: most } };
  const finished = closure.reopened
    ? await unclaim(work)
    : (await claimAll(work)) && (await displaceAll(work));
  // What was freed is kept for those in line before anybody else takes it.
  await follow(context);
  return db.transaction(async (tx) => {
    const known = await tx.need(closures, closureId);
    // Reopened meanwhile: there is something else to be done now.
    if (!finished || known.done || known.reopened !== closure.reopened) return known;
    const done: Closure = { ...known, done: true };
    await tx.put(closures, done);
    return done;
  });
}

interface Work {
  readonly context: Context;
  readonly closure: Closure;
  readonly offer: Offer | null;
  readonly budget: { left: number };
}

/**
 * The timer's part: goes on with closures that are not done, the oldest first. One that cannot be
 * finished yet has had its turn, and those behind it come next.
 */
export async function finishClosures(context: Context): Promise<void> {
  const { db, now, platform } = context;
  const open = await db.find(closures, {
    where: { done: false },
    order: [['turnAt', 'asc']],
    limit: MOST_JOBS,
  });
  for (const { _id } of open) {
    try {
      await db.changeIf(closures, { _id, done: false }, { set: { turnAt: now } });
      await workOff(context, _id, STEPS.timer);
    } catch (fault) {
      platform.reportFault(fault, _id);
    }
  }
}

const courtDaysOf = ({ courtIds, ...closure }: Closure) =>
  closedDays(closure).flatMap((day) => courtIds.map((courtId) => ({ ...day, courtId })));
type CourtDay = ReturnType<typeof courtDaysOf>[number];

const keyOf = (courtId: string, date: ClubDate) => `${courtId} ${date}`;

/** How long a booking may refuse to leave before it is reported. */
const PATIENCE = HOUR;

/** How far before and after a closure free slots are looked for. */
const MARGIN_DAYS = 3;

/** The court-days of a venue from a little before a closure to a little after it, in one look. */
async function daysAround({ context: { db }, closure }: Work) {
  const first = addDays(clubDateOf(closure.from), -MARGIN_DAYS);
  const last = addDays(clubDateOf(closure.until), MARGIN_DAYS);
  const days = await venueDaysBetween(db, closure.venueId, first, last);
  const known = new Map(
    days.map((day): [string, SlotDay] => [
      keyOf(day.subject.replace(/^court:/, ''), day.date),
      day,
    ]),
  );
  const claimsAt = (courtId: string, date: ClubDate) =>
    known.get(keyOf(courtId, date))?.claims ?? [];
  const isOurs = ({ courtId, date }: CourtDay) =>
    claimsAt(courtId, date).some(({ ownerId }) => ownerId === closure._id);
  return { first, last, claimsAt, isOurs };
}

/** In pieces that fit into one transaction each; false when the budget is used up before. */
async function inChunks(
  { budget }: Work,
  days: readonly CourtDay[],
  step: (chunk: readonly CourtDay[]) => Promise<void>,
): Promise<boolean> {
  for (let from = 0; from < days.length; from += CHUNK) {
    if (budget.left <= 0) return false;
    budget.left -= 1;
    await step(days.slice(from, from + CHUNK));
  }
  return true;
}

async function claimAll(work: Work): Promise<boolean> {
  const { context, closure, offer } = work;
  const { isOurs } = await daysAround(work);
  const missing = courtDaysOf(closure).filter((day) => !isOurs(day));
  return inChunks(work, missing, (chunk) =>
    context.db.transaction(async (tx) => {
      if (!(await stepInto(tx, closure))) return;
      for (const { courtId, date, from, until } of chunk) {
        const places = offer?.courts.find(({ id }) => id === courtId)?.capacity ?? 1;
        const owner = { ownerId: closure._id, kind: 'CLOSURE', memberId: null } as const;
        await claim(tx, {
          subject: courtSubject(courtId, closure.venueId),
          date,
          claim: { ...owner, from, until, places },
          // Beside whoever is there: they are sent away next.
          admits: () => true,
        });
      }
    }),
  );
}

/** Whether a closure is still as the step believes; writing it, a change at once is a conflict. */
async function stepInto(tx: Transaction, { _id, reopened }: Closure): Promise<boolean> {
  const known = await tx.need(closures, _id);
  if (known.reopened !== reopened) return false;
  await tx.put(closures, { ...known, steps: known.steps + 1 });
  return true;
}

/** Whoever stands where it is closed; another closure stays, and the line is served without it. */
const hasToLeave = ({ kind }: Claim) => kind === 'BOOKING' || kind === 'LESSON' || kind === 'WAIT';

async function displaceAll(work: Work): Promise<boolean> {
  const { context, closure, offer, budget } = work;
  if (!offer) return true;
  const { db, now, platform } = context;
  const days = await daysAround(work);
  const standing = courtDaysOf(closure).flatMap((day) =>
    days
      .claimsAt(day.courtId, day.date)
      .filter((one) => hasToLeave(one) && overlaps(one, day))
      .filter((one) => endOf(day.date, one) > closure.at),
  );
  const around = { offer, now, ...days };
  let all = true;
  for (const { ownerId: owner, kind } of standing) {
    if (budget.left <= 0) return false;
    budget.left -= 1;
    try {
      const closureId = closure._id;
      await db.transaction((tx) => {
        if (kind === 'LESSON') return leaveLesson(tx, { closureId, lessonId: owner, at: now });
        if (kind === 'WAIT') return endKeptPlace(tx, { closureId, waitId: owner, at: now });
        return displace(tx, { closureId, owner, around });
      });
    } catch (fault) {
      // An earlier refund of the same order is under way: the timer comes back when it is over. What
      // lasts longer than any refund does will not be over by itself: a person has to look.
      const isPatient = now <= plus(closure.at, PATIENCE);
      if (!(fault instanceof Refusal && isPatient)) platform.reportFault(fault, owner);
      all = false;
    }
  }
  return all;
}

async function unclaim(work: Work): Promise<boolean> {
  const { context, closure } = work;
  const ownerId = closure._id;
  const { isOurs } = await daysAround(work);
  return inChunks(work, courtDaysOf(closure).filter(isOurs), (chunk) =>
    context.db.transaction(async (tx) => {
      if (!(await stepInto(tx, closure))) return;
      for (const { courtId, date } of chunk) {
        const { venueId } = closure;
        await freeCourt(tx, { venueId, courtId, date, ownerId }, context.now);
      }
    }),
  );
}
