import { type ClubDate, clubDayStart, HOUR, MINUTE, plus } from '@shared/base/time';
import { BOOKING_STATUSES, refusalToVerify } from '@shared/domain/booking';
import { type CourtOnDay, nearestFree } from '@shared/domain/slots';
import { describe, expect, test } from 'vitest';

const DATE = '2026-03-14' as ClubDate;
const startAt = plus(clubDayStart(DATE), 14 * HOUR);
const endAt = plus(startAt, HOUR);

describe('a booking’s code', () => {
  test.each([
    [startAt - 30 * MINUTE - 1, 'TOO_EARLY_TO_VERIFY'],
    [startAt - 30 * MINUTE, null],
    [startAt - 30 * MINUTE + 1, null],
    [endAt - 1, null],
    [endAt, 'BOOKING_ENDED'],
    [endAt + 1, 'BOOKING_ENDED'],
  ])('at %i opens or not', (now, expected) => {
    const booking = { status: 'BOOKED', startAt, endAt } as const;
    expect(refusalToVerify(booking, plus(startAt, now - startAt))).toBe(expected);
  });

  test('opens only what is booked; shown again it is no mistake', () => {
    const told = BOOKING_STATUSES.map((status) => [
      status,
      refusalToVerify({ status, startAt, endAt }, startAt),
    ]);
    expect(Object.fromEntries(told)).toEqual({
      PENDING_PAY: 'BOOKING_CLOSED',
      BOOKED: null,
      CHECKED_IN: null,
      NO_SHOW: 'BOOKING_CLOSED',
      CLOSED: 'BOOKING_CLOSED',
      COMPLETED: 'BOOKING_ENDED',
      CANCELLED: 'BOOKING_CLOSED',
    });
  });
});

describe('what is free nearest to a wish', () => {
  const open = { from: 8 * 60, until: 22 * 60 };
  const claim = (from: number, until: number, kind: 'BOOKING' | 'CLOSURE' = 'BOOKING') => ({
    ...{ ownerId: 'x', kind, memberId: null, places: 1 },
    ...{ from: from * 60, until: until * 60 },
  });
  const court = (courtId: string, claims: CourtOnDay['claims'], capacity = 1) => ({
    ...{ courtId, date: DATE, open, capacity, claims },
  });
  const want = { date: DATE, from: 14 * 60, until: 15 * 60, places: 1 };
  const near = (courts: readonly CourtOnDay[], after = clubDayStart(DATE)) =>
    nearestFree(want, courts, { after, most: 3 }).map(
      ({ courtId, from }) => `${courtId} ${from / 60}`,
    );

  test('is the same time on another court, then just before and after', () => {
    expect(near([court('1', [claim(8, 22, 'CLOSURE')]), court('2', [])])).toEqual([
      '2 14',
      '2 13.5',
      '2 14.5',
    ]);
  });

  test('is never beside a closure, over somebody else, in the past, or after closing', () => {
    const places = court('hall', [claim(8, 14.5, 'CLOSURE'), claim(15, 21)], 40);
    expect(near([places])).toEqual(['hall 14.5', 'hall 15', 'hall 15.5']);
    expect(near([court('1', [claim(8, 20.5)])])).toEqual(['1 20.5', '1 21']);
    const after = plus(clubDayStart(DATE), 20.5 * HOUR);
    expect(near([court('1', [])], after)).toEqual(['1 20.5', '1 21']);
    expect(near([{ ...court('1', []), open: null }])).toEqual([]);
  });
});
