import { type ClubDate, clubDayStart, DAY, MINUTE, plus } from '@shared/base/time';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { makeNights } from '../../cloudfunctions/forecast/nightly';
import { headcountDays } from '../../cloudfunctions/forecast/store';
import { tellQuiet } from '../../cloudfunctions/forecast/waiting';
import { fetchWeather } from '../../cloudfunctions/forecast/weather';
import { startOpenMeteo } from '../../local/gateways/openMeteo';
import { at } from '../domain/clock';
import { type Club, outcome } from './club';
import { type ForecastClub, HALL, NIGHT, openForecastClub, TODAY } from './forecast';
import { allowTemplates } from './notices';

let club: Club;
let timers: ForecastClub['timers'];
let fresh: ForecastClub['fresh'];
let night: ForecastClub['night'];
beforeAll(async () => {
  ({ club, timers, fresh, night } = await openForecastClub());
});
afterAll(() => club.close());

describe('a manager', () => {
  beforeAll(() => fresh());

  test('marks an event, which the week says from the next night on, and takes it back', async () => {
    const admin = club.as('admin-east').forecast;
    const date = '2026-03-16' as ClubDate;
    const special = { kind: 'EVENT', note: '市民运动会' } as const;
    expect((await admin.markDay({ venueId: HALL, date, special })).special).toEqual([
      { date, ...special },
    ]);
    await night(plus(NIGHT, DAY));
    const events = async () => {
      club.cloud.clock.jump(plus(NIGHT, DAY));
      const { forecast } = await club.as('lin').venue.detail({ id: HALL });
      return forecast?.week.map((day) => day.event);
    };
    expect(await events()).toEqual([null, '市民运动会', null, null, null, null, null]);
    expect((await admin.markDay({ venueId: HALL, date, special: null })).special).toEqual([]);
    const far = { venueId: HALL, date: '2027-01-01' as ClubDate, special };
    expect(await outcome(admin.markDay(far))).toBe('DAY_TOO_FAR');
  });

  test('cannot turn on a weather feed that is not there', async () => {
    const admin = club.as('admin-east').forecast;
    expect(await outcome(admin.setWeather({ venueId: HALL, wanted: true }))).toBe(
      'NO_WEATHER_FEED',
    );
    expect(await admin.setWeather({ venueId: HALL, wanted: false })).toEqual({ wanted: false });
  });
});

describe('the weather', () => {
  const evening = at('2026-03-14 23:40');
  let feed: Awaited<ReturnType<typeof startOpenMeteo>>;
  beforeAll(async () => {
    feed = await startOpenMeteo({ now: () => evening });
    vi.stubEnv('WEATHER_URL', feed.url);
    await club.cloud.load('forecast_settings', [{ _id: HALL, weather: true }]);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await feed.stop();
  });
  const ask = () => fetchWeather(timers.contextAt(evening));
  const issues = () => club.documents('weather_issues');

  test.each(['busy', 'cut', 'garbage'] as const)(
    'a feed that is %s is left off, and told',
    async (effect) => {
      feed.order({ effect });
      const before = timers.faults.length;
      await ask();
      expect(await issues()).toEqual([]);
      expect(timers.faults).toHaveLength(before + 1);
    },
  );

  test('is kept as it was issued, once an evening, of venues that look at it', async () => {
    feed.asked();
    await ask();
    await ask();
    expect(feed.asked()).toHaveLength(1);
    const [issue] = await issues();
    expect(issue).toMatchObject({ venueId: HALL, issuedAt: TODAY + 23, from: TODAY });
    expect(issue?.temperature).toHaveLength(240);
  });

  test('is read, as all that a night looks back to, in answers below a megabyte', async () => {
    const context = timers.contextAt(plus(NIGHT, 2 * DAY));
    // As the platform writes it: a number is an object.
    const wired = (_: string, value: unknown) =>
      typeof value === 'number' ? { $numberDouble: `${value}` } : value;
    const answers = new Map<string, number>();
    const all: typeof context.db.all = async (from, where, by) => {
      const found = await context.db.all(from, where, by);
      const largest = Math.max(0, ...found.map((doc) => JSON.stringify(doc, wired).length));
      answers.set(from.name, (by?.page ?? 1000) * largest);
      return found;
    };
    await makeNights({ ...context, db: { ...context.db, all } });
    expect(answers.get('weather_issues')).toBeGreaterThan(0);
    expect([...answers].filter(([, bytes]) => bytes > 1_000_000)).toEqual([]);
  });

  test('and what a night looks back to comes whole, whatever its pages', async () => {
    const days = await timers.db.all(headcountDays, {});
    const page = days.length / 2;
    expect(await timers.db.all(headcountDays, {}, { page })).toEqual(days);
    expect(await timers.db.all(headcountDays, {}, { page: 7 })).toEqual(days);
  });
});

