import { addDays, type ClubDate, clubDateOf, MINUTE } from '@shared/base/time';
import type { OnlineChannel } from '@shared/domain/order';
import {
  billReadyAt,
  type Difference,
  differencesOf,
  type Movement,
  type MovementSums,
} from '@shared/domain/reconciliation';
import type { Context } from '../_kit/serve';
import type { BillingChannel } from '../order/channel';
import { ordersPaid, refundsDecided } from '../order/movements';
import { orderById, refundById } from '../order/service';
import {
  goesBack,
  healedOrder,
  healedRefund,
  paymentOf,
  refundOf,
  spanOf,
  sumsOf,
  wentBack,
} from './movements';

/** What a day's comparison came to. */
export interface Compared {
  readonly ours: MovementSums;
  readonly theirs: MovementSums;
  readonly differences: readonly Difference[];
  /** Something was left out, or not looked at closely: it is compared again. */
  readonly unsure: boolean;
}

/** Two clocks may be this far apart about when a payment was. */
const CLOCKS_APART = 5 * MINUTE;

/**
 * What a closer look at a difference finds: it stands, ours belongs to the day too, one side has
 * nothing to do with it, or a bill or a clear answer has to be waited for.
 */
type Finding = 'STANDS' | 'OURS_TOO' | 'NOT_OURS' | 'NOT_THEIRS' | 'NOT_YET';

interface Day {
  readonly context: Context;
  readonly name: OnlineChannel;
  readonly channel: BillingChannel;
  readonly date: ClubDate;
  /** Bills that were read, by day. */
  readonly bills: Map<ClubDate, readonly Movement[]>;
}

interface Asked extends Pick<Day, 'name' | 'date'> {
  /** False when there is no time to look at another difference: it stands until the next time. */
  readonly mayGoOn: () => boolean;
}

/**
 * Compares a day with the channel's bill. Our times and the channel's differ (a refund may be sent
 * after the midnight before which it was decided; a notification may be missing), so each
 * difference is looked at closely before it is called one.
 *
 * @throws ChannelUnknown, ChannelRefused when there is no bill, or no answer to a question about it
 */
export async function compareWithBill(
  context: Context,
  channel: BillingChannel,
  { name, date, mayGoOn }: Asked,
): Promise<Compared> {
  const day: Day = { context, name, channel, date, bills: new Map() };
  const theirs = [...(await billOf(day, date))];
  const ours = await ourMovements(day);
  let unsure = false;
  for (const difference of differencesOf(ours, theirs)) {
    if (!mayGoOn()) {
      unsure = true;
      break;
    }
    const finding = await lookCloser(day, difference, ours);
    if (finding === 'STANDS') continue;
    if (finding === 'NOT_YET') unsure = true;
    if (finding === 'OURS_TOO') ours.push(await known(day, difference));
    else if (finding === 'NOT_THEIRS') drop(theirs, difference);
    else if (finding === 'NOT_OURS') drop(ours, difference);
    else for (const side of [ours, theirs]) drop(side, difference);
  }
  const differences = differencesOf(ours, theirs);
  return { ours: sumsOf(ours), theirs: sumsOf(theirs), differences, unsure };
}

async function billOf({ channel, bills }: Day, date: ClubDate): Promise<readonly Movement[]> {
  const read = bills.get(date) ?? (await channel.billOf(date));
  bills.set(date, read);
  return read;
}

async function ourMovements({ context, name, date }: Day): Promise<Movement[]> {
  const paid = await ordersPaid(context.db, name, spanOf(date));
  const decided = await refundsDecided(context.db, name, spanOf(date));
  return [...paid.map(paymentOf), ...decided.filter(goesBack).map(refundOf)];
}

const isAbout =
  ({ orderId, refundId }: Difference) =>
  (movement: Movement) =>
    movement.orderId === orderId && movement.refundId === refundId;

function drop(movements: Movement[], difference: Difference): void {
  const place = movements.findIndex(isAbout(difference));
  if (place >= 0) movements.splice(place, 1);
}

