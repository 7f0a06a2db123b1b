import { formatYuan } from '@shared/base/money';
import { clubDateOf, formatClub, type Instant } from '@shared/base/time';
import type { StudentCard } from '@shared/contracts/coach';
import type { ChangeView, LessonView } from '@shared/contracts/training';
import { nextLessonStatus } from '@shared/domain/lesson';
import { MOST_STUDENTS } from '@shared/domain/relation';
import { REFUSALS } from '@shared/refusals';
import { changeLine } from '../../../../words/changes';
import { lessonPlace, lessonStatusNow } from '../../../../words/lessons';
import { personFacts } from '../../../../words/people';
import type { Home } from './home.view';

export type RequestKind = 'student' | 'lesson' | 'cancel' | 'change';

/** Something that waits for the coach's yes or no. */
export interface RequestCard {
  /** Of the card, and what the answer names. */
  readonly key: string;
  readonly kind: RequestKind;
  readonly id: string;
  /** What it is about: `申请做你的学员`. */
  readonly what: string;
  readonly title: string;
  readonly lines: readonly string[];
  readonly no: string;
  readonly yes: string;
  /** Why there can be no yes; empty when there can. */
  readonly why: string;
  /** The lesson that a tap on the card opens; empty for none. */
  readonly lessonId: string;
}

/** All that waits: lessons first, what begins soonest before the rest. */
export function requestCards({ requests, coach }: Home, now: Instant): RequestCard[] {
  const bySoonest = (a: LessonView, b: LessonView) => a.startAt - b.startAt;
  const open = (lesson: LessonView, event: 'confirm' | 'keep') =>
    nextLessonStatus(lessonStatusNow(lesson, now), event) !== null && now < lesson.startAt;
  return [
    ...requests.lessons
      .filter((lesson) => open(lesson, 'confirm'))
      .sort(bySoonest)
      .map((lesson) => lessonRequest(lesson, now)),
    ...requests.cancellations
      .filter((lesson) => open(lesson, 'keep'))
      .sort(bySoonest)
      .flatMap((lesson) => cancelRequest(lesson, now)),
    ...requests.students.map((student) => studentRequest(student, coach.students, now)),
    ...requests.changes.map(changeRequest),
  ];
}

function lessonRequest(lesson: LessonView, now: Instant): RequestCard {
  const { day, time, where, duration } = lessonPlace(lesson, now);
  return {
    key: `lesson-${lesson.id}`,
    kind: 'lesson',
    id: lesson.id,
    what: '约课',
    title: lesson.student.realName,
    lines: [`${day} ${time}`, `${duration} · ${formatYuan(lesson.fee)}`, where],
    no: '不接受',
    yes: '确认上课',
    why: '',
    lessonId: lesson.id,
  };
}

function cancelRequest(lesson: LessonView, now: Instant): RequestCard[] {
  const { cancellation } = lesson;
  if (!cancellation || cancellation.mine) return [];
  const { day, time, where } = lessonPlace(lesson, now);
  return [
    {
      key: `cancel-${cancellation.id}`,
      kind: 'cancel',
      id: cancellation.id,
      what: '申请取消课程',
      title: lesson.student.realName,
      lines: [`${day} ${time}`, where, `原因：${cancellation.reason}`],
      no: '照常上课',
      yes: '同意取消',
      why: '',
      lessonId: lesson.id,
    },
  ];
}

function studentRequest(student: StudentCard, taught: number, now: Instant): RequestCard {
  const { relationId, realName, phone, since } = student;
  const today = clubDateOf(since) === clubDateOf(now);
  const at = formatClub(since, today ? '今天 HH:mm' : 'M 月 D 日 HH:mm');
  return {
    key: `student-${relationId}`,
    kind: 'student',
    id: relationId,
    what: '申请做你的学员',
    title: realName,
    lines: [[personFacts(student), phone].filter(Boolean).join(' · '), `${at} 申请`].filter(
      Boolean,
    ),
    no: '不同意',
    yes: '同意',
    why: taught >= MOST_STUDENTS ? REFUSALS.MY_STUDENTS_FULL : '',
    lessonId: '',
  };
}

function changeRequest(change: ChangeView): RequestCard {
  const { id, student, what, reason, when, votes } = changeLine(change);
  const given = votes.map(({ voter, word }) => `${voter}：${word}`);
  return {
    key: `change-${id}`,
    kind: 'change',
    id,
    what: '更换教练表决',
    title: student,
    lines: [what, ...(reason ? [`原因：${reason}`] : []), ...given, when],
    no: '不同意',
    yes: '同意',
    why: '',
    lessonId: '',
  };
}
