import type { Instant } from '@shared/base/time';
import { advanceLesson } from '@shared/domain/lesson';
import { Refusal } from '@shared/refusals';
import type { Db, Transaction } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { offerIn } from '../offer/service';
import { isTied, studentIn, touchStudent } from '../training/service';
import { endEarly } from './ending';
import { atOwnCourts } from './engaged';
import { recordLesson } from './logging';
import { takeFee } from './money';
import { type Lesson, lessons } from './store';
import { tell } from './telling';

/** A coach at work: the campus is the one that lets the coach teach now. */
export interface AtWork {
  readonly coachId: string;
  readonly coachOf: string | null;
}

interface Answering {
  readonly lessonId: string;
  readonly now: Instant;
}

/**
 * The coach takes the lesson and the club the fee. Relation, campus and the courts that the two
 * booked as members are looked at again. Asked again, it answers the lesson.
 *
 * @throws Refusal LESSON_NOT_FOUND, LESSON_CLOSED, LESSON_STARTED, NO_LONGER_TIED, TABLE_GONE,
 * AT_OWN_COURT, STUDENT_AT_COURT
 */
export function confirmLesson(
  db: Db,
  coach: AtWork,
  { lessonId, now }: Answering,
): Promise<Lesson> {
  return db.transaction(async (tx) => {
    const lesson = await lessonOf(tx, lessonId, { coachId: coach.coachId });
    if (lesson.status === 'CONFIRMED') return lesson;
    if (lesson.status !== 'PENDING') throw new Refusal('LESSON_CLOSED');
    if (now >= lesson.startAt) throw new Refusal('LESSON_STARTED');
    await expectThere(db, lesson);
    await expectTied(tx, lesson, coach);
    const next: Lesson = {
      ...lesson,
      status: advanceLesson(lesson.status, 'confirm'),
      captured: await takeFee(tx, lesson, now),
      confirmedAt: now,
    };
    await tx.put(lessons, next);
    await recordLesson(tx, next, { action: 'lesson.confirm', actorId: coach.coachId, at: now });
    await tell(tx, next, { news: 'CONFIRMED', at: now });
    return next;
  });
}

/** Whether the two are still bound, and both and the table of the campus that sells the lesson. */
async function expectTied(tx: Transaction, lesson: Lesson, coach: AtWork): Promise<void> {
  const { campusId, coachId, studentId, venueId, tableId } = lesson;
  const student = await studentIn(tx, studentId);
  const offer = await offerIn(tx, venueId);
  const atOne = [student?.campusId, coach.coachOf, offer?.campusId].every(
    (one) => one === campusId,
  );
  if (!student || !atOne || isTied(student, coachId) === null) throw new Refusal('NO_LONGER_TIED');
  // Who asked read the offer before the transaction: the table may have become something else since.
  const isTable = offer?.courts.some(({ id, kind }) => id === tableId && kind === 'COURT');
  if (!isTable) throw new Refusal('TABLE_GONE');
  await touchStudent(tx, student);
}

/** Whether neither has booked a court as a member at that time: nobody is in two places. */
async function expectThere(db: Db, { coachId, studentId, ...when }: Lesson): Promise<void> {
  const elsewhere = await atOwnCourts(db, [coachId, studentId], when);
  if (elsewhere.includes(coachId)) throw new Refusal('AT_OWN_COURT');
  if (elsewhere.length > 0) throw new Refusal('STUDENT_AT_COURT');
}

/** A lesson of that student or coach. Others find none. */
async function lessonOf(
  tx: Transaction,
  lessonId: string,
  whose: Partial<Pick<Lesson, 'coachId' | 'studentId'>>,
): Promise<Lesson> {
  const lesson = await tx.get(lessons, lessonId);
  const { coachId, studentId } = whose;
  const own = lesson?.coachId === coachId || lesson?.studentId === studentId;
  if (!lesson || !own) throw new Refusal('LESSON_NOT_FOUND');
  return lesson;
}

/**
 * The coach does not take the lesson; the fee is free again.
 *
 * @throws Refusal LESSON_NOT_FOUND, LESSON_CLOSED
 */
export function refuseLesson(
  db: Db,
  coachId: string,
  { lessonId, reason, now }: Answering & { readonly reason: string },
): Promise<Lesson> {
  return db.transaction(async (tx) => {
    const lesson = await lessonOf(tx, lessonId, { coachId });
    if (lesson.status === 'REJECTED') return lesson;
    await recordLesson(tx, lesson, { action: 'lesson.refuse', actorId: coachId, at: now });
    return refuse(tx, lesson, reason, now);
  });
}

async function refuse(tx: Transaction, lesson: Lesson, reason: string, at: Instant) {
  if (lesson.status !== 'PENDING') throw new Refusal('LESSON_CLOSED');
  const refused = await endEarly(tx, lesson, { event: 'refuse', reason, at });
  await tell(tx, refused, { news: 'REFUSED', reason, at });
  return refused;
}

/**
 * The student takes a request back that the coach has not answered.
 *
 * @throws Refusal LESSON_NOT_FOUND, LESSON_CLOSED
 */
export function withdrawLesson(
  db: Db,
  studentId: string,
  { lessonId, now }: Answering,
): Promise<Lesson> {
  return db.transaction(async (tx) => {
    const lesson = await lessonOf(tx, lessonId, { studentId });
    if (lesson.status === 'WITHDRAWN') return lesson;
    if (lesson.status !== 'PENDING') throw new Refusal('LESSON_CLOSED');
    const withdrawn = await endEarly(tx, lesson, { event: 'withdraw', at: now });
    await recordLesson(tx, lesson, { action: 'lesson.withdraw', actorId: studentId, at: now });
    await tell(tx, withdrawn, { news: 'WITHDRAWN', at: now });
    return withdrawn;
  });
}

/**
 * Refuses all that waits for an answer of a relation that ended, or of a coach who teaches no more.
 * Asked again it finds nothing to do. Confirmed lessons stand.
 */
export const refusePendingLessons = (
  context: Context,
  {
    reason,
    ...whose
  }: ({ readonly relationId: string } | { readonly coachId: string }) & { readonly reason: string },
): Promise<void> =>
  eachPending(context, whose, (tx, lesson) => refuse(tx, lesson, reason, context.now));

/** Takes back all that a student who was stopped has asked for: the coaches read of it. */
export const withdrawPendingLessons = (
  context: Context,
  { studentId, reason }: { readonly studentId: string; readonly reason: string },
): Promise<void> =>
  eachPending(context, { studentId }, async (tx, lesson) => {
    const { now: at } = context;
    const withdrawn = await endEarly(tx, lesson, { event: 'withdraw', reason, at });
    await tell(tx, withdrawn, { news: 'WITHDRAWN', reason, at });
  });

async function eachPending(
  { db }: Context,
  whose: Partial<Pick<Lesson, 'relationId' | 'coachId' | 'studentId'>>,
  end: (tx: Transaction, lesson: Lesson) => Promise<unknown>,
): Promise<void> {
  for (const { _id } of await db.all(lessons, { ...whose, status: 'PENDING' })) {
    await db.transaction(async (tx) => {
      const lesson = await tx.need(lessons, _id);
      if (lesson.status === 'PENDING') await end(tx, lesson);
    });
  }
}