/** Our own document of a difference that turned out to be ours too, as it is now. */
async function known({ context: { db } }: Day, { orderId, refundId }: Difference) {
  const found = refundId === null ? null : await refundById(db, refundId);
  const order = refundId === null ? await orderById(db, orderId) : null;
  if (found) return refundOf(found);
  if (order) return paymentOf(order);
  throw new Error(`${refundId ?? orderId} was here a moment ago`);
}

function lookCloser(day: Day, difference: Difference, ours: readonly Movement[]): Promise<Finding> {
  // Told twice is a difference whatever we know of the first.
  const again = ours.some(isAbout(difference));
  const stands: Promise<Finding> = Promise.resolve('STANDS');
  switch (difference.kind) {
    case 'PAYMENT_ONLY_THEIRS':
      return again ? stands : theirPayment(day, difference);
    case 'REFUND_ONLY_THEIRS':
      return again ? stands : theirRefund(day, difference);
    case 'PAYMENT_ONLY_OURS':
      return ourPayment(day, difference);
    case 'REFUND_ONLY_OURS':
      return ourRefund(day, difference);
    default:
      return stands;
  }
}

/** An order of ours that the bill has and our day has not: unpaid here, or paid at another time. */
async function theirPayment({ context, name }: Day, { orderId }: Difference): Promise<Finding> {
  const order = await orderById(context.db, orderId);
  if (order?.channel !== name) return 'STANDS';
  const found = order.paidAt === null ? await healedOrder(context, order) : order;
  // WeChat says nothing clear of it now: the next time tells.
  if (!found) return 'NOT_YET';
  return found.paidAt === null ? 'STANDS' : 'OURS_TOO';
}

/** A refund of ours that was decided on another day, or that failed after the bill was made. */
async function theirRefund(day: Day, { orderId, refundId }: Difference): Promise<Finding> {
  const { context, name, channel } = day;
  const refund = refundId === null ? null : await refundById(context.db, refundId);
  if (refund?.channel !== name || refund.orderId !== orderId) return 'STANDS';
  if (goesBack(refund)) return 'OURS_TOO';
  const found = await channel.queryRefund({ orderId, refundId: refund._id });
  if (!wentBack(found)) return 'NOT_THEIRS';
  return goesBack(await healedRefund(context, refund, found)) ? 'OURS_TOO' : 'STANDS';
}

/** A payment so close to midnight that the channel may have it on the day beside. */
async function ourPayment(day: Day, difference: Difference): Promise<Finding> {
  const { from, until } = spanOf(day.date);
  const paidAt = (await orderById(day.context.db, difference.orderId))?.paidAt ?? null;
  if (paidAt === null) return 'STANDS';
  if (paidAt < from + CLOCKS_APART) return onBills(day, difference, [addDays(day.date, -1)]);
  if (paidAt >= until - CLOCKS_APART) return onBills(day, difference, [addDays(day.date, 1)]);
  return 'STANDS';
}

/** A refund that was sent later than it was decided stands on a later bill. */
async function ourRefund(day: Day, difference: Difference): Promise<Finding> {
  const { orderId, refundId } = difference;
  const refund = refundId === null ? null : await refundById(day.context.db, refundId);
  if (!refund) return 'STANDS';
  // Not sent yet, or a bank works at it: in the books it is on its way, and how it ends is told.
  if (refund.status === 'OPEN') return 'NOT_YET';
  const found = await day.channel.queryRefund({ orderId, refundId: refund._id });
  if (!wentBack(found)) return 'STANDS';
  const asked = clubDateOf(found?.at ?? day.context.now);
  if (asked <= day.date) return 'STANDS';
  return onBills(day, difference, daysFrom(addDays(day.date, 1), asked));
}

/** Longer than any refund is tried again before somebody is alarmed. */
const MOST_DAYS = 3;

function daysFrom(first: ClubDate, last: ClubDate): ClubDate[] {
  const days = Array.from({ length: MOST_DAYS }, (_, n) => addDays(first, n));
  return days.filter((date) => date <= last);
}

async function onBills(day: Day, difference: Difference, dates: readonly ClubDate[]) {
  for (const date of dates) {
    if (day.context.now < billReadyAt(date)) return 'NOT_YET';
    if ((await billOf(day, date)).some(isAbout(difference))) return 'NOT_OURS';
  }
  return 'STANDS';
}
