import { MINUTE } from '@shared/base/time';
import { cleanUsername, isStrongPassword, LOCK_LIFE, lockOverSince } from '@shared/domain/account';
import { describe, expect, test } from 'vitest';
import { at } from './clock';

describe('a username', () => {
  test.each([
    ['linx', 'linx'],
    ['LinXiaoMan', 'linxiaoman'],
    ['  lin2026 ', 'lin2026'],
    [`a${'9'.repeat(49)}`, `a${'9'.repeat(49)}`],
    ['lin', null],
    [`a${'9'.repeat(50)}`, null],
    ['2lin', null],
    ['lin man', null],
    ['lin_man', null],
    ['林小满', null],
    ['ｌｉｎｘ', null],
    ['lin\n2026', null],
    ['', null],
  ])('%j is kept as %j', (typed, kept) => {
    expect(cleanUsername(typed)).toBe(kept);
  });
});

describe('a password', () => {
  test.each([
    ['Court#26', true],
    ['aaaaaa1!', true],
    ['Abcdefgh1234567!', true],
    ['~~~~~~1a', true],
    ['Court#2', false],
    ['Abcdefgh12345678!', false],
    ['Courtside1', false],
    ['Courtside#', false],
    ['12345678#', false],
    ['Court 26#', false],
    ['Court#26球', false],
    ['Ｃourt#26', false],
    ['Court#26\n', false],
    ['Court#2é6', false],
    ['', false],
  ])('%j is strong enough: %s', (typed, strong) => {
    expect(isStrongPassword(typed)).toBe(strong);
  });
});

test('a lock lasts fifteen minutes', () => {
  expect(LOCK_LIFE).toBe(15 * MINUTE);
  expect(lockOverSince(at('2026-03-14 10:15'))).toBe(at('2026-03-14 10:00'));
});
