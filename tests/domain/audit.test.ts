import { DAY } from '@shared/base/time';
import { ACTIONS, actionWord, LOG_LIFE } from '@shared/domain/audit';
import { describe, expect, test } from 'vitest';

describe.each(Object.entries(ACTIONS))('%s', (action, word) => {
  test('is a verb with its domain, and reads as a few Chinese words', () => {
    expect(action).toMatch(/^[a-z]+\.[a-zA-Z]+$/);
    expect(word).toMatch(/^\p{Script=Han}{2,8}$/u);
    expect(actionWord(action)).toBe(word);
  });
});

test('no two actions read the same', () => {
  expect(new Set(Object.values(ACTIONS)).size).toBe(Object.keys(ACTIONS).length);
});

test('what nobody knows any more is shown as it was written', () => {
  for (const old of ['club.removed', 'toString', '']) expect(actionWord(old)).toBe(old);
});

test('the log is kept for three years at least, far longer than the six months of the law', () => {
  expect(LOG_LIFE).toBeGreaterThanOrEqual(3 * 365 * DAY);
});
