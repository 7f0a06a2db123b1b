import { clubDateOf, type Instant, MINUTE, plus } from '@shared/base/time';
import type { ForecastView } from '@shared/contracts/forecast';
import { instantOf, midnightOf } from '@shared/domain/forecast/clubCalendar';
import { DAY_HOURS } from '@shared/domain/forecast/history';
import { quietHours, type Trend, trendOf } from '@shared/domain/forecast/outlook';
import { tableOn, weekAhead, withoutClosed } from '@shared/domain/forecast/serving';
import type { Table } from '@shared/domain/forecast/table';
import { middleAt, type Sample, todayAhead } from '@shared/domain/forecast/today';
import type { OpenSpan } from '@shared/domain/hours';
import type { Db } from '../_kit/db';
import { type Forecast, forecasts } from './store';

export const forecastNow = (db: Db) => db.get(forecasts, 'current');

/** A venue's table as of today; null while nothing can be said. */
function tableOf(forecast: Forecast | null, venueId: string, now: Instant): Table | null {
  const text = forecast?.venues[venueId]?.table;
  return text ? tableOn(JSON.parse(text) as Table, midnightOf(clubDateOf(now))) : null;
}

/** What the list says of a venue. */
export function glanceOf(
  forecast: Forecast | null,
  venue: { readonly _id: string; readonly capacity: number },
  { open, now }: { readonly open: boolean; readonly now: Instant },
): { readonly trend: Trend | null; readonly error: number | null } {
  const error = forecast?.venues[venue._id]?.error ?? null;
  const table = open ? tableOf(forecast, venue._id, now) : null;
  if (!table) return { trend: null, error };
  const minute = (now - instantOf(table.from)) / MINUTE;
  return { trend: trendOf((at) => middleAt(table, at), minute, venue.capacity), error };
}

export interface Seen {
  readonly now: Instant;
  readonly today: OpenSpan | null;
  readonly samples: readonly { readonly at: Instant; readonly headcount: number }[];
  /** Inside at this moment; null while it is closed. */
  readonly headcount: number | null;
  /** When the whole venue is closed beside its hours. */
  readonly closures: readonly { readonly from: Instant; readonly until: Instant }[];
}

/** What a venue's page says of what is to come; null while there is too little to say anything. */
export function outlookFor(
  forecast: Forecast | null,
  venueId: string,
  seen: Seen,
): ForecastView | null {
  const said = tableOf(forecast, venueId, seen.now);
  if (!said) return null;
  const midnight = instantOf(said.from);
  const minuteOf = (at: Instant) => (at - midnight) / MINUTE;
  const table = withoutClosed(
    said,
    seen.closures.map(({ from, until }) => ({ from: minuteOf(from), until: minuteOf(until) })),
  );
  const events = new Map(forecast?.venues[venueId]?.events.map(({ date, note }) => [date, note]));
  const points = seen.today ? restOf(table, midnight, seen) : [];
  const ahead = points.map(({ minute, middle, low, high }) => ({
    at: plus(midnight, minute * MINUTE),
    middle: tenth(middle),
    low: tenth(low),
    high: tenth(high),
  }));
  return {
    ahead,
    quiet: quietHours(points, minuteOf(seen.now)).map(({ minute, people }) => ({
      at: plus(midnight, minute * MINUTE),
      people,
    })),
    week: weekAhead(table, points).map(({ midnight: day, first, hours }) => {
      const date = clubDateOf(instantOf(day));
      return { date, first, hours: [...hours], event: events.get(date) ?? null };
    }),
    borrowed: table.basis !== 'OWN',
  };
}

const tenth = (people: number) => Number(people.toFixed(1));

/** From now, or from the opening if that is later, to the closing. */
function restOf(table: Table, midnight: Instant, { now, today, samples, headcount }: Seen) {
  const minuteOf = (at: Instant) => (at - midnight) / MINUTE;
  const at = Math.floor(minuteOf(now));
  const counted: Sample[] = samples.map((sample) => ({
    minute: minuteOf(sample.at),
    headcount: sample.headcount,
  }));
  if (headcount !== null) counted.push({ minute: at, headcount });
  const [opens, closes] = today ? [minuteOf(today.opensAt), minuteOf(today.closesAt)] : [0, 0];
  return todayAhead(table, counted, at).filter(
    ({ minute }) =>
      minute >= Math.max(opens, at - (at % 10)) &&
      minute < closes &&
      minute < DAY_HOURS * 60 &&
      // Hours within the opening that a closure takes.
      (table.high[Math.floor(minute / 60)] ?? 0) > 0,
  );
}
