import { fen, fenOfYuan, formatYuan, yuanText } from '@shared/base/money';
import fc from 'fast-check';
import { expect, test } from 'vitest';

test.each([
  ['0.01', 1],
  ['200', 20_000],
  ['0.1', 10],
  ['12.50', 1250],
  ['999999999.99', 99_999_999_999],
])('%s yuan are %i fen', (text, amount) => {
  expect(fenOfYuan(text)).toBe(amount);
});

test.each(['', '.', '1.', '.5', '1.234', '-1', '+1', '1e3', '01', '1,000', '１００', 'NaN', '1 0'])(
  '“%s” is no amount to the fen',
  (text) => {
    expect(fenOfYuan(text)).toBe(null);
  },
);

test('an amount survives being written and read', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999_999_999 }), (amount) => {
      expect(fenOfYuan(yuanText(fen(amount)))).toBe(amount);
    }),
  );
});

test('a debt is written with its sign before the currency', () => {
  expect([fen(-5), fen(0), fen(1250)].map(formatYuan)).toEqual(['-¥0.05', '¥0.00', '¥12.50']);
});

test('half a fen is a bug', () => {
  expect(() => fen(0.5)).toThrow(RangeError);
});
