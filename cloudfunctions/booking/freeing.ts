import type { ClubDate, Instant } from '@shared/base/time';
import { clubDate, id } from '@shared/contracts/scalars';
import * as z from 'zod';
import type { Transaction } from '../_kit/db';
import { leaveInOutbox } from '../_kit/outbox';

/** What became free, for those in line. */
export const freedSchema = z.object({
  venueId: id,
  courtId: id,
  date: clubDate,
  from: z.int(),
  until: z.int(),
});
export type Freed = z.output<typeof freedSchema>;

/**
 * Leaves the freed slots to be offered to whoever waits for them, in the transaction that frees
 * them. The key names who freed what and when: the same place freed again is offered again.
 */
export async function leaveFreed(
  tx: Transaction,
  what: Omit<Freed, 'date'> & { readonly date: ClubDate; readonly by: string },
  at: Instant,
): Promise<void> {
  const { by, venueId, courtId, date, from, until } = what;
  const payload: Freed = { venueId, courtId, date, from, until };
  const key = `freed:${by}:${courtId}:${date}:${from}:${at}`;
  await leaveInOutbox(tx, { key, kind: 'offerFreed', payload, at });
}
