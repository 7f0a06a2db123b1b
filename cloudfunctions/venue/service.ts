import { type Instant, MINUTE, plus } from '@shared/base/time';
import { byHeat, HEAT_MEMORY, type HeatEvent, heatOf } from '@shared/domain/heat';
import type { Db, Transaction } from '../_kit/db';
import {
  campuses,
  favourites,
  rankings,
  type Venue,
  venueBoards,
  venueSamples,
  venues,
} from './store';

export type { Campus, Venue } from './store';

export const venueOf = (db: Db, venueId: string) => db.get(venues, venueId);
export const venueIn = (tx: Transaction, venueId: string) => tx.get(venues, venueId);
export const boardOf = (db: Db, venueId: string) => db.get(venueBoards, venueId);
export const campusOf = (db: Db, campusId: string) => db.get(campuses, campusId);
export const allCampuses = (db: Db) => db.all(campuses, {});
export const allVenues = (db: Db) => db.all(venues, {});
export const allBoards = (db: Db) => db.all(venueBoards, {});

export const venuesOfCampus = (db: Db, campusId: string | null) =>
  db.all(venues, campusId === null ? {} : { campusId });

/**
 * Takes one place if there is one. The guard is in the database, so whoever races, nobody is
 * admitted beyond capacity.
 */
export function takeSeat(db: Db, venueId: string, at: Instant): Promise<boolean> {
  return db.changeIf(
    venueBoards,
    { _id: venueId, free: { gt: 0 } },
    { set: { at }, increase: { headcount: 1, free: -1, version: 1 } },
  );
}

/** Gives places back, never below an empty hall: what a recount repaired is not given back twice. */
export function freeSeats(db: Db, venueId: string, seats: number, at: Instant): Promise<boolean> {
  return db.changeIf(
    venueBoards,
    { _id: venueId, headcount: { gte: seats } },
    { set: { at }, increase: { headcount: -seats, free: seats, version: 1 } },
  );
}

/** Sets a headcount that two recounts agreed on, if the board has not moved since the first. */
export function repairHeadcount(
  db: Db,
  board: { readonly venueId: string; readonly version: number; readonly capacity: number },
  headcount: number,
  at: Instant,
): Promise<boolean> {
  const free = Math.max(0, board.capacity - headcount);
  return db.changeIf(
    venueBoards,
    { _id: board.venueId, version: board.version },
    { set: { headcount, free, at }, increase: { version: 1 } },
  );
}

export const SAMPLE_EVERY = 10 * MINUTE;

/** Stores every venue's headcount under the ten minutes it belongs to: a second run changes nothing. */
export async function sampleHeadcounts(db: Db, now: Instant): Promise<void> {
  const at = (Math.floor(now / SAMPLE_EVERY) * SAMPLE_EVERY) as Instant;
  for (const board of await allBoards(db)) {
    const { _id: venueId, headcount, capacity } = board;
    await db.insert(venueSamples, { _id: `${venueId}_${at}`, venueId, at, headcount, capacity });
  }
}

/** A venue's headcounts in [from, until), oldest first. */
export const samplesBetween = async (
  db: Db,
  venueId: string,
  { from, until }: { readonly from: Instant; readonly until: Instant },
) =>
  (await db.all(venueSamples, { venueId, at: { gte: from, lt: until } })).sort(
    (a, b) => a.at - b.at,
  );

export const forgetSamples = (db: Db, venueId: string, before: Instant) =>
  db.removeAll(venueSamples, { venueId, at: { lt: before } });

/** When a venue was counted for the first time; null if it never was. */
export const firstSampleOf = async (db: Db, venueId: string): Promise<Instant | null> =>
  (await db.find(venueSamples, { where: { venueId }, order: [['at', 'asc']], limit: 1 }))[0]?.at ??
  null;

export interface HeatSource {
  readonly venueId: string;
  readonly at: Instant;
}

/** What other domains saw, by the kind of event. */
export type HeatSources = Readonly<Record<Exclude<HeatEvent, 'FAVOURITE'>, readonly HeatSource[]>>;

/** Ranks all venues by the events of the last seven days. */
export async function rankHeat(db: Db, now: Instant, sources: HeatSources) {
  const since = plus(now, -HEAT_MEMORY);
  const [all, liked] = await Promise.all([
    allVenues(db),
    db.all(favourites, { at: { gte: since } }),
  ]);
  const scores = new Map(all.map((venue) => [venue._id, 0]));
  const add = (event: HeatEvent, { venueId, at }: HeatSource) => {
    const score = scores.get(venueId);
    if (score !== undefined) scores.set(venueId, score + heatOf(event, at, now));
  };
  for (const checkIn of sources.CHECK_IN) add('CHECK_IN', checkIn);
  for (const booking of sources.BOOKING_PAID) add('BOOKING_PAID', booking);
  for (const review of sources.REVIEW_4) add('REVIEW_4', review);
  for (const favourite of liked) add('FAVOURITE', favourite);
  const ranked = [...scores].map(([venueId, score]) => ({ venueId, score })).sort(byHeat);
  const ranking = { at: now, scores: ranked };
  const known = await db.changeIf(rankings, { _id: 'heat' }, { set: ranking });
  if (!known) await db.insert(rankings, { _id: 'heat', ...ranking });
}

/** Whether a member of staff may act on what belongs to a campus: the own one, or everywhere. */
export const serves = (
  identity: { role: string; campusId: string | null },
  { campusId }: Pick<Venue, 'campusId'>,
) => identity.role === 'SUPER_ADMIN' || identity.campusId === campusId;

export const favouritesOf = (db: Db, memberId: string) => db.all(favourites, { memberId });
export const eraseFavouritesOf = (db: Db, memberId: string) =>
  db.removeAll(favourites, { memberId });

export { createCampus, createVenue, updateCampus, updateVenue } from './editing';
