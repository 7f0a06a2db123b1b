import { type ClubDate, clubDayStart, HOUR, MINUTE, plus } from '@shared/base/time';
import type { ForecastReport } from '@shared/contracts/forecast';
import { expect, test } from 'vitest';
import { curveOf } from '../../miniprogram/components/day-curve/curve.view';
import { trackChart } from '../../miniprogram/packages/forecast/components/track-chart/track-chart.view';
import { venueLines } from '../../miniprogram/packages/forecast/pages/home/home.view';
import { reportView } from '../../miniprogram/packages/forecast/pages/report/report.view';
import { weekOf } from '../../miniprogram/packages/venue/pages/detail/week.view';
import { errorText, outlookText } from '../../miniprogram/words/outlook';

const saturday = '2026-03-14' as ClubDate;
const at = (hours: number) => plus(clubDayStart(saturday), hours * HOUR);
const today = { opensAt: at(8), closesAt: at(22) };

/** Every ten minutes from ten on: so many people until an hour, and others after it. */
const ahead = (before: number, until: number, after: number) =>
  Array.from({ length: 72 }, (_, step) => {
    const moment = plus(at(10), step * 10 * MINUTE);
    return { at: moment, middle: moment < at(until) ? before : after };
  });

test.each([
  ['crowded until half past seven', 38, ahead(38, 19.5, 20), '现在很挤，19:30 后会好一些'],
  ['crowded until ten past seven', 38, ahead(38, 19.17, 20), '现在很挤，19:30 后会好一些'],
  ['full all day', 40, ahead(38, 24, 0), '现在满了，今天会一直挤到关门'],
  ['quiet until five', 4, ahead(4, 17, 35), '现在很空，17:00 起会挤起来'],
  ['quiet until five, then fuller', 4, ahead(4, 17, 20), '现在很空，17:00 起人会多一些'],
  ['in between until eight', 20, ahead(20, 20, 3), '现在人不算多，20:00 后会空一些'],
  ['the same all day', 20, ahead(20, 24, 0), '现在人不算多，今天差不多都这样'],
])('a hall that is %s', (_, headcount, coming, words) => {
  const scene = { headcount, capacity: 40, open: true, today, ahead: coming, now: at(10) };
  expect(outlookText(scene)).toBe(words);
});

test('before it opens the fullest hour is told, on a day of rest and after closing nothing', () => {
  const scene = { headcount: 0, capacity: 40, open: false, today, ahead: ahead(5, 18, 30) };
  expect(outlookText({ ...scene, now: at(7) })).toBe('今天预计 18:00 前后人最多，约 30 人');
  expect(outlookText({ ...scene, today: null, now: at(7) })).toBe('');
  expect(outlookText({ ...scene, ahead: [], now: at(23) })).toBe('');
});

test.each([
  [null, '数据还少，误差还算不出'],
  [2.3, '预测误差 2.3 人'],
  [12.6, '预测误差 13 人'],
])('an error of %s reads', (error, words) => expect(errorText(error)).toBe(words));

test('the curve goes on from this moment to the closing, inside its band', () => {
  const points = [11, 15, 22, 23].map((hour) => ({
    ...{ at: at(hour), middle: 10, low: 5 },
    high: 16,
  }));
  const day = { samples: [], span: today, headcount: 8, now: at(15) };
  const curve = curveOf({ ...day, ahead: points });
  expect(curve.ahead).toEqual([
    { x: 0.5, y: 0.5 },
    { x: 1, y: 0.625 },
  ]);
  expect(curve.band[0]).toEqual({ x: 0.5, low: 0.5, high: 0.5 });
  expect(curve.levels.at(-1)?.text).toBe('16');
  expect(curve.spoken).toBe('今天到现在最多 8 人，在 15:00；预计 22:00 最多，约 10 人');
  const early = curveOf({ ...day, now: at(7), ahead: points });
  expect(early).toMatchObject({ live: false, hint: '', dots: [] });
  expect(early.ahead[0]?.x).toBeCloseTo(3 / 14);
});

