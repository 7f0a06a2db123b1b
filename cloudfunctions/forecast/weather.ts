import { clubDateOf, type Instant, SECOND } from '@shared/base/time';
import { clubHourOf, midnightOf } from '@shared/domain/forecast/clubCalendar';
import * as z from 'zod';
import type { Context } from '../_kit/serve';
import { allVenues, type Venue } from '../venue/service';
import { forecastSettings, weatherIssues } from './store';

/** Nine days reach to the end of the table of the coming midnight, and a day more. */
const DAYS = 10;
const PATIENCE = 8 * SECOND;
const HOURLY = 'temperature_2m,precipitation,cloud_cover';

/**
 * Where weather is asked for: `WEATHER_URL`, an address that answers as Open-Meteo does. Without it
 * nobody is asked: its free service is for non-commercial use only, so a club has to decide.
 */
export const weatherUrl = (): string | null => process.env.WEATHER_URL || null;

const column = z.array(z.number().nullable()).min(1);
/** As of https://open-meteo.com/en/docs, with `timeformat=unixtime`: seconds, of GMT. */
const answer = z.object({
  hourly: z.object({
    time: z.array(z.int()).min(1),
    temperature_2m: column,
    precipitation: column,
    cloud_cover: column,
  }),
});

/**
 * Asks for the weather of the days ahead of every venue that looks at it, and keeps it as it was
 * issued: a forecast may learn only from what was forecast. Once an evening and venue; a feed that
 * does not answer is asked again by the next timer, and left off for the night if it never does.
 */
export async function fetchWeather(context: Context): Promise<void> {
  const url = weatherUrl();
  if (url === null) return;
  const { db, platform } = context;
  const wanted = new Set((await db.all(forecastSettings, { weather: true })).map(({ _id }) => _id));
  if (wanted.size === 0) return;
  for (const venue of await allVenues(db)) {
    if (!wanted.has(venue._id)) continue;
    // A feed that is down keeps no other venue waiting for long, and no night at all.
    await fetchIssue(context, url, venue).catch((fault) => platform.reportFault(fault, 'weather'));
  }
}

async function fetchIssue({ db, now }: Context, url: string, venue: Venue): Promise<void> {
  const _id = `${venue._id}_${midnightOf(clubDateOf(now))}`;
  if (await db.get(weatherIssues, _id)) return;
  const query = new URLSearchParams({
    latitude: String(venue.latitude),
    longitude: String(venue.longitude),
    hourly: HOURLY,
    forecast_days: String(DAYS),
    timezone: 'Asia/Shanghai',
    timeformat: 'unixtime',
  });
  const signal = AbortSignal.timeout(PATIENCE);
  const response = await fetch(`${url}/v1/forecast?${query}`, { signal });
  if (!response.ok) throw new Error(`the weather feed answered ${response.status}`);
  const { hourly } = answer.parse(await response.json());
  const [first = 0] = hourly.time;
  await db.insert(weatherIssues, {
    ...{ _id, venueId: venue._id, issuedAt: clubHourOf(now) },
    from: clubHourOf((first * SECOND) as Instant),
    temperature: hourly.temperature_2m,
    rain: hourly.precipitation,
    cloud: hourly.cloud_cover,
  });
}
