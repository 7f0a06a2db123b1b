import { addDays, type ClubDate, clubDateOf, type Instant, SECOND } from '@shared/base/time';
import { ONLINE_CHANNELS, type OnlineChannel } from '@shared/domain/order';
import { billReadyAt } from '@shared/domain/reconciliation';
import { Refusal } from '@shared/refusals';
import type { Db } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { ChannelRefused, ChannelUnknown } from '../order/channel';
import { channelOf } from '../payment/service';
import { compareDay, idOf, openIn } from './comparing';
import { type Reconciliation, reconciliations, type SettledDifference } from './store';

export { reconcileYesterday } from './daily';

/** A day as management sees it: BROKEN when there was nothing to compare it with. */
export type DaySummary = Pick<
  Reconciliation,
  'channel' | 'date' | 'ours' | 'theirs' | 'open' | 'at'
> & { readonly status: 'BALANCED' | 'DIFFERENT' | 'BROKEN' };

export interface DayDetails {
  readonly day: DaySummary;
  readonly differences: SettledDifference[];
}

/** A day that still waits for its first bill is nothing to show. */
function summaryOf(known: Reconciliation): DaySummary | null {
  const { channel, date, status, ours, theirs, open, at } = known;
  return status === 'WAITING' ? null : { channel, date, status, ours, theirs, open, at };
}

function detailsOf(known: Reconciliation): DayDetails | null {
  const day = summaryOf(known);
  return day && { day, differences: known.differences };
}

const DAYS = 14;

/** The last fourteen days of each channel, newest first. */
export async function lastDays(db: Db): Promise<DaySummary[]> {
  const found = await db.find(reconciliations, {
    where: { status: { ne: 'WAITING' } },
    order: [['date', 'desc']],
    limit: DAYS * ONLINE_CHANNELS.length,
  });
  const dates = [...new Set(found.map(({ date }) => date))].slice(0, DAYS);
  return found.filter(({ date }) => dates.includes(date)).flatMap((day) => summaryOf(day) ?? []);
}

/** The newest day of each channel that has one. */
export async function newestReconciliations(db: Db): Promise<DaySummary[]> {
  const days = await lastDays(db);
  return ONLINE_CHANNELS.flatMap((name) => days.find(({ channel }) => channel === name) ?? []);
}

/** Differences of all days that nobody has dealt with. */
export const openDifferences = (db: Db): Promise<number> =>
  db.sum(reconciliations, { open: { gt: 0 } }, 'open');

/**
 * Days that could not be compared, as far back as the list goes: the timer tries for a week, and on
 * the list somebody can still do it by hand.
 */
export const brokenDays = (db: Db, now: Instant): Promise<number> =>
  db.count(reconciliations, {
    date: { gte: addDays(clubDateOf(now), -DAYS) },
    status: 'BROKEN',
  });

/** A channel's day with its differences; null when it was not compared yet. */
export async function dayOf(
  db: Db,
  channel: OnlineChannel,
  date: ClubDate,
): Promise<DayDetails | null> {
  const known = await db.get(reconciliations, idOf(channel, date));
  return known && detailsOf(known);
}

/** Somebody waits for it; what is left goes on with the timer. */
const MOST_TIME = 8 * SECOND;

/**
 * Compares a day again. What was dealt with stays so.
 *
 * @throws Refusal BILL_NOT_READY before ten on the next day, PAYMENT_UNAVAILABLE when the channel
 * gives nothing to compare with, or has not told all yet
 */
export async function reconcileDay(
  context: Context,
  name: OnlineChannel,
  date: ClubDate,
): Promise<DayDetails> {
  if (context.now < billReadyAt(date)) throw new Refusal('BILL_NOT_READY');
  const channel = channelOf(name);
  const started = performance.now();
  const mayGoOn = () => performance.now() - started < MOST_TIME;
  try {
    const details = detailsOf(await compareDay(context, { name, channel, date }, mayGoOn));
    if (details) return details;
  } catch (error) {
    if (!(error instanceof ChannelUnknown || error instanceof ChannelRefused)) throw error;
    context.platform.reportFault(error, idOf(name, date));
  }
  throw new Refusal('PAYMENT_UNAVAILABLE');
}

export interface Settling {
  readonly channel: OnlineChannel;
  readonly date: ClubDate;
  /** Of the difference. */
  readonly id: string;
  readonly note: string;
  /** Who dealt with it, by name. */
  readonly by: string;
}

/**
 * Marks a difference as dealt with. The first word about it stays.
 *
 * @throws Refusal NO_RECONCILIATION when there is no such day or difference (any more),
 * REASON_REQUIRED without a note
 */
export async function settleDifference(context: Context, asked: Settling): Promise<DayDetails> {
  const { channel, date, id, note, by } = asked;
  if (note.trim() === '') throw new Refusal('REASON_REQUIRED');
  return context.db.transaction(async (tx) => {
    const known = await tx.get(reconciliations, idOf(channel, date));
    const one = known?.differences.find((difference) => difference.id === id);
    const details = known && detailsOf(known);
    if (!known || !one || !details) throw new Refusal('NO_RECONCILIATION');
    if (one.settled !== null) return details;
    const settled = { at: context.now, by, note: note.trim() };
    const differences = known.differences.map((difference) =>
      difference.id === id ? { ...difference, settled } : difference,
    );
    const day = { ...known, differences, open: openIn(differences) };
    await tx.put(reconciliations, day);
    return { day: { ...details.day, open: day.open }, differences };
  });
}
