import { formatClub, type Instant } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import type { EvaluationView } from '@shared/contracts/training';
import { SIDE_WORDS } from '@shared/domain/lesson';
import { durationText } from '../../../../words/duration';
import { type LessonLine, partyLine } from '../../../../words/lessons';
import { personFacts } from '../../../../words/people';

export type Student = Awaited<ReturnType<Api['coach']['student']>>;

export interface Said {
  readonly by: string;
  readonly who: string;
  /** Five, lit or not; none where no stars are given. */
  readonly stars: readonly boolean[];
  readonly text: string;
}

export interface LessonTogether extends LessonLine {
  readonly said: readonly Said[];
}

/** A student with the lessons together. */
export interface StudentView {
  readonly name: string;
  readonly facts: string;
  readonly phone: string;
  readonly since: string;
  readonly completed: string;
  readonly hours: string;
  readonly lessons: readonly LessonTogether[];
}

const MOST_STARS = 5;

export function studentView({ student, lessons }: Student, now: Instant): StudentView {
  const completed = lessons.filter(({ status }) => status === 'COMPLETED');
  const minutes = completed.reduce((sum, { from, until }) => sum + until - from, 0);
  return {
    name: student.realName,
    facts: personFacts(student),
    phone: student.phone,
    since: `${formatClub(student.since, 'YYYY 年 M 月 D 日')}起`,
    completed: String(completed.length),
    hours: durationText(minutes),
    lessons: lessons.map((lesson) => ({
      ...partyLine(lesson, 'COACH', now),
      said: lesson.evaluations.map(saidOf),
    })),
  };
}

const saidOf = ({ by, stars, text, mine }: EvaluationView): Said => ({
  by,
  who: mine ? '我的评价' : `${SIDE_WORDS[by]}的评价`,
  stars: stars === null ? [] : Array.from({ length: MOST_STARS }, (_, index) => index < stars),
  text,
});
