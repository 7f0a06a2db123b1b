import { addDays, type ClubDate, clubDayStart, DAY, HOUR, plus } from '@shared/base/time';
import type { Table } from '@shared/domain/forecast/table';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { pastDays } from '../../local/club/past';
import { VENUES as SEEDED } from '../../local/club/venues';
import { startOpenMeteo } from '../../local/gateways/openMeteo';
import { at, day } from '../domain/clock';
import { type Club, GYM, openClub } from './club';
import { type ForecastClub, HALL, NIGHT, openForecastClub, TODAY, VENUES } from './forecast';

describe('a night that is told something', () => {
  let opened: ForecastClub;
  let club: Club;
  beforeAll(async () => {
    opened = await openForecastClub();
    club = opened.club;
  });
  afterAll(() => club.close());
  beforeEach(() => opened.fresh());

  const tableOf = async (venueId: string): Promise<Table> => {
    const text = (await opened.served())?.venues[venueId]?.table;
    if (!text) throw new Error(`nothing is said of ${venueId}`);
    return JSON.parse(text) as Table;
  };

  test('hours that are closed as a whole are 0 in the night’s table and closed in the day that is kept', async () => {
    const { whole } = await club.as('admin-east').courts.close({
      ...{ venueId: HALL, courtIds: null, reason: '停电', requestId: 'closed' },
      from: at('2026-03-15 12:00'),
      until: at('2026-03-15 14:00'),
    });
    expect(whole).toBe(true);
    await opened.night();
    const { high } = await tableOf(HALL);
    const isOpen = (hour: number) => hour >= 8 && hour < 22 && hour !== 12 && hour !== 13;
    const hours = Array.from({ length: 24 }, (_, hour) => hour);
    expect(high.slice(24, 48).map((people) => people > 0)).toEqual(hours.map(isOpen));
    expect([high[12], high[13]]).not.toContain(0);

    await opened.night(plus(NIGHT, 2 * DAY));
    const kept = (await opened.days(HALL)).find(({ date }) => date === '2026-03-15');
    expect(kept?.open).toEqual(hours.map((hour) => Number(isOpen(hour))));
  });

  test('somebody counted at night is told', async () => {
    const counted = (await opened.days(HALL)).slice(-8).map((one) => ({
      ...one,
      counts: one.counts.map((count, hour) => (hour === 3 ? 20 : count)),
    }));
    await club.cloud.load('headcount_days', counted);
    await opened.night();
    expect((await opened.served())?.venues[HALL]?.drifts).toEqual([
      { kind: 'NIGHT_COUNTS', hours: 7 },
    ]);
    expect((await opened.served())?.venues[GYM]?.drifts).toEqual([]);
    await club.passMinutes(1);
    const told = await club.documents('messages', { kind: 'COUNTER' });
    expect(told.map(({ memberId }) => memberId)).toEqual(['m-admin-east']);
    expect(told[0]?.body).toContain('近七天有 7 个关门的小时');
  });

  test.each([
    [23, 'a model has seen no holiday, and says what Sundays are like'],
    [36, 'it has seen the Spring Festival'],
  ])('a day marked as a holiday is forecast as one: after %s days %s', async (days) => {
    const date = '2026-03-16' as ClubDate;
    const ahead = (clubDayStart(date) - clubDayStart(day('2026-03-14'))) / HOUR;
    /** Expected on that Monday. */
    const monday = async (special: { kind: 'AS_HOLIDAY'; note: string } | null) => {
      await opened.fresh(days);
      await club.as('root').forecast.markDay({ venueId: GYM, date, special });
      await opened.night();
      const { middle } = await tableOf(GYM);
      const between = (from: number, until: number) =>
        middle.slice(ahead + from, ahead + until).reduce((sum, people) => sum + people, 0);
      return { noon: between(10, 16), evening: between(17, 20) };
    };
    const usual = await monday(null);
    const marked = await monday({ kind: 'AS_HOLIDAY', note: '校庆' });
    // Who comes after work on a Monday comes by day on a holiday.
    expect(marked.evening).toBeLessThan(0.9 * usual.evening);
    expect(marked.noon).toBeGreaterThan(1.1 * usual.noon);
  });

  test('after two weeks a new model is learned', async () => {
    const trainedAt = async () =>
      ((await opened.served()) as { trainedAt?: number } | undefined)?.trainedAt;
    await opened.night();
    // The first night of three.
    const first = TODAY - 2 * 24;
    expect(await trainedAt()).toBe(first);
    const learned = plus(NIGHT, -2 * DAY);
    const later = plus(learned, 14 * DAY);
    const counted = pastDays(
      later,
      SEEDED.filter(({ _id }) => VENUES.includes(_id)),
      12,
    );
    await club.cloud.load('headcount_days', counted);
    await opened.night(plus(learned, 13 * DAY));
    expect((await opened.served())?.midnight).toBe(first + 13 * 24);
    expect(await trainedAt()).toBe(first);
    await opened.night(later);
    expect(await trainedAt()).toBe(first + 14 * 24);
  });
});

test('the feed is asked from the evening it is switched on until it is switched off', async () => {
  const feed = await startOpenMeteo({ now: () => NIGHT });
  const variables = { WEATHER_URL: feed.url };
  const club = await openClub({
    functionEnv: () => ({ forecast: variables, forecastTimer: variables }),
  });
  try {
    const { setWeather } = club.as('admin-east').forecast;
    /** What the feed was asked on an evening, by all the calls of the timer. */
    const evening = async (date: ClubDate) => {
      for (const time of ['23:20', '23:30']) {
        club.cloud.clock.jump(at(`${date} ${time}`));
        await club.cloud.runTimer('forecastTimer', 'night');
      }
      return feed.asked().map((path) => new URL(path, feed.url).searchParams.get('latitude'));
    };
    const today = '2026-03-14' as ClubDate;
    const { latitude } = (await club.document('venues', HALL)) ?? {};
    expect(await evening(addDays(today, -1))).toEqual([]);
    expect(await setWeather({ venueId: HALL, wanted: true })).toEqual({ wanted: true });
    expect(await evening(today)).toEqual([String(latitude)]);
    expect(await evening(addDays(today, 1))).toEqual([String(latitude)]);
    await setWeather({ venueId: HALL, wanted: false });
    expect(await evening(addDays(today, 2))).toEqual([]);
    expect(await club.documents('weather_issues')).toHaveLength(2);
  } finally {
    await club.close();
    await feed.stop();
  }
});
