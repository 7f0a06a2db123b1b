import type { EvaluationView, LessonView } from '@shared/contracts/training';
import type { Side } from '@shared/domain/lesson';
import type { Evaluation, Lesson } from './store';

/** Which party of a lesson somebody is, or null. */
export function sideOf(
  { studentId, coachId }: Pick<Lesson, 'studentId' | 'coachId'>,
  memberId: string,
): Side | null {
  if (studentId === memberId) return 'STUDENT';
  return coachId === memberId ? 'COACH' : null;
}

/** A lesson as a party of it, or the admin of its campus, sees it. */
export function lessonViewFor(lesson: Lesson, viewerId: string): LessonView {
  const { _id, studentId, studentName, coachId, coachName, cancellation } = lesson;
  const side = sideOf(lesson, viewerId);
  return {
    id: _id,
    status: lesson.status,
    student: { memberId: studentId, realName: studentName },
    coach: { memberId: coachId, realName: coachName },
    campusId: lesson.campusId,
    venueName: lesson.venueName,
    tableName: lesson.tableName,
    date: lesson.date,
    from: lesson.from,
    until: lesson.until,
    startAt: lesson.startAt,
    endAt: lesson.endAt,
    fee: lesson.fee,
    createdAt: lesson.createdAt,
    reason: lesson.reason,
    cancellation: cancellation && { ...cancellation, mine: cancellation.by === side },
    evaluated: side !== null && lesson.evaluatedBy.includes(side),
  };
}

/** What somebody wrote about a lesson, to either party. */
export const evaluationViewFor = (
  { by, stars, text, at, authorId }: Evaluation,
  viewerId: string,
): EvaluationView => ({ by, stars, text, at, mine: authorId === viewerId });
