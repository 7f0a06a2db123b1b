import { type ClubDate, DAY, MINUTE, plus } from '@shared/base/time';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { keepDays } from '../../cloudfunctions/forecast/keeping';
import { makeNights } from '../../cloudfunctions/forecast/nightly';
import { openBook } from '../../cloudfunctions/forecast/publishing';
import { forecastNow } from '../../cloudfunctions/forecast/serving';
import type { Venue } from '../../cloudfunctions/venue/service';
import { requestsOf } from '../bench/requests';
import { at } from '../domain/clock';
import { type Club, GYM, orderFaults } from './club';
import { type ForecastClub, HALL, NIGHT, openForecastClub, TODAY, VENUES } from './forecast';

let club: Club;
let fresh: ForecastClub['fresh'];
let night: ForecastClub['night'];
let served: ForecastClub['served'];
let tables: ForecastClub['tables'];
let days: ForecastClub['days'];
let timers: ForecastClub['timers'];
/** What an undisturbed night makes of three weeks. */
let expected: Record<string, string>;
beforeAll(async () => {
  ({ club, fresh, night, served, tables, days, timers } = await openForecastClub());
  await fresh();
  await night();
  expected = await tables();
});
afterAll(() => club.close());

describe('the first night of a club that has counted for five weeks', () => {
  beforeAll(async () => {
    await fresh(36);
    await night();
  });

  test('makes all that was missing, and the page goes on where the curve ends', async () => {
    expect((await served())?.midnight).toBe(TODAY);
    club.cloud.stats();
    const page = await club.as('lin').venue.detail({ id: GYM });
    // Who is calling, the venue, and eleven at once: of them the forecast, the wish to be told, closures.
    expect(requestsOf(club.cloud.stats(), 'venue', 'detail')).toBe(13);
    const { forecast, venue } = page;
    if (!forecast) throw new Error('no forecast');
    expect(forecast.ahead[0]).toMatchObject({ middle: venue.headcount });
    expect(forecast.ahead.at(-1)?.at).toBe(at('2026-03-14 22:20'));
    for (const { low, middle, high } of forecast.ahead) {
      expect(low).toBeLessThanOrEqual(middle);
      expect(middle).toBeLessThanOrEqual(high);
    }
    expect(forecast.week.map(({ date }) => date)).toEqual(
      [14, 15, 16, 17, 18, 19, 20].map((day) => `2026-03-${day}`),
    );
    expect(forecast.quiet).toHaveLength(2);
    expect(venue.error).toBeGreaterThan(0);
    expect(venue.error).toBeLessThan(venue.capacity / 8);
  });

  test('costs the list one request more, and leaves a venue without a past alone', async () => {
    club.cloud.stats();
    const { venues } = await club.as('lin').venue.list({});
    expect(requestsOf(club.cloud.stats(), 'venue', 'list')).toBe(8);
    const known = venues.filter(({ trend }) => trend !== null).map(({ id }) => id);
    expect(known.sort()).toEqual([...VENUES].sort());
    const young = await club.as('lin').venue.detail({ id: 'v-west-yoga' });
    expect({ forecast: young.forecast, error: young.venue.error }).toEqual({
      forecast: null,
      error: null,
    });
  });

  test('counts on the day, on what is inside now', async () => {
    const board = await club.document('venue_boards', GYM);
    const later = async () => {
      const { forecast } = await club.as('lin').venue.detail({ id: GYM });
      return forecast?.ahead[6]?.middle ?? 0;
    };
    const before = await later();
    await club.cloud.load('venue_boards', [{ ...board, headcount: 78, free: 2 }]);
    expect(await later()).toBeGreaterThan(before);
    await club.cloud.load('venue_boards', [board ?? {}]);
  });

  test('says nothing of a hall that is suspended', async () => {
    const venue = await club.document('venues', GYM);
    await club.cloud.load('venues', [{ ...venue, suspended: true }]);
    expect((await club.as('lin').venue.detail({ id: GYM })).forecast).toBeNull();
    await club.cloud.load('venues', [venue ?? {}]);
  });

  test('shows the manager what was said against what came, week by week', async () => {
    const report = await club.as('admin-east').forecast.report({ venueId: HALL });
    expect(report.days.at(-1)?.date).toBe('2026-03-13');
    expect(report.errors['3h'].weeks).toHaveLength(8);
    expect(report.errors['3h'].people).toBe((await served())?.venues[HALL]?.error);
    const one = report.days.at(-1);
    expect(one?.came).toBeGreaterThan(0);
    expect(one?.said['24h']).toBeGreaterThan(0);
  });

  test('keeps the day that is over in hours, closed ones as such, and notes what is sold', async () => {
    const tomorrow = plus(NIGHT, DAY);
    await night(tomorrow);
    expect((await served())?.midnight).toBe(TODAY + 24);
    const day = (await days(GYM)).at(-1);
    expect(day?.date).toBe('2026-03-14');
    // Only the morning was counted.
    expect(day?.counts.map((count) => count !== null)).toEqual(
      Array.from({ length: 24 }, (_, hour) => hour >= 6 && hour <= 10),
    );
    expect(day?.open).toEqual(
      Array.from({ length: 24 }, (_, hour) => Number(hour > 5 && hour < 23)),
    );
    expect(await club.documents('sold_nights', { venueId: GYM })).toHaveLength(38);
  });
});

