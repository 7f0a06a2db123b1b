import { fen } from '@shared/base/money';
import { HOUR, plus } from '@shared/base/time';
import { DEFAULT_RATES } from '@shared/domain/coach';
import {
  advanceLesson,
  CANCEL_BEFORE,
  type CoachHours,
  cleanEvaluation,
  feeOf,
  isLiveLesson,
  LESSON_STATUSES,
  type LessonEvent,
  lessonSlot,
  nextLessonStatus,
  refusalOfLessonTime,
  refusalToCancel,
  teachesThen,
} from '@shared/domain/lesson';
import { describe, expect, test } from 'vitest';
import { at, day } from './clock';

const now = at('2026-03-14 10:00');
const TODAY = day('2026-03-14');
const clock = (hours: number, minutes = 0) => hours * 60 + minutes;

describe('when a lesson can be', () => {
  test.each([
    ['eleven, an hour ahead to the millisecond', 0, null],
    ['eleven, one millisecond less than an hour ahead', 1, 'LESSON_TOO_SOON'],
    ['eleven, a millisecond more than an hour ahead', -1, null],
  ])('%s', (_, late, refusal) => {
    const want = { date: TODAY, from: clock(11), until: clock(12) };
    expect(refusalOfLessonTime(want, plus(now, late))).toBe(refusal);
  });

  test.each([
    [30, 'LESSON_SPAN_INVALID'],
    [60, null],
    [90, null],
    [120, null],
    [150, 'LESSON_SPAN_INVALID'],
    [0, 'LESSON_SPAN_INVALID'],
    [75, 'LESSON_SPAN_INVALID'],
  ])('for %i minutes: %s', (minutes, refusal) => {
    const want = { date: TODAY, from: clock(14), until: clock(14) + minutes };
    expect(refusalOfLessonTime(want, now)).toBe(refusal);
  });

  test('only on whole half-hours', () => {
    const want = { date: TODAY, from: clock(14, 15), until: clock(15, 15) };
    expect(refusalOfLessonTime(want, now)).toBe('LESSON_SPAN_INVALID');
  });

  test('seven days ahead and not eight', () => {
    const want = { from: clock(14), until: clock(15) };
    expect(refusalOfLessonTime({ ...want, date: day('2026-03-21') }, now)).toBe(null);
    expect(refusalOfLessonTime({ ...want, date: day('2026-03-22') }, now)).toBe('LESSON_TOO_FAR');
    expect(refusalOfLessonTime({ ...want, date: day('2026-03-13') }, now)).toBe('LESSON_TOO_SOON');
  });
});

describe('asking to cancel', () => {
  const startAt = plus(now, CANCEL_BEFORE);

  test.each([
    [CANCEL_BEFORE + 1, null],
    [CANCEL_BEFORE, null],
    [CANCEL_BEFORE - 1, 'CANCEL_TOO_LATE'],
    [0, 'CANCEL_TOO_LATE'],
    [-HOUR, 'CANCEL_TOO_LATE'],
  ])('%i ms before the start: %s', (before, refusal) => {
    const lesson = { status: 'CONFIRMED', startAt: plus(now, before) } as const;
    expect(refusalToCancel(lesson, { usedThisMonth: 0, now })).toBe(refusal);
  });

  test.each([
    [0, null],
    [2, null],
    [3, 'CANCELS_USED_UP'],
    [4, 'CANCELS_USED_UP'],
  ])('with %i tries used this month: %s', (usedThisMonth, refusal) => {
    expect(refusalToCancel({ status: 'CONFIRMED', startAt }, { usedThisMonth, now })).toBe(refusal);
  });

  test('is only for what is confirmed and not asked about already', () => {
    const told = LESSON_STATUSES.filter(
      (status) => refusalToCancel({ status, startAt }, { usedThisMonth: 0, now }) === null,
    );
    expect(told).toEqual(['CONFIRMED']);
  });
});

test('the life of a lesson: each status and what can happen to it', () => {
  const events: readonly LessonEvent[] = [
    ...(['confirm', 'refuse', 'withdraw', 'expire'] as const),
    ...(['askCancel', 'agree', 'keep', 'end', 'adminCancel'] as const),
  ];
  const exits = LESSON_STATUSES.map((status) => [
    status,
    events.flatMap((event) => {
      const to = nextLessonStatus(status, event);
      return to === null ? [] : [`${event} ${to}`];
    }),
  ]);
  expect(Object.fromEntries(exits)).toEqual({
    PENDING: [
      'confirm CONFIRMED',
      'refuse REJECTED',
      'withdraw WITHDRAWN',
      'expire EXPIRED',
      'adminCancel CANCELLED',
    ],
    CONFIRMED: ['askCancel CANCEL_PENDING', 'end COMPLETED', 'adminCancel CANCELLED'],
    CANCEL_PENDING: ['agree CANCELLED', 'keep CONFIRMED', 'adminCancel CANCELLED'],
    ...{ REJECTED: [], WITHDRAWN: [], EXPIRED: [], CANCELLED: [], COMPLETED: [] },
  });
  expect(() => advanceLesson('COMPLETED', 'adminCancel')).toThrow('COMPLETED');
  expect(LESSON_STATUSES.filter(isLiveLesson)).toEqual(['PENDING', 'CONFIRMED', 'CANCEL_PENDING']);
});

