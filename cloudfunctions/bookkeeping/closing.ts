import { addDays, type ClubDate, clubDateOf, clubDayStart, HOUR, plus } from '@shared/base/time';
import type { Db } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { type Sums, sumsAfter } from '../ledger/totals';
import { type Closing, closings } from './store';

/** Long after the last function of the day has written what it began. */
const CLOSES_AT = 3 * HOUR;
/** Days caught up with at once; a longer gap goes on an hour later. */
const MOST_DAYS = 20;

export const sumsOf = (closing: Closing | null): Sums =>
  new Map(closing?.sums.map(({ account, sum }) => [account, sum]));

/** The newest day that is closed; a clock that was set back does not see those to come. */
export async function newestClosing(db: Db, last: ClubDate): Promise<Closing | null> {
  const where = { _id: { lte: last } };
  const [newest] = await db.find(closings, { where, order: [['_id', 'desc']], limit: 1 });
  return newest ?? null;
}

/**
 * Closes yesterday from three o'clock on, and the days before it that were missed, one by one. The
 * first closing takes everything before. A day is written once: whoever comes second, or again
 * after a crash, finds it.
 *
 * @returns the days that were closed
 */
export async function closeLedgerDay({ db, now }: Context): Promise<ClubDate[]> {
  const last = addDays(clubDateOf(plus(now, -CLOSES_AT)), -1);
  const closed: ClubDate[] = [];
  let before = await newestClosing(db, last);
  while (before?._id !== last && closed.length < MOST_DAYS) {
    const date = before ? addDays(before._id, 1) : last;
    const until = clubDayStart(addDays(date, 1));
    const { sums } = await sumsAfter(db, sumsOf(before), { from: before?.until ?? null, until });
    const rows = [...sums].map(([account, sum]) => ({ account, sum }));
    const closing: Closing = { _id: date, until, at: now, sums: rows };
    if (await db.insert(closings, closing)) closed.push(date);
    before = closing;
  }
  return closed;
}
