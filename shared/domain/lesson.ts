import { type Fen, fen } from '../base/money';
import {
  addDays,
  type ClubDate,
  clubDateOf,
  clubDayStart,
  clubWeekdayOf,
  DAY,
  HOUR,
  type Instant,
  MINUTE,
} from '../base/time';
import { type DaySpan, isOnGrid, minutesOf, overlaps, SLOT_MINUTES, startOf } from './slots';

export const LESSON_REFUSALS = {
  LESSON_SPAN_INVALID: '请选择 60 到 120 分钟的整半小时时段',
  LESSON_TOO_SOON: '请至少提前 60 分钟约课，换一个时段',
  LESSON_TOO_FAR: '只能约未来 7 天的课，请换一天',
  LESSON_CLOSED_HOURS: '这个时段场馆不开放，请换一个时段',
  COACH_NOT_TEACHING: '教练这个时段不上课，请换一个时段',
  COACH_TAKEN: '教练这个时段刚被约走，请换一个时段',
  STUDENT_TAKEN: '你这个时段已有别的课，请换一个时段',
  TABLE_TAKEN: '这张球台刚被占用，请换一张或由系统安排',
  NO_TABLE_FREE: '这个时段没有空球台了，请换一个时段',
  TABLE_NOT_FOUND: '没有找到这张球台，请刷新后再试',
  NOT_MY_COACH: '请先选中这位教练，教练同意后再约课',
  NO_LONGER_TIED: '你和这位学员已不是师生关系，请拒绝这节课',
  AT_OWN_COURT: '你这个时段订了场地，请先取消场地或换一个时段',
  STUDENT_AT_COURT: '学员这个时段另有安排，请和学员商量或拒绝这节课',
  TABLE_GONE: '这张球台已经不在了，请拒绝这节课',
  FEE_CHANGED: '课时费刚刚有变动，请核对后再约',
  LESSON_NOT_FOUND: '没有找到这节课，请刷新后再试',
  LESSON_CLOSED: '这节课的状态已经变了，请刷新后查看',
  LESSON_STARTED: '这节课已经开始，请联系校区管理员',
  CANCEL_TOO_LATE: '开课前不足 24 小时，请联系校区管理员',
  CANCELS_USED_UP: '本月 3 次取消已用完，请联系校区管理员',
  CANCEL_NOT_FOUND: '没有找到取消申请，请刷新后查看',
  OWN_CANCEL: '要由对方同意取消，请等待对方处理',
  EVALUATED_ALREADY: '你已经评价过这节课，可以在课程里查看',
  NOT_EVALUABLE: '下课以后才能评价，请稍后再来',
  EVALUATION_INVALID: '请写下评价，1 到 500 个字',
} as const;

/** The life of a lesson. */
const NEXT = {
  PENDING: {
    confirm: 'CONFIRMED',
    refuse: 'REJECTED',
    withdraw: 'WITHDRAWN',
    expire: 'EXPIRED',
    adminCancel: 'CANCELLED',
  },
  CONFIRMED: { askCancel: 'CANCEL_PENDING', end: 'COMPLETED', adminCancel: 'CANCELLED' },
  CANCEL_PENDING: { agree: 'CANCELLED', keep: 'CONFIRMED', adminCancel: 'CANCELLED' },
  REJECTED: {},
  WITHDRAWN: {},
  EXPIRED: {},
  CANCELLED: {},
  COMPLETED: {},
} as const;
export type LessonStatus = keyof typeof NEXT;
export const LESSON_STATUSES = Object.keys(NEXT) as [LessonStatus, ...LessonStatus[]];
export type LessonEvent =
  | 'confirm'
  | 'refuse'
  | 'withdraw'
  | 'expire'
  | 'askCancel'
  | 'agree'
  | 'keep'
  | 'end'
  | 'adminCancel';

export function nextLessonStatus(status: LessonStatus, event: LessonEvent): LessonStatus | null {
  const exits: Partial<Record<LessonEvent, LessonStatus>> = NEXT[status];
  return exits[event] ?? null;
}

/** The status an event leads to. An impossible step is a bug. */
export function advanceLesson(status: LessonStatus, event: LessonEvent): LessonStatus {
  const to = nextLessonStatus(status, event);
  if (!to) throw new Error(`a lesson that is ${status} cannot ${event}`);
  return to;
}

export const LESSON_WORDS = {
  PENDING: '待教练确认',
  CONFIRMED: '已确认',
  CANCEL_PENDING: '取消待同意',
  REJECTED: '教练未接受',
  WITHDRAWN: '已撤回',
  EXPIRED: '已过期',
  CANCELLED: '已取消',
  COMPLETED: '已完成',
} as const satisfies Record<LessonStatus, string>;

/** Whether it occupies table, coach and student. */
export const isLiveLesson = (status: LessonStatus) =>
  status === 'PENDING' || status === 'CONFIRMED' || status === 'CANCEL_PENDING';

