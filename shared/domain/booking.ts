import {
  addDays,
  type ClubDate,
  clubDateOf,
  clubDayStart,
  DAY,
  HOUR,
  type Instant,
  MINUTE,
  plus,
} from '../base/time';
import { type DaySpan, isOnGrid, minutesOf, SLOT_MINUTES, startOf } from './slots';

export const BOOKING_REFUSALS = {
  SLOT_TAKEN: '这个时段刚被订走了，请换一个时段或场地',
  SLOT_INVALID: '请选择同一场地连续的 1 到 4 个半小时',
  NOT_ON_SALE: '这个时段不对外预订，请换一个时段',
  NOT_RELEASED: '这一天还没有开放预订，请到开放时间再来',
  SLOT_PAST: '这个时段已经开始了，请选择后面的时段',
  DAY_LIMIT: '这个项目当天能订的时长不够了，请订短一些或换一天',
  BOOKING_BANNED: '你有多次订场未到，暂停预订 7 天，请联系前台',
  PRICE_CHANGED: '价格刚刚有变动，请核对新的价格再提交',
  COURT_NOT_FOUND: '没有找到这个场地，请刷新后再试',
  BOOKING_NOT_FOUND: '没有找到这个预订，请刷新后再试',
  BOOKING_CLOSED: '这个预订已经关闭，请重新预订',
  BOOKING_VERIFIED: '已经签到的预订不能更改，请联系前台',
  BOOKING_STARTED: '已经开始的预订不能更改，请联系前台',
  BOOKING_ENDED: '这个预订已经结束，可以再订一次',
  REFUND_CHANGED: '可退金额刚刚有变动，请核对后再取消',
  TOO_EARLY_TO_VERIFY: '开场前 30 分钟才能签到，请稍后再来',
  BOOKING_CODE_INVALID: '没有这个订场码，请核对后再试',
  OTHER_VENUE_BOOKING: '这是其他校区的预订，请核对会员的场馆',
  RATED_ALREADY: '你已经评价过了，可以在预订里查看',
  NOT_RATABLE: '结束后 7 天内才能评价，请稍后再来',
  COMPANIONS_FULL: '同伴已满，请联系预订人',
  SERIES_OFF: '本馆不开放每周固定，请单次预订',
  WAIT_EXISTS: '你已经在候补这个时段，请等候空位通知',
  SLOT_FREE: '这个时段现在就有空位，可以直接预订',
  BOOKING_NOT_STARTED: '还没有开场，请开场后再标记未到',
  COURT_IN_USE: '场地还有预订，可以先改为维修，结束后再删改',
  COURT_ON_SALE: '要删除或改项目的场地，请先改为维修并保存',
  COURT_TOO_SMALL: '名额比已订出的少，请调大名额再保存',
  PRICE_RULE_INVALID: '价格时段有误，请检查起止时间',
  CLOSURE_NOT_FOUND: '没有找到这次停用，请刷新后再试',
  SETTLE_BOOKINGS_FIRST: '你还有未结束的预订，请先取消再注销',
  CLOSURE_INVALID: '请填写正确的停用时间，结束要晚于开始',
} as const;

/** What can be played, in the order that it is offered. */
export const SPORTS = [
  'BADMINTON',
  'TABLE_TENNIS',
  'BASKETBALL',
  'TENNIS',
  'FOOTBALL',
  'SWIMMING',
  'GYM',
  'YOGA',
  'DANCE',
] as const;
export type Sport = (typeof SPORTS)[number];
export const SPORT_WORDS = {
  BADMINTON: '羽毛球',
  TABLE_TENNIS: '乒乓球',
  BASKETBALL: '篮球',
  TENNIS: '网球',
  FOOTBALL: '足球',
  SWIMMING: '游泳',
  GYM: '健身',
  YOGA: '瑜伽',
  DANCE: '舞蹈',
} as const satisfies Record<Sport, string>;

/** A court is booked as a whole; of places (a gym, a pool, open play) each person books one. */
export const COURT_KINDS = ['COURT', 'PLACES'] as const;
export type CourtKind = (typeof COURT_KINDS)[number];

/** The life of a booking. */
const NEXT = {
  // What the club cancels unpaid stays so, whenever the money comes.
  PENDING_PAY: { pay: 'BOOKED', close: 'CLOSED', cancel: 'CANCELLED' },
  BOOKED: { verify: 'CHECKED_IN', cancel: 'CANCELLED', miss: 'NO_SHOW', end: 'COMPLETED' },
  CHECKED_IN: { end: 'COMPLETED', cancel: 'CANCELLED' },
  NO_SHOW: { waive: 'COMPLETED' },
  // Paid when its time was over: the same slots again, if they are still free.
  CLOSED: { pay: 'BOOKED' },
  COMPLETED: {},
  CANCELLED: {},
} as const;
export type BookingStatus = keyof typeof NEXT;
export const BOOKING_STATUSES = Object.keys(NEXT) as [BookingStatus, ...BookingStatus[]];
export type BookingEvent = 'pay' | 'close' | 'verify' | 'cancel' | 'miss' | 'end' | 'waive';

export function nextBookingStatus(
  status: BookingStatus,
  event: BookingEvent,
): BookingStatus | null {
  const exits: Partial<Record<BookingEvent, BookingStatus>> = NEXT[status];
  return exits[event] ?? null;
}

/** The status an event leads to. An impossible step is a bug. */
export function advanceBooking(status: BookingStatus, event: BookingEvent): BookingStatus {
  const to = nextBookingStatus(status, event);
  if (!to) throw new Error(`a booking that is ${status} cannot ${event}`);
  return to;
}

