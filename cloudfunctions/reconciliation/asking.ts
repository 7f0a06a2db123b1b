import type { ClubDate } from '@shared/base/time';
import type { OnlineChannel } from '@shared/domain/order';
import { differencesOf, type Movement, NO_MOVEMENT, sumsWith } from '@shared/domain/reconciliation';
import type { Context } from '../_kit/serve';
import { ChannelUnknown, type PaymentChannel } from '../order/channel';
import { ordersMade, ordersPaid, refundsDecided, type Span } from '../order/movements';
import type { Order, Refund } from '../order/service';
import {
  goesBack,
  healedOrder,
  healedRefund,
  isIn,
  paymentOf,
  refundOf,
  spanOf,
  wentBack,
} from './movements';
import type { Progress } from './store';

interface Sides {
  readonly ours: readonly Movement[];
  readonly theirs: readonly Movement[];
}

export interface Asking {
  readonly name: OnlineChannel;
  readonly date: ClubDate;
  /** Where an earlier run had to stop. */
  readonly from: Progress | null;
  /** False when there is no time for another question. */
  readonly mayGoOn: () => boolean;
  readonly save: (progress: Progress) => Promise<unknown>;
}

const NOTHING: Progress = { after: '', ours: NO_MOVEMENT, theirs: NO_MOVEMENT, differences: [] };
const SAVED_EVERY = 20;

/**
 * Compares a day by asking the channel about each of our orders and refunds, one after the other:
 * for a channel that we have no bill of. What the channel has and we have no order for, it cannot
 * find. At least one is asked about, so that it ends however little time there is.
 *
 * @throws ChannelUnknown, ChannelRefused when one cannot be asked about; what was asked is saved
 */
export async function compareByAsking(context: Context, channel: PaymentChannel, asking: Asking) {
  const { from, mayGoOn, save } = asking;
  let progress = from ?? NOTHING;
  let unsaved = 0;
  const waiting = await questionsOf(context, channel, asking);
  const left = waiting.filter(({ key }) => key > progress.after);
  try {
    for (const [n, { key, ask }] of left.entries()) {
      if (n > 0 && !mayGoOn()) return { done: false, progress };
      const { ours, theirs } = await ask();
      progress = {
        after: key,
        ours: sumsWith(progress.ours, ours),
        theirs: sumsWith(progress.theirs, theirs),
        differences: [...progress.differences, ...differencesOf(ours, theirs)],
      };
      unsaved += 1;
      if (unsaved === SAVED_EVERY) {
        await save(progress);
        unsaved = 0;
      }
    }
    unsaved = 0;
    return { done: true, progress };
  } finally {
    if (unsaved > 0) await save(progress);
  }
}

interface Question {
  readonly key: string;
  readonly ask: () => Promise<Sides>;
}

async function questionsOf(
  context: Context,
  channel: PaymentChannel,
  { name, date }: Asking,
): Promise<Question[]> {
  const { db } = context;
  const span = spanOf(date);
  const paid = await ordersPaid(db, name, span);
  const made = await ordersMade(db, name, span);
  const decided = await refundsDecided(db, name, span);
  const about = new Map([...made, ...paid].map((order) => [order._id, order]));
  const questions = [
    ...[...about.values()].map((order) => ({
      key: `order:${order._id}`,
      ask: () => orderSides(context, channel, order, span),
    })),
    ...decided.map((refund) => ({
      key: `refund:${refund._id}`,
      ask: () => refundSides(context, channel, refund),
    })),
  ];
  return questions.sort((a, b) => (a.key < b.key ? -1 : 1));
}

async function orderSides(
  context: Context,
  channel: PaymentChannel,
  asked: Order,
  span: Span,
): Promise<Sides> {
  const found = await channel.query(asked._id);
  const isNew = found.state === 'PAID' && asked.paidAt === null;
  const order = isNew ? await healedOrder(context, asked) : asked;
  if (!order) throw new ChannelUnknown(`no clear answer about order ${asked._id}`);
  const ours = isIn(span, order.paidAt) ? [paymentOf(order)] : [];
  // Paid on another day: then it is compared on that one.
  if (order.paidAt !== null && ours.length === 0) return { ours, theirs: [] };
  // Alipay calls an order closed when all of it went back.
  const returned = order.refunded === order.amount || order.status === 'REFUNDING';
  const goneBack = found.state === 'CLOSED' && returned;
  const amount = found.state === 'PAID' ? found.amount : goneBack ? order.amount : null;
  return { ours, theirs: amount === null ? [] : [{ ...paymentOf(order), amount }] };
}

/** Without amounts of their own: a channel answers whether a refund went out, not how much it was. */
async function refundSides(
  context: Context,
  channel: PaymentChannel,
  asked: Refund,
): Promise<Sides> {
  const { _id: refundId, orderId } = asked;
  const found = await channel.queryRefund({ orderId, refundId });
  const refund = await healedRefund(context, asked, found);
  const theirs = wentBack(found) ? [refundOf(refund)] : [];
  // Not sent yet, or just failed: on its way in the books too.
  const onItsWay = refund.status === 'OPEN' && theirs.length === 0;
  return { ours: goesBack(refund) && !onItsWay ? [refundOf(refund)] : [], theirs };
}
