import { yuanText } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import { isOnline } from '@shared/domain/order';
import type { Transaction } from '../_kit/db';
import { sendMessage } from '../message/service';
import type { Order } from '../order/service';
import { bookingPage, MY_BOOKINGS, templateTime } from './letters';

interface Told {
  readonly what: 'paid' | 'undelivered';
  readonly kind: 'PAID' | 'REFUNDED';
  readonly title: string;
  /** What becomes of the money. */
  readonly news: string;
  readonly at: Instant;
}

/** The moment at the end of a description: a template's 20 characters would cut it in two. */
const WHEN = / \d+月\d+日 \d\d:\d\d$/;

/** One letter of an order to whom it belongs; its fulfilment or its refund proves that it is the first. */
async function tell(tx: Transaction, order: Order, { what, kind, title, news, at }: Told) {
  const { _id, memberId, subjectId, description } = order;
  if (memberId === null) return;
  const one = order.kind === 'BOOKING_SERIES' || subjectId === null ? null : subjectId;
  const letter = {
    key: `order:${_id}:${what}`,
    memberId,
    kind,
    title,
    body: `${description}，${news}`,
    page: one === null ? MY_BOOKINGS : bookingPage(one),
    at,
    subscribe: {
      template: 'PAYMENT',
      data: {
        thing1: description.replace(WHEN, ''),
        amount2: `${yuanText(order.amount)}元`,
        phrase3: title,
        time4: templateTime(at),
      },
    },
  } as const;
  await sendMessage(tx, letter, { first: true });
}

/** What `tellPaid` and `tellUndelivered` cost a transaction at most, operations. */
export const LETTER_OPERATIONS = 3;

/** That a payment arrived; from the wallet nothing arrives, and the booking's own letter says it all. */
export async function tellPaid(tx: Transaction, order: Order, at: Instant): Promise<void> {
  if (!isOnline(order.channel)) return;
  const news = `已收到 ${yuanText(order.amount)} 元`;
  await tell(tx, order, { what: 'paid', kind: 'PAID', title: '付款成功', news, at });
}

/** That a payment came too late to be handed over, and goes back in full. */
export async function tellUndelivered(tx: Transaction, order: Order, at: Instant): Promise<void> {
  if (order.paidAt === null) return;
  const news = `没有订成，已付的 ${yuanText(order.amount)} 元会自动全额退回`;
  await tell(tx, order, { what: 'undelivered', kind: 'REFUNDED', title: '退款已发起', news, at });
}
