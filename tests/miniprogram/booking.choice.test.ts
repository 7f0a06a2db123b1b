import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  afterDrag,
  afterTap,
  freeOf,
  type Selection,
} from '../../miniprogram/components/slot-grid/choice.view';
import { clock, court, gridOf } from './bookingGrid';

/** Nine to thirteen: past, free ×4, taken ×2, free. */
const grid = gridOf([court('1', 'pfffftff'), court('2', 'ffffffff'), court('3', 'pxmttttf')]);

const choice = (courtId: string, from: number, until: number, taken = false): Selection => ({
  courtId,
  from,
  until,
  taken,
});

describe('a tap on the grid', () => {
  const one = choice('2', clock(10), clock(10, 30));
  const two = choice('2', clock(10), clock(11));
  const four = choice('2', clock(10), clock(12));
  test.each<[string, Selection | null, string, number, Selection | null]>([
    ['begins a choice', null, '2', clock(10), one],
    ['lengthens it downwards', one, '2', clock(10, 30), two],
    ['lengthens it upwards', one, '2', clock(9, 30), choice('2', clock(9, 30), clock(10, 30))],
    ['shortens it at its beginning', two, '2', clock(10), choice('2', clock(10, 30), clock(11))],
    ['shortens it at its end', two, '2', clock(10, 30), one],
    ['lets go of the only half-hour', one, '2', clock(10), null],
    [
      'in the middle leaves that half-hour',
      four,
      '2',
      clock(10, 30),
      choice('2', clock(10, 30), clock(11)),
    ],
    ['beyond the fourth begins anew', four, '2', clock(12), choice('2', clock(12), clock(12, 30))],
    [
      'before the fourth begins anew',
      four,
      '2',
      clock(9, 30),
      choice('2', clock(9, 30), clock(10)),
    ],
    ['elsewhere begins anew', one, '2', clock(12), choice('2', clock(12), clock(12, 30))],
    [
      'on another court begins anew',
      one,
      '1',
      clock(10, 30),
      choice('1', clock(10, 30), clock(11)),
    ],
    ['on what is past changes nothing', one, '1', clock(9), one],
    ['on what is closed changes nothing', one, '3', clock(9, 30), one],
    ['on the own booking changes nothing', one, '3', clock(10), one],
    ['on a court that is gone changes nothing', one, '9', clock(10), one],
    ['after closing changes nothing', one, '2', clock(13), one],
    [
      'on what is taken begins a wait',
      one,
      '3',
      clock(10, 30),
      choice('3', clock(10, 30), clock(11), true),
    ],
    [
      'lengthens a wait',
      choice('3', clock(10, 30), clock(11), true),
      '3',
      clock(11),
      choice('3', clock(10, 30), clock(11, 30), true),
    ],
    [
      'beside a choice on what is taken begins a wait',
      choice('1', clock(10), clock(11, 30)),
      '1',
      clock(11, 30),
      choice('1', clock(11, 30), clock(12), true),
    ],
  ])('%s', (_, before, courtId, minute, after) => {
    expect(afterTap(grid, before, { courtId, minute })).toEqual(after);
  });
});

