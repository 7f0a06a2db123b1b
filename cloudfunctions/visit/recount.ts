import { type Instant, SECOND } from '@shared/base/time';
import type { Db } from '../_kit/db';
import { allBoards, repairHeadcount } from '../venue/service';
import { recounts, visits } from './store';

// Longer than any function may run, so that whoever was on the way has arrived or is dead.
const APART = 45 * SECOND;

/**
 * Compares every board with the visits that are open. A difference may be somebody between the
 * seat and the commit, so it is only noted; if the next recount finds the same difference and the
 * board has not moved in between, nobody is on the way and it is repaired.
 *
 * @returns the venues whose headcount was repaired
 */
export async function recountBoards(db: Db, now: Instant): Promise<string[]> {
  const [boards, open, noted] = await Promise.all([
    allBoards(db),
    db.countBy(visits, { status: 'OPEN' }, 'venueId'),
    db.all(recounts, {}),
  ]);
  const earlier = new Map(noted.map((note) => [note._id, note]));
  const repaired: string[] = [];
  for (const board of boards) {
    const venueId = board._id;
    const openVisits = open.get(venueId) ?? 0;
    const note = earlier.get(venueId);
    if (openVisits === board.headcount) {
      if (note) await db.removeAll(recounts, { _id: venueId });
      continue;
    }
    const seenBefore = note !== undefined && note.at <= now; // or the clock was set back since
    const stood = seenBefore && note.version === board.version && note.openVisits === openVisits;
    if (stood && now - note.at < APART) continue;
    if (stood) {
      const { version, capacity } = board;
      if (await repairHeadcount(db, { venueId, version, capacity }, openVisits, now)) {
        repaired.push(venueId);
      }
      await db.removeAll(recounts, { _id: venueId });
      continue;
    }
    const seen = { version: board.version, openVisits, at: now };
    const known = note && (await db.changeIf(recounts, { _id: venueId }, { set: seen }));
    if (!known) await db.insert(recounts, { _id: venueId, ...seen });
  }
  return repaired;
}
