import { type Fen, fen, formatYuan } from '@shared/base/money';
import {
  addDays,
  type ClubDate,
  clubDateOf,
  clubDayStart,
  clubWeekdayOf,
  type Instant,
} from '@shared/base/time';
import type { Api } from '@shared/contracts';
import type { GridView } from '@shared/contracts/bookingViews';
import { SPORT_WORDS, type Sport } from '@shared/domain/booking';
import { clockText } from '@shared/domain/hours';
import { type Quote, quoteOf } from '@shared/domain/price';
import { SLOT_MINUTES } from '@shared/domain/slots';
import type { Selection } from '../../components/slot-grid/choice.view';

export type Opened = Awaited<ReturnType<Api['booking']['open']>>;

export interface DayChip {
  readonly date: ClubDate;
  readonly word: string;
  readonly day: string;
  readonly chosen: boolean;
  /** When it is released; empty when it is. */
  readonly released: string;
}

const WEEKDAYS = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];

/** 今天, 明天, 周一 … */
export function dayWord(date: ClubDate, today: ClubDate): string {
  if (date === today) return '今天';
  if (date === addDays(today, 1)) return '明天';
  return WEEKDAYS[clubWeekdayOf(clubDayStart(date))] ?? '';
}

export function dayChips({ days, releaseMinute }: Opened, date: ClubDate, now: Instant): DayChip[] {
  const today = clubDateOf(now);
  return days.map((day) => ({
    date: day.date,
    word: dayWord(day.date, today),
    day: `${Number(day.date.slice(8))}`,
    chosen: day.date === date,
    released: day.released ? '' : clockText(releaseMinute),
  }));
}

export interface SportChip {
  readonly sport: Sport;
  readonly word: string;
  readonly chosen: boolean;
}

/** Empty when there is nothing to choose. */
export function sportChips({ venues, grid }: Opened): SportChip[] {
  const sports = venues.find(({ id }) => id === grid?.venueId)?.sports ?? [];
  if (sports.length < 2) return [];
  return sports.map((sport) => ({
    sport,
    word: SPORT_WORDS[sport],
    chosen: sport === grid?.sport,
  }));
}

export interface ChoiceBar {
  readonly what: string;
  /** 半小时, 1.5 小时. */
  readonly length: string;
  readonly price: string;
  readonly button: string;
  readonly taken: boolean;
  /** Whether it can be repeated every week. */
  readonly weekly: boolean;
}

/** The bill of a choice, for as many places. The server computes it again. */
export function quoteOfChoice(grid: GridView, choice: Selection, places: number): Quote {
  const first = (choice.from - (grid.open?.from ?? 0)) / SLOT_MINUTES;
  const last = (choice.until - (grid.open?.from ?? 0)) / SLOT_MINUTES;
  return quoteOf(grid.prices.slice(first, last), { places, percent: grid.percent });
}

const lengthText = (minutes: number) =>
  minutes === SLOT_MINUTES ? '半小时' : `${Number((minutes / 60).toFixed(1))} 小时`;

/** What the bar at the thumb says of a choice. */
export function choiceBar(grid: GridView, choice: Selection): ChoiceBar {
  const court = grid.courts.find(({ id }) => id === choice.courtId);
  const { from, until, taken } = choice;
  const time = `${clockText(from)}–${clockText(until)}`;
  const what = `${court?.name ?? ''} ${time}`;
  const length = lengthText(until - from);
  const total: Fen = fen(quoteOfChoice(grid, choice, 1).total);
  return taken
    ? { what, length, price: '已被订走', button: '排队候补', taken, weekly: false }
    : {
        what,
        length,
        price: formatYuan(total),
        button: '去预订',
        taken,
        weekly: grid.seriesAllowed,
      };
}

const queryOf = (query: Readonly<Record<string, string | number>>) =>
  Object.entries(query)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

/** The address of the page that books a choice. */
export function confirmPath(grid: GridView, choice: Selection): string {
  const { courtId, from, until } = choice;
  const { venueId, date, sport } = grid;
  const query = queryOf({ venueId, courtId, date, sport, from, until });
  return `/packages/booking/pages/confirm/confirm?${query}`;
}

/** The address of the page that books a choice every week. */
export function seriesPath(grid: GridView, choice: Selection): string {
  const { courtId, from, until } = choice;
  const { venueId, date, sport } = grid;
  const query = queryOf({ venueId, courtId, date, sport, from, until });
  return `/packages/booking/pages/series/series?${query}`;
}
