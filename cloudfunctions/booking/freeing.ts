import type { ClubDate, Instant } from '@shared/base/time';
import { clubDate, id } from '@shared/contracts/scalars';
import type { Claim } from '@shared/domain/slots';
import * as z from 'zod';
import type { Transaction } from '../_kit/db';
import { leaveInOutbox } from '../_kit/outbox';
import { courtSubject, release } from '../slots/service';

/** What became free while somebody waited for it, and the name under which it is kept. */
export const freedSchema = z.object({
  venueId: id,
  courtId: id,
  date: clubDate,
  from: z.int(),
  until: z.int(),
  keptAs: z.string(),
});
type Freed = z.output<typeof freedSchema>;

interface CourtDay {
  readonly venueId: string;
  readonly courtId: string;
  readonly date: ClubDate;
}

/** The name under which what somebody lets go of is kept for the line: freed again, another one. */
export const keptAs = (ownerId: string, at: Instant) => `freed:${ownerId}:${at}`;

/** Leaves what is kept for the line to be offered to it, in the transaction that freed it. */
export async function leaveFreed(
  tx: Transaction,
  { venueId, courtId, date }: CourtDay,
  { kept, at }: { readonly kept: readonly Claim[]; readonly at: Instant },
): Promise<void> {
  for (const { ownerId, from, until } of kept) {
    const payload: Freed = { venueId, courtId, date, from, until, keptAs: ownerId };
    const key = `${ownerId}:${courtId}:${date}:${from}`;
    await leaveInOutbox(tx, { key, kind: 'offerFreed', payload, at });
  }
}

/**
 * Lets go of what an owner has of a court's day. What somebody waits for is kept for the line in the
 * same commit: nobody buys it before they were asked. Where nobody waits, nothing is left to be done.
 */
export async function freeCourt(
  tx: Transaction,
  { ownerId, ...day }: CourtDay & { readonly ownerId: string },
  at: Instant,
): Promise<void> {
  const { venueId, courtId, date } = day;
  const subject = courtSubject(courtId, venueId);
  const kept = await release(tx, { subject, date, ownerId, keptAs: keptAs(ownerId, at) });
  await leaveFreed(tx, day, { kept, at });
}
