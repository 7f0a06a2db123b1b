import { type Instant, plus } from '@shared/base/time';
import { cleanEvaluation, EVALUATION_EDITABLE, type Side } from '@shared/domain/lesson';
import { Refusal } from '@shared/refusals';
import type { Db, Transaction } from '../_kit/db';
import { rateCoach } from '../training/service';
import { recordLesson } from './logging';
import { type Evaluation, evaluationId, evaluations, type Lesson, lessons } from './store';
import { sideOf } from './views';

interface Said {
  readonly lessonId: string;
  readonly stars: number | null;
  readonly text: string;
  readonly now: Instant;
}

/** What may be written: a student gives stars, a coach none. */
function cleaned(side: Side, { stars, text }: Said) {
  const clean = cleanEvaluation(text);
  if (clean === null || (side === 'STUDENT' && stars === null)) {
    throw new Refusal('EVALUATION_INVALID');
  }
  return { text: clean, stars: side === 'STUDENT' ? stars : null };
}

/**
 * Writes down what a party thinks of a lesson that took place, or changes it within seven days. A
 * student's stars count for the coach in the same commit.
 *
 * @throws Refusal LESSON_NOT_FOUND, NOT_EVALUABLE, EVALUATED_ALREADY, EVALUATION_INVALID
 */
export function evaluate(db: Db, memberId: string, said: Said): Promise<Evaluation> {
  const { lessonId, now } = said;
  return db.transaction(async (tx) => {
    const lesson = await tx.get(lessons, lessonId);
    const side = lesson && sideOf(lesson, memberId);
    if (!lesson || !side) throw new Refusal('LESSON_NOT_FOUND');
    if (lesson.status !== 'COMPLETED') throw new Refusal('NOT_EVALUABLE');
    const { text, stars } = cleaned(side, said);
    const known = await tx.get(evaluations, evaluationId(lessonId, side));
    if (known?.text === text && known.stars === stars) return known;
    if (known && now > plus(known.at, EVALUATION_EDITABLE)) throw new Refusal('EVALUATED_ALREADY');
    const written: Evaluation = known
      ? { ...known, text, stars, editedAt: now }
      : firstOf(lesson, side, { text, stars, now });
    await tx.put(evaluations, written);
    await countStars(tx, lesson, { stars, before: known?.stars ?? null });
    if (!known) {
      await tx.put(lessons, { ...lesson, evaluatedBy: [...lesson.evaluatedBy, side] });
      const deed = { action: 'lesson.evaluate', of: side, actorId: memberId, at: now } as const;
      await recordLesson(tx, lesson, deed);
    }
    return written;
  });
}

function firstOf(
  lesson: Lesson,
  by: Side,
  { text, stars, now }: Pick<Evaluation, 'text' | 'stars'> & { readonly now: Instant },
): Evaluation {
  const { _id: lessonId, studentId, coachId } = lesson;
  const [authorId, aboutId] = by === 'STUDENT' ? [studentId, coachId] : [coachId, studentId];
  const _id = evaluationId(lessonId, by);
  return { _id, lessonId, by, authorId, aboutId, stars, text, at: now, editedAt: null };
}

async function countStars(
  tx: Transaction,
  { coachId }: Lesson,
  { stars, before }: { readonly stars: number | null; readonly before: number | null },
): Promise<void> {
  if (stars === null) return;
  const ratings = before === null ? 1 : 0;
  await rateCoach(tx, coachId, { stars: stars - (before ?? 0), ratings });
}
