import {
  addDays,
  type ClubDate,
  clubDateOf,
  HOUR,
  type Instant,
  MINUTE,
  plus,
  SECOND,
} from '@shared/base/time';
import { ONLINE_CHANNELS, type OnlineChannel } from '@shared/domain/order';
import { budgetOf } from '../_kit/budget';
import type { Db } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { channelOf, openChannels } from '../payment/service';
import { compareDay, idOf } from './comparing';
import { type Reconciliation, reconciliations } from './store';

/** Half an hour after bills are there, by the channel's word. */
const DUE_AT = 10 * HOUR + 30 * MINUTE;
/** How far back days are caught up with and looked at again. */
const DAYS_BACK = 7;
const TRIED_AGAIN_AFTER = 6 * HOUR;
/** Of the 55 s that the timer has. */
const MOST_TIME = 20 * SECOND;

/**
 * Compares yesterday with each channel from half past ten on, and what was missed in the week
 * before. While there is no bill it is tried at each call; a day with open differences is compared
 * again every six hours, because some heal by themselves.
 */
export async function reconcileYesterday(
  context: Context,
  mayBegin: () => boolean = () => true,
): Promise<void> {
  const { db, now } = context;
  const inTime = budgetOf(MOST_TIME);
  const mayGoOn = () => mayBegin() && inTime();
  const last = addDays(clubDateOf(plus(now, -DUE_AT)), -1);
  const known = await db.find(reconciliations, {
    where: { date: { gte: addDays(last, 1 - DAYS_BACK), lte: last } },
    limit: DAYS_BACK * ONLINE_CHANNELS.length,
  });
  for (const name of openChannels(context)) {
    const days = known.filter(({ channel }) => channel === name);
    for (const date of datesDue(days, last, now)) {
      if (!mayGoOn()) return;
      await tryDay(context, { name, date }, mayGoOn);
    }
  }
}

/** Days that are to be compared now, the newest first: an old one keeps yesterday not waiting. */
export function datesDue(
  days: readonly Reconciliation[],
  last: ClubDate,
  now: Instant,
): ClubDate[] {
  const known = new Map(days.map((day) => [day.date, day]));
  const first = [...known.keys()].sort()[0] ?? last;
  const all = Array.from({ length: DAYS_BACK }, (_, n) => addDays(last, -n));
  return all.filter((date) => {
    const day = known.get(date);
    return day ? isDue(day, date === last, now) : date >= first;
  });
}

function isDue(day: Reconciliation, isLast: boolean, now: Instant): boolean {
  const { status, open, unsure, triedAt, progress } = day;
  if (progress !== null || status === 'WAITING') return true;
  const age = now - triedAt;
  const rested = age >= TRIED_AGAIN_AFTER || age < 0; // or the clock was set back since
  if (status === 'BROKEN') return isLast || rested;
  return (open > 0 || unsure) && rested;
}

async function tryDay(
  context: Context,
  { name, date }: { readonly name: OnlineChannel; readonly date: ClubDate },
  mayGoOn: () => boolean,
): Promise<void> {
  try {
    await compareDay(context, { name, date, channel: channelOf(name) }, mayGoOn);
  } catch (fault) {
    context.platform.reportFault(fault, idOf(name, date));
    await markTried(context.db, idOf(name, date), context.now);
  }
}

/** Nothing to compare with: what was known stays, and a day never compared is broken after its turn. */
async function markTried(db: Db, _id: string, now: Instant): Promise<void> {
  const day = await db.get(reconciliations, _id);
  if (!day) return;
  const over = day.date < addDays(clubDateOf(now), -1);
  const status = day.status === 'WAITING' && over ? 'BROKEN' : day.status;
  const seen = day.attempts === 0 ? { at: now } : {};
  const where = { _id, attempts: day.attempts };
  await db.changeIf(reconciliations, where, { set: { triedAt: now, status, ...seen } });
}
