import { formatYuan } from '@shared/base/money';
import { addDays, type ClubDate, clubDayStart, type Instant } from '@shared/base/time';
import type { LessonView } from '@shared/contracts/training';
import { nextLessonStatus } from '@shared/domain/lesson';
import { dayTitle } from '../../../../words/days';
import { type LessonLine, lessonLine, lessonStatusNow } from '../../../../words/lessons';

/** A lesson as the admin sees it. */
export interface AdminLesson extends LessonLine {
  readonly fee: string;
  readonly mayCancel: boolean;
}

/** A day and its neighbours: lessons lie on both sides of today. */
export interface DayTurn {
  readonly title: string;
  readonly before: ClubDate;
  readonly after: ClubDate;
}

export const dayTurn = (date: ClubDate, now: Instant): DayTurn => ({
  title: dayTitle(clubDayStart(date), now),
  before: addDays(date, -1),
  after: addDays(date, 1),
});

/** A lesson with both parties, for whoever is neither. */
export function partiesLine(lesson: LessonView, now: Instant): LessonLine {
  const { student, coach, reason, cancellation } = lesson;
  const wish = cancellation?.status === 'PENDING' ? `申请取消：${cancellation.reason}` : '';
  const note = reason === '' ? wish : `原因：${reason}`;
  return lessonLine(lesson, { who: `${student.realName} · 教练 ${coach.realName}`, note }, now);
}

/** The lessons of a day as they begin, each with what the admin may do: the server's own rule. */
export const adminLessons = (lessons: readonly LessonView[], now: Instant): AdminLesson[] =>
  [...lessons]
    .sort((a, b) => a.startAt - b.startAt)
    .map((lesson) => ({
      ...partiesLine(lesson, now),
      fee: formatYuan(lesson.fee),
      mayCancel:
        nextLessonStatus(lessonStatusNow(lesson, now), 'adminCancel') !== null &&
        now < lesson.endAt,
    }));
