import type { ClubDate, Instant } from '@shared/base/time';
import type { OnlineChannel } from '@shared/domain/order';
import { NO_MOVEMENT } from '@shared/domain/reconciliation';
import type { Db } from '../_kit/db';
import type { Context } from '../_kit/serve';
import type { BillingChannel, PaymentChannel } from '../order/channel';
import { compareByAsking } from './asking';
import { type Compared, compareWithBill } from './billing';
import { type Progress, type Reconciliation, reconciliations } from './store';

/** A channel, and a day of it. */
export interface ChannelDay {
  readonly name: OnlineChannel;
  readonly channel: PaymentChannel;
  readonly date: ClubDate;
}

export const idOf = (name: OnlineChannel, date: ClubDate) => `${name}:${date}`;

const hasBills = (channel: PaymentChannel): channel is BillingChannel => 'billOf' in channel;

/**
 * Compares a day of a channel with ours and keeps what came of it; what somebody has dealt with
 * stays dealt with. Two at once do no harm: one is kept. Without time for all questions the day's
 * `progress` says how far it came, and the next call goes on there.
 *
 * @throws ChannelUnknown, ChannelRefused when there is nothing to compare with
 */
export async function compareDay(
  context: Context,
  { name, channel, date }: ChannelDay,
  mayGoOn: () => boolean,
): Promise<Reconciliation> {
  const { db, now } = context;
  const known =
    (await db.get(reconciliations, idOf(name, date))) ?? (await begin(db, name, date, now));
  if (hasBills(channel)) {
    return keep(db, known, await compareWithBill(context, channel, { name, date, mayGoOn }), now);
  }
  const save = (progress: Progress) => saveProgress(db, known, progress, now);
  const from = known.progress;
  const { done, progress } = await compareByAsking(context, channel, {
    name,
    date,
    from,
    mayGoOn,
    save,
  });
  return done ? keep(db, known, { ...progress, unsure: false }, now) : { ...known, progress };
}

/** A day that nothing is known of yet. */
async function begin(db: Db, channel: OnlineChannel, date: ClubDate, now: Instant) {
  const day: Reconciliation = {
    _id: idOf(channel, date),
    channel,
    date,
    status: 'WAITING',
    ours: NO_MOVEMENT,
    theirs: NO_MOVEMENT,
    differences: [],
    open: 0,
    unsure: false,
    at: now,
    triedAt: now,
    attempts: 0,
    progress: null,
  };
  await db.insert(reconciliations, day);
  return day;
}

const saveProgress = (
  db: Db,
  { _id, attempts }: Reconciliation,
  progress: Progress,
  now: Instant,
) =>
  // Whoever has compared the day to its end meanwhile needs no progress of ours.
  db.changeIf(reconciliations, { _id, attempts }, { set: { progress, triedAt: now } });

/** Writes the outcome over what was known before; if somebody was quicker, theirs stays. */
function keep(
  db: Db,
  before: Reconciliation,
  { ours, theirs, differences, unsure }: Compared,
  now: Instant,
): Promise<Reconciliation> {
  return db.transaction(async (tx) => {
    const current = await tx.need(reconciliations, before._id);
    if (current.attempts !== before.attempts) return current;
    const settled = new Map(current.differences.map((known) => [known.id, known.settled]));
    const marked = differences.map((found) => ({
      ...found,
      settled: settled.get(found.id) ?? null,
    }));
    const compared: Reconciliation = {
      ...current,
      status: marked.length > 0 ? 'DIFFERENT' : 'BALANCED',
      ours,
      theirs,
      differences: marked,
      open: openIn(marked),
      unsure,
      at: now,
      triedAt: now,
      attempts: current.attempts + 1,
      progress: null,
    };
    await tx.put(reconciliations, compared);
    return compared;
  });
}

export const openIn = (differences: Reconciliation['differences']) =>
  differences.filter(({ settled }) => settled === null).length;
