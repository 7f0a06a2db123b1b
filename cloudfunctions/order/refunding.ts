import { type Fen, fen } from '@shared/base/money';
import { type Instant, MINUTE, plus } from '@shared/base/time';
import {
  type Account,
  cashMoney,
  channelMoney,
  memberMoney,
  type Posting,
  refundingMoney,
} from '@shared/domain/ledger';
import {
  advanceOrder,
  isOnline,
  isStuck,
  nextOrderStatus,
  refundableOf,
} from '@shared/domain/order';
import { Refusal } from '@shared/refusals';
import type { Db, Transaction } from '../_kit/db';
import { leaveInOutbox } from '../_kit/outbox';
import type { Context } from '../_kit/serve';
import { move } from '../ledger/service';
import { members } from '../member/store';
import { takenInAt } from './accounts';
import type { ChannelRefund } from './channel';
import { type Order, orders, type Refund, refunds } from './store';

/** The id of what takes an entry of the desk back; a refund's own id never is an order's with a V. */
export const reversalIdOf = (orderId: string) => `V${orderId}`;
/** The id of what the desk paid out in place of a channel. */
const cashIdOf = (refundId: string) => `D${refundId}`;

export interface RefundAsked {
  readonly refundId: string;
  readonly order: Order;
  readonly amount: Fen;
  /** Whose the money is now: a wallet, a revenue, or the channel when nothing was handed over. */
  readonly from: Account<'fen'>;
  readonly reason: string;
  /** What the desk took is handed over there, whoever it is for, and goes into no wallet. */
  readonly overDesk?: boolean;
}

/**
 * Gives money of an order back, in the transaction of whoever decided it. What came through WeChat
 * or Alipay leaves the books for `refunding` and the outbox sends it; the wallet has it at once;
 * cash and transfers go into the member's wallet, or over the desk to a walk-in.
 * Answers why not, if there is too little.
 */
export async function startRefund(tx: Transaction, ask: RefundAsked, at: Instant) {
  const { refundId, order, amount, from, reason, overDesk = false } = ask;
  const { _id: orderId, memberId, campusId, channel } = order;
  if (amount > refundableOf(order)) throw new RangeError(`refund ${refundId} exceeds ${orderId}`);
  const online = isOnline(channel);
  const home = memberId === null || overDesk ? takenInAt(order) : memberMoney(memberId);
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
  const untouched = { sendingUntil: null, askedAt: null, overDesk };
  const opened = { orderId, memberId, campusId, channel, amount, from, reason, createdAt: at };
  const ended = online
    ? { status: 'OPEN' as const, endedAt: null }
    : { status: 'SUCCESS' as const, endedAt: at };
  await tx.put(refunds, { _id: refundId, ...opened, ...ended, ...untouched });
  if (online) {
    const key = `refund:${refundId}:send`;
    const payload = { refundId };
    await leaveInOutbox(tx, { key, kind: 'sendRefund', payload, at, dueAt: sendAt });
  }
  return null;
}

/**
 * WeChat wants parts of one order a minute apart. They are sent by a timer that runs each minute: with
 * two, no run comes a moment too early.
 */
const BETWEEN_REFUNDS = 2 * MINUTE;

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
    // Somebody has the money already: a person has to find out, and nothing moves a second time.
    if (known.status === 'CLOSED' && state === 'SUCCESS') {
      throw new Error(`refund ${refundId} was handed over after it was closed`);
    }
    const stuck = state === 'CLOSED' && !(await hasWallet(tx, known));
    const status = stuck ? 'ABNORMAL' : state;
    if (hasEnded(known) || known.status === status) return;
    await tx.put(refunds, { ...known, status, endedAt: now });
    if (status !== 'ABNORMAL') await finish(tx, known, status === 'SUCCESS' ? 'done' : 'back', now);
  });
}

/**
 * Whether money that a channel does not hand over can come back to a wallet. A walk-in has none, nor
 * has whose account has ended: a person sees to it.
 */
const hasWallet = async (tx: Transaction, { memberId }: Refund): Promise<boolean> =>
  memberId !== null && (await tx.get(members, memberId)) !== null;

export const hasEnded = ({ status }: Refund) => status === 'SUCCESS' || status === 'CLOSED';

