import { everyDay } from '@shared/domain/venue';
import { REFUSALS } from '@shared/refusals';
import { expect, test } from 'vitest';
import {
  hoursRows,
  sameEveryDay,
  sameLabel,
  withDayOpen,
  withTime,
} from '../../miniprogram/packages/admin/pages/venue/hours.view';
import { checkVenue, newVenue } from '../../miniprogram/packages/admin/pages/venue/venue.view';

test('a week reads from Monday to Sunday, with rest days and midnight as 24:00', () => {
  const hours = withDayOpen(withTime(everyDay(540, 1320), 1, 'closes', '00:00'), 0, false);
  const rows = hoursRows(hours);
  expect(rows.map(({ label }) => label).join('')).toBe('周一周二周三周四周五周六周日');
  expect(rows[0]).toMatchObject({ opens: '09:00', closes: '24:00', closesPicked: '00:00' });
  expect(rows[6]).toMatchObject({ label: '周日', open: false });
});

test('closing before opening is said beside that day and stops the form', () => {
  const hours = withTime(everyDay(540, 1320), 3, 'closes', '08:00');
  expect(hoursRows(hours).filter(({ error }) => error)).toMatchObject([{ label: '周三' }]);
  expect(checkVenue({ ...newVenue('c-east'), hours })).toMatchObject({
    ok: false,
    errors: { hours: REFUSALS.HOURS_INVALID },
  });
});

test('Monday is offered for every day, or the first open day when Monday rests', () => {
  const week = everyDay(540, 1320);
  expect(sameLabel(week)).toBe('');
  const late = withTime(week, 1, 'opens', '12:30');
  expect(sameLabel(late)).toBe('每天都 12:30–22:00');
  expect(sameEveryDay(late)).toEqual(everyDay(750, 1320));
  expect(sameLabel(withDayOpen(late, 1, false))).toBe('每天都 09:00–22:00');
  expect(sameLabel(week.map(() => null))).toBe('');
});

test('a day opened again takes the times of Monday', () => {
  const late = withTime(everyDay(540, 1320), 1, 'opens', '12:30');
  const again = withDayOpen(withDayOpen(late, 5, false), 5, true);
  expect(again[5]).toEqual({ opens: 750, closes: 1320 });
});
