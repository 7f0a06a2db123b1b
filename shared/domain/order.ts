import { type Fen, fen } from '../base/money';
import { DAY, type Instant, MINUTE, plus } from '../base/time';

export const ORDER_REFUSALS = {
  ORDER_NOT_FOUND: '没有找到这个订单，请刷新后再试',
  ORDER_CLOSED: '订单已关闭，请重新下单',
  ORDER_ALREADY_PAID: '订单已经支付成功，可以在钱包里查看',
  PAYMENT_UNAVAILABLE: '支付通道暂时没有响应，请稍后再试，不会重复扣款',
  REFUND_UNDER_WAY: '这笔订单正在退款，请等它完成后再试',
  REFUND_TOO_MUCH: '退款金额超过了可退的部分，请刷新后再试',
  REFUND_NOT_STUCK: '这笔退款还在进行，请等渠道处理完再试',
  SPENT_ALREADY: '会员的余额已经用掉一部分，不能冲正，请先联系会员',
  NOT_REVERSIBLE: '只有现金和转账的收款可以冲正，其他渠道请走退款',
} as const;

/** How an order is paid. */
export const CHANNELS = ['WECHAT', 'ALIPAY', 'WALLET', 'CASH', 'BANK'] as const;
export type Channel = (typeof CHANNELS)[number];
export const CHANNEL_WORDS = {
  WECHAT: '微信支付',
  ALIPAY: '支付宝',
  WALLET: '余额',
  CASH: '现金',
  BANK: '银行转账',
} as const satisfies Record<Channel, string>;

/** What can be bought; each kind belongs to one domain, which fulfils and releases it. */
export const ORDER_KINDS = ['TOPUP', 'BOOKING', 'BOOKING_CHANGE', 'BOOKING_SERIES'] as const;
export type OrderKind = (typeof ORDER_KINDS)[number];
export const ORDER_KIND_WORDS = {
  TOPUP: '钱包充值',
  BOOKING: '订场',
  BOOKING_CHANGE: '订场改期',
  BOOKING_SERIES: '每周固定',
} as const satisfies Record<OrderKind, string>;

/** What management reads of takings: orders by kind, and lessons, which a wallet pays without one. */
export const TAKINGS_KINDS = [...ORDER_KINDS, 'LESSON'] as const;
export type TakingsKind = (typeof TAKINGS_KINDS)[number];
export const TAKINGS_KIND_WORDS = {
  ...ORDER_KIND_WORDS,
  LESSON: '课程',
} as const satisfies Record<TakingsKind, string>;

/**
 * The life of an order. `latePay` is money for an order that was closed: it is paid after all, and
 * what cannot be handed over any more goes back in full. `reverse` takes back an entry of the desk
 * that was a mistake.
 */
const NEXT = {
  PENDING: { pay: 'PAID', expire: 'CLOSED', cancel: 'CLOSED', fail: 'FAILED' },
  PAID: { refund: 'REFUNDING', reverse: 'REVERSED' },
  CLOSED: { latePay: 'PAID' },
  FAILED: { latePay: 'PAID' },
  // Bookings that were paid together are given back one by one: several refunds may be under way.
  REFUNDING: {
    refund: 'REFUNDING',
    refundedPart: 'PARTLY_REFUNDED',
    refundedAll: 'REFUNDED',
    refundFailed: 'PAID',
  },
  PARTLY_REFUNDED: { refund: 'REFUNDING' },
  REFUNDED: {},
  REVERSED: {},
} as const;

export type OrderStatus = keyof typeof NEXT;
export const ORDER_STATUSES = Object.keys(NEXT) as [OrderStatus, ...OrderStatus[]];
export type OrderEvent =
  | 'pay'
  | 'expire'
  | 'cancel'
  | 'fail'
  | 'refund'
  | 'latePay'
  | 'reverse'
  | 'refundedPart'
  | 'refundedAll'
  | 'refundFailed';

/** What an event leads to, or null when it is impossible in this status. */
export function nextOrderStatus(status: OrderStatus, event: OrderEvent): OrderStatus | null {
  const exits: Partial<Record<OrderEvent, OrderStatus>> = NEXT[status];
  return exits[event] ?? null;
}

/** The status an event leads to. An impossible step is a bug. */
export function advanceOrder(status: OrderStatus, event: OrderEvent): OrderStatus {
  const to = nextOrderStatus(status, event);
  if (!to) throw new Error(`an order that is ${status} cannot ${event}`);
  return to;
}

/** Nothing will happen to it any more by itself. */
export const isFinal = (status: OrderStatus) => status !== 'PENDING' && status !== 'REFUNDING';

export const ORDER_LIFE = 15 * MINUTE;
export const orderExpiry = (createdAt: Instant) => plus(createdAt, ORDER_LIFE);

/** Channels that live outside our books and are asked about an order. */
export const ONLINE_CHANNELS = ['WECHAT', 'ALIPAY'] as const satisfies readonly Channel[];
export type OnlineChannel = (typeof ONLINE_CHANNELS)[number];
export const isOnline = (channel: Channel): channel is OnlineChannel =>
  channel === 'WECHAT' || channel === 'ALIPAY';

/** What can still go back of what was paid, and is not on its way yet. */
export const refundableOf = (order: {
  readonly amount: Fen;
  readonly refunded: Fen;
  readonly refunding?: Fen;
}): Fen => fen(order.amount - order.refunded - (order.refunding ?? 0));

/** Whether an entry of the desk can be taken back as a mistake: all of it, or not at all. */
export const isReversible = (order: {
  readonly kind: OrderKind;
  readonly channel: Channel;
  readonly status: OrderStatus;
  readonly refunded: Fen;
}): boolean =>
  order.kind === 'TOPUP' &&
  (order.channel === 'CASH' || order.channel === 'BANK') &&
  order.refunded === 0 &&
  nextOrderStatus(order.status, 'reverse') !== null;

/**
 * Whether a manager can give back what is unspent of a top-up, the way it came: how much that is,
 * cannot be said while a part is on its way, which may come back to the wallet.
 */
export const mayPayBack = (order: {
  readonly kind: OrderKind;
  readonly status: OrderStatus;
}): boolean =>
  order.kind === 'TOPUP' &&
  order.status !== 'REFUNDING' &&
  nextOrderStatus(order.status, 'refund') !== null;

/** A refund under way for longer than this waits for a person; so does one that is ABNORMAL. */
export const REFUND_STUCK_AFTER = DAY;
export const isStuck = (
  refund: { readonly status: string; readonly createdAt: Instant },
  now: Instant,
): boolean =>
  refund.status === 'ABNORMAL' ||
  (refund.status === 'OPEN' && now - refund.createdAt > REFUND_STUCK_AFTER);
