import { expectationOf } from '@shared/domain/forecast/expected';
import { TABLE_HOURS, type VenueHistory } from '@shared/domain/forecast/history';
import type { Model } from '@shared/domain/forecast/model';
import { nightOf } from '@shared/domain/forecast/night';
import { saidFrom } from '@shared/domain/forecast/now';
import { emptyRecord, type TrackRecord } from '@shared/domain/forecast/record';
import { seriesOf } from '@shared/domain/forecast/series';
import { openedModel, type Table } from '@shared/domain/forecast/table';
import { trained, trainerOf } from '@shared/domain/forecast/training';
import { expect, test } from 'vitest';
import { at, changed, hall, isOpen, SMALL } from './forecastHall';

const DAYS = 70;
const halls = [hall(DAYS, { seed: 1 }), hall(DAYS, { seed: 2, size: 120 })];
const trainedOn = (histories: readonly VenueHistory[], days = DAYS - 14) =>
  trained(trainerOf(histories, at(days), SMALL));
const model = trainedOn(halls);

/** So many nights in a row, from the day that the model was trained on. */
function nights(histories: readonly VenueHistory[], learned: Model, many: number) {
  const opened = openedModel(learned);
  const issued = histories.map(() => new Map<number, Table>());
  let records: TrackRecord[] = histories.map(({ venueId }) =>
    emptyRecord(venueId, learned.trainedAt),
  );
  for (let night = 0; night < many; night++) {
    const midnight = learned.trainedAt + night * 24;
    const venues = histories.map((history, number) => {
      const series = seriesOf(history, midnight, learned.scales[history.venueId]);
      const said = expectationOf({ model: learned, opened }, series, history.size);
      if (!said) throw new Error('too little to say anything');
      const record = records[number] ?? emptyRecord(history.venueId, midnight);
      return { series, record, issued: (from: number) => issued[number]?.get(from), ...said };
    });
    const made = nightOf(venues);
    records = made.map(({ record }) => record);
    for (const [number, { table }] of made.entries()) issued[number]?.set(midnight, table);
  }
  const tables = issued.map((all) => [...all.values()].at(-1));
  return { records, tables };
}

test('the forecast of a quiet club is near what comes, and closed hours are 0', () => {
  const { tables } = nights(halls, model, 2);
  halls.forEach((history, number) => {
    const table = tables[number];
    let missed = 0;
    let came = 0;
    for (let ahead = 0; ahead < 7 * 24; ahead++) {
      const hour = (table?.from ?? 0) + ahead;
      const count = history.counts[hour - history.from] ?? Number.NaN;
      if (!isOpen(hour)) {
        expect([table?.low[ahead], table?.middle[ahead], table?.high[ahead]]).toEqual([0, 0, 0]);
        continue;
      }
      missed += Math.abs(count - (table?.middle[ahead] ?? 0));
      came += count;
    }
    expect(table?.middle).toHaveLength(TABLE_HOURS);
    // The noise alone is 7.5 %.
    expect(missed / came).toBeLessThan(0.12);
  });
});

test('nothing that comes later changes a model, a table or a record', () => {
  const nightsSeen = 5;
  const known = 24 * (DAYS - 14 + nightsSeen - 1);
  const poisoned = halls.map((history) =>
    changed(history, (count, entry) => (entry >= known ? 100_000 - count : count)),
  );
  const before = halls.map((history) =>
    changed(history, (count, entry) => (entry >= known - 24 * (nightsSeen - 1) ? -1 : count)),
  );
  expect(trainedOn(before)).toEqual(model);
  expect(nights(poisoned, model, nightsSeen)).toEqual(nights(halls, model, nightsSeen));
});

test('a booking made tomorrow and weather issued tomorrow are not seen today', () => {
  const midnight = at(DAYS - 14);
  const later = { hour: midnight + 18, people: 50, knownFrom: midnight };
  const issue = {
    ...{ issuedAt: midnight + 1, from: midnight },
    temperature: new Array<number>(48).fill(40),
    rain: new Array<number>(48).fill(9),
    cloud: new Array<number>(48).fill(100),
  };
  const base = halls.map((history) => ({ ...history, booked: [], weather: [] }));
  const told = halls.map((history) => ({ ...history, booked: [later], weather: [issue] }));
  expect(trainedOn(told)).toEqual(trainedOn(base));
  expect(nights(told, model, 1).tables).toEqual(nights(base, model, 1).tables);
});

test('the same data make the same model, and a killed training ends up the same', () => {
  const trainer = () => trainerOf(halls, at(DAYS - 14), SMALL);
  let step = trainer().step(trainer().begin());
  let pages = 1;
  while (!step.done) {
    // Every page in another process, which has nothing but the text of the state.
    step = trainer().step(JSON.parse(JSON.stringify(step.state)));
    pages++;
  }
  // Of each group its ridges, then its trees in pages; far ahead half as many trees.
  expect(pages).toBe(2 * (1 + 3) + 2 * (1 + 2) + 1);
  expect(step.model).toEqual(model);
});

test('a model, a table and a record are the same after a journey as JSON', () => {
  const travelled: Model = JSON.parse(JSON.stringify(model));
  expect(nights(halls, travelled, 3)).toEqual(nights(halls, model, 3));
  const { records, tables } = nights(halls, model, 3);
  expect(JSON.parse(JSON.stringify({ records, tables }))).toEqual({ records, tables });
});

test('a full house now is a fuller evening, the less the further away', () => {
  const [table] = nights(halls, model, 13).tables;
  if (!table) throw new Error('no table');
  const usual = table.middle.slice(0, 14);
  const fuller = usual.map((count) => count * 1.3);
  const more = (counts: readonly number[], hour: number) => {
    const said = saidFrom(table, counts, table.from + hour)?.middle ?? Number.NaN;
    return said / (table.middle[hour] ?? Number.NaN) - 1;
  };
  expect(table.live).not.toBeNull();
  expect(Math.abs(more(usual, 14))).toBeLessThan(0.1);
  expect(more(fuller, 14)).toBeGreaterThan(more(usual, 14));
  expect(saidFrom(table, fuller, table.from + 23)).toEqual({ middle: 0, low: 0, high: 0 });
  expect(saidFrom(table, [], table.from + 15)?.middle).toBe(table.middle[15]);
});