/**
 * Ends a refund that waits for a person by giving the money to the member's wallet, or to whoever
 * has none over the desk in cash, in the transaction of whoever decided it. False when it ended
 * before. The channel's late word and this write one document, so that one of them moves the money.
 *
 * @param ask.campusId whose till pays, when the refund is of no campus
 * @throws Refusal ORDER_NOT_FOUND, REFUND_NOT_STUCK, CAMPUS_NOT_FOUND
 */
export async function creditRefund(
  tx: Transaction,
  ask: { readonly refundId: string; readonly campusId: string | null },
  at: Instant,
): Promise<boolean> {
  const known = await tx.get(refunds, ask.refundId);
  if (!known) throw new Refusal('ORDER_NOT_FOUND');
  if (hasEnded(known)) return false;
  if (!isStuck(known, at)) throw new Refusal('REFUND_NOT_STUCK');
  // It may reach the channel this very moment, which knew nothing of it when it was asked.
  const { status, sendingUntil } = known;
  if (status === 'OPEN' && sendingUntil !== null && sendingUntil > at) {
    throw new Refusal('REFUND_NOT_STUCK');
  }
  await tx.put(refunds, { ...known, status: 'CLOSED', endedAt: at });
  if (await hasWallet(tx, known)) await finish(tx, known, 'back', at);
  else await handOver(tx, known, ask.campusId, at);
  return true;
}

/**
 * Pays a refund out in cash that its channel could not hand over. It leaves a refund of its own that
 * has succeeded: the till's takings read that one, and the channel's reconciliation the closed one.
 */
async function handOver(tx: Transaction, closed: Refund, till: string | null, at: Instant) {
  const campusId = closed.campusId ?? till;
  if (campusId === null) throw new Refusal('CAMPUS_NOT_FOUND');
  await finish(tx, { ...closed, campusId }, 'cash', at);
  await tx.put(refunds, {
    ...closed,
    _id: cashIdOf(closed._id),
    campusId,
    channel: 'CASH',
    from: refundingMoney(closed.channel),
    overDesk: true,
    status: 'SUCCESS',
    createdAt: at,
    endedAt: at,
    sendingUntil: null,
    askedAt: null,
  });
}

/**
 * Whether a refund that succeeded took money out of the club. One for cash or a transfer went into
 * the member's wallet, unless it was handed over, or a reversal undid the entry of the till.
 */
export const leftTheClub = ({ _id, orderId, channel, memberId, overDesk }: Refund): boolean =>
  isOnline(channel) ||
  channel === 'WALLET' ||
  memberId === null ||
  overDesk ||
  _id === reversalIdOf(orderId);

/** The channel handed it over; it came back to the wallet; the desk handed it over. */
type Way = 'done' | 'back' | 'cash';

function endOf({ _id, channel, memberId, campusId }: Refund, way: Way): Account<'fen'> {
  if (way === 'done') return channelMoney(channel);
  if (way === 'back' && memberId !== null) return memberMoney(memberId);
  if (way === 'cash' && campusId !== null) return cashMoney(campusId);
  throw new Error(`refund ${_id} has nobody for ${way}`);
}

/**
 * What a refund that ended means for the ledger and its order. Money that goes into the member's
 * wallet because it cannot leave: taken from there, all is as it was before; taken from where it was
 * spent or never arrived, the member has it back all the same.
 */
async function finish(tx: Transaction, refund: Refund, way: Way, at: Instant): Promise<void> {
  const { _id: refundId, orderId, channel, amount, from } = refund;
  const order = await tx.need(orders, orderId);
  const to = endOf(refund, way);
  const postings: Posting[] = [{ from: refundingMoney(channel), to, amount }];
  await move(tx, { reason: `refund:${refundId}:${way}`, postings, at, orderId });
  const stays = way === 'back' && to === from;
  await tx.put(orders, returned(order, { asked: amount, gone: stays ? fen(0) : amount }));
}

/** Whether a refund of it can be decided that reads what is left: none is under way. */
export const mayRefund = (order: Order): boolean =>
  order.status !== 'REFUNDING' && nextOrderStatus(order.status, 'refund') !== null;

export const refundIn = (tx: Transaction, refundId: string) => tx.get(refunds, refundId);
export const refundById = (db: Db, refundId: string) => db.get(refunds, refundId);
