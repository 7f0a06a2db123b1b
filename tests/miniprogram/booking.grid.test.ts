import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Selection } from '../../miniprogram/components/slot-grid/choice.view';
import {
  blockOf,
  CELL,
  columnsOf,
  firstRow,
  layoutOf,
  windowOf,
} from '../../miniprogram/components/slot-grid/grid.view';
import { choiceBar, seriesPath } from '../../miniprogram/pages/booking/booking.view';
import { clock, court, gridOf } from './bookingGrid';

/** Nine to thirteen: past, free ×4, taken ×2, free. */
const grid = gridOf([court('1', 'pfffftff'), court('2', 'ffffffff'), court('3', 'pxmttttf')]);

const choice = (courtId: string, from: number, until: number, taken = false): Selection => ({
  courtId,
  from,
  until,
  taken,
});

describe('the window of courts', () => {
  test.each([
    ['at the left edge', 50, 0, { first: 0, last: 8 }],
    ['inside a step nothing changes', 50, 67, { first: 0, last: 8 }],
    ['further on', 50, 10 * 68, { first: 8, last: 18 }],
    ['at the right edge', 50, 50 * 68 - 323, { first: 42, last: 50 }],
    ['pulled beyond the right edge', 50, 99_999, { first: 42, last: 50 }],
    ['pulled beyond the left edge', 50, -40, { first: 0, last: 8 }],
    ['of few courts is all of them', 3, 0, { first: 0, last: 3 }],
  ])('%s', (_, count, scrolled, seen) => {
    expect(windowOf(count, scrolled, { cellWidth: 68, screen: 323 })).toEqual(seen);
  });

  test('holds every court that a screen shows', () => {
    const anywhere = fc.record({
      count: fc.integer({ min: 1, max: 60 }),
      screen: fc.integer({ min: 268, max: 1_200 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(anywhere, ({ count, screen, share }) => {
        const day = gridOf(Array.from({ length: count }, (_, index) => court(`${index}`, 'ff')));
        const { cellWidth, width } = layoutOf(day, screen);
        const scrolled = share * Math.max(0, width - screen);
        const { first, last } = windowOf(count, scrolled, { cellWidth, screen });
        expect(first * cellWidth).toBeLessThanOrEqual(scrolled);
        expect(last * cellWidth).toBeGreaterThanOrEqual(Math.min(width, scrolled + screen));
      }),
    );
  });

  test('of fifty courts open day and night stays small on any screen', () => {
    const day = gridOf(Array.from({ length: 50 }, (_, index) => court(`${index}`, 'f'.repeat(48))));
    for (const screen of [268, 323, 378, 716, 972]) {
      const { cellWidth, width } = layoutOf(day, screen);
      for (let scrolled = 0; scrolled <= width - screen; scrolled += 50) {
        const columns = columnsOf(day, windowOf(50, scrolled, { cellWidth, screen }), cellWidth);
        const nodes = columns.reduce((sum, { cells }) => sum + 3 + cells.length, 0);
        expect(nodes + 2 * 48).toBeLessThanOrEqual(850);
        expect(JSON.stringify(columns).length).toBeLessThan(48 * 1_024);
      }
    }
  });
});

describe('the columns', () => {
  test('say what stands at each half-hour', () => {
    const closed = [{ from: clock(9, 30), until: clock(10), why: '上课' }];
    const day = gridOf([court('1', 'pxmtf', { closed })]);
    const [column] = columnsOf(day, { first: 0, last: 1 }, 323);
    expect(column?.cells.map(({ s, t }) => `${s} ${t}`)).toEqual([
      'past ',
      'closed 上课',
      'mine 我的',
      'taken 已订',
      'free ¥30',
    ]);
  });

  test('of places say how many are left, in one column as wide as the screen', () => {
    const places = court('1', 'ft', { kind: 'PLACES', capacity: 40, left: [12, 0] });
    const day = gridOf([places], {
      prices: [
        { fen: 550, name: '' },
        { fen: 500, name: '' },
      ],
    });
    const { cellWidth, width } = layoutOf(day, 323);
    expect([cellWidth, width]).toEqual([323, 323]);
    const [column] = columnsOf(day, { first: 0, last: 1 }, cellWidth);
    expect(column?.cells.map(({ t }) => t)).toEqual(['¥5.5 · 余 12', '已满']);
  });

  test('share a wide screen, but never more than seven of them', () => {
    const many = gridOf(Array.from({ length: 50 }, (_, index) => court(`${index}`, 'f')));
    expect(layoutOf(many, 323).cellWidth).toBe(CELL.width);
    expect(layoutOf(many, 968).cellWidth).toBe(138);
    expect(layoutOf(gridOf([court('1', 'f'), court('2', 'f')]), 323).cellWidth).toBe(161);
  });
});

test.each([
  ['the first free half-hour of any court', ['ppptf', 'ppxff'], 3],
  ['what is not over when nothing is free', ['pptt', 'pptx'], 2],
  ['the beginning of the day when all is over', ['pppp'], 0],
  ['the beginning of a day without courts', [], 0],
])('a day is shown from %s', (_, cells, row) => {
  expect(firstRow(gridOf(cells.map((letters, index) => court(`${index}`, letters))))).toBe(row);
});

test('a choice lies as one block on its court', () => {
  const block = blockOf(grid, choice('2', clock(10), clock(11)), 100);
  expect(block).toMatchObject({ x: 100, y: 2 * CELL.height, height: 2 * CELL.height });
  expect(blockOf(grid, null, 100)).toBeNull();
  expect(blockOf(grid, choice('9', clock(10), clock(11)), 100)).toBeNull();
});

test('only what is free can be booked every week, and only where the venue allows it', () => {
  const free = choice('2', clock(10), clock(11));
  expect(choiceBar(grid, free).weekly).toBe(true);
  expect(choiceBar({ ...grid, seriesAllowed: false }, free).weekly).toBe(false);
  expect(choiceBar(grid, choice('3', clock(10, 30), clock(11), true)).weekly).toBe(false);
  expect(seriesPath(grid, free)).toBe(
    '/packages/booking/pages/series/series?venueId=v&courtId=2&date=2026-03-14&sport=BADMINTON&from=600&until=660',
  );
});
