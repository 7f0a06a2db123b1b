import { type Fen, fen, formatYuan, type Points } from '@shared/base/money';
import { type ClubDate, clubDayStart, clubWeekdayOf, formatClub } from '@shared/base/time';
import type { SeriesDate } from '@shared/contracts/bookingViews';
import { FEWEST_SERIES_WEEKS, MOST_SERIES_WEEKS } from '@shared/domain/booking';
import { clockText } from '@shared/domain/hours';
import { fenOfPoints } from '@shared/domain/points';
import { REFUSALS, type RefusalCode } from '@shared/refusals';
import type { Opened } from '../../../../pages/booking/booking.view';
import { durationText } from '../../../../words/duration';
import { WEEKDAYS } from '../../../../words/opening';
import { type PayBy, type PayWay, payWays, payWord } from '../../payWay.view';
import type { Wanted } from '../confirm/confirm.view';
import { type Beside, besideMoney } from '../confirm/means.view';

export const FEWEST_WEEKS = FEWEST_SERIES_WEEKS;
export const MOST_WEEKS = MOST_SERIES_WEEKS;
/** Courts to move a clash to; more would only be scrolled past. */
const MOST_OTHERS = 6;

/** What becomes of a date: a court's id, or nothing. */
export const SKIP = '';

export interface SeriesForm {
  readonly weeks: number;
  readonly by: PayBy;
  readonly withPoints: boolean;
  /** Dates that were decided by hand: the court, or SKIP. */
  readonly decided: Readonly<Record<string, string>>;
}

/** A way out of a clash. */
export interface WayOut {
  readonly courtId: string;
  readonly word: string;
  readonly chosen: boolean;
}

export interface SeriesRow {
  readonly date: ClubDate;
  readonly day: string;
  /** Whether the date is booked. */
  readonly kept: boolean;
  /** Why it cannot be booked as asked; empty when it can. */
  readonly reason: string;
  readonly ways: readonly WayOut[];
  readonly price: string;
}

export interface SeriesView {
  readonly title: string;
  readonly venue: string;
  readonly weeks: number;
  readonly fewer: boolean;
  readonly more: boolean;
  readonly rows: readonly SeriesRow[];
  /** `订 3 次，跳过 1 次`. */
  readonly count: string;
  /** Null where no points can be used. */
  readonly points: Beside['points'];
  readonly pointsUsed: Points;
  /** What is to be paid in money. */
  readonly due: Fen;
  readonly dueText: string;
  /** Empty when there is nothing to pay. */
  readonly ways: readonly PayWay[];
  readonly button: string;
  readonly payable: boolean;
  /** What is booked: the request, but for the money. */
  readonly dates: readonly { readonly date: ClubDate; readonly courtId: string }[];
}

const REASONS: Partial<Record<RefusalCode, string>> = {
  SLOT_TAKEN: '已被订走',
  NOT_ON_SALE: '不对外预订',
  DAY_LIMIT: '超过每天可订的时间',
  SLOT_PAST: '已经开始',
  NOT_RELEASED: '还没有开放预订',
};

/** Whether a date can be booked on another court: not where the member's own day is full. */
const othersOf = ({ refusal, others }: SeriesDate) =>
  refusal === null || refusal === 'DAY_LIMIT' ? [] : others.slice(0, MOST_OTHERS);

function reasonOf({ refusal }: SeriesDate): string {
  if (refusal === null) return '';
  const code = refusal as RefusalCode;
  return REASONS[code] ?? REFUSALS[code];
}

/** The court of a date, or SKIP: as asked where that is possible, by hand where it was decided. */
function courtOf(date: SeriesDate, courtId: string, decided: SeriesForm['decided']): string {
  const wanted = decided[date.date] ?? courtId;
  if (wanted === courtId) return date.refusal === null ? courtId : SKIP;
  return othersOf(date).some(({ id }) => id === wanted) ? wanted : SKIP;
}

export interface SeriesFacts {
  readonly wanted: Wanted;
  readonly opened: Opened;
  /** Of the most weeks; as many as the form says are shown. */
  readonly dates: readonly SeriesDate[];
}

export function seriesView({ wanted, opened, dates }: SeriesFacts, form: SeriesForm): SeriesView {
  const { courtId, from, until } = wanted;
  const shown = dates.slice(0, form.weeks);
  const chosen = shown.map((date) => ({ date, at: courtOf(date, courtId, form.decided) }));
  const kept = chosen.filter(({ at }) => at !== SKIP);
  const total = fen(kept.reduce((sum, { date }) => sum + date.total, 0));
  const skipped = shown.length - kept.length;
  // One date is no series: it is booked as any single one.
  const payable = kept.length >= FEWEST_WEEKS;
  // A coupon is for a single booking.
  const means = opened.means && { ...opened.means, coupons: [] };
  const chosenPoints = { couponId: null, withPoints: form.withPoints, now: opened.now };
  const { points, pointsUsed } = besideMoney(payable ? means : null, total, chosenPoints);
  const due = fen(total - fenOfPoints(pointsUsed));
  const court = opened.grid?.courts.find(({ id }) => id === courtId)?.name ?? '';
  const weekday = WEEKDAYS[clubWeekdayOf(clubDayStart(wanted.date))] ?? '';
  return {
    title: `每${weekday} ${clockText(from)}–${clockText(until)}`,
    venue: [venueName(opened, wanted.venueId), court, durationText(until - from)]
      .filter((word) => word !== '')
      .join(' · '),
    weeks: form.weeks,
    fewer: form.weeks > FEWEST_WEEKS,
    more: form.weeks < Math.min(MOST_WEEKS, dates.length),
    rows: chosen.map(({ date, at }) => rowOf(date, at)),
    count: `订 ${kept.length} 次${skipped > 0 ? `，跳过 ${skipped} 次` : ''}`,
    points,
    pointsUsed,
    due,
    dueText: formatYuan(due),
    ways: payable && due > 0 ? payWays(form.by, null) : [],
    button: payable ? payWord(form.by, due) : `请至少保留 ${FEWEST_WEEKS} 个日期`,
    payable,
    dates: kept.map(({ date, at }) => ({ date: date.date, courtId: at })),
  };
}

const venueName = ({ venues }: Opened, venueId: string) =>
  venues.find(({ id }) => id === venueId)?.name ?? '';

function rowOf(date: SeriesDate, at: string): SeriesRow {
  const kept = at !== SKIP;
  const others = othersOf(date);
  const skip = { courtId: SKIP, word: '跳过', chosen: !kept };
  const courts = others.map(({ id, name }) => ({
    courtId: id,
    word: `改到 ${name}`,
    chosen: id === at,
  }));
  return {
    date: date.date,
    day: formatClub(clubDayStart(date.date), 'M 月 D 日'),
    kept,
    reason: reasonOf(date),
    ways: others.length > 0 ? [skip, ...courts] : [],
    price: kept ? formatYuan(date.total) : '跳过',
  };
}

/** The form after a tap on a date that can be booked as asked: it is skipped, or taken in again. */
export function toggled(form: SeriesForm, date: ClubDate, courtId: string): SeriesForm {
  const skip = form.decided[date] !== SKIP;
  return { ...form, decided: { ...form.decided, [date]: skip ? SKIP : courtId } };
}
