import { earlier, plus } from '@shared/base/time';
import { OFFER_LIFE } from '@shared/domain/booking';
import { type Claim, endOf, overlaps, startOf } from '@shared/domain/slots';
import type { OutboxHandlers } from '../_kit/outbox';
import type { Context } from '../_kit/serve';
import { sendMessage } from '../message/service';
import { type Offer, offerOf, planOf } from '../offer/service';
import { admit, courtSubject, release, within } from '../slots/service';
import { cancelFollowing } from './cancelling';
import { freedSchema } from './freeing';
import { placeFreeLetter } from './letters';
import { type Wait, waits } from './store';

/**
 * Keeps what became free for the first in line whose span fits, and for further ones as far as there
 * is room; what is left then is for sale. Done again, it finds the place kept.
 */
async function offerFreed(payload: unknown, context: Context): Promise<void> {
  const freed = freedSchema.parse(payload);
  const { venueId, courtId, date, keptAs } = freed;
  const { db } = context;
  const offer = await offerOf(db, venueId);
  const waiting = offer ? await db.all(waits, { courtId, date, status: 'WAITING' }) : [];
  const line = waiting
    .filter((wait) => overlaps(wait, freed))
    .sort((a, b) => a.since - b.since || (a._id < b._id ? -1 : 1));
  for (const wait of line) if (offer) await offerTo(context, offer, wait);
  const subject = courtSubject(courtId, venueId);
  await db.transaction((tx) => release(tx, { subject, date, ownerId: keptAs }));
}

/** Neither this one nor what was freed beside it stands in the way of those it is kept for. */
const isTheLines = ({ kind }: Claim) => kind === 'LINE';

async function offerTo({ db, now }: Context, offer: Offer, wait: Wait): Promise<void> {
  // Whether the day was released to this member was asked when they got in line.
  const plan = planOf(offer, wait, { now, percent: 100, series: true });
  if (typeof plan === 'string') return;
  const { _id, memberId, venueId, courtId, date, from, until, places } = wait;
  const claim: Claim = { ownerId: _id, kind: 'WAIT', memberId, from, until, places };
  await db.transaction(async (tx) => {
    const known = await tx.get(waits, _id);
    if (known?.status !== 'WAITING') return;
    const free = within(claim, plan.court.capacity);
    const admits = (claims: readonly Claim[]) => free(claims.filter((one) => !isTheLines(one)));
    const subject = courtSubject(courtId, venueId);
    const place = await admit(tx, { subject, date, claim, admits });
    if (place === 'TAKEN') return;
    if (place !== 'MINE') await place.take();
    const offeredUntil = earlier(plus(now, OFFER_LIFE), endOf(date, wait));
    const offered: Wait = { ...known, status: 'OFFERED', offeredUntil };
    await tx.put(waits, offered);
    await sendMessage(tx, placeFreeLetter(offered, startOf(date, wait), now), { first: true });
  });
}

/** What bookings leave to be done. Done twice, it does nothing the second time. */
export const bookingOutbox: OutboxHandlers = { offerFreed, cancelFollowing };
