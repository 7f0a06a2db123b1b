import { formatYuan } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import type { LessonView } from '@shared/contracts/training';
import type { LessonStatus, Side } from '@shared/domain/lesson';
import { LESSON_TONES, lessonStatusNow, statusWord } from '../../../../words/lessons';
import type { Tone } from '../../../../words/tones';

/** How a lesson stands, for the top of its page. */
export interface Face {
  readonly tone: Tone;
  readonly title: string;
  readonly note: string;
}

interface Reader {
  readonly side: Side;
  /** Whether the lesson was asked for a moment ago. */
  readonly fresh: boolean;
  readonly now: Instant;
}

export function lessonFace(lesson: LessonView, reader: Reader): Face {
  const status = lessonStatusNow(lesson, reader.now);
  const made = reader.fresh && status === 'PENDING';
  return {
    tone: made ? 'brand' : LESSON_TONES[status],
    title: made ? '约课已提交' : statusWord(status, reader.side),
    note: noteOf(lesson, status, reader),
  };
}

function noteOf(lesson: LessonView, status: LessonStatus, { side, now }: Reader): string {
  const student = side === 'STUDENT';
  const back = student ? `${formatYuan(lesson.fee)} 已退回钱包` : '这个时段可以重新约';
  const why = lesson.reason === '' ? '' : `原因：${lesson.reason}。`;
  const notes: Readonly<Record<LessonStatus, string>> = {
    PENDING: student ? '教练确认后会通知你，开课前都可以撤回' : '请在开课前确认，过后自动取消',
    CONFIRMED: now < lesson.startAt ? '请提前到场' : '正在上课',
    CANCEL_PENDING: lesson.cancellation?.mine
      ? '对方同意后取消；开课前没有处理，课程照常进行'
      : '同意就取消并全额退款；不处理，课程照常进行',
    REJECTED: `${why}${back}`,
    WITHDRAWN: back,
    EXPIRED: student ? `教练没有在开课前确认，${back}` : '没有在开课前确认，已自动取消',
    CANCELLED: `${why}${back}`,
    COMPLETED: lesson.evaluated ? '' : '写下这节课的评价，给彼此看',
  };
  return notes[status];
}

/** What became of the fee: only whoever paid it is told. */
export function feeNote(lesson: LessonView, { side, now }: Reader): string {
  if (side === 'COACH') return '';
  const status = lessonStatusNow(lesson, now);
  if (status === 'PENDING') return '已冻结';
  const taken: readonly LessonStatus[] = ['CONFIRMED', 'CANCEL_PENDING', 'COMPLETED'];
  return taken.includes(status) ? '已付' : '已退回';
}
