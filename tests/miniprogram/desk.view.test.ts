import type { Points } from '@shared/base/money';
import { HOUR, type Instant, MINUTE, plus, SECOND } from '@shared/base/time';
import type { DeskVenue } from '@shared/contracts/desk';
import { REFUSALS, Refusal } from '@shared/refusals';
import { expect, test } from 'vitest';
import {
  layoutOf,
  needsCodes,
  outageNotice,
  reserveOf,
  shownAt,
} from '../../miniprogram/packages/staff/pages/door/door.view';
import {
  campusGroups,
  scanFailure,
  scanOutcome,
  withHeadcounts,
} from '../../miniprogram/packages/staff/pages/home/home.view';
import {
  appended,
  personRows,
  reasonError,
} from '../../miniprogram/packages/staff/pages/inside/inside.view';
import { NetworkFailure } from '../../miniprogram/services/api';

// Saturday 2026-03-14 10:00 at the club.
const ten = Date.UTC(2026, 2, 14, 2) as Instant;

const codes = Array.from({ length: 5 }, (_, index) => ({
  from: plus(ten, index * 30 * SECOND),
  until: plus(ten, (index + 1) * 30 * SECOND),
  text: `code-${index}`,
}));

const venue = (id: string, campusName: string): DeskVenue => ({
  id,
  campusName,
  name: `场馆 ${id}`,
  headcount: 3,
  capacity: 10,
  open: true,
});

test.each([
  [0, 'code-0', 30],
  [29_999, 'code-0', 1],
  [30_000, 'code-1', 30],
  [149_000, 'code-4', 1],
])('%i ms after ten the door shows %s for %i more seconds', (after, text, secondsLeft) => {
  expect(shownAt(codes, plus(ten, after))).toMatchObject({ text, secondsLeft });
});

test('the door shows no code before the first one begins and after the last one ends', () => {
  expect(shownAt(codes, plus(ten, -1))).toBeNull();
  expect(shownAt(codes, plus(ten, 150 * SECOND))).toBeNull();
  expect(shownAt([], ten)).toBeNull();
});

test('the door asks for new codes when half of them are used up, and at once when it has none', () => {
  expect(needsCodes(codes, plus(ten, 74 * SECOND))).toBe(false);
  expect(needsCodes(codes, plus(ten, 75 * SECOND))).toBe(true);
  expect(needsCodes([], ten)).toBe(true);
});

test('a clock that is moved far ahead leaves no reserve', () => {
  const later = plus(ten, HOUR);
  expect(reserveOf(codes, later)).toBe(0);
  expect(needsCodes(codes, later)).toBe(true);
});

test('during an outage the door says how long the codes last, and then that there are none', () => {
  expect(outageNotice(false, 0)).toBe('');
  expect(outageNotice(true, 95 * SECOND)).toContain('1 分 35 秒');
  expect(outageNotice(true, 59_001)).toContain('1 分 0 秒');
  expect(outageNotice(true, 30 * SECOND)).toContain('30 秒');
  expect(outageNotice(true, 0)).toContain('没有可用的打卡码');
});

test.each([
  ['a phone', 390, 760],
  ['a small phone', 320, 480],
  ['a tablet upright', 768, 960],
  ['a tablet on its side', 1024, 700],
  ['a phone on its side', 740, 340],
])('on %s the code fits into the window', (_, width, height) => {
  const { size, turned, scale } = layoutOf({ width, height });
  expect(size).toBeLessThanOrEqual(Math.min(width, height));
  expect(size).toBeGreaterThanOrEqual(160);
  expect(turned).toBe(width > height ? 'wide' : 'tall');
  expect(scale).toBe(Math.min(width, height) >= 480 ? 'wall' : 'hand');
});

test('venues stand under their campus, and a board changes only its own venue', () => {
  const groups = campusGroups([venue('a', '东'), venue('b', '西'), venue('c', '东')]);
  expect(groups.map((group) => group.venues.map(({ id }) => id))).toEqual([['a', 'c'], ['b']]);
  const after = withHeadcounts(groups, [{ venueId: 'c', headcount: 9, capacity: 12 }]);
  expect(after[0]?.venues.map(({ headcount }) => headcount)).toEqual([3, 9]);
  expect(after[0]?.venues[1]?.capacity).toBe(12);
});

test('the desk reads large whether somebody went in or out, and what came of it', () => {
  const base = { maskedName: '林*满', minutes: 0, points: 6 as Points, left: null };
  expect(scanOutcome({ ...base, result: 'ADMITTED' })).toMatchObject({
    tone: 'in',
    title: '已入场',
    lines: ['获得 6 积分'],
  });
  const left = { venueName: '东馆', minutes: 61 };
  const again = scanOutcome({ ...base, result: 'ADMITTED', points: 0 as Points, left });
  expect(again.lines).toEqual(['今天的打卡积分已经领过', '已从「东馆」离场，1 小时 1 分']);
  const out = scanOutcome({ ...base, result: 'LET_OUT', minutes: 45 });
  expect(out).toMatchObject({ tone: 'out', title: '已离场', lines: ['本次 45 分钟'] });
});

test('a refusal says what to do; a lost answer sends the desk to the list, not to a second scan', () => {
  expect(scanFailure(new Refusal('MEMBER_CODE_EXPIRED'))).toMatchObject({
    tone: 'refused',
    lines: [REFUSALS.MEMBER_CODE_EXPIRED],
  });
  for (const error of [new NetworkFailure('timeout'), new Refusal('INTERNAL')]) {
    expect(scanFailure(error)).toMatchObject({ tone: 'unknown' });
  }
});

test('a row says since when somebody is inside, and minutes stop counting at the deadline', () => {
  const person = {
    visitId: 'v1',
    maskedName: '林*满',
    checkedInAt: ten,
    deadline: plus(ten, 4 * HOUR),
  };
  const at = (minutes: number) => personRows([person], plus(ten, minutes * MINUTE))[0];
  expect(at(65)).toMatchObject({
    since: '10:00 入场',
    ends: '14:00 自动离场',
    stay: '1 小时 5 分',
  });
  expect(at(300)?.stay).toBe('4 小时');
});

test('somebody on two pages of the list is shown once', () => {
  const person = (visitId: string) => ({
    visitId,
    maskedName: visitId,
    checkedInAt: ten,
    deadline: plus(ten, HOUR),
  });
  const list = appended([person('a'), person('b')], [person('b'), person('c')]);
  expect(list.map(({ visitId }) => visitId)).toEqual(['a', 'b', 'c']);
});

test.each([
  ['', false],
  [' 忘 ', false],
  ['清场', true],
  ['长'.repeat(100), true],
  ['长'.repeat(101), false],
  ['🏓🏓', true],
])('the reason %j is accepted: %s', (reason, accepted) => {
  expect(reasonError(reason) === '').toBe(accepted);
});
