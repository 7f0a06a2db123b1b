import { type ClubDate, formatClub } from '@shared/base/time';
import { midnightOf } from '@shared/domain/forecast/clubCalendar';
import { openedModel, type Table } from '@shared/domain/forecast/table';
import { trained, trainerOf } from '@shared/domain/forecast/training';
import { everyDay } from '@shared/domain/venue';
import { expect, test } from 'vitest';
import { type Book, judged, withNight } from '../../cloudfunctions/forecast/nights';
import { outlookFor } from '../../cloudfunctions/forecast/serving';
import type { Forecast } from '../../cloudfunctions/forecast/store';
import type { Venue } from '../../cloudfunctions/venue/service';
import { at } from './clock';
import { changed, hall, at as midnightOn, SMALL } from './forecastHall';

const now = at('2026-03-14 10:00');
const today = midnightOf('2026-03-14' as ClubDate);
const venue: Venue = {
  ...{ _id: 'v', campusId: 'c', name: '馆', address: '', latitude: 31, longitude: 121, phone: '' },
  ...{ capacity: 60, longestStayMinutes: 240, suspended: false, pictureFileId: null, version: 1 },
  ...{ doorKey: 'a-key-that-signs-codes', hours: [...everyDay(360, 1320)] },
};

test('a hall where nobody ever comes spoils no forecast, neither its own nor the others’', () => {
  const past = [1, 2, 3].map((seed) => hall(70, { seed }));
  const histories = past.map((one, nth) => (nth === 0 ? changed(one, (count) => 0 * count) : one));
  const model = trained(trainerOf(histories, midnightOn(56), SMALL));
  const of = { model, opened: openedModel(model) };
  const clubs = histories.map((history) => ({
    ...{ venue: { ...venue, _id: history.venueId }, history, withClosed: null, events: [] },
  }));
  let book: Book = { records: new Map(), nights: [] };
  for (let day = 56; day < 69; day++) book = withNight(book, clubs, of, midnightOn(day));
  const tonight = [...(book.nights.at(-1)?.tables.values() ?? [])];
  expect(tonight.map(({ basis }) => basis)).toEqual(['MIXED', 'OWN', 'OWN']);
  for (const { middle, low, high, scale, live } of tonight) {
    const said = [...middle, ...low, ...high, scale, ...(live?.weights.flat() ?? [NaN])];
    expect(said.filter((one) => !Number.isFinite(one))).toEqual([]);
  }
  const judgements = clubs.map((known) => {
    const record = book.records.get(known.venue._id);
    return judged(known, of, { record, midnight: midnightOn(68) });
  });
  expect(judgements.map(({ drifts }) => drifts)).toEqual([[], [], []]);
  expect(judgements.map(({ error }) => error === null || error >= 0)).toEqual([true, true, true]);
});

test('hours that a closure takes of today are not told as empty ones', () => {
  const isOpen = (hour: number) => hour >= 6 && hour < 22 && hour !== 12 && hour !== 13;
  const middle = Array.from({ length: 192 }, (_, hour) => (isOpen(hour % 24) ? 40 : 0));
  const table: Table = {
    ...{ venueId: venue._id, from: today, basis: 'OWN', middle, scale: 60, live: null, reach: [] },
    low: middle.map((people) => people / 2),
    high: middle.map((people) => people * 2),
    moreDayBefore: new Array<null>(24).fill(null),
  };
  const forecast: Forecast = {
    ...{ _id: 'current', version: 'v', midnight: today, at: now, nights: [] },
    ...{ modelId: null, trainedAt: null },
    venues: { [venue._id]: { table: JSON.stringify(table), error: null, drifts: [], events: [] } },
  };
  const span = { opensAt: at('2026-03-14 06:00'), closesAt: at('2026-03-14 22:00') };
  const said = outlookFor(forecast, venue._id, {
    now,
    today: span,
    samples: [],
    headcount: 0,
    closures: [],
  });
  const hours = new Set(said?.ahead.map((point) => Number(formatClub(point.at, 'HH'))));
  expect([...hours]).toEqual([10, 11, 14, 15, 16, 17, 18, 19, 20, 21]);
});
