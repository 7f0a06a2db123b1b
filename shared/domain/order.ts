import { type Fen, fen } from '../base/money';
import { type Instant, MINUTE, plus } from '../base/time';

export const ORDER_REFUSALS = {
  ORDER_NOT_FOUND: '没有找到这个订单，请刷新后再试',
  ORDER_CLOSED: '订单已关闭，请重新下单',
  ORDER_ALREADY_PAID: '订单已经支付成功，可以在钱包里查看',
  PAYMENT_UNAVAILABLE: '支付通道暂时没有响应，请稍后再试，不会重复扣款',
  REFUND_UNDER_WAY: '这笔订单正在退款，请等它完成后再试',
  REFUND_TOO_MUCH: '退款金额超过了可退的部分，请刷新后再试',
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
export const ORDER_KINDS = ['TOPUP'] as const;
export type OrderKind = (typeof ORDER_KINDS)[number];

/**
 * The life of an order. `latePay` is money for an order that was closed: if it can still be
 * fulfilled it is paid after all, otherwise it goes back in full.
 */
const NEXT = {
  PENDING: { pay: 'PAID', expire: 'CLOSED', cancel: 'CLOSED', fail: 'FAILED' },
  PAID: { refund: 'REFUNDING' },
  CLOSED: { latePay: 'PAID', lateRefund: 'REFUNDING' },
  FAILED: { latePay: 'PAID', lateRefund: 'REFUNDING' },
  REFUNDING: { refundedPart: 'PARTLY_REFUNDED', refundedAll: 'REFUNDED', refundFailed: 'PAID' },
  PARTLY_REFUNDED: { refund: 'REFUNDING' },
  REFUNDED: {},
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
  | 'lateRefund'
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

/** What can still go back of what was paid. */
export const refundableOf = (order: { readonly amount: Fen; readonly refunded: Fen }): Fen =>
  fen(order.amount - order.refunded);
