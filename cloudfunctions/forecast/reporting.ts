import { addDays, clubDateOf } from '@shared/base/time';
import type { ForecastReport } from '@shared/contracts/forecast';
import { instantOf } from '@shared/domain/forecast/clubCalendar';
import type { TrackRecord } from '@shared/domain/forecast/record';
import { emptyRecord } from '@shared/domain/forecast/record';
import { type Shown, type Track, trackOf } from '@shared/domain/forecast/track';
import { driftText } from '@shared/domain/forecast/words';
import type { Context } from '../_kit/serve';
import type { Venue } from '../venue/service';
import { specialsOf } from './marking';
import { keptDay } from './recalling';
import { forecastNow } from './serving';
import { forecastRecords, forecastSettings, headcountDays, recordId } from './store';
import { weatherUrl } from './weather';

const WEEKS = 8;

/** What was said of a venue against what came, and what its manager can do about it. */
export async function reportOf(context: Context, venue: Venue): Promise<ForecastReport> {
  const { db, now } = context;
  const { _id: venueId, name, capacity } = venue;
  const since = addDays(clubDateOf(now), -(WEEKS * 7 + 1));
  const [forecast, days, special, settings] = await Promise.all([
    forecastNow(db),
    db.all(headcountDays, { venueId, date: { gte: since } }),
    specialsOf(context, venueId),
    db.get(forecastSettings, venueId),
  ]);
  const stored = forecast && (await db.get(forecastRecords, recordId(venueId, forecast.version)));
  const record = stored ? (JSON.parse(stored.record) as TrackRecord) : emptyRecord(venueId, 0);
  const track = trackOf(record, days.map(keptDay), WEEKS);
  return {
    venueName: name,
    capacity,
    trainedAt: forecast?.trainedAt == null ? null : instantOf(forecast.trainedAt),
    days: track.days.map(({ midnight, came, said }) => ({
      date: clubDateOf(instantOf(midnight)),
      came,
      said,
    })),
    errors: errorsOf(track),
    oddities: (forecast?.venues[venueId]?.drifts ?? []).map(driftText),
    special,
    weather: { wanted: settings?.weather ?? false, available: weatherUrl() !== null },
    now,
  };
}

function errorsOf({ errors }: Track): ForecastReport['errors'] {
  const of = (distance: Shown) => {
    const { whole, weeks } = errors[distance];
    return {
      people: whole && Number(whole.error.toFixed(1)),
      share: whole && Number(whole.share.toFixed(3)),
      weeks: [...weeks],
    };
  };
  return { '1h': of('1h'), '3h': of('3h'), '24h': of('24h'), '168h': of('168h') };
}
