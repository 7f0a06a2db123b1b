import type { Db } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { courtSubject, eraseClaimsOf, personSubject } from '../slots/service';
import { cancelQuotas, evaluations, type Lesson, lessonCancels, lessons } from './store';
import { evaluationViewFor, lessonViewFor, sideOf } from './views';

/** All that is stored of somebody's lessons, as student and as coach, for the export. */
export async function lessonRecordOf(db: Db, memberId: string) {
  const [taken, given, said] = await Promise.all([
    db.all(lessons, { studentId: memberId }),
    db.all(lessons, { coachId: memberId }),
    db.all(evaluations, { authorId: memberId }),
  ]);
  return {
    lessons: [...taken, ...given]
      .sort((a, b) => b.startAt - a.startAt)
      .map((lesson) => lessonViewFor(lesson, memberId)),
    evaluations: said.map((one) => ({
      lessonId: one.lessonId,
      ...evaluationViewFor(one, memberId),
    })),
  };
}

const ERASED = 'erased';
const NAMELESS = '已注销';

/** Lessons stay, for the other side and for the books, without the person and what they wrote. */
export async function eraseLessonsOf({ db }: Context, memberId: string): Promise<void> {
  const [taken, given] = await Promise.all([
    db.all(lessons, { studentId: memberId }),
    db.all(lessons, { coachId: memberId }),
  ]);
  const all = [...taken, ...given];
  const courts = all.map(({ tableId, venueId, date }) => ({
    subject: courtSubject(tableId, venueId),
    date,
  }));
  // The coach's day says whose lesson it was.
  const coaches = taken
    .filter(({ coachId }) => coachId !== ERASED)
    .map(({ coachId, date }) => ({ subject: personSubject(coachId), date }));
  await eraseClaimsOf(db, memberId, [...courts, ...coaches]);
  for (const lesson of all) await eraseWords(db, lesson, memberId);
  const asStudent = { studentId: ERASED, studentName: NAMELESS, ip: null };
  await db.changeAll(lessons, { studentId: memberId }, { set: asStudent });
  const asCoach = { coachId: ERASED, coachName: NAMELESS };
  await db.changeAll(lessons, { coachId: memberId }, { set: asCoach });
  await db.changeAll(lessons, { cancelledBy: memberId }, { set: { cancelledBy: ERASED } });
  await db.changeAll(
    lessonCancels,
    { requesterId: memberId },
    { set: { requesterId: ERASED, reason: '' } },
  );
  await db.removeAll(cancelQuotas, { memberId });
  const erasedAuthor = { authorId: ERASED, text: '' };
  await db.changeAll(evaluations, { authorId: memberId }, { set: erasedAuthor });
  await db.changeAll(evaluations, { aboutId: memberId }, { set: { aboutId: ERASED } });
}

/** Takes out of a lesson what a member wrote: why to cancel it, or why it was not taken. */
async function eraseWords(db: Db, lesson: Lesson, memberId: string): Promise<void> {
  const { _id, status, cancellation } = lesson;
  const side = sideOf(lesson, memberId);
  const asked = cancellation?.by === side ? cancellation : null;
  const said = asked?.status === 'APPROVED' || (side === 'COACH' && status === 'REJECTED');
  if (!asked && !said) return;
  const set = {
    ...(asked && { cancellation: { ...asked, reason: '' } }),
    ...(said && { reason: '' }),
  };
  await db.changeIf(lessons, { _id }, { set });
}
