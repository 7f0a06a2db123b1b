import type { Fen } from '@shared/base/money';
import { DAY, type Instant, MINUTE, plus } from '@shared/base/time';
import { count, instant } from '@shared/contracts/scalars';
import { fenAmount } from '@shared/contracts/wallet';
import { ONLINE_CHANNELS, type OnlineChannel } from '@shared/domain/order';
import * as z from 'zod';
import { collection, type Db } from '../_kit/db';
import type { Context } from '../_kit/serve';
import type { ChannelRefund } from '../order/channel';

const REFUND_STATES = ['PROCESSING', 'SUCCESS', 'CLOSED', 'ABNORMAL'] as const;

const received = {
  /** The notification's number at its channel: the second of two that are the same finds it taken. */
  _id: z.string().min(1).max(128),
  /** What was kept before there was another channel does not say. */
  channel: z.enum(ONLINE_CHANNELS).default('WECHAT'),
  orderId: z.string(),
  amount: fenAmount,
  at: instant,
  done: z.boolean(),
  /** Not before this moment: pushed back after each failure. */
  dueAt: instant,
  attempts: count,
};

/** Verified notifications, kept before anything is done about them. */
const inboxEntry = z.discriminatedUnion('kind', [
  z.object({
    ...received,
    kind: z.literal('PAYMENT'),
    transactionId: z.string(),
    paidAt: instant,
    payer: z.string().nullable().default(null),
  }),
  z.object({
    ...received,
    kind: z.literal('REFUND'),
    refundId: z.string(),
    state: z.enum(REFUND_STATES),
    refundedAt: instant.nullable(),
  }),
]);
type InboxEntry = z.output<typeof inboxEntry>;
export const paymentInbox = collection('payment_inbox', inboxEntry);

/** What a channel told and vouched for, in the words of any channel. */
export type Told =
  | {
      /** The channel's number of the notification: the same each time it is sent again. */
      readonly id: string;
      readonly kind: 'PAYMENT';
      readonly orderId: string;
      readonly transactionId: string;
      readonly amount: Fen;
      readonly paidAt: Instant;
      /** Who paid, as the channel knows them; null when it does not say. */
      readonly payer: string | null;
    }
  | {
      readonly id: string;
      readonly kind: 'REFUND';
      readonly orderId: string;
      readonly refundId: string;
      readonly amount: Fen;
      readonly state: ChannelRefund['state'];
      readonly refundedAt: Instant | null;
    };

/** Both are told again after a crash: they must be right when done twice. */
export type SettlePayment = (
  context: Context,
  payment: {
    readonly orderId: string;
    readonly channel: OnlineChannel;
    readonly transactionId: string;
    readonly amount: Fen;
    readonly paidAt: Instant;
    readonly payer: string | null;
  },
) => Promise<void>;
export type SettleRefund = (
  context: Context,
  refund: {
    readonly orderId: string;
    readonly refundId: string;
    readonly amount: Fen;
    readonly state: ChannelRefund['state'];
    readonly refundedAt: Instant | null;
  },
) => Promise<void>;

/** Keeps a notification; false when it was here before. */
export function receive(
  { db, now }: Context,
  channel: OnlineChannel,
  { id, ...told }: Told,
): Promise<boolean> {
  const untouched = { at: now, done: false, dueAt: now, attempts: 0 };
  return db.insert(paymentInbox, { _id: id, channel, ...told, ...untouched });
}

const BATCH = 100;
const FIRST_PAUSE = MINUTE;
const MOST_DOUBLINGS = 8;

interface Processing {
  /** Without it, notifications of refunds wait. */
  readonly settleRefund?: SettleRefund;
  /** Only this notification. */
  readonly only?: string;
  /** False when there is no time for another: the rest is settled with the next call. */
  readonly mayGoOn?: () => boolean;
}

/**
 * Settles what waits in the inbox, the oldest first. What fails waits longer each time, so that it
 * keeps nobody else waiting, and is never given up.
 *
 * @returns how many were settled
 */
export async function processInbox(
  context: Context,
  settle: SettlePayment,
  { settleRefund, only, mayGoOn = () => true }: Processing = {},
): Promise<number> {
  const { db, now, platform } = context;
  const waiting = await db.find(paymentInbox, {
    where: {
      done: false,
      dueAt: { lte: now },
      ...(!settleRefund && { kind: 'PAYMENT' }),
      ...(only !== undefined && { _id: only }),
    },
    order: [['dueAt', 'asc']],
    limit: BATCH,
  });
  let settled = 0;
  for (const entry of waiting) {
    if (!mayGoOn()) break;
    try {
      await settleEntry(context, entry, settle, settleRefund);
      await db.changeIf(paymentInbox, { _id: entry._id }, { set: { done: true } });
      settled += 1;
    } catch (fault) {
      platform.reportFault(fault, `payment_inbox/${entry._id}`);
      const wait = FIRST_PAUSE * 2 ** Math.min(entry.attempts, MOST_DOUBLINGS);
      const change = { set: { dueAt: plus(now, wait) }, increase: { attempts: 1 } };
      await db.changeIf(paymentInbox, { _id: entry._id, done: false }, change);
    }
  }
  return settled;
}

async function settleEntry(
  context: Context,
  entry: InboxEntry,
  settle: SettlePayment,
  settleRefund: SettleRefund | undefined,
): Promise<void> {
  const { orderId, channel, amount } = entry;
  if (entry.kind === 'PAYMENT') {
    const { transactionId, paidAt, payer } = entry;
    await settle(context, { orderId, channel, transactionId, amount, paidAt, payer });
  } else if (settleRefund) {
    const { refundId, state, refundedAt } = entry;
    await settleRefund(context, { orderId, refundId, amount, state, refundedAt });
  }
}

// The channels repeat a notification for a day and a bit.
const MEMORY = 7 * DAY;

/** Forgets what was settled long ago; what was not stays for a person to look at. */
export const forgetSettledNotifications = (db: Db, now: Instant) =>
  db.removeAll(paymentInbox, { done: true, dueAt: { lt: plus(now, -MEMORY) } });