describe('who waits for a quiet hour', () => {
  beforeEach(() => fresh(0));
  const YOGA = 'v-west-yoga';
  const inside = async (headcount: number) => {
    const board = await club.document('venue_boards', YOGA);
    const free = Number(board?.capacity) - headcount;
    await club.cloud.load('venue_boards', [{ ...board, headcount, free }]);
  };
  const told = () => club.documents('messages', { kind: 'QUIET' });
  const wait = (wanted = true) => club.as('may').forecast.awaitQuiet({ venueId: YOGA, wanted });
  /** The timer of that minute. */
  const minuteOf = async (time: string) => {
    club.cloud.clock.jump(plus(at(`2026-03-14 ${time}`), -MINUTE / 2));
    await club.passMinutes(1);
  };
  const waiting = async () => (await club.as('may').venue.detail({ id: YOGA })).waiting;

  test('is told once, when it is', async () => {
    await wait();
    await wait();
    expect(await waiting()).toBe(true);
    await minuteOf('10:05');
    expect(await told()).toEqual([]);
    // A recount puts a board right that nobody left: in the next minute but one.
    await inside(3);
    await minuteOf('10:10');
    expect((await told()).map(({ memberId }) => memberId)).toEqual(['m-may']);
    expect(await waiting()).toBe(false);
    await inside(3);
    await minuteOf('10:15');
    expect(await told()).toHaveLength(1);
  });

  test('may take it back, and is told nothing then', async () => {
    await wait();
    await wait(false);
    await inside(3);
    await minuteOf('10:05');
    expect(await told()).toEqual([]);
  });

  test('hears nothing the next day', async () => {
    await wait();
    club.cloud.clock.jump(plus(clubDayStart('2026-03-15' as ClubDate), (9 * 60 + 4) * MINUTE));
    await inside(3);
    expect(await waiting()).toBe(false);
    await club.passMinutes(1);
    expect(await told()).toEqual([]);
    expect(await club.documents('quiet_waits')).toEqual([]);
  });

  const closed = {
    ...{ _id: 'closed', campusId: 'c-west', venueId: YOGA, courtIds: [], courtNames: [] },
    ...{ whole: true, from: at('2026-03-14 10:00'), until: at('2026-03-14 11:00') },
    ...{ reason: '停电', by: 'm-root', at: NIGHT, affected: 0, steps: 0, turnAt: NIGHT },
    ...{ done: true, reopened: false },
  };

  test('is not called to a hall that is closed as a whole, but when it is open again', async () => {
    await wait();
    await club.cloud.load('closures', [closed]);
    expect(await outcome(wait())).toBe('VENUE_CLOSED');
    await inside(3);
    await tellQuiet(timers.contextAt(at('2026-03-14 10:59')));
    expect(await told()).toEqual([]);
    await tellQuiet(timers.contextAt(at('2026-03-14 11:00')));
    expect(await told()).toHaveLength(1);
  });

  test('hears it though the message to somebody else failed, a hundred at a time', async () => {
    await inside(3);
    const until = at('2026-03-14 22:00');
    await club.cloud.load(
      'quiet_waits',
      Array.from({ length: 102 }, (_, one) => `m-${100 + one}`).map((memberId) => ({
        ...{ _id: `${memberId}_${YOGA}`, memberId, venueId: YOGA, since: NIGHT, until },
      })),
    );
    const context = timers.contextAt(NIGHT);
    let tried = 0;
    const transaction: typeof context.db.transaction = (work) =>
      ++tried === 1 ? Promise.reject(new Error('busy')) : context.db.transaction(work);
    const before = timers.faults.length;
    await tellQuiet({ ...context, db: { ...context.db, transaction } });
    expect([tried, timers.faults.length - before, (await told()).length]).toEqual([100, 1, 99]);
    await tellQuiet(context);
    expect(await told()).toHaveLength(102);
  });

  test('is told how long it is still open, and nothing in its last half-hour', async () => {
    await allowTemplates(club, 'may', ['VACANCY']);
    await wait();
    await inside(3);
    await tellQuiet(timers.contextAt(at('2026-03-14 21:31')));
    expect(await told()).toEqual([]);
    await tellQuiet(timers.contextAt(at('2026-03-14 21:30')));
    const [message] = await told();
    expect(message).toMatchObject({ notice: { data: { time2: '21:30~22:00' } } });
  });

  test('need not where it is quiet or closed, nor half an hour before it closes', async () => {
    club.cloud.clock.jump(at('2026-03-14 21:29'));
    await wait();
    club.cloud.clock.jump(at('2026-03-14 21:31'));
    expect(await outcome(wait())).toBe('QUIET_TOO_LATE');
    await inside(3);
    expect(await outcome(wait())).toBe('QUIET_ALREADY');
    club.cloud.clock.jump(at('2026-03-14 23:00'));
    expect(await outcome(wait())).toBe('VENUE_CLOSED');
  });
});
