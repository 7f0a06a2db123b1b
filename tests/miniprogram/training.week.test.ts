import { HOUR, MINUTE, plus } from '@shared/base/time';
import { expect, test } from 'vitest';
import {
  chosenFrom,
  firstDay,
  lengthsOf,
  stillFree,
  weekView,
} from '../../miniprogram/packages/training/pages/coach/week.view';
import { day, now, TODAY, TOMORROW } from './training';

const choice = (from: number, until: number, date = TOMORROW) => ({ date, from, until });
const none = { before: null, now };

test('a day shows each half-hour to come with how it stands, the own lesson apart', () => {
  const lessons = [{ from: 870, until: 930, tableName: '3 号台', mine: true, id: 'l1' }];
  const { slots } = weekView([day('fttofp', { lessons })], TOMORROW, {
    choice: choice(840, 870),
    now,
  });
  expect(slots.map(({ time, look, label }) => `${time} ${look} ${label}`)).toEqual([
    '14:00 chosen 14:00 已选',
    '14:30 mine 14:30 我的课',
    '15:00 mine 15:00 我的课',
    '15:30 off 15:30 不上课',
    '16:00 free 16:00 可约',
  ]);
});

test('a day of rest and a day without room are told in words', () => {
  const rest = day('', { open: null });
  expect(weekView([rest], TOMORROW, { choice: null, now }).closed).toContain('休息');
  expect(weekView([day('tot')], TOMORROW, { choice: null, now }).closed).toContain('没有空闲');
  expect(weekView([day('tft')], TOMORROW, { choice: null, now }).closed).toBe('');
});

test('a tap chooses an hour from there on, where there is an hour', () => {
  expect(chosenFrom(day('fff'), 840, none)).toEqual(choice(840, 900));
  expect(chosenFrom(day('ftf'), 840, none)).toBe('none');
  expect(chosenFrom(day('ff'), 870, none)).toBe('none');
});

test('another beginning keeps the length where it fits, else the longest that does', () => {
  const before = choice(840, 960);
  expect(chosenFrom(day('ffffff'), 900, { before, now })).toEqual(choice(900, 1020));
  expect(chosenFrom(day('fffff'), 900, { before, now })).toEqual(choice(900, 990));
  expect(chosenFrom(day('fffff'), 840, { before, now })).toBeNull();
});

test('lengths are 60, 90 and 120 minutes; what is taken or closed after is not offered', () => {
  const fits = (letters: string) =>
    lengthsOf(day(letters), choice(840, 900), now).map((one) => [one.minutes, one.fits]);
  expect(fits('ffff')).toEqual([
    [60, true],
    [90, true],
    [120, true],
  ]);
  expect(fits('ffft')).toEqual([
    [60, true],
    [90, true],
    [120, false],
  ]);
  expect(fits('ff')[1]).toEqual([90, false]);
});

test('a beginning is offered until an hour before it', () => {
  const today = day('ff', { date: TODAY });
  const at = plus(now, 4 * HOUR);
  expect(chosenFrom(today, 840, { before: null, now: plus(at, -HOUR) })).not.toBe('none');
  expect(chosenFrom(today, 840, { before: null, now: plus(at, -HOUR + MINUTE) })).toBe('none');
});

test('a choice outlasts a reload only while it is free', () => {
  expect(stillFree([day('ff')], choice(840, 900), now)).toEqual(choice(840, 900));
  expect(stillFree([day('ft')], choice(840, 900), now)).toBeNull();
  expect(stillFree([], choice(840, 900), now)).toBeNull();
});

test('the page opens on the first day with something free', () => {
  const full = day('tt', { date: TODAY });
  expect(firstDay([full, day('tf')], now)).toBe(TOMORROW);
  expect(firstDay([full], now)).toBe(TODAY);
});
