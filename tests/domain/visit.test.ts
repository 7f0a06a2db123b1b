import { type Instant, MINUTE, plus } from '@shared/base/time';
import type { WeeklyHours } from '@shared/domain/hours';
import { everyDay } from '@shared/domain/venue';
import {
  advanceVisit,
  refusalToEnter,
  type VisitableVenue,
  visitDeadline,
  visitMinutes,
} from '@shared/domain/visit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at } from './clock';

const venue = (more: Partial<VisitableVenue> = {}): VisitableVenue => ({
  hours: everyDay(8 * 60, 22 * 60),
  longestStayMinutes: 240,
  suspended: false,
  ...more,
});
const restsOnMonday: WeeklyHours = venue().hours.map((hours, weekday) =>
  weekday === 1 ? null : hours,
);

test.each([
  ['open', venue(), '2026-03-14 10:00', null],
  ['before opening', venue(), '2026-03-14 07:59:59.999', 'VENUE_CLOSED'],
  ['in its last millisecond', venue(), '2026-03-14 21:59:59.999', null],
  ['closing now', venue(), '2026-03-14 22:00', 'VENUE_CLOSED'],
  ['resting', venue({ hours: restsOnMonday }), '2026-03-16 10:00', 'VENUE_CLOSED'],
  ['suspended', venue({ suspended: true }), '2026-03-14 10:00', 'VENUE_SUSPENDED'],
  ['suspended and closed', venue({ suspended: true }), '2026-03-14 23:00', 'VENUE_SUSPENDED'],
])('a venue that is %s', (_, visited, now, refusal) => {
  expect(refusalToEnter(visited, at(now))).toBe(refusal);
});

test.each([
  ['in the morning the longest stay comes first', 240, '10:00', '14:00', 'LONGEST_STAY'],
  [
    'a millisecond before both would fall together',
    240,
    '17:59:59.999',
    '21:59:59.999',
    'LONGEST_STAY',
  ],
  ['when both fall together it is closing time', 240, '18:00', '22:00', 'CLOSING'],
  ['in the evening closing comes first', 240, '18:01', '22:00', 'CLOSING'],
  ['a stay of half an hour', 30, '21:00', '21:30', 'LONGEST_STAY'],
])('%s', (_, longestStayMinutes, now, ends, ending) => {
  expect(visitDeadline(venue({ longestStayMinutes }), at(`2026-03-14 ${now}`))).toEqual({
    at: at(`2026-03-14 ${ends}`),
    ending,
  });
});

test('a venue that closes at 24:00 ends its visits at midnight', () => {
  const late = venue({ hours: everyDay(18 * 60, 24 * 60) });
  expect(visitDeadline(late, at('2026-03-14 22:30')).at).toBe(at('2026-03-15 00:00'));
});

describe('the minutes that count', () => {
  const visit = { checkedInAt: at('2026-03-14 10:00'), deadline: at('2026-03-14 14:00') };

  test.each([
    ['10:00', 0],
    ['10:00:59.999', 0],
    ['10:01', 1],
    ['13:59:59.999', 239],
    ['14:00', 240],
    ['14:01', 240],
    ['23:00', 240],
    ['09:00', 0],
  ])('left at %s: %i', (left, minutes) => {
    expect(visitMinutes(visit, at(`2026-03-14 ${left}`))).toBe(minutes);
  });

  test('never reach past the longest stay or closing time', () => {
    const inside = fc.record({
      came: fc.integer({ min: 8 * 60, max: 22 * 60 - 1 }),
      stay: fc.integer({ min: 30, max: 720 }),
      left: fc.nat(3 * 24 * 60),
    });
    fc.assert(
      fc.property(inside, ({ came, stay, left }) => {
        const checkedInAt = plus(at('2026-03-14 00:00'), came * MINUTE);
        const { at: deadline } = visitDeadline(venue({ longestStayMinutes: stay }), checkedInAt);
        const minutes = visitMinutes(
          { checkedInAt, deadline },
          (checkedInAt + left * MINUTE) as Instant,
        );
        expect(minutes).toBe(Math.min(left, stay, 22 * 60 - came));
      }),
    );
  });
});

test('a visit closes once', () => {
  expect(advanceVisit('OPEN', 'close')).toBe('CLOSED');
  expect(() => advanceVisit('CLOSED', 'close')).toThrow('cannot close');
});
