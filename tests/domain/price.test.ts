import { dayKindOf } from '@shared/base/holidays';
import { fen } from '@shared/base/money';
import type { ClubDate } from '@shared/base/time';
import {
  BASE_PRICE_NAME,
  type PriceList,
  pricesOf,
  quoteOf,
  slotPrice,
} from '@shared/domain/price';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const list: PriceList = {
  base: 2_000,
  rules: [
    { days: ['WEEKDAY'], from: 1080, until: 1320, fen: 3_000, name: '高峰' },
    { days: ['WEEKEND', 'HOLIDAY'], from: 540, until: 1320, fen: 3_500, name: '周末' },
    { days: ['HOLIDAY'], from: 0, until: 1440, fen: 5_000, name: '节假日' },
  ],
};

test.each([
  ['WEEKDAY', 1050, 2_000, BASE_PRICE_NAME],
  ['WEEKDAY', 1080, 3_000, '高峰'],
  ['WEEKDAY', 1290, 3_000, '高峰'],
  ['WEEKDAY', 1320, 2_000, BASE_PRICE_NAME],
  ['WEEKEND', 510, 2_000, BASE_PRICE_NAME],
  ['WEEKEND', 540, 3_500, '周末'],
  ['HOLIDAY', 600, 5_000, '节假日'],
] as const)('on a %s at minute %i half an hour costs %i (%s)', (kind, minute, price, name) => {
  expect(slotPrice(list, kind, minute)).toEqual({ fen: price, name });
});

test.each([
  ['2026-03-13', 'WEEKDAY'],
  ['2026-03-14', 'WEEKEND'],
  // 调休: a Saturday that is worked.
  ['2026-02-14', 'WEEKDAY'],
  // The National Day falls on a Thursday.
  ['2026-10-01', 'HOLIDAY'],
] as const)('%s is a %s', (date, kind) => {
  expect(dayKindOf(date as ClubDate)).toBe(kind);
});

test('a bill over the beginning of the peak has a line for each price', () => {
  const prices = pricesOf(list, 'WEEKDAY', { from: 1020, until: 1140 });
  expect(quoteOf(prices, { places: 2, percent: 100 })).toEqual({
    lines: [
      { name: BASE_PRICE_NAME, slots: 2, fen: 8_000 },
      { name: '高峰', slots: 2, fen: 12_000 },
    ],
    gross: 20_000,
    discount: 0,
    total: 20_000,
  });
});

test('what the lines, the discount and the total say always adds up, in whole fen', () => {
  const price = fc.record({
    fen: fc.integer({ min: 0, max: 99_999 }),
    name: fc.constantFrom('高峰', '周末'),
  });
  const prices = fc.array(price, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(
      prices,
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 85, max: 100 }),
      (some, places, percent) => {
        const { lines, gross, discount, total } = quoteOf(some, { places, percent });
        expect(fen(lines.reduce((sum, line) => sum + line.fen, 0))).toBe(gross);
        expect(total + discount).toBe(gross);
        expect(Number.isInteger(total)).toBe(true);
        expect(Math.abs(total - (gross * percent) / 100)).toBeLessThanOrEqual(0.5);
      },
    ),
  );
});
