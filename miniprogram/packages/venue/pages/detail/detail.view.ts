import {
  addDays,
  clubDateOf,
  clubDayStart,
  clubWeekdayOf,
  formatClub,
  HOUR,
  type Instant,
  plus,
  weekStartOf,
} from '@shared/base/time';
import type { Api } from '@shared/contracts';
import { crowdingOf } from '@shared/domain/crowding';
import { clockText, type WeeklyHours } from '@shared/domain/hours';
import { refusalToEnter } from '@shared/domain/visit';
import { REFUSALS } from '@shared/refusals';
import type { Day } from '../../../../components/day-curve/curve.view';
import { visitLine } from '../../../../components/visit-bar/visit.view';
import { fullnessOf } from '../../../../words/crowding';
import { durationText } from '../../../../words/duration';
import { openingLine, WEEKDAYS } from '../../../../words/opening';
import { errorText, outlookText } from '../../../../words/outlook';
import { type Week, weekOf } from './week.view';

export type VenueDetail = Awaited<ReturnType<Api['venue']['detail']>>;

export interface HoursRow {
  readonly weekday: string;
  readonly text: string;
  readonly today: boolean;
}

/** The one button of the page: 打卡 or 离场, and why it rests or what it brings. */
export interface MainAction {
  readonly kind: 'in' | 'out';
  readonly word: string;
  readonly disabled: boolean;
  readonly note: string;
}

/** What is said of today and of the week to come. */
export interface Outlook {
  /** `现在很挤，19:30 后会好一些`; empty when nothing can be said of today. */
  readonly word: string;
  /** Whether a forecast is drawn. */
  readonly drawn: boolean;
  /** What the forecast is worth, or why there is none. */
  readonly note: string;
  readonly quiet: readonly { readonly time: string; readonly people: string }[];
  readonly week: Week;
  /** Whether the member can ask to hear when it is quiet; `waiting` when that has been asked for. */
  readonly reminder: 'none' | 'offered' | 'waiting';
}

/** The page, ready to print. */
export interface DetailView {
  readonly id: string;
  readonly name: string;
  readonly campusName: string;
  readonly pictureUrl: string;
  readonly headcount: number;
  readonly capacity: number;
  readonly closed: boolean;
  readonly opening: string;
  /** When and why the whole venue is closed today beside its hours; empty if it is not. */
  readonly closure: string;
  /** `4.6 分 · 23 条评价`; empty while nobody has said anything. */
  readonly rating: string;
  readonly bookable: boolean;
  readonly favourite: boolean;
  readonly day: Day;
  readonly outlook: Outlook;
  readonly hours: readonly HoursRow[];
  readonly longestStay: string;
  readonly address: string;
  readonly phone: string;
  readonly action: MainAction;
}

export function detailView(detail: VenueDetail, now: Instant): DetailView {
  const { venue, curve, today } = detail;
  const { id, name, campusName, headcount, capacity, favourite, address, phone } = venue;
  return {
    id,
    name,
    campusName,
    pictureUrl: venue.pictureUrl ?? '',
    headcount,
    capacity,
    closed: !venue.opening.open,
    opening: openingLine(venue.opening, now),
    closure: closureLine(detail.closure, now),
    rating: ratingText(detail.rating),
    bookable: detail.bookable,
    favourite,
    day: {
      ...{ samples: curve, span: today, headcount, now },
      ahead: detail.forecast?.ahead ?? [],
    },
    outlook: outlookOf(detail, now),
    hours: hoursOfWeek(venue.hours, now),
    longestStay: durationText(venue.longestStayMinutes),
    address,
    phone,
    action: mainAction(detail, now),
  };
}

