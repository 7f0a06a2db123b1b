import {
  COACH_STATUSES,
  type CoachEvent,
  cleanAchievements,
  cleanEmail,
  cleanIdNumber,
  cleanOff,
  cleanRealName,
  isAge,
  isCoachPhotoOf,
  isRate,
  maskIdNumber,
  nextCoachStatus,
} from '@shared/domain/coach';
import { describe, expect, test } from 'vitest';
import { day } from './clock';

describe('the life of a coach', () => {
  const EVENTS: CoachEvent[] = ['approve', 'refuse', 'apply', 'disable', 'enable'];
  const LIFE = {
    PENDING: ['ACTIVE', 'REJECTED', null, null, null],
    REJECTED: [null, null, 'PENDING', null, null],
    ACTIVE: [null, null, null, 'DISABLED', null],
    DISABLED: [null, null, null, null, 'ACTIVE'],
  } as const;

  test.each(COACH_STATUSES)('from %s there is only what the table says', (status) => {
    expect(EVENTS.map((event) => nextCoachStatus(status, event))).toEqual(LIFE[status]);
  });
});

test.each([
  ['王建国', '王建国'],
  ['  王 建国 ', '王 建国'],
  ['王', null],
  ['欧阳', '欧阳'],
  ['古丽·买买提', '古丽·买买提'],
  ['Ann Lee', 'Ann Lee'],
  ['王'.repeat(20), '王'.repeat(20)],
  ['王'.repeat(21), null],
  ['王建国1', null],
  ['<b>王</b>', null],
  ['', null],
])('the name %j is kept as %j', (text, kept) => {
  expect(cleanRealName(text)).toBe(kept);
});

test.each([
  ['Lin@Example.com ', 'lin@example.com'],
  ['a.b+c@mail.example.cn', 'a.b+c@mail.example.cn'],
  ['lin@example', null],
  ['lin.example.com', null],
  ['lin@@example.com', null],
  ['lin@exa mple.com', null],
  [`${'a'.repeat(64)}@${'b'.repeat(31)}.com`, `${'a'.repeat(64)}@${'b'.repeat(31)}.com`],
  [`${'a'.repeat(64)}@${'b'.repeat(32)}.com`, null],
])('the address %j is kept as %j', (text, kept) => {
  expect(cleanEmail(text)).toBe(kept);
});

test.each([
  [0, false],
  [1, true],
  [150, true],
  [151, false],
  [12.5, false],
  [Number.NaN, false],
])('%d years is an age: %s', (age, valid) => {
  expect(isAge(age)).toBe(valid);
});

test.each([
  [9, false],
  [10, true],
  [500, true],
  [501, false],
])('results of %d characters are taken: %s', (length, taken) => {
  expect(cleanAchievements(`  ${'赛'.repeat(length)}\n`) !== null).toBe(taken);
});

test.each([
  [99, false],
  [100, true],
  [150, false],
  [200_000, true],
  [200_100, false],
  [-100, false],
  [Number.NaN, false],
])('%d fen an hour is a rate: %s', (rate, valid) => {
  expect(isRate(rate)).toBe(valid);
});

describe('an identity number', () => {
  test.each([
    // The example of GB 11643-1999, and one whose check character is X.
    ['11010519491231002X', '11010519491231002X'],
    ['11010519491231002x', '11010519491231002X'],
    [' 110105 19491231 002X ', '11010519491231002X'],
    ['110105194912310021', null],
    ['11010519491331002X', null],
    ['110105194902300021', null],
    ['1101051949123100', null],
    ['440308199901101512', '440308199901101512'],
    ['440308199901101513', null],
    ['', null],
  ])('%j is kept as %j', (text, kept) => {
    expect(cleanIdNumber(text)).toBe(kept);
  });

  test('is shown without its birthday', () => {
    expect(maskIdNumber('11010519491231002X')).toBe('110105********002X');
  });
});

test.each([
  ['cloud://env.bucket/coaches/m-wang/1.jpg', true],
  ['cloud://env.bucket/coaches/m-wang/', false],
  ['cloud://env.bucket/coaches/m-wang', false],
  ['cloud://env.bucket/coaches/m-wang/deeper/1.jpg', false],
  ['cloud://env.bucket/coaches/m-li/1.jpg', false],
  ['cloud://env.bucket/avatars/m-wang/1.jpg', false],
  ['cloud://env.bucket/x/coaches/m-wang/1.jpg', false],
])('%s is Wang’s own picture: %s', (fileId, own) => {
  expect(isCoachPhotoOf('m-wang', fileId)).toBe(own);
});

describe('hours without lessons', () => {
  const today = day('2026-03-14');
  const span = { from: 600, until: 660 };
  const weekly = { weekday: 1, date: null, ...span };
  const dated = (date: string) => ({ weekday: null, date: day(date), ...span });

  test.each([
    ['of a weekday', weekly, true],
    ['of a date', dated('2026-03-20'), true],
    ['of both', { ...weekly, date: day('2026-03-20') }, false],
    ['of neither', { ...weekly, weekday: null }, false],
    ['off the grid', { ...weekly, from: 610 }, false],
    ['that end before they begin', { ...weekly, from: 660, until: 600 }, false],
    ['that take no time', { ...weekly, until: 600 }, false],
    ['beyond midnight', { ...weekly, until: 1470 }, false],
    ['all day', { ...weekly, from: 0, until: 1440 }, true],
  ])('%s are kept or refused whole', (_, one, kept) => {
    expect(cleanOff([one], today)).toEqual(kept ? [one] : null);
  });

  test('stand in order, and those of days gone by are dropped', () => {
    const on = (weekday: number, from = weekly.from) => ({ ...weekly, weekday, from });
    const kept = [
      dated('2026-04-01'),
      on(6),
      weekly,
      dated('2026-03-13'),
      on(0),
      on(3, 570),
      on(3),
    ];
    expect(cleanOff([...kept, dated('2026-03-14')], today)).toEqual([
      ...[on(0), weekly, on(3, 570), on(3), on(6)],
      ...[dated('2026-03-14'), dated('2026-04-01')],
    ]);
  });
});