export const LESSON_MINUTES = { least: 60, most: 120 } as const;
/** A lesson is asked for so long before it begins. */
export const LESSON_LEAD = 60 * MINUTE;
export const LESSON_DAYS_AHEAD = 7;
export const REMIND_LESSON_BEFORE = HOUR;

/** The last day a lesson can be on: today is day 0. */
export const lastLessonDate = (now: Instant): ClubDate =>
  addDays(clubDateOf(now), LESSON_DAYS_AHEAD);

/** When a coach does not teach: every week on a weekday (Sunday is 0), or on one date. */
export interface NotTeaching extends DaySpan {
  readonly weekday: number | null;
  readonly date: ClubDate | null;
}

export const teachesThen = (
  off: readonly NotTeaching[],
  want: DaySpan & { readonly date: ClubDate; readonly weekday: number },
): boolean =>
  !off.some(
    (one) =>
      (one.date === null ? one.weekday === want.weekday : one.date === want.date) &&
      overlaps(one, want),
  );

/** Why a lesson cannot be at a time, whoever is free, or null. The page asks this too. */
export function refusalOfLessonTime(want: DaySpan & { readonly date: ClubDate }, now: Instant) {
  const minutes = minutesOf(want);
  const fitting = LESSON_MINUTES.least <= minutes && minutes <= LESSON_MINUTES.most;
  if (!isOnGrid(want) || !fitting) return 'LESSON_SPAN_INVALID';
  if (startOf(want.date, want) < now + LESSON_LEAD) return 'LESSON_TOO_SOON';
  return want.date > lastLessonDate(now) ? 'LESSON_TOO_FAR' : null;
}

/**
 * How a half-hour of a coach's day stands for whoever wants a lesson. `SHORT`: free, but the shortest
 * lesson does not fit from there on; it may be part of one that begins before.
 */
export const LESSON_SLOTS = ['FREE', 'SHORT', 'TAKEN', 'OFF', 'PAST'] as const;
export type LessonSlot = (typeof LESSON_SLOTS)[number];

export interface CoachHours {
  readonly date: ClubDate;
  /** When each hall with tables is open: a lesson lies within one of them. */
  readonly hours: readonly DaySpan[];
  /** All that the coach does that day, here or elsewhere. */
  readonly busy: readonly DaySpan[];
  readonly off: readonly NotTeaching[];
}

/** How the half-hour that begins at `from` stands. */
export function lessonSlot(day: CoachHours, from: number, now: Instant): LessonSlot {
  const { date, hours, busy, off } = day;
  const weekday = clubWeekdayOf(clubDayStart(date));
  const isBusy = (span: DaySpan) => busy.some((one) => overlaps(one, span));
  const mayTeach = (span: DaySpan) =>
    hours.some((one) => one.from <= span.from && span.until <= one.until) &&
    teachesThen(off, { ...span, date, weekday });
  const slot = { from, until: from + SLOT_MINUTES };
  const shortest = { from, until: from + LESSON_MINUTES.least };
  if (startOf(date, slot) < now + LESSON_LEAD) return 'PAST';
  if (isBusy(slot)) return 'TAKEN';
  if (!mayTeach(slot)) return 'OFF';
  return mayTeach(shortest) && !isBusy(shortest) ? 'FREE' : 'SHORT';
}

/** What a lesson costs: the rate is fen an hour, even, so that half an hour is whole fen. */
export const feeOf = (rate: Fen, minutes: number): Fen => fen((rate * minutes) / 60);

/** Cancelling by consent: not later than this before the start; the instant itself counts. */
export const CANCEL_BEFORE = 24 * HOUR;
export const MOST_CANCELS = 3;

/** Why a party may not ask to cancel a confirmed lesson, or null. The page asks this too. */
export function refusalToCancel(
  lesson: { readonly status: LessonStatus; readonly startAt: Instant },
  facts: { readonly usedThisMonth: number; readonly now: Instant },
) {
  if (nextLessonStatus(lesson.status, 'askCancel') === null) return 'LESSON_CLOSED';
  if (lesson.startAt - facts.now < CANCEL_BEFORE) return 'CANCEL_TOO_LATE';
  return facts.usedThisMonth >= MOST_CANCELS ? 'CANCELS_USED_UP' : null;
}

export const CANCEL_STATUSES = ['PENDING', 'APPROVED', 'REJECTED', 'WITHDRAWN', 'EXPIRED'] as const;
export type CancelStatus = (typeof CANCEL_STATUSES)[number];

/** Which of the two a person is in a lesson. */
export const SIDES = ['STUDENT', 'COACH'] as const;
export type Side = (typeof SIDES)[number];
export const SIDE_WORDS = { STUDENT: '学员', COACH: '教练' } as const satisfies Record<
  Side,
  string
>;

/** An evaluation may be changed for so long after it was given. */
export const EVALUATION_EDITABLE = 7 * DAY;
const EVALUATION_LENGTH = 500;
export function cleanEvaluation(text: string): string | null {
  const clean = text.trim();
  return clean.length > 0 && [...clean].length <= EVALUATION_LENGTH ? clean : null;
}
