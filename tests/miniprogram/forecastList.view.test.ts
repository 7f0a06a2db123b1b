import { type ClubDate, clubDayStart, HOUR, plus } from '@shared/base/time';
import type { CampusView, VenueCard } from '@shared/contracts/venue';
import { expect, test } from 'vitest';
import { campusGroups, withHeadcounts } from '../../miniprogram/pages/venues/venues.view';

const saturday = clubDayStart('2026-03-14' as ClubDate);
const at = (hours: number) => plus(saturday, hours * HOUR);

const centre: CampusView = { id: 'centre', name: '总馆', kind: 'CENTRE' };
const gym: VenueCard = {
  id: 'gym',
  campusId: 'centre',
  name: '健身房',
  pictureUrl: null,
  headcount: 9,
  capacity: 10,
  opening: { open: true, suspended: false, changesAt: at(22) },
  heatRank: 1,
  favourite: false,
  trend: null,
  error: null,
};

const rowOf = (part: Partial<VenueCard>) => {
  const wish = { sort: 'HEAT', query: '' } as const;
  const row = campusGroups([centre], [{ ...gym, ...part }], wish, at(10))[0]?.rows[0];
  if (!row) throw new Error('the list has no row');
  return row;
};

test.each([
  ['fills', 'FILLING', 'up', '人在变多'],
  ['empties', 'EMPTYING', 'down', '人在变少'],
  ['stays as it is', 'STEADY', 'on', '人数平稳'],
] as const)(
  'a venue that %s has its arrow and its word, and both are spoken',
  (_, trend, way, word) => {
    const row = rowOf({ trend });
    expect(row.trend).toEqual({ way, word });
    expect(row.spoken).toBe(`健身房，馆内 9 人，最多 10 人，拥挤，${word}，22:00 关门`);
  },
);

test('of a venue of which nobody knows the way there is no arrow and no word', () => {
  const row = rowOf({ trend: null });
  expect(row.trend).toBe(null);
  expect(row.spoken).not.toMatch(/人在变|平稳|null|undefined/);
});

test.each([
  ['whose forecast was off by a few', 3.4, '预测误差 3.4 人'],
  ['whose forecast was off by less than one', 0.4, '预测误差 0.4 人'],
  ['whose forecast was right, which is not the same as unknown,', 0, '预测误差 0 人'],
  ['whose forecast was off by ten or more, where tenths mean nothing,', 10.4, '预测误差 10 人'],
  ['that is new', null, '数据还少，误差还算不出'],
])('a venue %s says so in its row', (_, error, words) => {
  expect(rowOf({ error }).error).toBe(words);
});

test('a closed venue says when it opens, not how wrong its forecast was', () => {
  const opening = { open: false, suspended: false, changesAt: at(33) };
  for (const error of [3.4, null]) {
    const row = rowOf({ opening, error });
    expect(row.error).toBe('');
    expect(row.spoken).toBe('健身房，休息中，明天 09:00 开门');
  }
});

test('a board that counts anew leaves the way and the error as they were', () => {
  const known: VenueCard = { ...gym, trend: 'EMPTYING', error: 2.5 };
  const [card] = withHeadcounts([known], [{ venueId: 'gym', headcount: 3, capacity: 10 }]);
  expect(rowOf(card ?? {})).toMatchObject({
    headcount: 3,
    trend: { way: 'down' },
    error: '预测误差 2.5 人',
  });
});