describe('a night', () => {
  beforeEach(() => fresh());

  test('forgets samples of more than five weeks ago, whose days are kept in hours', async () => {
    const sample = (date: string) => {
      const when = at(`${date} 12:00`);
      const counted = { venueId: GYM, at: when, headcount: 7, capacity: 60 };
      return { _id: `${GYM}_${when}`, ...counted };
    };
    const old = ['2026-02-05', '2026-02-06', '2026-02-07'].map(sample);
    await fresh();
    const yesterday = (await days(GYM)).find(({ date }) => date === '2026-03-13');
    await club.removeDocument('headcount_days', String(yesterday?._id));
    await club.cloud.load('venue_samples', old);
    await night();
    const left = await club.documents('venue_samples', { at: { $lt: at('2026-02-08 00:00') } });
    expect(left.map(({ _id }) => _id)).toEqual([`${GYM}_${at('2026-02-07 12:00')}`]);
    expect((await days(GYM)).some(({ date }) => date === '2026-03-13')).toBe(true);
  });

  test('is the same whatever the days to come hold', async () => {
    const poison = (await days(GYM)).slice(-3).map((day, index) => {
      const date = `2026-03-${15 + index}`;
      return { ...day, _id: `${GYM}_${date}`, date, counts: day.counts.map(() => 4000) };
    });
    await club.cloud.load('headcount_days', poison);
    await night();
    expect(await tables()).toEqual(expected);
  });

  test('of a hall that is suspended now closes only the days on which nobody came', async () => {
    const venue = (await club.document('venues', HALL)) as unknown as Venue;
    const context = timers.contextAt(plus(NIGHT, 2 * DAY));
    const last = '2026-03-13' as ClubDate;
    const kept = await keepDays(context, { ...venue, suspended: true }, last);
    expect(kept.map(({ open }) => open.includes(1))).toEqual([true, false]);
  });

  test('lives with a week that nobody counted', async () => {
    for (const { _id } of (await days(GYM)).slice(-9, -2)) {
      await club.removeDocument('headcount_days', String(_id));
    }
    await night();
    const week = (await club.as('lin').venue.detail({ id: GYM })).forecast?.week ?? [];
    expect(week.map(({ hours }) => hours.length)).toEqual(new Array<number>(7).fill(17));
  });
});

