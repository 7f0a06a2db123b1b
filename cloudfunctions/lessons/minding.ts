import { fen } from '@shared/base/money';
import { type Instant, plus } from '@shared/base/time';
import { NOBODY } from '@shared/domain/audit';
import { advanceLesson, type LessonStatus, REMIND_LESSON_BEFORE } from '@shared/domain/lesson';
import type { Db, Transaction } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { rewardLesson } from '../membership/service';
import { sendMessage } from '../message/service';
import { shareAt } from '../training/rates';
import { endEarly, keepLesson } from './ending';
import { evaluationRequestsOf, remindersOf } from './letters';
import { recordLesson } from './logging';
import { type Lesson, lessons } from './store';
import { tell } from './telling';

const BATCH = 100;

/**
 * Does something with each lesson of a status whose time has come, in a transaction of its own that
 * looks again: two timers at once do it once, and one that fails keeps nobody else waiting.
 */
async function eachDue(
  { db, now, platform }: Context,
  due: { readonly status: LessonStatus; readonly field: 'startAt' | 'endAt' },
  work: (tx: Transaction, lesson: Lesson) => Promise<unknown>,
): Promise<void> {
  const { status, field } = due;
  const found = await db.find(lessons, {
    where: { status, [field]: { lte: now } },
    order: [[field, 'asc']],
    limit: BATCH,
  });
  const once = ({ _id }: Lesson) =>
    db.transaction(async (tx) => {
      const lesson = await tx.get(lessons, _id);
      if (lesson?.status === status && lesson[field] <= now) await work(tx, lesson);
    });
  for (const lesson of found) {
    await once(lesson).catch((fault) => platform.reportFault(fault, lesson._id));
  }
}

/** What no coach confirmed before it would have begun is over: the fee is free again. */
export const expireLessons = (context: Context): Promise<void> =>
  eachDue(context, { status: 'PENDING', field: 'startAt' }, async (tx, lesson) => {
    const { now } = context;
    const expired = await endEarly(tx, lesson, { event: 'expire', at: now });
    const deed = { action: 'lesson.expire', actorId: NOBODY, at: now } as const;
    await recordLesson(tx, lesson, deed);
    await tell(tx, expired, { news: 'EXPIRED', at: now });
  });

/** A wish to cancel that nobody answered before the start: the lesson stands, the try comes back. */
export const expireCancels = (context: Context): Promise<void> =>
  eachDue(context, { status: 'CANCEL_PENDING', field: 'startAt' }, async (tx, lesson) => {
    const { now } = context;
    const kept = await keepLesson(tx, lesson, { status: 'EXPIRED', at: now });
    await tell(tx, kept, { news: 'CANCEL_EXPIRED', at: now });
  });

/**
 * A lesson that is over asks both for an evaluation, in the commit that ends it.
 *
 * @returns the students whose lessons ended
 */
export async function completeLessons(context: Context): Promise<string[]> {
  const students = new Set<string>();
  await eachDue(context, { status: 'CONFIRMED', field: 'endAt' }, async (tx, lesson) => {
    const { now } = context;
    const status = advanceLesson(lesson.status, 'end');
    const share = await shareAt(tx, lesson.campusId);
    const completed: Lesson = { ...lesson, status, share, endedAt: now };
    await tx.put(lessons, completed);
    const { _id: id, studentId: memberId, campusId } = completed;
    const paid = fen(completed.captured - completed.refunded);
    await rewardLesson(tx, { id, memberId, campusId, paid }, now);
    for (const letter of evaluationRequestsOf(completed, now)) {
      await sendMessage(tx, letter, { first: true });
    }
    students.add(completed.studentId);
  });
  return [...students];
}

/** A lesson that somebody wishes to cancel stands until the other agrees: it is reminded of, too. */
const STANDING = ['CONFIRMED', 'CANCEL_PENDING'] as const;

/** Reminds both an hour before, once. */
export async function remindLessons({ db, now, platform }: Context): Promise<void> {
  const found = await db.find(lessons, {
    where: {
      status: { in: STANDING },
      startAt: { gt: now, lte: plus(now, REMIND_LESSON_BEFORE) },
      remindedAt: null,
    },
    order: [['startAt', 'asc']],
    limit: BATCH,
  });
  for (const { _id } of found) {
    await remind(db, _id, now).catch((fault) => platform.reportFault(fault, _id));
  }
}

/** Both are told in the commit that writes down that they were: one reminder a person. */
export function remind(db: Db, lessonId: string, now: Instant): Promise<void> {
  return db.transaction(async (tx) => {
    const lesson = await tx.get(lessons, lessonId);
    const stands = STANDING.some((status) => status === lesson?.status);
    if (!lesson || !stands || lesson.remindedAt !== null || lesson.startAt <= now) return;
    await tx.put(lessons, { ...lesson, remindedAt: now });
    for (const letter of remindersOf(lesson, now)) await sendMessage(tx, letter, { first: true });
  });
}
