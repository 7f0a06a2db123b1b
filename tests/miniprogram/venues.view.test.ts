import { type ClubDate, clubDayStart, HOUR, type Instant, plus } from '@shared/base/time';
import type { CampusView, VenueCard } from '@shared/contracts/venue';
import { expect, test } from 'vitest';
import { campusGroups, withHeadcounts } from '../../miniprogram/pages/venues/venues.view';
import { isOutdated, openingLine } from '../../miniprogram/words/opening';

const saturday = clubDayStart('2026-03-14' as ClubDate);
const ten = plus(saturday, 10 * HOUR);
const at = (hours: number) => plus(saturday, hours * HOUR);

const campuses: CampusView[] = [
  { id: 'east', name: '东校区', kind: 'BRANCH' },
  { id: 'centre', name: '总馆 · 中心校区', kind: 'CENTRE' },
];

function card(part: Partial<VenueCard>): VenueCard {
  const opening = { open: true, suspended: false, changesAt: at(22) };
  const plain = { id: 'v1', campusId: 'centre', name: '乒乓馆', pictureUrl: null, heatRank: 1 };
  const unknown = { favourite: false, trend: null, error: null };
  return { ...plain, ...unknown, headcount: 0, capacity: 10, opening, ...part };
}

const table = card({ id: 'table', name: '乒乓馆', headcount: 9, heatRank: 1 });
const court = card({ id: 'court', name: '羽毛球馆', headcount: 2, heatRank: 3 });
const gym = card({
  id: 'gym',
  name: '健身房',
  heatRank: 2,
  opening: { open: false, suspended: false, changesAt: at(33) },
});
const east = card({ id: 'pool', campusId: 'east', name: '篮球馆', headcount: 10, heatRank: 4 });
const venues = [court, east, gym, table];
const names = (sort: 'HEAT' | 'SPACE' | 'NAME', query = '') =>
  campusGroups(campuses, venues, { sort, query }, ten).map(({ title, rows }) => [
    title,
    ...rows.map((row) => row.name),
  ]);

test('venues stand under their campus, the centre first, in the order asked for', () => {
  expect(names('HEAT')).toEqual([
    ['总馆 · 中心校区', '乒乓馆', '健身房', '羽毛球馆'],
    ['东校区 · 分校区', '篮球馆'],
  ]);
  expect(names('SPACE')[0]).toEqual(['总馆 · 中心校区', '羽毛球馆', '乒乓馆', '健身房']);
  expect(names('NAME')[0]).toEqual(['总馆 · 中心校区', '健身房', '乒乓馆', '羽毛球馆']);
});

test('a search finds by venue and by campus, and leaves out campuses without a find', () => {
  expect(names('HEAT', ' 羽毛 ')).toEqual([['总馆 · 中心校区', '羽毛球馆']]);
  expect(names('HEAT', '东校区')).toEqual([['东校区 · 分校区', '篮球馆']]);
  expect(names('HEAT', '游泳')).toEqual([]);
});

test('a row says with a word how full the venue is, and a closed one says when it opens', () => {
  const rows = campusGroups(campuses, venues, { sort: 'HEAT', query: '' }, ten)[0]?.rows ?? [];
  expect(rows[0]).toMatchObject({ tone: 'busy', percent: 90, opening: '22:00 关门' });
  expect(rows[0]?.spoken).toBe('乒乓馆，馆内 9 人，最多 10 人，拥挤，22:00 关门');
  expect(rows[1]).toMatchObject({ closed: true, percent: 0, opening: '休息中，明天 09:00 开门' });
});

test('a board changes the numbers of its venue and of no other', () => {
  const [first, second] = withHeadcounts(
    [table, court],
    [{ venueId: 'court', headcount: 7, capacity: 12 }],
  );
  expect(first).toBe(table);
  expect(second).toMatchObject({ id: 'court', headcount: 7, capacity: 12 });
});

test.each<[string, Partial<VenueCard['opening']>, string]>([
  ['open until ten at night', { changesAt: at(22) }, '22:00 关门'],
  ['open until midnight', { changesAt: at(24) }, '24:00 关门'],
  ['opening later today', { open: false, changesAt: at(14) }, '休息中，14:00 开门'],
  ['opening tomorrow', { open: false, changesAt: at(33) }, '休息中，明天 09:00 开门'],
  ['opening on Monday', { open: false, changesAt: at(57) }, '休息中，周一 09:00 开门'],
  ['resting all week', { open: false, changesAt: null }, '本周不开放'],
  ['suspended', { open: false, suspended: true, changesAt: null }, '暂停开放'],
])('a venue %s says so', (_, part, line) => {
  const opening = { open: true, suspended: false, changesAt: null as Instant | null, ...part };
  expect(openingLine(opening, ten)).toBe(line);
});

test('what the server said about the doors is over at the minute they change', () => {
  const opening = { open: true, suspended: false, changesAt: at(22) };
  expect(isOutdated(opening, plus(at(22), -1))).toBe(false);
  expect(isOutdated(opening, at(22))).toBe(true);
});
