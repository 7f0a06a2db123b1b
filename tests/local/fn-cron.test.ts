import { describe, expect, test } from 'vitest';
import { parseCron } from '../../local/cloudbase/cron';

const at = (local: string) => Date.parse(`${local}+08:00`);
const shown = (instant: number | null) =>
  instant === null ? null : new Date(instant + 8 * 3_600_000).toISOString().slice(0, 19);

describe('a timer is due (7 fields, UTC+8)', () => {
  test.each([
    ['each minute', '0 * * * * * *', '2026-03-14T10:00:00', '2026-03-14T10:01:00'],
    ['each five seconds', '*/5 * * * * * *', '2026-03-14T10:00:58', '2026-03-14T10:01:00'],
    ['on the 1st at two', '0 0 2 1 * * *', '2026-05-31T18:00:00', '2026-06-01T02:00:00'],
    ['on working days', '0 15 10 * * MON-FRI *', '2026-11-20T10:15:00', '2026-11-23T10:15:00'],
    ['in a range with a step', '0 */30 9-17 * * * *', '2026-11-20T17:30:00', '2026-11-21T09:00:00'],
    ['from a start on', '0 5/20 * * * * *', '2026-11-20T17:06:00', '2026-11-20T17:25:00'],
    ['from a list', '0 0 8,20 * * * *', '2026-11-20T08:00:00', '2026-11-20T20:00:00'],
    ['on Sunday, which is 0', '0 0 0 * * 0 *', '2026-03-14T10:00:00', '2026-03-15T00:00:00'],
    ['in a named month', '0 0 0 1 FEB * *', '2026-03-14T10:00:00', '2027-02-01T00:00:00'],
    ['on a leap day', '0 0 0 29 2 * *', '2026-03-14T10:00:00', '2028-02-29T00:00:00'],
    ['in a given year', '0 0 0 1 1 * 2030', '2026-03-14T10:00:00', '2030-01-01T00:00:00'],
    ['never again', '0 0 0 1 1 * 2025', '2026-03-14T10:00:00', null],
    ['never', '0 0 0 31 2 * *', '2026-03-14T10:00:00', null],
  ])('%s: %s', (_what, cron, after, expected) => {
    expect(shown(parseCron(cron).next(at(after)))).toBe(expected);
  });

  test('day and weekday both given: either is enough', () => {
    const cron = parseCron('0 0 0 1 * MON *');
    const due = [at('2026-03-28T00:00:00')];
    for (let i = 0; i < 3; i += 1) due.push(cron.next(due[i] ?? 0) ?? 0);
    expect(due.slice(1).map(shown)).toEqual([
      '2026-03-30T00:00:00',
      '2026-04-01T00:00:00',
      '2026-04-06T00:00:00',
    ]);
  });

  test('a day holds 1440 minutes', () => {
    const cron = parseCron('0 * * * * * *');
    const end = at('2026-03-15T10:00:00');
    let count = 0;
    for (let due = cron.next(at('2026-03-14T10:00:00')); due !== null && due <= end; count += 1) {
      due = cron.next(due);
    }
    expect(count).toBe(1440);
  });
});

test.each([
  ['five fields', '* * * * *', '7 are needed'],
  ['a second 60', '60 * * * * * *', 'second'],
  ['a day 0', '0 0 0 0 * * *', 'day'],
  ['a weekday 7', '0 0 0 * * 7 *', 'weekday'],
  ['a range backwards', '0 0 17-9 * * * *', 'hour'],
  ['a step of nothing', '*/0 * * * * * *', 'second'],
  ['words', '0 0 0 * SMARCH * *', 'month'],
])('%s is refused with the field', (_what, cron, message) => {
  expect(() => parseCron(cron)).toThrow(message);
});
