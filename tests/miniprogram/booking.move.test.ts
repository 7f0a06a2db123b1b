import { type Fen, fen, points } from '@shared/base/money';
import type { ClubDate } from '@shared/base/time';
import { describe, expect, test } from 'vitest';
import type { Selection } from '../../miniprogram/components/slot-grid/choice.view';
import {
  firstWay,
  gridForMove,
  moneyOf,
  moveBar,
  moveQuestion,
  presentPlace,
  suggested,
} from '../../miniprogram/packages/booking/pages/move/move.view';
import { booking, clock, court, gridOf } from './bookingGrid';

/** Nine to thirteen; Lin plays eleven to twelve on court 1 and again at twelve. */
const grid = gridOf([court('1', 'ffffmmmf'), court('2', 'ffffffff')]);
const choice = (courtId: string, from: number, until: number): Selection => ({
  courtId,
  from,
  until,
  taken: false,
});

describe('the grid of a booking that moves', () => {
  test('its own half-hours are free, those of another booking stay taken', () => {
    const cells = gridForMove(grid, booking()).courts.map((one) => one.cells);
    expect(cells).toEqual(['ffffffmf', 'ffffffff']);
  });

  test('on another day nothing of it is free', () => {
    const other = { ...grid, date: '2026-03-15' as ClubDate };
    expect(gridForMove(other, booking()).courts[0]?.cells).toBe('ffffmmmf');
  });

  test('courts of another kind are not there', () => {
    const mixed = gridOf([court('1', 'f'), court('p', 'f', { kind: 'PLACES', left: [9] })]);
    expect(gridForMove(mixed, booking()).courts.map(({ id }) => id)).toEqual(['1']);
  });

  test('places are free only where all of them fit, its own included', () => {
    const gym = court('p', 'fffmm', { kind: 'PLACES', capacity: 9, left: [2, 1, 9, 0, 3] });
    const two = { courtId: 'p', kind: 'PLACES', places: 2, from: clock(10, 30), until: clock(11) };
    const [moved] = gridForMove(gridOf([gym]), booking({ ...two, kind: 'PLACES' })).courts;
    expect(moved?.cells).toBe('ftffm');
    expect(moved?.left).toEqual([2, 1, 9, 2, 3]);
  });
});

describe('the suggested length', () => {
  const half = choice('2', clock(9), clock(9, 30));
  test.each<[string, Selection | null, Selection | null, Selection | null]>([
    ['is the present one where a choice begins', null, half, choice('2', clock(9), clock(10))],
    [
      'holds on another court',
      choice('1', clock(9), clock(10)),
      half,
      choice('2', clock(9), clock(10)),
    ],
    ['does not undo shortening', choice('2', clock(9), clock(10)), half, half],
    [
      'leaves a longer choice alone',
      half,
      choice('2', clock(9), clock(10, 30)),
      choice('2', clock(9), clock(10, 30)),
    ],
    [
      'ends where the day does',
      null,
      choice('2', clock(12, 30), clock(13)),
      choice('2', clock(12, 30), clock(13)),
    ],
    ['of nothing is nothing', half, null, null],
  ])('%s', (_, before, tapped, after) => {
    expect(suggested(grid, { before, tapped }, booking())).toEqual(after);
  });
});

describe('the difference', () => {
  const paid = (amount: number, refunded = 0) =>
    booking({ paid: fen(amount), refunded: fen(refunded) });
  test.each<[string, ReturnType<typeof booking>, number, number]>([
    ['of the same price is nothing', paid(6_000), clock(10), 0],
    ['of a longer time is paid', paid(6_000), clock(10, 30), 3_000],
    ['of a shorter time comes back', paid(6_000), clock(9, 30), -3_000],
    ['counts what came back already', paid(6_000, 1_000), clock(10), 1_000],
  ])('%s', (_, known, until, amount) => {
    const facts = { booking: known, percent: 100 };
    expect(moneyOf(grid, choice('2', clock(9), until), facts).difference).toBe(amount);
  });

  test('of what is cheaper the tier’s share comes back, and never of what was kept before', () => {
    const shorter = choice('2', clock(9), clock(9, 30));
    const half = { booking: paid(6_000), percent: 50 };
    expect(moneyOf(grid, shorter, half).difference).toBe(-1_500);
    expect(moneyOf(grid, shorter, { ...half, percent: 0 }).difference).toBe(0);
    const { quote } = booking();
    const kept = { ...paid(6_000, 1_500), quote: { ...quote, total: fen(3_000) } };
    expect(moneyOf(grid, shorter, { ...half, booking: kept }).difference).toBe(0);
  });

  test('is for all places, at the price of the level', () => {
    const level = { ...grid, percent: 90 };
    const known = booking({ places: 2, paid: fen(0) });
    const facts = { booking: known, percent: 100 };
    expect(moneyOf(level, choice('2', clock(9), clock(9, 30)), facts).difference).toBe(5_400);
  });
});

describe('the bar', () => {
  test('tells of the points that come back beside the money', () => {
    const withPoints = booking({ paid: fen(4_500), pointsUsed: points(1_500) });
    const facts = { booking: withPoints, percent: 100, by: 'WALLET', balance: fen(0) } as const;
    expect(moveBar(grid, choice('2', clock(9), clock(9, 30)), facts)).toMatchObject({
      difference: '退回 ¥22.50 和 750 积分',
      amount: -2_250,
    });
  });

  const bar = (selection: Selection, balance: Fen = fen(0)) =>
    moveBar(grid, selection, { booking: booking(), percent: 100, by: 'WECHAT', balance });

  test('offers two ways to pay a difference, and asks before it', () => {
    const longer = bar(choice('2', clock(9), clock(10, 30)), fen(1_234));
    expect(longer).toMatchObject({ difference: '补差价 ¥30.00', button: '补差价并改期' });
    expect(longer.ways.map(({ note, chosen }) => [note, chosen])).toEqual([
      ['余额 ¥12.34', false],
      ['', true],
    ]);
    expect(moveQuestion(longer)).toBe(
      '改到 3 月 14 日 09:00–10:30 2 号场，微信支付补差价 ¥30.00。',
    );
  });

  test('says what comes back, and how', () => {
    const shorter = bar(choice('2', clock(9), clock(9, 30)));
    expect(shorter).toMatchObject({ difference: '退回 ¥30.00', ways: [] });
    expect(moveQuestion(shorter)).toContain('按原来的支付方式退');
  });

  test('rests on the present place', () => {
    expect(bar(choice('1', clock(11), clock(12)))).toMatchObject({ same: true, ways: [] });
    expect(bar(choice('2', clock(11), clock(12)))).toMatchObject({ same: false });
    expect(presentPlace(booking())).toBe('3 月 14 日 11:00–12:00 1 号场');
  });
});

test.each([
  ['holds enough to the fen', 3_000, 3_000, 'WALLET'],
  ['lacks one fen', 3_000, 2_999, 'WECHAT'],
  ['is not needed', -3_000, 0, 'WALLET'],
])('the way suggested when the wallet %s', (_, amount, balance, way) => {
  expect(firstWay(fen(amount), fen(balance))).toBe(way);
});
