import { clubDayStart, type Instant } from '@shared/base/time';
import type { LessonView } from '@shared/contracts/training';
import { clockText } from '@shared/domain/hours';
import { LESSON_WORDS, type LessonStatus, SIDE_WORDS, type Side } from '@shared/domain/lesson';
import { dayTitle } from './days';
import { durationText } from './duration';
import type { Tone } from './tones';

export const LESSON_TONES = {
  PENDING: 'busy',
  CONFIRMED: 'brand',
  CANCEL_PENDING: 'busy',
  REJECTED: 'danger',
  WITHDRAWN: 'ink-2',
  EXPIRED: 'ink-2',
  CANCELLED: 'ink-2',
  COMPLETED: 'moderate',
} as const satisfies Record<LessonStatus, Tone>;

/** When a lesson is, in words. */
export interface LessonTime {
  /** `今天 · 3 月 14 日 周六`. */
  readonly day: string;
  /** `14:00–15:30`. */
  readonly time: string;
  /** `1 小时 30 分`. */
  readonly duration: string;
}

export interface LessonPlace extends LessonTime {
  /** `3 号台 · 中心乒乓球馆`. */
  readonly where: string;
}

/** A lesson in a list; `who` and `note` depend on who reads it. */
export interface LessonLine extends LessonPlace {
  readonly id: string;
  readonly status: string;
  readonly tone: Tone;
  readonly who: string;
  /** What the reader should do or know; empty when nothing. */
  readonly note: string;
}

type Time = Pick<LessonView, 'date' | 'from' | 'until'>;
type Place = Time & Pick<LessonView, 'venueName' | 'tableName'>;

export const lessonTime = ({ date, from, until }: Time, now: Instant): LessonTime => ({
  day: dayTitle(clubDayStart(date), now),
  time: `${clockText(from)}–${clockText(until)}`,
  duration: durationText(until - from),
});

export const lessonPlace = (lesson: Place, now: Instant): LessonPlace => ({
  ...lessonTime(lesson, now),
  where: `${lesson.tableName} · ${lesson.venueName}`,
});

/** The status at this moment: nobody confirmed in time, and the server's timer was not here yet. */
export const lessonStatusNow = (
  { status, startAt }: Pick<LessonView, 'status' | 'startAt'>,
  now: Instant,
): LessonStatus => (status === 'PENDING' && startAt <= now ? 'EXPIRED' : status);

/** A lesson for whoever is neither of its parties. */
export function lessonLine(
  lesson: LessonView,
  said: { readonly who: string; readonly note: string },
  now: Instant,
): LessonLine {
  const status = lessonStatusNow(lesson, now);
  return {
    id: lesson.id,
    status: LESSON_WORDS[status],
    tone: LESSON_TONES[status],
    ...lessonPlace(lesson, now),
    ...said,
  };
}

export const otherSide = (side: Side): Side => (side === 'STUDENT' ? 'COACH' : 'STUDENT');

/** The other party of a lesson. */
export const partnerOf = ({ student, coach }: LessonView, side: Side) =>
  side === 'STUDENT' ? coach : student;

/** `待教练确认` is what a student waits for; a coach is the one to do it. */
export const statusWord = (status: LessonStatus, side: Side): string =>
  status === 'PENDING' && side === 'COACH' ? '等你确认' : LESSON_WORDS[status];

/** A lesson to the party who reads it: names the other one and what there is to do. */
export function partyLine(lesson: LessonView, side: Side, now: Instant): LessonLine {
  const status = lessonStatusNow(lesson, now);
  const who = `${SIDE_WORDS[otherSide(side)]} ${partnerOf(lesson, side).realName}`;
  const line = lessonLine(lesson, { who, note: noteOf(lesson, status) }, now);
  return { ...line, status: statusWord(status, side) };
}

function noteOf({ cancellation, evaluated }: LessonView, status: LessonStatus): string {
  if (status === 'CANCEL_PENDING') {
    return cancellation?.mine ? '等对方同意取消' : '对方申请取消，等你处理';
  }
  return status === 'COMPLETED' && !evaluated ? '等你评价' : '';
}