describe('who is killed', () => {
  // In the middle of a training, with a night written but not swapped, and after the swap.
  test.each([
    ['a training', 'database.modifyDocument', 8],
    ['the documents of a night', 'database.insertDocument', 54],
    ['the swap', 'database.commitTransaction', 1],
  ])('in %s leaves what was served, and the next one makes the same', async (_, request, n) => {
    await fresh();
    const counts = {
      function: 'forecastTimer',
      request,
      n,
      when: 'before',
      effect: 'kill',
    } as const;
    await orderFaults(club, counts);
    await club.cloud.runTimer('forecastTimer', 'night');
    expect((await served())?.version).toBe(undefined);
    // Its lease holds the next one off.
    await club.cloud.runTimer('forecastTimer', 'night');
    expect((await served())?.version).toBe(undefined);
    club.cloud.clock.jump(plus(NIGHT, 20 * MINUTE));
    await club.cloud.runTimer('forecastTimer', 'night');
    expect(await tables()).toEqual(expected);
    const { version = '' } = (await served()) ?? {};
    const records = await club.documents('forecast_records');
    expect(records.map((record) => record.version)).toEqual(VENUES.map(() => version));
    expect(await club.documents('forecast_trainings')).toEqual([]);
    expect(await club.documents('forecast_nights')).toHaveLength(3);
  });
});

test('of two nights at once one swaps, and nothing of the other stays', async () => {
  await fresh();
  await Promise.all([night(), night()]);
  expect(await tables()).toEqual(expected);
  const { version = '' } = (await served()) ?? {};
  const records = await club.documents('forecast_records');
  expect(records.map((record) => record.version)).toEqual(VENUES.map(() => version));
  expect(await club.documents('forecast_models')).toHaveLength(1);
});

describe('a night that somebody else outruns', () => {
  beforeAll(async () => {
    await fresh();
    await night();
  });

  test('does not go on from nights that are gone', async () => {
    const current = await forecastNow(timers.db);
    if (!current) throw new Error('no forecast');
    expect((await openBook(timers.db, current)).nights).toHaveLength(3);
    const nights = [...current.nights, { midnight: TODAY + 24, _id: 'gone' }];
    await expect(openBook(timers.db, { ...current, nights })).rejects.toThrow('gone');
  });

  test('after its swap takes away nothing of the other', async () => {
    const context = timers.contextAt(plus(NIGHT, DAY));
    const version = 'other';
    const record = { _id: `${GYM}_${version}`, version, venueId: GYM, record: '{}' };
    const transaction: typeof context.db.transaction = async (work) => {
      const done = await context.db.transaction(work);
      await club.cloud.load('forecasts', [{ ...(await served()), version }]);
      await club.cloud.load('forecast_records', [record]);
      return done;
    };
    await makeNights({ ...context, db: { ...context.db, transaction } });
    expect(await club.document('forecast_records', record._id)).toMatchObject({ version });
  });
});

describe('counters that double', () => {
  test('are told to whoever looks after the campus, once a week', async () => {
    await fresh();
    for (const venueId of VENUES) {
      const doubled = (await days(venueId)).map((day, index, all) =>
        index < all.length - 9 ? day : { ...day, counts: day.counts.map((count) => 2.4 * count) },
      );
      await club.cloud.load('headcount_days', doubled);
    }
    await night();
    // However many are odd: the swap holds no more than it can.
    expect(await club.documents('outbox', { kind: 'tellDrift' })).toHaveLength(1);
    expect((await served())?.venues[HALL]?.drifts).toMatchObject([{ kind: 'LEVEL' }]);
    await club.passMinutes(1);
    await night(plus(NIGHT, DAY));
    await club.passMinutes(1);
    const told = await club.documents('messages', { kind: 'COUNTER' });
    // The gym's campus has no admin of its own.
    expect(told.map(({ memberId }) => memberId).sort()).toEqual(['m-admin-east', 'm-root']);
    for (const { body } of told) expect(body).toContain('平常的');
    const { venues } = await club.as('admin-east').forecast.venues({});
    expect(venues.find(({ id }) => id === HALL)?.oddities).toHaveLength(1);
  });
});
