import { formatYuan } from '@shared/base/money';
import { formatClub, type Instant } from '@shared/base/time';
import type { OrderView } from '@shared/contracts/wallet';
import { CHANNEL_WORDS, ORDER_KIND_WORDS } from '@shared/domain/order';

export interface Fact {
  readonly label: string;
  readonly value: string;
}

const timeText = (at: Instant) => formatClub(at, 'YYYY-MM-DD HH:mm:ss');

/** What there is to know about an order, in words; what it does not have is left out. */
export function orderFacts(order: OrderView): Fact[] {
  const facts = [
    { label: '内容', value: ORDER_KIND_WORDS[order.kind] },
    { label: '支付方式', value: CHANNEL_WORDS[order.channel] },
    { label: '下单时间', value: timeText(order.createdAt) },
    { label: '支付时间', value: order.paidAt === null ? '' : timeText(order.paidAt) },
    { label: '已退款', value: order.refunded > 0 ? formatYuan(order.refunded) : '' },
    { label: '订单号', value: order.id },
  ];
  return facts.filter(({ value }) => value !== '');
}

/** Where what was bought is looked at. */
export interface SubjectLink {
  readonly word: string;
  readonly url: string;
}

const BOOKINGS = '/packages/booking/pages';

/** Money in the wallet is on the page before this one; dates that were paid together stand in a list. */
export function subjectLink({ kind, subjectId }: OrderView): SubjectLink | null {
  if (kind === 'TOPUP' || subjectId === null) return null;
  return kind === 'BOOKING_SERIES'
    ? { word: '查看我的预订', url: `${BOOKINGS}/mine/mine` }
    : { word: '查看预订', url: `${BOOKINGS}/detail/detail?id=${subjectId}` };
}