describe('dragging an end', () => {
  const start = choice('1', clock(10), clock(10, 30));
  test.each<[string, Selection, 'from' | 'until', number, [number, number]]>([
    ['nowhere changes nothing', start, 'until', 0, [clock(10), clock(10, 30)]],
    ['down lengthens', start, 'until', 1, [clock(10), clock(11)]],
    ['stops before what is taken', start, 'until', 9, [clock(10), clock(11, 30)]],
    ['up lengthens', start, 'from', -1, [clock(9, 30), clock(10, 30)]],
    ['stops after what is past', start, 'from', -9, [clock(9, 30), clock(10, 30)]],
    [
      'stops at four half-hours',
      choice('2', clock(9), clock(9, 30)),
      'until',
      9,
      [clock(9), clock(11)],
    ],
    ['stops at opening', choice('2', clock(9, 30), clock(10)), 'from', -9, [clock(9), clock(10)]],
    ['stops at closing', choice('2', clock(12), clock(12, 30)), 'until', 9, [clock(12), clock(13)]],
    ['back shortens', choice('2', clock(10), clock(12)), 'until', -2, [clock(10), clock(11)]],
    [
      'leaves one half-hour',
      choice('2', clock(10), clock(12)),
      'until',
      -9,
      [clock(10), clock(10, 30)],
    ],
    [
      'the beginning shortens, too',
      choice('2', clock(10), clock(12)),
      'from',
      9,
      [clock(11, 30), clock(12)],
    ],
    [
      'of a wait goes over what is taken',
      choice('3', clock(10, 30), clock(11), true),
      'until',
      9,
      [clock(10, 30), clock(12, 30)],
    ],
  ])('%s', (_, from, end, rows, [first, last]) => {
    expect(afterDrag(grid, from, { end, rows })).toEqual({ ...from, from: first, until: last });
  });
});

describe('a time that is wished for', () => {
  test.each<[string, string, [number, number], [number, number] | null]>([
    ['is chosen when it is free', '2', [clock(10), clock(11)], [clock(10), clock(11)]],
    ['is chosen up to what is taken', '1', [clock(11), clock(12)], [clock(11), clock(11, 30)]],
    ['is chosen from where it is free', '1', [clock(9), clock(10)], [clock(9, 30), clock(10)]],
    ['is chosen up to the first gap', '1', [clock(11), clock(13)], [clock(11), clock(11, 30)]],
    ['is chosen after opening', '2', [clock(8), clock(9, 30)], [clock(9), clock(9, 30)]],
    ['is chosen up to closing', '2', [clock(12, 30), clock(14)], [clock(12, 30), clock(13)]],
    ['is four half-hours at most', '2', [clock(9), clock(13)], [clock(9), clock(11)]],
    ['that is taken is not chosen', '3', [clock(10, 30), clock(11, 30)], null],
    ['before opening is not chosen', '2', [clock(7), clock(8)], null],
    ['on a court that is gone is not chosen', '9', [clock(10), clock(11)], null],
  ])('%s', (_, courtId, [from, until], free) => {
    const chosen = free && choice(courtId, ...free);
    expect(freeOf(grid, { courtId, from, until })).toEqual(chosen);
  });
});

test('whatever is tapped and dragged, a choice is one to four neighbours of one kind on one court', () => {
  const rows = 10;
  const cells = fc.string({
    unit: fc.constantFrom('f', 'f', 'f', 't', 'm', 'p', 'x'),
    minLength: rows,
    maxLength: rows,
  });
  const step = fc.oneof(
    fc.record({ court: fc.integer({ min: 0, max: 2 }), row: fc.integer({ min: -1, max: rows }) }),
    fc.record({
      end: fc.constantFrom('from' as const, 'until' as const),
      rows: fc.integer({ min: -12, max: 12 }),
    }),
  );
  fc.assert(
    fc.property(
      fc.array(cells, { minLength: 3, maxLength: 3 }),
      fc.array(step, { maxLength: 12 }),
      (days, steps) => {
        const day = gridOf(days.map((letters, index) => court(`${index}`, letters)));
        let chosen: Selection | null = null;
        for (const one of steps) {
          if ('row' in one) {
            const at = { courtId: `${one.court}`, minute: clock(9) + one.row * 30 };
            chosen = afterTap(day, chosen, at);
          } else if (chosen) chosen = afterDrag(day, chosen, one);
          if (!chosen) continue;
          const first = (chosen.from - clock(9)) / 30;
          const letters = days[Number(chosen.courtId)]?.slice(
            first,
            (chosen.until - clock(9)) / 30,
          );
          expect(letters).toMatch(chosen.taken ? /^t{1,4}$/ : /^f{1,4}$/);
          expect(letters).toHaveLength((chosen.until - chosen.from) / 30);
        }
      },
    ),
  );
});