test.each([
  ['SENIOR', 60, 20_000],
  ['SENIOR', 90, 30_000],
  ['INTERMEDIATE', 90, 22_500],
  ['JUNIOR', 120, 16_000],
  ['JUNIOR', 90, 12_000],
] as const)('a %s coach for %i minutes costs %i fen', (level, minutes, fee) => {
  expect(feeOf(DEFAULT_RATES[level], minutes)).toBe(fee);
});

test('an odd yuan an hour is whole fen for half an hour', () => {
  expect(feeOf(fen(15_100), 90)).toBe(22_650);
});

describe('a half-hour of a coach’s day', () => {
  const hall = { from: clock(8), until: clock(22) };
  const slot = (from: number, but: Partial<CoachHours> = {}, at = now) =>
    lessonSlot({ date: day('2026-03-14'), hours: [hall], busy: [], off: [], ...but }, from, at);
  const span = (from: number, until: number) => ({ from, until });

  test('is past until an hour ahead, to the millisecond', () => {
    expect(slot(clock(10, 30))).toBe('PAST');
    expect(slot(clock(11))).toBe('FREE');
    expect(slot(clock(11), {}, plus(now, 1))).toBe('PAST');
  });

  test.each([
    [clock(20, 30), 'FREE'],
    [clock(21), 'FREE'],
    [clock(21, 30), 'SHORT'],
    [clock(22), 'OFF'],
  ])('at minute %i before closing at ten is %s', (from, state) => {
    expect(slot(from)).toBe(state);
  });

  test('between what the coach does is free only where an hour is', () => {
    const busy = [span(clock(14), clock(15)), span(clock(15, 30), clock(16, 30))];
    const from = [clock(13), clock(13, 30), clock(14, 30), clock(15), clock(16), clock(16, 30)];
    expect(from.map((one) => slot(one, { busy }))).toEqual([
      ...['FREE', 'SHORT', 'TAKEN', 'SHORT', 'TAKEN', 'FREE'],
    ]);
  });

  test('before hours without lessons is too short, and these are off', () => {
    const off = [{ weekday: 6, date: null, from: clock(12), until: clock(13) }];
    const from = [clock(11), clock(11, 30), clock(12), clock(12, 30), clock(13)];
    expect(from.map((one) => slot(one, { off }))).toEqual(['FREE', 'SHORT', 'OFF', 'OFF', 'FREE']);
  });

  test('lies with its hour in one hall, not half in each of two', () => {
    const hours = [span(clock(8), clock(15)), span(clock(15), clock(22))];
    expect(slot(clock(14, 30), { hours })).toBe('SHORT');
    expect(slot(clock(14, 30), { hours: [...hours, span(clock(14), clock(16))] })).toBe('FREE');
  });
});

describe('when a coach does not teach', () => {
  const lunch = { weekday: 6, date: null, from: clock(12), until: clock(13) };
  const holiday = { weekday: null, date: day('2026-03-16'), from: 0, until: 1440 };
  const wants = (date: string, weekday: number, from: number, until: number) =>
    teachesThen([lunch, holiday], { date: day(date), weekday, from, until });

  test('every week on a weekday, to the minute', () => {
    expect(wants('2026-03-14', 6, clock(11), clock(12))).toBe(true);
    expect(wants('2026-03-14', 6, clock(11, 30), clock(12, 30))).toBe(false);
    expect(wants('2026-03-14', 6, clock(13), clock(14))).toBe(true);
    expect(wants('2026-03-15', 0, clock(12), clock(13))).toBe(true);
  });

  test('on one date, and not on the same weekday of another week', () => {
    expect(wants('2026-03-16', 1, clock(9), clock(10))).toBe(false);
    expect(wants('2026-03-23', 1, clock(9), clock(10))).toBe(true);
  });
});

test.each([
  ['', null],
  ['  \n ', null],
  [' 反手稳了 ', '反手稳了'],
  ['好'.repeat(500), '好'.repeat(500)],
  ['好'.repeat(501), null],
  ['🏓'.repeat(500), '🏓'.repeat(500)],
])('an evaluation is 1 to 500 characters', (text, clean) => {
  expect(cleanEvaluation(text)).toBe(clean);
});
