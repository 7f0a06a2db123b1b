import type { IncomingMessage, ServerResponse } from 'node:http';
import { FaultQueue } from '../faultQueue';
import { listening } from '../listening';
import { COLUMNS, forecastOf, isColumn } from './weather';

/** What goes wrong with the next answer: refused by the service, cut off, or not what it should be. */
export interface OpenMeteoFault {
  readonly effect: 'busy' | 'cut' | 'garbage';
  readonly times?: number;
}

const MOST_DAYS = 16;

/**
 * A weather service that answers `GET /v1/forecast` as Open-Meteo does (https://open-meteo.com/en/docs),
 * with weather that is made up and the same every time.
 *
 * @param now the club's clock, ms
 */
export async function startOpenMeteo({ now }: { readonly now: () => number }) {
  const faults = new FaultQueue<OpenMeteoFault>();
  let asked: string[] = [];
  const { url, stop } = await listening((request, response) => {
    asked.push(request.url ?? '');
    const fault = faults.take(() => true);
    if (fault?.effect === 'cut') request.socket.destroy();
    else if (fault?.effect === 'busy') send(response, refusal(502, 'Bad Gateway'));
    else if (fault?.effect === 'garbage') send(response, [200, { hourly: { time: ['soon'] } }]);
    else send(response, answerTo(request, now()));
  });
  return {
    url,
    stop,
    /** The next answers fail so. */
    order: (fault: OpenMeteoFault) => faults.order(fault),
    /** What was asked since the last look: paths with their queries. */
    asked: () => asked.splice(0),
    reset: () => {
      faults.clear();
      asked = [];
    },
  };
}

export type OpenMeteo = Awaited<ReturnType<typeof startOpenMeteo>>;

/** Status and body, as the service has them. */
function answerTo(request: IncomingMessage, now: number): readonly [number, object] {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (request.method !== 'GET' || pathname !== '/v1/forecast') {
    return refusal(404, 'Not Found');
  }
  const place = {
    latitude: Number(searchParams.get('latitude') ?? Number.NaN),
    longitude: Number(searchParams.get('longitude') ?? Number.NaN),
  };
  if (!(Math.abs(place.latitude) <= 90 && Math.abs(place.longitude) <= 180)) {
    return refusal(400, 'Latitude must be in range of -90 to 90°.');
  }
  const days = Number(searchParams.get('forecast_days') ?? 7);
  if (!(Number.isInteger(days) && days >= 0 && days <= MOST_DAYS)) {
    return refusal(400, `Forecast days is invalid. Allowed range 0 to ${MOST_DAYS}.`);
  }
  const columns = (searchParams.get('hourly') ?? '').split(',');
  const unknown = columns.find((column) => !isColumn(column));
  if (unknown !== undefined) {
    return refusal(400, `Data corrupted at path ''. Cannot initialize ${unknown}.`);
  }
  // Times are GMT with `unixtime`; the first is midnight of the zone that was asked for.
  if (searchParams.get('timeformat') !== 'unixtime') {
    return refusal(400, 'This stand-in speaks timeformat=unixtime only.');
  }
  const isChina = searchParams.get('timezone') === 'Asia/Shanghai';
  const offset = isChina ? CHINA_SECONDS : 0;
  return [
    200,
    {
      ...place,
      generationtime_ms: 0.1,
      utc_offset_seconds: offset,
      timezone: isChina ? 'Asia/Shanghai' : 'GMT',
      timezone_abbreviation: isChina ? 'GMT+8' : 'GMT',
      elevation: 10,
      hourly_units: { time: 'unixtime', ...COLUMNS },
      hourly: forecastOf(place, columns.filter(isColumn), { now, days, offset }),
    },
  ];
}

const CHINA_SECONDS = 8 * 3600;

const refusal = (status: number, reason: string) => [status, { error: true, reason }] as const;

function send(response: ServerResponse, [status, body]: readonly [number, object]): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}
