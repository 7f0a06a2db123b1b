import { DAY, type Instant, plus } from '@shared/base/time';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { at } from '../domain/clock';
import type { Club } from './club';
import { type ForecastClub, HALL, NIGHT, openForecastClub } from './forecast';

let club: Club;
let night: ForecastClub['night'];
let days: ForecastClub['days'];
beforeAll(async () => {
  const opened = await openForecastClub();
  ({ club, night, days } = opened);
  await opened.fresh();
  await night();
});
afterAll(() => club.close());

const clockOf = (moment: Instant) => new Date(moment + 8 * 3_600_000).toISOString().slice(11, 16);
const told = async () => {
  const { forecast, closure } = await club.as('lin').venue.detail({ id: HALL });
  if (!forecast) throw new Error('no forecast');
  const [today] = forecast.week;
  return {
    closure,
    ahead: forecast.ahead.map((point) => clockOf(point.at)),
    quiet: forecast.quiet.map((hour) => clockOf(hour.at)),
    closed: (today?.hours ?? []).flatMap(({ high }, place) =>
      high === 0 ? [(today?.first ?? 0) + place] : [],
    ),
  };
};

test('a hall that is closed for the afternoon expects nobody then, until it is opened again', async () => {
  club.cloud.clock.jump(NIGHT);
  const before = await told();
  expect(before).toMatchObject({ closure: null, closed: [] });
  expect(before.ahead).toContain('14:30');
  const { id: closureId } = await club.as('admin-east').courts.close({
    ...{ venueId: HALL, courtIds: null, reason: '停电', requestId: 'afternoon' },
    ...{ from: at('2026-03-14 13:00'), until: at('2026-03-14 16:00') },
  });
  const meanwhile = await told();
  const [from, until] = [at('2026-03-14 13:00'), at('2026-03-14 16:00')];
  expect(meanwhile.closure).toEqual({ from, until, reason: '停电' });
  expect(meanwhile.closed).toEqual([13, 14, 15]);
  expect(meanwhile.ahead.filter((time) => time >= '13:00' && time < '16:00')).toEqual([]);
  expect(meanwhile.ahead).toContain('16:00');
  expect(meanwhile.quiet.filter((time) => time >= '13:00' && time < '16:00')).toEqual([]);
  await club.as('admin-east').courts.reopen({ closureId });
  expect(await told()).toEqual(before);
});

test('a hall that is opened again early was closed until then, and so its day is kept', async () => {
  const { id: closureId } = await club.as('admin-east').courts.close({
    ...{ venueId: HALL, courtIds: null, reason: '停电', requestId: 'again' },
    ...{ from: at('2026-03-14 13:00'), until: at('2026-03-14 16:00') },
  });
  club.cloud.clock.jump(at('2026-03-14 14:00'));
  await club.as('admin-east').courts.reopen({ closureId });
  await night(plus(NIGHT, DAY));
  const kept = (await days(HALL)).at(-1);
  expect(kept).toMatchObject({ date: '2026-03-14' });
  expect(Object(kept).open.slice(12, 17)).toEqual([1, 0, 1, 1, 1]);
});