/** Until when, or from when on, the whole venue is closed today, and why; empty if it is not. */
function closureLine(closure: VenueDetail['closure'], now: Instant): string {
  if (!closure) return '';
  const { from, until, reason } = closure;
  const clock = (at: Instant) => formatClub(at, 'HH:mm');
  const endsToday = clubDateOf(until) === clubDateOf(now);
  if (from <= now) return `停用中：${reason}${endsToday ? `，${clock(until)} 恢复` : ''}`;
  const span = endsToday ? `${clock(from)}–${clock(until)} ` : `${clock(from)} 起`;
  return `今天 ${span}停用：${reason}`;
}

/** The forecast in words, as of this moment. */
function outlookOf({ venue, today, forecast, waiting }: VenueDetail, now: Instant): Outlook {
  const { headcount, capacity } = venue;
  const open = venue.opening.open;
  const ahead = forecast?.ahead ?? [];
  const isQuiet = crowdingOf(headcount, capacity) === 'FREE';
  const offered = open && !isQuiet ? 'offered' : 'none';
  return {
    word: outlookText({ headcount, capacity, open, today, ahead, now }),
    drawn: ahead.some(({ at }) => at > now),
    note: venue.opening.suspended ? '' : noteOf(forecast, venue.error),
    quiet: (forecast?.quiet ?? [])
      .filter(({ at }) => at > now)
      .map(({ at, people }) => ({
        time: `${formatClub(at, 'HH:mm')}–${formatClub(plus(at, HOUR), 'HH:mm')}`,
        people: `约 ${people} 人`,
      })),
    week: weekOf(forecast?.week ?? [], capacity),
    reminder: waiting ? 'waiting' : offered,
  };
}

function noteOf(forecast: VenueDetail['forecast'], error: number | null): string {
  if (!forecast) return '数据还少，过些日子这里会有预测';
  return `${forecast.borrowed ? '参考同类场馆，' : ''}${errorText(error)}`;
}

const ratingText = (rating: VenueDetail['rating']) =>
  rating ? `${rating.average.toFixed(1)} 分 · ${rating.count} 条评价` : '';

/** The opening hours of this week, Monday first, today marked. */
export function hoursOfWeek(hours: WeeklyHours, now: Instant): HoursRow[] {
  const today = clubDateOf(now);
  const monday = weekStartOf(today);
  return Array.from({ length: 7 }, (_, index) => {
    const date = addDays(monday, index);
    const weekday = clubWeekdayOf(clubDayStart(date));
    const day = hours[weekday];
    const text = day ? `${clockText(day.opens)} – ${clockText(day.closes)}` : '休息';
    return { weekday: WEEKDAYS[weekday] ?? '', text, today: date === today };
  });
}

/** Asks the same rules as the server, so that a button that can be tapped does something. */
export function mainAction({ venue, openVisit }: VenueDetail, now: Instant): MainAction {
  if (openVisit?.venueId === venue.id) {
    const note = visitLine(openVisit, now).detail;
    return { kind: 'out', word: '离场', disabled: false, note };
  }
  const full = venue.headcount >= venue.capacity ? 'VENUE_FULL' : null;
  const rule = { ...venue, suspended: venue.opening.suspended };
  const refusal = refusalToEnter(rule, now) ?? full;
  const moving = openVisit ? `打卡后会从「${openVisit.venueName}」离场` : '';
  return {
    kind: 'in',
    word: '打卡',
    disabled: refusal !== null,
    note: refusal ? REFUSALS[refusal] : moving,
  };
}

/** The card that a friend gets: the number at this moment is what makes it worth opening. */
export function shareCard(view: DetailView): { title: string; path: string } {
  const { word } = fullnessOf(view.headcount, view.capacity);
  const title = view.closed
    ? `${view.name} · ${view.opening}`
    : `${view.name} 现在 ${view.headcount} 人，${word}`;
  return { title, path: `/packages/venue/pages/detail/detail?id=${encodeURIComponent(view.id)}` };
}

/** The venue that the page was opened for: a link says `id`, the code on the wall a scene. */
export function venueIdFrom(query: { readonly id?: string; readonly scene?: string }): string {
  return decodeURIComponent(query.id ?? query.scene ?? '');
}