test('the week has its days on the same hours, and says the fullest and the quietest', () => {
  const hour = (middle: number) => ({ middle, low: middle - 1, high: middle + 2 });
  const week = weekOf(
    [
      { date: saturday, first: 8, hours: [hour(2), hour(9), hour(5)], event: null },
      { date: '2026-03-15' as ClubDate, first: 10, hours: [hour(3), hour(4)], event: '比赛' },
      { date: '2026-03-16' as ClubDate, first: 0, hours: [], event: null },
    ],
    10,
  );
  expect(
    week.rows.map(({ weekday, cells }) => [weekday, ...cells.map(({ tone }) => tone)]),
  ).toEqual([
    ['今天', 'free', 'busy', 'moderate', 'closed'],
    ['周日', 'closed', 'closed', 'free', 'moderate'],
    ['周一', 'closed', 'closed', 'closed', 'closed'],
  ]);
  expect(week.rows.map(({ said }) => said)).toEqual([
    '09:00 人最多，约 9 人（8–11），拥挤；08:00 人最少，约 2 人',
    '有活动（比赛），预测可能不准；11:00 人最多，约 4 人（3–6），适中；10:00 人最少，约 3 人',
    '休息',
  ]);
  expect(weekOf([], 10)).toEqual({ rows: [], hours: [] });
});

test('an hour that a closure takes is closed in the strip, and not its quietest', () => {
  const hour = (middle: number) => ({ middle, low: middle - 1, high: middle + 2 });
  const shut = { middle: 0, low: 0, high: 0 };
  const day = { date: saturday, first: 8, event: null };
  const [part, whole] = weekOf(
    [
      { ...day, hours: [hour(4), shut, hour(9), hour(5)] },
      { ...day, hours: [shut, shut] },
    ],
    10,
  ).rows;
  expect(part?.cells.map(({ tone }) => tone)).toEqual(['moderate', 'closed', 'busy', 'moderate']);
  expect(part?.said).toBe('10:00 人最多，约 9 人（8–11），拥挤；08:00 人最少，约 4 人');
  expect(whole?.said).toBe('休息');
});

const said = (value: number | null) => ({ '1h': value, '3h': value, '24h': value, '168h': null });
const tracked = (day: number, came: number | null) => ({
  date: `2026-03-${day}` as ClubDate,
  came,
  said: said(8),
});

test('a day that nobody counted parts the line of what came', () => {
  const days = [tracked(10, 4), tracked(11, null), tracked(12, 8), tracked(13, 6)];
  const chart = trackChart(days, '3h');
  expect(chart?.came.map((part) => part.length)).toEqual([1, 2]);
  expect(chart?.said.map((part) => part.length)).toEqual([4]);
  expect(trackChart(days.slice(0, 1), '3h')).toBe(null);
});

test('a report without numbers has dashes, and says why', () => {
  const none = { people: null, share: null, weeks: new Array<null>(8).fill(null) };
  const report: ForecastReport = {
    ...{ venueName: '健身房', capacity: 40, trainedAt: null, days: [], oddities: [] },
    errors: {
      '1h': none,
      '3h': { people: 2.5, share: 0.123, weeks: none.weeks },
      '24h': none,
      '168h': none,
    },
    special: [{ date: saturday, kind: 'EVENT', note: '比赛' }],
    weather: { wanted: false, available: false },
    now: at(10),
  };
  expect(reportView(report, '1h')).toMatchObject({ error: '–', share: '–', chart: null });
  const view = reportView(report, '3h');
  expect(view).toMatchObject({ error: '2.5 人', share: '12%' });
  expect(view.weeks.map(({ from }) => from).slice(-2)).toEqual(['2/28', '3/7']);
  expect(view.special[0]?.text).toBe('有活动 · 比赛');
  expect(view.trained).toContain('数据还少');
});

test('venues with something odd come first', () => {
  const venue = (id: string, oddities: string[]) => ({ id, name: id, error: 1, oddities });
  const lines = venueLines([venue('a', []), venue('b', ['x']), venue('c', [])]);
  expect(lines.map(({ id }) => id)).toEqual(['b', 'a', 'c']);
});
