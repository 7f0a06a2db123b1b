import { MINUTE, plus } from '@shared/base/time';
import type { ForecastView } from '@shared/contracts/forecast';
import { expect, test } from 'vitest';
import {
  detailView,
  type VenueDetail,
} from '../../miniprogram/packages/venue/pages/detail/detail.view';
import { at, venueDetail } from './venueDetail';

const ten = at(10);

const quiet = [
  { at: at(14), people: 3 },
  { at: at(21), people: 5 },
];
const forecastOf = (part: Partial<ForecastView> = {}): ForecastView => ({
  ...{ ahead: [], quiet, week: [], borrowed: false },
  ...part,
});

const detail = (forecast: ForecastView | null, part: Partial<VenueDetail['venue']> = {}) =>
  venueDetail({ headcount: 9, ...part }, { forecast });

const outlook = (shown: VenueDetail, now = ten) => detailView(shown, now).outlook;

test('the quiet hours of today say from when to when, and how many people', () => {
  expect(outlook(detail(forecastOf())).quiet).toEqual([
    { time: '14:00–15:00', people: '约 3 人' },
    { time: '21:00–22:00', people: '约 5 人' },
  ]);
});

test('a quiet hour that is over is not among them, although the page is not asked anew', () => {
  const times = (now: typeof ten) =>
    outlook(detail(forecastOf()), now).quiet.map(({ time }) => time);
  expect(times(plus(at(14), -MINUTE))).toEqual(['14:00–15:00', '21:00–22:00']);
  expect(times(at(15))).toEqual(['21:00–22:00']);
  expect(times(at(22))).toEqual([]);
});

test('a venue without a forecast has no quiet hours, no curve ahead and no week, and says why', () => {
  const none = detail(null);
  expect(outlook(none)).toMatchObject({
    word: '',
    drawn: false,
    note: '数据还少，过些日子这里会有预测',
    quiet: [],
    week: { rows: [], hours: [] },
  });
  expect(detailView(none, ten).day.ahead).toEqual([]);
});

test.each([
  ['that rests on venues like it', true, 2.3, '参考同类场馆，预测误差 2.3 人'],
  ['that rests on venues like it and is new', true, null, '参考同类场馆，数据还少，误差还算不出'],
  ['that rests on its own past', false, 2.3, '预测误差 2.3 人'],
  ['of which nobody knows yet how wrong it is', false, null, '数据还少，误差还算不出'],
])('a forecast %s says so', (_, borrowed, error, note) => {
  expect(outlook(detail(forecastOf({ borrowed }), { error })).note).toBe(note);
});

test('a forecast is drawn while some of it is still to come', () => {
  const point = { at: at(21), middle: 4, low: 2, high: 6 };
  const shown = detail(forecastOf({ ahead: [point] }));
  expect(outlook(shown).drawn).toBe(true);
  expect(outlook(shown, at(21)).drawn).toBe(false);
});

test('a reminder is offered while it is not quiet, and can be taken back while it waits', () => {
  const reminder = (part: Partial<VenueDetail['venue']>, waiting = false) =>
    outlook({ ...detail(null, part), waiting }).reminder;
  expect(reminder({ headcount: 9 })).toBe('offered');
  expect(reminder({ headcount: 1 })).toBe('none');
  expect(reminder({ opening: { open: false, suspended: false, changesAt: at(33) } })).toBe('none');
  expect(reminder({ headcount: 1 }, true)).toBe('waiting');
});
