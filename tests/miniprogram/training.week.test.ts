import { HOUR, MINUTE, plus } from '@shared/base/time';
import { REFUSALS } from '@shared/refusals';
import { expect, test } from 'vitest';
import {
  type Choice,
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

test('a half-hour from which no lesson fits is shown apart and answers why; in a choice it is chosen', () => {
  const shown = (chosen: Choice | null) =>
    weekView([day('fstos')], TOMORROW, { choice: chosen, now }).slots.map(
      ({ look, free, answers, label }) => `${look} ${free} ${answers} ${label}`,
    );
  expect(shown(null)).toEqual([
    'free true true 14:00 可约',
    'short false true 14:30 不够 60 分钟',
    'taken false false 15:00 已约',
    'off false false 15:30 不上课',
    'short false true 16:00 不够 60 分钟',
  ]);
  expect(shown(choice(840, 900))[1]).toBe('chosen false true 14:30 已选');
});

test('of a page that lies open, what begins in less than an hour goes', () => {
  const today = day('fffs', { date: TODAY });
  const seen = (later: number) =>
    weekView([today], TODAY, { choice: null, now: plus(now, 3 * HOUR + later) });
  expect(seen(0).slots.map(({ time }) => time)).toEqual(['14:00', '14:30', '15:00', '15:30']);
  expect(seen(MINUTE).slots.map(({ time }) => time)).toEqual(['14:30', '15:00', '15:30']);
  expect(seen(HOUR + MINUTE)).toMatchObject({
    slots: [{ time: '15:30', free: false }],
    closed: expect.stringContaining('没有空闲'),
  });
});

test('a day of rest and a day without room are told in words', () => {
  const rest = day('', { open: null });
  expect(weekView([rest], TOMORROW, { choice: null, now }).closed).toContain('休息');
  expect(weekView([day('tot')], TOMORROW, { choice: null, now }).closed).toContain('没有空闲');
  expect(weekView([day('tst')], TOMORROW, { choice: null, now }).closed).toContain('没有空闲');
  expect(weekView([day('tfs')], TOMORROW, { choice: null, now }).closed).toBe('');
});

test('a tap chooses an hour from there on, where there is an hour', () => {
  expect(chosenFrom(day('ffs'), 840, none)).toEqual(choice(840, 900));
  expect(chosenFrom(day('sts'), 840, none)).toEqual({ why: expect.stringContaining('60 分钟') });
  expect(chosenFrom(day('fs'), 870, none)).toEqual({ why: expect.stringContaining('60 分钟') });
});

test('another beginning keeps the length where it fits, else the longest that does', () => {
  const before = choice(840, 960);
  expect(chosenFrom(day('fffffs'), 900, { before, now })).toEqual(choice(900, 1020));
  expect(chosenFrom(day('ffffs'), 900, { before, now })).toEqual(choice(900, 990));
  expect(chosenFrom(day('ffffs'), 840, { before, now })).toBeNull();
});

test('lengths are 60, 90 and 120 minutes; what is taken or closed after is not offered', () => {
  const fits = (letters: string) =>
    lengthsOf(day(letters), choice(840, 900), now).map((one) => [one.minutes, one.fits]);
  expect(fits('fffs')).toEqual([
    [60, true],
    [90, true],
    [120, true],
  ]);
  expect(fits('ffst')).toEqual([
    [60, true],
    [90, true],
    [120, false],
  ]);
  expect(fits('fs')[1]).toEqual([90, false]);
});

test('a beginning is offered until an hour before it', () => {
  const today = day('fs', { date: TODAY });
  const at = plus(now, 4 * HOUR);
  expect(chosenFrom(today, 840, { before: null, now: plus(at, -HOUR) })).toEqual(
    choice(840, 900, TODAY),
  );
  expect(chosenFrom(today, 840, { before: null, now: plus(at, -HOUR + MINUTE) })).toEqual({
    why: REFUSALS.LESSON_TOO_SOON,
  });
});

test('a choice outlasts a reload only while it is free', () => {
  expect(stillFree([day('fs')], choice(840, 900), now)).toEqual(choice(840, 900));
  expect(stillFree([day('st')], choice(840, 900), now)).toBeNull();
  expect(stillFree([], choice(840, 900), now)).toBeNull();
});

test('the page opens on the first day with something free', () => {
  const full = day('tt', { date: TODAY });
  expect(firstDay([full, day('tfs')], now)).toBe(TOMORROW);
  expect(firstDay([full, day('ts')], now)).toBe(TODAY);
});
