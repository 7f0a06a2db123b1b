import { clubDateOf, clubDayStart, minutesBetween } from '@shared/base/time';
import type { Where } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { type Wait, waits } from './store';
import { endOffer } from './waiting';

const MOST_LAPSES = 100;

/**
 * Who did not book in ten minutes loses the place to the next in line; who waits for what has begun
 * waits no longer. One that fails comes again in the next minute and keeps nobody else waiting.
 */
export async function lapseOffers(context: Context): Promise<void> {
  const { db, now, platform } = context;
  const over = await db.find(waits, {
    where: { status: 'OFFERED', offeredUntil: { lte: now } },
    order: [['offeredUntil', 'asc']],
    limit: MOST_LAPSES,
  });
  for (const { _id } of over) {
    await lapse(context, _id).catch((fault) => platform.reportFault(fault, _id));
  }
  await endBegun(context);
}

const lapse = ({ db, now }: Context, waitId: string): Promise<void> =>
  db.transaction(async (tx) => {
    const known = await tx.need(waits, waitId);
    if (known.status !== 'OFFERED' || (known.offeredUntil ?? now) > now) return;
    await endOffer(tx, known, { status: 'LAPSED', at: now });
  });

/** Who waits holds nothing that would have to be let go: one guarded change for all of them. */
async function endBegun({ db, now }: Context): Promise<void> {
  const date = clubDateOf(now);
  const minute = minutesBetween(clubDayStart(date), now);
  const begun: readonly Where<Wait>[] = [{ date: { lt: date } }, { date, from: { lte: minute } }];
  for (const when of begun) {
    await db.changeAll(waits, { status: 'WAITING', ...when }, { set: { status: 'LAPSED' } });
  }
}
