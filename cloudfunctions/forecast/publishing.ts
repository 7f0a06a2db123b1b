import { clubDateOf } from '@shared/base/time';
import { midnightOf } from '@shared/domain/forecast/clubCalendar';
import type { Hour } from '@shared/domain/forecast/history';
import type { TrackRecord } from '@shared/domain/forecast/record';
import type { Table } from '@shared/domain/forecast/table';
import type { Db } from '../_kit/db';
import { leaveInOutbox } from '../_kit/outbox';
import type { Context } from '../_kit/serve';
import type { Book, Judgement, Night } from './nights';
import type { Known } from './recalling';
import {
  type Forecast,
  forecastNights,
  forecastRecords,
  forecasts,
  models,
  recordId,
  trainings,
} from './store';
import type { Oddity } from './telling';

/**
 * What the club was told last, unpacked. Read one by one: all at once are more than the megabyte that
 * the platform answers with.
 *
 * @throws Error when a night is gone: somebody has published meanwhile, and the next run goes on from
 * theirs
 */
export async function openBook(db: Db, current: Forecast | null): Promise<Book> {
  const records = new Map<string, TrackRecord>();
  const nights: Night[] = [];
  if (!current) return { records, nights };
  for (const venueId of Object.keys(current.venues)) {
    const known = await db.get(forecastRecords, recordId(venueId, current.version));
    if (known) records.set(venueId, JSON.parse(known.record) as TrackRecord);
  }
  for (const { _id } of current.nights) {
    const night = await db.get(forecastNights, _id);
    if (!night) throw new Error(`forecast_nights/${_id} should exist`);
    const tables = Object.entries(night.tables).map(
      ([venueId, table]) => [venueId, JSON.parse(table) as Table] as const,
    );
    nights.push({ midnight: night.midnight, tables: new Map(tables) });
  }
  return { records, nights };
}

export interface Edition {
  readonly before: Forecast | null;
  readonly book: Book;
  readonly midnight: Hour;
  readonly model: { readonly _id: string; readonly trainedAt: Hour };
  readonly clubs: readonly Known[];
  readonly judgements: ReadonlyMap<string, Judgement>;
}

/**
 * Writes everything that a night has made under a version of its own, and then swaps what is served
 * by one document. Who is killed before leaves documents that nobody looks at; of two at once one
 * swaps. What is odd about a counter is told by what the swap leaves to be done.
 *
 * @returns what is served now; null when somebody else was quicker
 */
export async function publish(
  { db, now, newId }: Context,
  edition: Edition,
): Promise<Forecast | null> {
  const { before, book, midnight } = edition;
  const version = newId();
  const nights = await writeNights(db, edition, version);
  for (const [venueId, record] of book.records) {
    const _id = recordId(venueId, version);
    await db.insert(forecastRecords, { _id, version, venueId, record: JSON.stringify(record) });
  }
  const next: Forecast = {
    ...{ _id: 'current' as const, version, midnight, at: now, nights },
    ...{ modelId: edition.model._id, trainedAt: edition.model.trainedAt },
    venues: venuesOf(edition),
  };
  // Nobody is told of the counters of weeks ago.
  const isTonight = midnight === midnightOf(clubDateOf(now));
  const isOurs = await db.transaction(async (tx) => {
    const known = await tx.get(forecasts, 'current');
    if ((known?.version ?? null) !== (before?.version ?? null)) return false;
    await tx.put(forecasts, next);
    const odd = isTonight ? odditiesOf(edition) : [];
    if (odd.length > 0) {
      const payload = { midnight, odd };
      await leaveInOutbox(tx, { key: `drift:${midnight}`, kind: 'tellDrift', payload, at: now });
    }
    return true;
  });
  await forget(db, isOurs ? next : null, version);
  return isOurs ? next : null;
}

/** What is odd about counters. One deed for all of them: a transaction holds a hundred writes. */
const odditiesOf = ({ judgements }: Edition): Oddity[] =>
  [...judgements].flatMap(([venueId, { drifts }]) => drifts.map((drift) => ({ venueId, drift })));

/** The nights that nobody has written yet; the others stay where they are. */
async function writeNights(db: Db, { before, book }: Edition, version: string) {
  const written = new Map(before?.nights.map(({ midnight, _id }) => [midnight, _id]));
  const nights: { midnight: Hour; _id: string }[] = [];
  for (const { midnight, tables } of book.nights) {
    const known = written.get(midnight);
    const _id = known ?? `${midnight}_${version}`;
    nights.push({ midnight, _id });
    if (known !== undefined) continue;
    const texts = [...tables].map(([venueId, table]) => [venueId, JSON.stringify(table)]);
    await db.insert(forecastNights, { _id, midnight, tables: Object.fromEntries(texts) });
  }
  return nights;
}

function venuesOf({ clubs, book, judgements }: Edition): Forecast['venues'] {
  const tonight = book.nights.at(-1)?.tables;
  return Object.fromEntries(
    clubs.map(({ venue: { _id }, events }) => {
      const table = tonight?.get(_id);
      const { error = null, drifts = [] } = judgements.get(_id) ?? {};
      const said = table ? JSON.stringify(table) : null;
      return [_id, { table: said, error, drifts: [...drifts], events: [...events] }];
    }),
  );
}

/** What nobody looks at any more; after a lost race, what this run has written. */
async function forget(db: Db, current: Forecast | null, version: string): Promise<void> {
  if (!current) {
    await db.removeAll(forecastRecords, { version });
    return;
  }
  // Somebody who has swapped since looks at documents that this run knows nothing of.
  const served = await db.get(forecasts, 'current');
  if (served?.version !== version) return;
  const nights = current.nights.map(({ _id }) => _id);
  await db.removeAll(forecastNights, { _id: { notIn: nights } });
  await db.removeAll(forecastRecords, { version: { ne: version } });
  if (current.modelId !== null) await db.removeAll(models, { _id: { ne: current.modelId } });
  await db.removeAll(trainings, { _id: { ne: '' } });
}
