import { fen } from '@shared/base/money';
import { type ClubDate, DAY, HOUR, type Instant, plus } from '@shared/base/time';
import {
  BOOKING_STATUSES,
  type BookingEvent,
  banUntil,
  DEFAULT_LIMITS,
  isPast,
  lastBookableDate,
  lastSeriesDate,
  mostCompanions,
  nextBookingStatus,
  parseBookingCode,
  refusalToBook,
} from '@shared/domain/booking';
import { DEFAULT_TIERS, refundPercent, shareOf } from '@shared/domain/refund';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at } from './clock';

const start = at('2026-03-20 18:00');
const before = (hours: number, ms = 0) => plus(start, -hours * HOUR + ms);

describe('what goes back', () => {
  test.each([
    [48, 0, 100],
    [24, -1, 100],
    [24, 0, 100],
    [24, 1, 80],
    [12, -1, 80],
    [12, 0, 80],
    [12, 1, 50],
    [5, -1, 50],
    [5, 0, 50],
    [5, 1, 0],
    [0, -1, 0],
    [0, 1, 0],
  ])('%i hours before the start and %i ms: %i percent', (hours, ms, percent) => {
    expect(refundPercent(DEFAULT_TIERS, start, before(hours, ms))).toBe(percent);
  });

  test('without tiers nothing goes back; their order does not matter', () => {
    expect(refundPercent([], start, before(100))).toBe(0);
    const tiers = [...DEFAULT_TIERS].reverse();
    expect(refundPercent(tiers, start, before(24))).toBe(100);
  });

  test('is a whole number of fen, between nothing and all', () => {
    expect(shareOf(fen(2_001), 50)).toBe(1_001);
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.integer({ min: 0, max: 100 }), (amount, percent) => {
        const share = shareOf(fen(amount), percent);
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(amount);
      }),
    );
  });
});

describe('what can be booked', () => {
  test.each([
    ['2026-03-14 06:59', '2026-03-20'],
    ['2026-03-14 07:00', '2026-03-21'],
    ['2026-03-14 23:59', '2026-03-21'],
    ['2026-03-15 00:00', '2026-03-21'],
  ])('at %s the last day is %s', (now, last) => {
    expect(lastBookableDate(DEFAULT_LIMITS, at(now))).toBe(last);
  });

  test('the release is on the millisecond', () => {
    const seven = at('2026-03-14 07:00');
    expect(lastBookableDate(DEFAULT_LIMITS, plus(seven, -1))).toBe('2026-03-20');
    expect(lastBookableDate(DEFAULT_LIMITS, seven)).toBe('2026-03-21');
  });

  test('a series of twelve weeks may begin on the last day', () => {
    expect(lastSeriesDate(DEFAULT_LIMITS, at('2026-03-14 10:00'))).toBe('2026-06-06');
  });

  test.each([
    ['14:09', 59_999, false],
    ['14:10', 0, true],
  ])('a slot that began at two is over at %s and %i ms: %s', (clock, ms, past) => {
    const date = '2026-03-14' as ClubDate;
    const now = plus(at(`2026-03-14 ${clock}`), ms);
    expect(isPast(date, { from: 840, until: 900 }, now)).toBe(past);
  });

  const open = { from: 540, until: 1320 };
  const facts = { limits: DEFAULT_LIMITS, open, now: at('2026-03-14 10:00') };
  test.each([
    ['2026-03-14', 840, 960, null],
    ['2026-03-14', 840, 990, 'SLOT_INVALID'],
    ['2026-03-14', 840, 840, 'SLOT_INVALID'],
    ['2026-03-14', 855, 885, 'SLOT_INVALID'],
    ['2026-03-14', 540, 600, 'SLOT_PAST'],
    ['2026-03-13', 840, 900, 'SLOT_PAST'],
    ['2026-03-21', 840, 900, null],
    ['2026-03-22', 840, 900, 'NOT_RELEASED'],
    ['2026-03-15', 510, 570, 'NOT_ON_SALE'],
    ['2026-03-15', 1290, 1350, 'NOT_ON_SALE'],
    ['2026-03-15', 1290, 1320, null],
  ] as const)('%s from %i until %i: %s', (date, from, until, refusal) => {
    expect(refusalToBook({ date: date as ClubDate, from, until }, facts)).toBe(refusal);
  });

  test('a day of rest sells nothing; a series goes further ahead', () => {
    const ask = { date: '2026-04-11' as ClubDate, from: 840, until: 900 };
    expect(refusalToBook(ask, { ...facts, series: true })).toBe(null);
    expect(refusalToBook(ask, { ...facts, series: true, open: null })).toBe('NOT_ON_SALE');
  });
});

describe('no-shows', () => {
  const last = at('2026-03-14 10:00');
  const ago = (days: number, ms = 0) => plus(last, -days * DAY + ms);
  test.each<[string, Instant[], number, boolean]>([
    ['two', [ago(1), last], 0, false],
    ['three within thirty days', [ago(30), ago(1), last], 0, true],
    ['three within thirty days and a millisecond', [ago(30, -1), ago(1), last], 0, false],
    ['three, a week later less a millisecond', [ago(2), ago(1), last], 7 * DAY - 1, true],
    ['three, a week later', [ago(2), ago(1), last], 7 * DAY, false],
    ['old ones and three new ones', [ago(300), ago(200), ago(2), ago(1), last], 0, true],
    ['told in any order', [last, ago(2), ago(1)], 0, true],
    [
      'a fourth, long after the first two, lifts nothing',
      [ago(30), ago(29), last, plus(last, 2 * DAY)],
      3 * DAY,
      true,
    ],
  ])('%s', (_, misses, later, banned) => {
    const until = banUntil(misses, plus(last, later));
    expect(until).toBe(banned ? plus(last, 7 * DAY) : null);
  });
});

test('what is over stays over, and money for a closed booking opens it again', () => {
  const events: BookingEvent[] = ['pay', 'close', 'verify', 'cancel', 'miss', 'end', 'waive'];
  const exits = Object.fromEntries(
    BOOKING_STATUSES.map((status) => [
      status,
      events.filter((event) => nextBookingStatus(status, event) !== null),
    ]),
  );
  expect(exits).toEqual({
    PENDING_PAY: ['pay', 'close', 'cancel'],
    BOOKED: ['verify', 'cancel', 'miss', 'end'],
    CHECKED_IN: ['cancel', 'end'],
    NO_SHOW: ['waive'],
    CLOSED: ['pay'],
    COMPLETED: [],
    CANCELLED: [],
  });
});

test('of places each friend needs one; a court takes nine friends', () => {
  expect(mostCompanions({ kind: 'PLACES', places: 3 })).toBe(2);
  expect(mostCompanions({ kind: 'COURT', places: 1 })).toBe(9);
});

test.each([
  ['123456789012345', '123456789012345'],
  ['CB1.123456789012345', '123456789012345'],
  [' 12345 67890 12345 ', '123456789012345'],
  ['12345678901234', null],
  ['CB2.123456789012345', null],
])('the desk reads “%s” as %s', (text, code) => {
  expect(parseBookingCode(text)).toBe(code);
});
