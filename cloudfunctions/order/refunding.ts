import { type Fen, fen } from '@shared/base/money';
import { type Instant, MINUTE, plus } from '@shared/base/time';
import { id, instant } from '@shared/contracts/scalars';
import { fenAmount } from '@shared/contracts/wallet';
import {
  type Account,
  channelMoney,
  memberMoney,
  type Posting,
  refundingMoney,
} from '@shared/domain/ledger';
import {
  advanceOrder,
  CHANNELS,
  isOnline,
  isStuck,
  nextOrderStatus,
  refundableOf,
} from '@shared/domain/order';
import { Refusal } from '@shared/refusals';
import * as z from 'zod';
import { collection, type Db, type Transaction } from '../_kit/db';
import { leaveInOutbox } from '../_kit/outbox';
import type { Context } from '../_kit/serve';
import { move } from '../ledger/service';
import { moneyAccount } from '../ledger/store';
import { members } from '../member/store';
import { takenInAt } from './accounts';
import type { ChannelRefund } from './channel';
import { type Order, orders } from './store';

/** The id of what takes an entry of the desk back; a refund's own id never is an order's with a V. */
export const reversalIdOf = (orderId: string) => `V${orderId}`;

/** Money on its way back. A retry keeps the id, which the channel knows it by: a new one pays twice. */
const refund = z.object({
  _id: id,
  orderId: id,
  memberId: id.nullable(),
  campusId: id.nullable(),
  channel: z.enum(CHANNELS),
  amount: fenAmount,
  /** Where the money was taken from. */
  from: moneyAccount,
  reason: z.string().max(80),
  /** ABNORMAL waits for a person: the channel could not hand the money over. */
  status: z.enum(['OPEN', 'SUCCESS', 'CLOSED', 'ABNORMAL']),
  createdAt: instant,
  endedAt: instant.nullable(),
  /** Until then it may be on its way to the channel, whatever that knows of it. */
  sendingUntil: instant.nullable().default(null),
  /** When the timer asked the channel about it last. */
  askedAt: instant.nullable().default(null),
});
export type Refund = z.output<typeof refund>;
export const refunds = collection('refunds', refund);

export interface RefundAsked {
  readonly refundId: string;
  readonly order: Order;
  readonly amount: Fen;
  /** Whose the money is now: a wallet, a revenue, or the channel when nothing was handed over. */
  readonly from: Account<'fen'>;
  readonly reason: string;
}

/**
 * Gives money of an order back, in the transaction of whoever decided it. What came through WeChat
 * or Alipay leaves the books for `refunding` and the outbox sends it; the wallet has it at once;
 * cash and transfers go into the member's wallet, or over the desk to a walk-in.
 * Answers why not, if there is too little.
 */
export async function startRefund(tx: Transaction, ask: RefundAsked, at: Instant) {
  const { refundId, order, amount, from, reason } = ask;
  const { _id: orderId, memberId, campusId, channel } = order;
  if (amount > refundableOf(order)) throw new RangeError(`refund ${refundId} exceeds ${orderId}`);
  const online = isOnline(channel);
  const home = memberId === null ? takenInAt(order) : memberMoney(memberId);
  const to = online ? refundingMoney(channel) : home;
  const postings: Posting[] = [{ from, to, amount }];
  const short = await move(tx, { reason: `refund:${refundId}:start`, postings, at, orderId });
  if (short) return short;
  const sendAt = channel === 'WECHAT' ? latest(at, order.refundableAt) : at;
  const refunding: Order = {
    ...order,
    status: advanceOrder(order.status, 'refund'),
    refunding: fen(order.refunding + amount),
    refundableAt: plus(sendAt, BETWEEN_REFUNDS),
  };
  await tx.put(orders, online ? refunding : returned(refunding, { asked: amount, gone: amount }));
  const asking = { sendingUntil: null, askedAt: null };
  const opened = { orderId, memberId, campusId, channel, amount, from, reason, createdAt: at };
  const ended = online
    ? { status: 'OPEN' as const, endedAt: null }
    : { status: 'SUCCESS' as const, endedAt: at };
  await tx.put(refunds, { _id: refundId, ...opened, ...ended, ...asking });
  if (online) {
    const key = `refund:${refundId}:send`;
    const payload = { refundId };
    await leaveInOutbox(tx, { key, kind: 'sendRefund', payload, at, dueAt: sendAt });
  }
  return null;
}

/** WeChat wants parts of one order a minute apart. */
const BETWEEN_REFUNDS = MINUTE;

const latest = (at: Instant, other: Instant | null): Instant =>
  other !== null && other > at ? other : at;