/** Whether it occupies its court. */
export const isLive = (status: BookingStatus) =>
  status === 'PENDING_PAY' || status === 'BOOKED' || status === 'CHECKED_IN';

export const BOOKING_WORDS = {
  PENDING_PAY: '待支付',
  BOOKED: '已预订',
  CHECKED_IN: '已签到',
  COMPLETED: '已完成',
  CANCELLED: '已取消',
  CLOSED: '已关闭',
  NO_SHOW: '未到场',
} as const satisfies Record<BookingStatus, string>;

/** A slot that began less than this ago may still be booked. */
export const LATE_START = 10 * MINUTE;
/** The desk lets in from so long before the start. */
export const VERIFY_BEFORE = 30 * MINUTE;
/** Why a code does not open its booking now, or null; who is checked in may show it again. */
export function refusalToVerify(
  booking: { readonly status: BookingStatus; readonly startAt: Instant; readonly endAt: Instant },
  now: Instant,
) {
  const { status, startAt, endAt } = booking;
  if (status === 'CHECKED_IN') return null;
  if (status === 'COMPLETED') return 'BOOKING_ENDED';
  if (nextBookingStatus(status, 'verify') === null) return 'BOOKING_CLOSED';
  if (now < startAt - VERIFY_BEFORE) return 'TOO_EARLY_TO_VERIFY';
  return now >= endAt ? 'BOOKING_ENDED' : null;
}
export const REMIND_BEFORE = 2 * HOUR;
export const FEWEST_SERIES_WEEKS = 2;
export const MOST_SERIES_WEEKS = 12;
/** How long a freed place is kept for the first in line. */
export const OFFER_LIFE = 10 * MINUTE;
export const RATING_WINDOW = 7 * DAY;
export const MOST_SLOTS = 4;
/** A court is for the organiser and so many friends. */
const MOST_FRIENDS = 9;

/** How many may come along: of places, one each. */
export const mostCompanions = ({ kind, places }: { kind: CourtKind; places: number }) =>
  kind === 'PLACES' ? places - 1 : MOST_FRIENDS;

/** Three no-shows within thirty days: no booking for seven. */
export const NO_SHOWS = { most: 3, within: 30 * DAY, ban: 7 * DAY } as const;

/** A venue's limits for booking; a manager may set them. */
export interface BookingLimits {
  /** Days ahead, today is 0. */
  readonly daysAhead: number;
  /** Minute of the day at which the furthest day is released. */
  readonly releaseMinute: number;
  /** For one member, sport and day. */
  readonly mostMinutes: number;
}
export const DEFAULT_LIMITS: BookingLimits = {
  daysAhead: 7,
  releaseMinute: 7 * 60,
  mostMinutes: 120,
};

/** The last day that can be booked now: the furthest one only from the venue's release hour on. */
export function lastBookableDate(limits: BookingLimits, now: Instant): ClubDate {
  const today = clubDateOf(now);
  const released = now >= plus(clubDayStart(today), limits.releaseMinute * MINUTE);
  return addDays(today, limits.daysAhead - (released ? 0 : 1));
}

/** The last day of a weekly series: it begins on a day that is released. */
export const lastSeriesDate = (limits: BookingLimits, now: Instant): ClubDate =>
  addDays(lastBookableDate(limits, now), (MOST_SERIES_WEEKS - 1) * 7);

/** Whether a slot is over for booking: its first minutes may still be taken. */
export const isPast = (date: ClubDate, span: DaySpan, now: Instant) =>
  startOf(date, span) + LATE_START <= now;

/** Why a span cannot be booked on a day whatever is free, or null. */
export function refusalToBook(
  ask: DaySpan & { readonly date: ClubDate },
  facts: {
    readonly limits: BookingLimits;
    /** What is open for sale that day; null when the venue rests. */
    readonly open: DaySpan | null;
    readonly now: Instant;
    /** Series go further ahead. */
    readonly series?: boolean;
  },
) {
  const { open, limits, now, series } = facts;
  if (!isOnGrid(ask) || minutesOf(ask) > MOST_SLOTS * SLOT_MINUTES) return 'SLOT_INVALID';
  if (isPast(ask.date, ask, now)) return 'SLOT_PAST';
  const last = series ? lastSeriesDate(limits, now) : lastBookableDate(limits, now);
  if (ask.date > last) return 'NOT_RELEASED';
  if (!open || ask.from < open.from || ask.until > open.until) return 'NOT_ON_SALE';
  return null;
}

/** Until when somebody may not book after these no-shows, or null. */
export function banUntil(noShows: readonly Instant[], now: Instant): Instant | null {
  const misses = [...noShows].sort((a, b) => a - b);
  // One more no-show never lifts a ban: any three in a row that lie close enough count.
  const close = misses.filter((at, index) => {
    const first = misses[index - NO_SHOWS.most + 1];
    return first !== undefined && at - first <= NO_SHOWS.within;
  });
  const last = close.at(-1);
  if (last === undefined) return null;
  const until = plus(last, NO_SHOWS.ban);
  return until > now ? until : null;
}

/** Fifteen digits, in groups to be read aloud. */
export const BOOKING_CODE = /^\d{15}$/;
export const codeText = (code: string) => code.replace(/(\d{5})(?=\d)/g, '$1 ');
/** What the code's picture says: the prefix tells it from doors and members. */
export const bookingCodeText = (code: string) => `CB1.${code}`;
export const parseBookingCode = (text: string): string | null => {
  const digits = text
    .trim()
    .replace(/^CB1\./, '')
    .replace(/\s/g, '');
  return BOOKING_CODE.test(digits) ? digits : null;
};
