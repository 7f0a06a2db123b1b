import { fen } from '@shared/base/money';
import type { ClubMonth } from '@shared/base/time';
import {
  addDays,
  type ClubDate,
  clubDayStart,
  clubMonthOf,
  clubMonthSpan,
} from '@shared/base/time';
import { shareOf } from '@shared/domain/coach';
import { nextLessonStatus } from '@shared/domain/lesson';
import { minutesOf } from '@shared/domain/slots';
import { Refusal } from '@shared/refusals';
import type { Identity } from '../_kit/identity';
import type { Context } from '../_kit/serve';
import { expectAdmin, expectOther } from '../training/acting';
import { campusOf, serves } from '../venue/service';
import { expectReason } from './cancelling';
import { endEarly } from './ending';
import { lessonsBetween } from './finding';
import { recordLesson } from './logging';
import { followLessons } from './news';
import { type Lesson, lessons } from './store';
import { tell } from './telling';

/**
 * The lessons of a campus on some days, both included: the body of `school.lessons`.
 *
 * @throws Refusal CAMPUS_NOT_FOUND for a campus that the admin does not have
 */
export async function lessonsOfCampus(
  { db }: Context,
  identity: Identity,
  ask: { readonly campusId: string; readonly from: ClubDate; readonly until: ClubDate },
): Promise<Lesson[]> {
  const { campusId, from, until } = ask;
  const campus = serves(identity, { campusId }) ? await campusOf(db, campusId) : null;
  if (!campus) throw new Refusal('CAMPUS_NOT_FOUND');
  const span = { from: clubDayStart(from), until: clubDayStart(addDays(until, 1)) };
  return lessonsBetween(db, { campusId, ...span });
}

/**
 * Cancels a lesson before its end, with all that was paid and no try used; both read of it. The body
 * of `school.cancelLesson`. Asked again by the same admin, it answers the lesson.
 *
 * @throws Refusal LESSON_NOT_FOUND (also for another campus), LESSON_CLOSED, REASON_REQUIRED,
 * NOT_ALLOWED for the own lesson of a campus admin
 */
export async function cancelByAdmin(
  context: Context,
  identity: Identity,
  ask: { readonly lessonId: string; readonly reason: string },
): Promise<Lesson> {
  const { db, now } = context;
  const { memberId: actorId } = identity;
  const { lessonId } = ask;
  const cancelled = await db.transaction(async (tx) => {
    const lesson = await tx.get(lessons, lessonId);
    if (!lesson || !serves(identity, lesson)) throw new Refusal('LESSON_NOT_FOUND');
    // A party asks the other side; an admin who is one is no judge of it.
    for (const party of [lesson.studentId, lesson.coachId]) expectOther({ identity }, party);
    await expectAdmin(tx, actorId, lesson.campusId);
    if (lesson.status === 'CANCELLED' && lesson.cancelledBy === actorId) return lesson;
    const reason = expectReason(ask.reason);
    const isOver = nextLessonStatus(lesson.status, 'adminCancel') === null;
    if (isOver || lesson.endAt <= now) throw new Refusal('LESSON_CLOSED');
    const ended = { event: 'adminCancel', reason, by: actorId, at: now } as const;
    const next = await endEarly(tx, lesson, ended);
    await tell(tx, next, { news: 'CANCELLED', reason, at: now });
    await recordLesson(tx, next, {
      action: 'school.cancelLesson',
      ...{ actorId, at: now, detail: reason },
    });
    return next;
  });
  await followLessons(context);
  return cancelled;
}

/** What a coach's completed lessons of a month brought in, by student: the body of `coach.income`. */
export async function incomeOf({ db, now }: Context, coachId: string, asked: ClubMonth | null) {
  const month = asked ?? clubMonthOf(now);
  const { first, last } = clubMonthSpan(month);
  const span = { from: clubDayStart(first), until: clubDayStart(addDays(last, 1)) };
  const all = await lessonsBetween(db, { coachId, ...span });
  const completed = all.filter(({ status }) => status === 'COMPLETED');
  const names = new Map(completed.map(({ studentId, studentName }) => [studentId, studentName]));
  const byStudent = [...names].map(([memberId, realName]) => ({
    memberId,
    realName,
    ...sumsOf(completed.filter(({ studentId }) => studentId === memberId)),
  }));
  return { month, ...sumsOf(completed), byStudent: byStudent.sort((a, b) => b.fen - a.fen) };
}

const sumsOf = (some: readonly Lesson[]) => ({
  lessons: some.length,
  minutes: some.reduce((sum, one) => sum + minutesOf(one), 0),
  fen: fen(some.reduce((sum, { captured, share }) => sum + shareOf(captured, share), 0)),
});