/** An order after one of its refunds ended: how much was asked for, and went back (or nothing). */
function returned(order: Order, { asked, gone }: { asked: Fen; gone: Fen }): Order {
  const refunded = fen(order.refunded + gone);
  const refunding = fen(order.refunding - asked);
  const event =
    refunded === order.amount ? 'refundedAll' : refunded > 0 ? 'refundedPart' : 'refundFailed';
  const status = refunding > 0 ? order.status : advanceOrder(order.status, event);
  return { ...order, refunded, refunding, status };
}

export interface RefundTold {
  readonly refundId: string;
  readonly state: ChannelRefund['state'];
  /** What a notification says that it is about: it has to be ours. */
  readonly orderId?: string;
  readonly amount?: Fen;
}

/** The channel says how a refund stands. Told again, or told of one that has ended, nothing happens. */
export async function settleRefund(context: Context, told: RefundTold): Promise<void> {
  const { db, now } = context;
  const { refundId, state, orderId, amount } = told;
  if (state === 'PROCESSING') return;
  await db.transaction(async (tx) => {
    const known = await tx.get(refunds, refundId);
    if (!known) throw new Error(`a refund that is not ours: ${refundId}`);
    if ((orderId ?? known.orderId) !== known.orderId || (amount ?? known.amount) !== known.amount) {
      throw new Error(`what is told does not match refund ${refundId}`);
    }
    // The member has the money already: a person has to find out, and nothing moves a second time.
    if (known.status === 'CLOSED' && state === 'SUCCESS') {
      throw new Error(`refund ${refundId} was handed over after it was closed`);
    }
    const status = state === 'CLOSED' && (await isGone(tx, known.memberId)) ? 'ABNORMAL' : state;
    if (hasEnded(known) || known.status === status) return;
    await tx.put(refunds, { ...known, status, endedAt: now });
    if (status !== 'ABNORMAL') await finish(tx, known, status, now);
  });
}

/** Whose account has ended has no wallet that money could come back to: a person sees to it. */
const isGone = async (tx: Transaction, memberId: string | null) =>
  memberId !== null && (await tx.get(members, memberId)) === null;

export const hasEnded = ({ status }: Refund) => status === 'SUCCESS' || status === 'CLOSED';

/**
 * Ends a refund that waits for a person by giving the money to the member's wallet, in the
 * transaction of whoever decided it; the wallet has to exist. False when it ended before. The
 * channel's late word and this write one document, so that one of them moves the money.
 *
 * @throws Refusal ORDER_NOT_FOUND, REFUND_NOT_STUCK
 */
export async function creditRefund(tx: Transaction, refundId: string, at: Instant) {
  const known = await tx.get(refunds, refundId);
  if (!known) throw new Refusal('ORDER_NOT_FOUND');
  if (hasEnded(known)) return false;
  if (!isStuck(known, at)) throw new Refusal('REFUND_NOT_STUCK');
  // It may reach the channel this very moment, which knew nothing of it when it was asked.
  const { status, sendingUntil } = known;
  if (status === 'OPEN' && sendingUntil !== null && sendingUntil > at) {
    throw new Refusal('REFUND_NOT_STUCK');
  }
  await tx.put(refunds, { ...known, status: 'CLOSED', endedAt: at });
  await finish(tx, known, 'CLOSED', at);
  return true;
}

/**
 * Whether a refund that succeeded took money out of the club. One for cash or a transfer went into
 * the member's wallet, unless a reversal undid the entry of the till.
 */
export const leftTheClub = ({ _id, orderId, channel, memberId }: Refund): boolean =>
  isOnline(channel) || channel === 'WALLET' || memberId === null || _id === reversalIdOf(orderId);

/**
 * What a refund that ended means for the ledger and its order. Money that cannot leave goes into the
 * member's wallet: taken from there, all is as it was before; taken from where it was spent or never
 * arrived, the member has it back all the same.
 */
async function finish(tx: Transaction, ended: Refund, state: 'SUCCESS' | 'CLOSED', at: Instant) {
  const { _id: refundId, orderId, memberId, channel, amount, from } = ended;
  const order = await tx.need(orders, orderId);
  const gone = state === 'SUCCESS';
  const to = gone ? channelMoney(channel) : memberId === null ? from : memberMoney(memberId);
  const postings: Posting[] = [{ from: refundingMoney(channel), to, amount }];
  const reason = `refund:${refundId}:${gone ? 'done' : 'back'}`;
  await move(tx, { reason, postings, at, orderId });
  // What the channel handed over is gone, even if it came from there and was never handed over here.
  const stays = !gone && to === from;
  await tx.put(orders, returned(order, { asked: amount, gone: stays ? fen(0) : amount }));
}

/** Whether a refund of it can be decided that reads what is left: none is under way. */
export const mayRefund = (order: Order): boolean =>
  order.status !== 'REFUNDING' && nextOrderStatus(order.status, 'refund') !== null;

export const refundIn = (tx: Transaction, refundId: string) => tx.get(refunds, refundId);
export const refundById = (db: Db, refundId: string) => db.get(refunds, refundId);
