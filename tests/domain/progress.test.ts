import { type Instant, MINUTE, plus } from '@shared/base/time';
import { daysOf, daysUpTo, minutesOf, passedBy, unionInside } from '@shared/domain/progress';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at } from './clock';

const span = { from: at('2026-03-14 10:00'), until: at('2026-03-17 00:00') };
const stretch = (from: string, until: string) => ({ from: at(from), until: at(until) });

describe('days with a check-in', () => {
  test.each([
    ['a moment before the start', ['2026-03-14 09:59'], 0],
    ['at the start', ['2026-03-14 10:00'], 1],
    ['twice a day', ['2026-03-14 11:00', '2026-03-14 20:00'], 1],
    ['on each side of midnight', ['2026-03-14 23:59', '2026-03-15 00:00'], 2],
    ['on the last day', ['2026-03-16 23:59'], 1],
    ['at the end', ['2026-03-17 00:00'], 0],
  ])('%s', (_, checkIns, total) => {
    expect(daysOf(checkIns.map(at), span, null)).toMatchObject({ total, reachedAt: null });
  });

  test('reach the target with the check-in that fills it, in whatever order they are told', () => {
    const checkIns = ['2026-03-16 08:00', '2026-03-14 12:00', '2026-03-15 09:00'].map(at);
    expect(daysOf(checkIns, span, 2).reachedAt).toBe(at('2026-03-15 09:00'));
    expect(daysOf(checkIns, span, 4).reachedAt).toBe(null);
  });
});

describe('minutes of sport', () => {
  test.each([
    ['before the start', [stretch('2026-03-14 08:00', '2026-03-14 10:00')], {}],
    ['across the start', [stretch('2026-03-14 09:30', '2026-03-14 10:20')], { '2026-03-14': 20 }],
    ['across the end', [stretch('2026-03-16 23:30', '2026-03-17 01:00')], { '2026-03-16': 30 }],
    [
      'across midnight',
      [stretch('2026-03-14 23:30', '2026-03-15 00:45')],
      { '2026-03-14': 30, '2026-03-15': 45 },
    ],
    [
      'a lesson inside a visit',
      [
        stretch('2026-03-14 11:00', '2026-03-14 13:00'),
        stretch('2026-03-14 11:30', '2026-03-14 12:30'),
      ],
      { '2026-03-14': 120 },
    ],
    [
      'a lesson that goes on after the visit',
      [
        stretch('2026-03-14 11:00', '2026-03-14 12:00'),
        stretch('2026-03-14 11:30', '2026-03-14 12:30'),
      ],
      { '2026-03-14': 90 },
    ],
    [
      'one after the other',
      [
        stretch('2026-03-14 11:00', '2026-03-14 12:00'),
        stretch('2026-03-14 12:00', '2026-03-14 12:30'),
      ],
      { '2026-03-14': 90 },
    ],
  ])('%s', (_, stretches, curve) => {
    expect(minutesOf(stretches, span, null).curve).toEqual(curve);
  });

  test('reach the target in the middle of a stretch, on the day on which it is full', () => {
    const stretches = [
      stretch('2026-03-14 11:00', '2026-03-14 11:40'),
      stretch('2026-03-15 11:00', '2026-03-15 12:00'),
    ];
    expect(minutesOf(stretches, span, 60).reachedAt).toBe(at('2026-03-15 11:20'));
    expect(minutesOf(stretches, span, 40).reachedAt).toBe(at('2026-03-14 11:40'));
    expect(minutesOf(stretches, span, 101).reachedAt).toBe(null);
  });

  test('never count a moment twice or outside, however stretches lie', () => {
    const moment = fc.integer({ min: -600, max: 5000 }).map((m) => plus(span.from, m * MINUTE));
    const any = fc
      .tuple(moment, fc.integer({ min: 0, max: 400 }))
      .map(([from, m]) => ({ from, until: plus(from, m * MINUTE) }));
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), (stretches) => {
        const inside = (minute: Instant) =>
          minute >= span.from &&
          minute < span.until &&
          stretches.some(({ from, until }) => from <= minute && minute < until);
        let counted = 0;
        for (let m = 0; m < (span.until - span.from) / MINUTE; m += 1) {
          if (inside(plus(span.from, m * MINUTE))) counted += 1;
        }
        expect(minutesOf(stretches, span, null).total).toBe(counted);
        const union = unionInside(stretches, span);
        for (const [index, { from }] of union.entries()) {
          const before = union[index - 1];
          if (before) expect(before.until).toBeLessThan(from);
        }
      }),
      { numRuns: 60 },
    );
  });
});

test('the days of a board go up to today, and to the last', () => {
  expect(daysUpTo(span, at('2026-03-14 10:00'))).toEqual(['2026-03-14']);
  expect(daysUpTo(span, at('2026-03-15 23:00'))).toEqual(['2026-03-14', '2026-03-15']);
  expect(daysUpTo(span, at('2026-04-15 23:00')).at(-1)).toBe('2026-03-16');
});

describe('who is passed', () => {
  test.each([
    ['who was ahead and is behind', 5, true],
    ['who was level', 3, true],
    ['who is level now', 6, false],
    ['who is still ahead', 7, false],
    ['who was behind before', 2, false],
  ])('%s', (_, total, isPassed) => {
    const others = new Map([
      ['may', total],
      ['lin', 3],
    ]);
    expect(passedBy('lin', { before: 3, after: 6 }, others)).toEqual(isPassed ? ['may'] : []);
  });
});
