import { CROWDING_WORDS, crowdingOf } from '@shared/domain/crowding';
import { expect, test } from 'vitest';

test.each([
  [0, 100, '空闲'],
  [39, 100, '空闲'],
  [40, 100, '适中'],
  [74, 100, '适中'],
  [75, 100, '拥挤'],
  [99, 100, '拥挤'],
  [100, 100, '已满'],
  [4, 10, '适中'],
  [3, 4, '拥挤'],
  [0, 1, '空闲'],
  [1, 1, '已满'],
  [101, 100, '已满'],
  [0, 0, '已满'],
])('%i of %i people are %s', (headcount, capacity, word) => {
  expect(CROWDING_WORDS[crowdingOf(headcount, capacity)]).toBe(word);
});
