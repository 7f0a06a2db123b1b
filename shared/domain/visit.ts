import {
  clubDateOf,
  earlier,
  type Instant,
  later,
  MINUTE,
  minutesBetween,
  plus,
} from '../base/time';
import { openSpanAt, openSpanOn, type WeeklyHours } from './hours';

export const VISIT_REFUSALS = {
  VENUE_NOT_FOUND: '没有找到这个场馆，请返回列表重新选择',
  VENUE_CLOSED: '场馆现在不在开放时间，请在开放时间内打卡',
  VENUE_SUSPENDED: '场馆暂停开放，请留意场馆通知或换一家场馆',
  VENUE_FULL: '场馆已满，请稍后再试或看看其他场馆',
  VISIT_NOT_FOUND: '没有找到这次打卡，请刷新后再试',
  VISIT_ENDED: '这次打卡已经结束，请刷新后再试',
  REASON_REQUIRED: '请写明原因，2 到 100 个字',
} as const;

/** How a visit ended; null while it is open. */
export const VISIT_ENDINGS = ['MEMBER', 'ELSEWHERE', 'CLOSING', 'LONGEST_STAY', 'DESK'] as const;
export type VisitEnding = (typeof VISIT_ENDINGS)[number];

/** How a visit began: the door's code, or by hand at the desk. */
export const VISIT_METHODS = ['DOOR', 'DESK'] as const;
export type VisitMethod = (typeof VISIT_METHODS)[number];

/** The life of a visit: for each status, what each event leads to. */
const NEXT = {
  OPEN: { close: 'CLOSED' },
  CLOSED: {},
} as const;

export type VisitStatus = keyof typeof NEXT;
export const VISIT_STATUSES = Object.keys(NEXT) as [VisitStatus, ...VisitStatus[]];

/** The status an event leads to. An impossible step is a bug. */
export function advanceVisit(status: VisitStatus, event: 'close'): VisitStatus {
  const exits: Partial<Record<'close', VisitStatus>> = NEXT[status];
  const to = exits[event];
  if (!to) throw new Error(`a visit that is ${status} cannot ${event}`);
  return to;
}

export const DEFAULT_LONGEST_STAY_MINUTES = 4 * 60;

export interface VisitableVenue {
  readonly hours: WeeklyHours;
  readonly longestStayMinutes: number;
  readonly suspended: boolean;
}

/** Why nobody may enter now, or null. Fullness is the board's to decide. */
export function refusalToEnter(venue: VisitableVenue, now: Instant) {
  if (venue.suspended) return 'VENUE_SUSPENDED';
  return openSpanAt(venue.hours, now) ? null : 'VENUE_CLOSED';
}

/** When a visit that begins now ends by itself: closing time or the longest stay, the earlier. */
export function visitDeadline(
  venue: VisitableVenue,
  now: Instant,
): { readonly at: Instant; readonly ending: 'CLOSING' | 'LONGEST_STAY' } {
  const stay = plus(now, venue.longestStayMinutes * MINUTE);
  const closing = openSpanAt(venue.hours, now)?.closesAt ?? now;
  return closing <= stay
    ? { at: closing, ending: 'CLOSING' }
    : { at: stay, ending: 'LONGEST_STAY' };
}

/**
 * When a visit that is going on ends after its venue's hours or longest stay were changed: by the
 * new rules, but not before the change.
 */
export function redatedDeadline(
  venue: Pick<VisitableVenue, 'hours' | 'longestStayMinutes'>,
  checkedInAt: Instant,
  now: Instant,
) {
  const stay = plus(checkedInAt, venue.longestStayMinutes * MINUTE);
  const closing = openSpanOn(venue.hours, clubDateOf(checkedInAt))?.closesAt ?? now;
  const ending: 'CLOSING' | 'LONGEST_STAY' = closing <= stay ? 'CLOSING' : 'LONGEST_STAY';
  return { at: later(earlier(closing, stay), now), ending };
}

/** Whole minutes that count: never past the deadline. */
export function visitMinutes(
  visit: { readonly checkedInAt: Instant; readonly deadline: Instant },
  leftAt: Instant,
): number {
  return minutesBetween(visit.checkedInAt, earlier(leftAt, visit.deadline));
}

/** What the desk writes when it ends somebody's visit, in characters. */
const REASON_LENGTH = { least: 2, most: 100 } as const;

export function refusalOfReason(reason: string) {
  const length = [...reason.trim()].length;
  const fits = length >= REASON_LENGTH.least && length <= REASON_LENGTH.most;
  return fits ? null : 'REASON_REQUIRED';
}
