import { clubDate, clubMonth, instant } from '@shared/contracts/scalars';
import { describe, expect, test } from 'vitest';
import { at } from './clock';

describe('the calendar’s world', () => {
  test.each([
    ['0000-01-01', true],
    ['2024-02-29', true],
    ['8999-12-31', true],
    ['9000-01-01', false],
    ['9999-12-31', false],
    ['2026-02-29', false],
    ['2026-2-3', false],
    ['12026-01-01', false],
    [20260314, false],
    [null, false],
  ])('the day %s is in it: %s', (day, inside) => {
    expect(clubDate.safeParse(day).success).toBe(inside);
  });

  test.each([
    ['0000-01', true],
    ['8999-12', true],
    ['9000-01', false],
    ['2026-00', false],
    ['2026-13', false],
    [202603, false],
  ])('the month %s is in it: %s', (month, inside) => {
    expect(clubMonth.safeParse(month).success).toBe(inside);
  });

  test.each([
    [-1, false],
    [0, true],
    [at('2026-03-14 10:00'), true],
    [at('8999-12-31') - 1, true],
    [at('8999-12-31'), false],
    [8.64e15, false],
    [Number.MAX_SAFE_INTEGER, false],
    [0.5, false],
    ['0', false],
  ])('the moment %s is in it: %s', (moment, inside) => {
    expect(instant.safeParse(moment).success).toBe(inside);
  });
});
