import type { Instant } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import { nextCoachStatus } from '@shared/domain/coach';
import { maskPhone } from '@shared/domain/member';
import { MOST_COACHES } from '@shared/domain/relation';
import { type ChangeLine, changeLine } from '../../../../words/changes';
import { type LessonLine, partyLine } from '../../../../words/lessons';
import { isTie, type TieCard, tieCard } from '../../tieCard.view';

export type Home = Awaited<ReturnType<Api['student']['home']>>;

/** 我的训练 of a student, ready to print. */
export interface HomeView {
  readonly name: string;
  /** `中心校区 · 138****0001`. */
  readonly where: string;
  readonly coaches: readonly TieCard[];
  /** The change that waits, or one that ended a while ago. */
  readonly change: ChangeLine | null;
  readonly lessons: readonly LessonLine[];
  readonly toEvaluate: readonly LessonLine[];
  readonly quota: string;
  /** Whether another coach can be asked. */
  readonly mayFind: boolean;
  readonly mayChange: boolean;
  /** With whom a lesson can be booked. */
  readonly bookable: readonly { readonly id: string; readonly name: string }[];
}

/**
 * What leads to the application of a coach: to write one, or to see how it stands. Empty for who was
 * taken on; the workbench is in 我的.
 */
export function teachWord({ teaching }: Home): string {
  if (teaching === 'PENDING') return '查看教练申请';
  return teaching === null || nextCoachStatus(teaching, 'apply') !== null ? '申请成为教练' : '';
}

/** Null before the form was filled in. */
export function homeView(home: Home, now: Instant): HomeView | null {
  const { student, change, cancelsLeft } = home;
  if (!student) return null;
  const coaches = home.ties.filter(isTie).map(tieCard);
  const bookable = coaches
    .filter(({ established }) => established)
    .map(({ coach: { id, name } }) => ({ id, name }));
  const shown = change !== null && (change.status === 'PENDING' || now < change.expiresAt);
  return {
    name: student.realName,
    where: `${student.campusName} · ${maskPhone(student.phone)}`,
    coaches,
    change: shown ? changeLine(change) : null,
    lessons: home.lessons.map((lesson) => partyLine(lesson, 'STUDENT', now)),
    toEvaluate: home.toEvaluate.map((lesson) => partyLine(lesson, sideIn(lesson, student), now)),
    quota: `本月还可以申请取消 ${cancelsLeft} 次`,
    mayFind: coaches.length < MOST_COACHES,
    mayChange: bookable.length > 0 && change?.status !== 'PENDING',
    bookable,
  };
}

/** Who is a student may teach elsewhere, too. */
const sideIn = (lesson: Home['toEvaluate'][number], { memberId }: NonNullable<Home['student']>) =>
  lesson.student.memberId === memberId ? 'STUDENT' : 'COACH';
