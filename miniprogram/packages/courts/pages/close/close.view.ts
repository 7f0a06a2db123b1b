import {
  addDays,
  type ClubDate,
  clubDateOf,
  clubDayStart,
  daysBetween,
  type Instant,
  MINUTE,
  plus,
} from '@shared/base/time';
import type { SheetRow } from '@shared/contracts/courtsViews';
import { isLive } from '@shared/domain/booking';
import { SLOT_MINUTES } from '@shared/domain/slots';
import { refusalOfReason } from '@shared/domain/visit';
import { REFUSALS } from '@shared/refusals';

/** What is to be closed, as it was picked; times are minutes of their day. */
export interface CloseForm {
  readonly whole: boolean;
  readonly courtIds: readonly string[];
  readonly fromDate: ClubDate;
  readonly fromMinute: number;
  readonly untilDate: ClubDate;
  readonly untilMinute: number;
  readonly reason: string;
}

/** From the next half-hour to the end of the day. */
export function newClosing(now: Instant): CloseForm {
  const today = clubDateOf(now);
  const minute = Math.ceil((now - clubDayStart(today)) / MINUTE / SLOT_MINUTES) * SLOT_MINUTES;
  return {
    whole: false,
    courtIds: [],
    fromDate: today,
    fromMinute: minute,
    untilDate: today,
    untilMinute: 24 * 60,
    reason: '',
  };
}

export interface Period {
  readonly from: Instant;
  readonly until: Instant;
}

export const periodOf = (form: CloseForm): Period => ({
  from: plus(clubDayStart(form.fromDate), form.fromMinute * MINUTE),
  until: plus(clubDayStart(form.untilDate), form.untilMinute * MINUTE),
});

/** What is wrong with a form, in the words shown; empty when nothing is. */
export function wrongWith(form: CloseForm, now: Instant): string {
  const { from, until } = periodOf(form);
  if (!form.whole && form.courtIds.length === 0) return '请选择要停用的场地';
  if (from >= until) return '结束时间要晚于开始时间';
  if (until <= now) return '这段时间已经过去，请重新选择';
  const refusal = refusalOfReason(form.reason);
  return refusal ? REFUSALS[refusal] : '';
}

/** Days whose sheets are looked at before it is asked; longer periods are only warned of. */
const MOST_COUNTED_DAYS = 7;

/** The days to look at; null when they are too many. */
export function countedDays(form: CloseForm): ClubDate[] | null {
  const days = daysBetween(form.fromDate, form.untilDate) + 1;
  if (days > MOST_COUNTED_DAYS) return null;
  return Array.from({ length: days }, (_, index) => addDays(form.fromDate, index));
}

/** How many bookings a closure would end, of those of the sheets. */
export function affectedBy(form: CloseForm, rows: readonly SheetRow[], now: Instant): number {
  const { from, until } = periodOf(form);
  return rows.filter(
    ({ booking }) =>
      isLive(booking.status) &&
      booking.endAt > now &&
      booking.startAt < until &&
      from < booking.endAt &&
      (form.whole || form.courtIds.includes(booking.courtId)),
  ).length;
}

/** What is asked where there is nothing to book. */
export const WITHOUT_COURTS = '这段时间全馆停用，人流预测按闭馆处理。';

/** What is asked before closing; `affected` is null when nobody counted. */
export function closeQuestion(affected: number | null): string {
  if (affected === 0) return '现在没有受影响的预订。这段时间不能再预订。';
  const what = affected === null ? '这段时间的预订都会' : `${affected} 个预订会`;
  return `${what}取消并全额退款，我们会通知每个人，并推荐最近的空位。不能撤回。`;
}
