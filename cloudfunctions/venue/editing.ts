import { randomBytes } from 'node:crypto';
import type { Instant } from '@shared/base/time';
import type { CampusForm, VenueForm } from '@shared/contracts/club';
import { refusalOfHours } from '@shared/domain/venue';
import type { Db, Transaction } from '../_kit/db';
import { leaveInOutbox } from '../_kit/outbox';
import { claimCentre, releaseCentre } from '../installation/service';
import { keepVenueCopy } from '../offer/service';
import { type Campus, campuses, type Venue, venueBoards, venues } from './store';

type Also = (tx: Transaction) => Promise<void>;

/** Makes a campus; asked again under the same id, it answers the one that exists. */
export function createCampus(db: Db, _id: string, form: CampusForm, also: Also) {
  return db.transaction(async (tx) => {
    const known = await tx.get(campuses, _id);
    if (known) return known;
    if (form.kind === 'CENTRE' && !(await claimCentre(tx, _id))) return 'CENTRE_EXISTS';
    const campus: Campus = { _id, ...form, version: 1 };
    await tx.put(campuses, campus);
    await also(tx);
    return campus;
  });
}

/** Changes a campus. Only who `mayNameCentre` makes it the centre, or a branch again. */
export function updateCampus(
  db: Db,
  edit: {
    readonly id: string;
    readonly version: number;
    readonly form: CampusForm;
    readonly mayNameCentre: boolean;
  },
  also: Also,
) {
  return db.transaction(async (tx) => {
    const before = await tx.get(campuses, edit.id);
    if (!before) return 'CAMPUS_NOT_FOUND';
    if (before.version !== edit.version) return 'STALE_EDIT';
    if (edit.form.kind !== before.kind) {
      if (!edit.mayNameCentre) return 'NOT_ALLOWED';
      if (before.kind === 'CENTRE') await releaseCentre(tx);
      else if (!(await claimCentre(tx, edit.id))) return 'CENTRE_EXISTS';
    }
    const campus: Campus = { _id: edit.id, ...edit.form, version: before.version + 1 };
    await tx.put(campuses, campus);
    await also(tx);
    return campus;
  });
}

// Pictures of venues lie in one folder, so that no other file can be shown or deleted through them.
const refusalOfPicture = (fileId: string | null) =>
  fileId !== null && !/^cloud:\/\/[^/]+\/venues\//.test(fileId) ? 'PICTURE_INVALID' : null;

const refusalOfForm = (form: VenueForm) =>
  refusalOfHours(form.hours) ?? refusalOfPicture(form.pictureFileId);

/** Makes a venue with its door key and its empty board. */
export async function createVenue(
  db: Db,
  ask: { readonly id: string; readonly form: VenueForm; readonly now: Instant },
  also: Also,
) {
  const refusal = refusalOfForm(ask.form);
  if (refusal) return refusal;
  const doorKey = randomBytes(32).toString('base64url');
  const venue: Venue = { _id: ask.id, ...ask.form, doorKey, version: 1 };
  return db.transaction(async (tx) => {
    const known = await tx.get(venues, ask.id);
    if (known) return known;
    if (!(await tx.get(campuses, ask.form.campusId))) return 'CAMPUS_NOT_FOUND';
    await tx.put(venues, venue);
    const { capacity } = venue;
    const board = { _id: ask.id, headcount: 0, capacity, free: capacity, version: 1, at: ask.now };
    await tx.put(venueBoards, board);
    await also(tx);
    return venue;
  });
}

export async function updateVenue(
  db: Db,
  edit: {
    readonly id: string;
    readonly version: number;
    readonly form: VenueForm;
    readonly now: Instant;
    /** Whether lessons stand at the venue: they are of the campus whose people they tie. */
    readonly hasLessons: () => Promise<boolean>;
  },
  also: Also,
) {
  const refusal = refusalOfForm(edit.form);
  if (refusal) return refusal;
  return db.transaction(async (tx) => {
    const before = await tx.get(venues, edit.id);
    if (!before) return 'VENUE_NOT_FOUND';
    if (before.version !== edit.version) return 'STALE_EDIT';
    const moved = before.campusId !== edit.form.campusId;
    if (moved && !(await tx.get(campuses, edit.form.campusId))) return 'CAMPUS_NOT_FOUND';
    if (moved && (await edit.hasLessons())) return 'VENUE_HAS_LESSONS';
    const resized = before.capacity !== edit.form.capacity;
    if (resized && !(await resizeBoard(tx, edit.id, edit.form.capacity, edit.now))) {
      return 'CAPACITY_BELOW_HEADCOUNT';
    }
    const venue: Venue = { ...before, ...edit.form, version: before.version + 1 };
    await tx.put(venues, venue);
    await keepVenueCopy(tx, venue);
    if (isRedated(before, venue)) {
      const key = `venue:${edit.id}:redate:${venue.version}`;
      const payload = { venueId: edit.id };
      await leaveInOutbox(tx, { key, kind: 'redateVisits', payload, at: edit.now });
    }
    if (before.pictureFileId && before.pictureFileId !== venue.pictureFileId) {
      const payload = { fileId: before.pictureFileId };
      const key = `picture:${edit.id}:${venue.version}`;
      await leaveInOutbox(tx, { key, kind: 'deletePicture', payload, at: edit.now });
    }
    await also(tx);
    return venue;
  });
}

/** Whether visits that are going on end at another time now. */
const isRedated = (before: Venue, after: Venue) =>
  before.longestStayMinutes !== after.longestStayMinutes ||
  JSON.stringify(before.hours) !== JSON.stringify(after.hours);

/**
 * The one change of a board inside a transaction: rare, and capacity and board must not part.
 * A check-in in between makes it a conflict, and it runs again on the new headcount.
 */
async function resizeBoard(tx: Transaction, venueId: string, capacity: number, at: Instant) {
  const board = await tx.need(venueBoards, venueId);
  if (board.headcount > capacity) return false;
  const free = capacity - board.headcount;
  await tx.put(venueBoards, { ...board, capacity, free, version: board.version + 1, at });
  return true;
}
