import { formatYuan } from '@shared/base/money';
import { clubDateOf, formatClub, type Instant } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import { CHANNEL_WORDS, ORDER_KIND_WORDS } from '@shared/domain/order';
import { momentText, ORDER_STANDINGS, type Tone } from '../../words';

type Orders = Awaited<ReturnType<Api['books']['orders']>>['orders'];

export interface OrderRow {
  readonly id: string;
  readonly name: string;
  readonly detail: string;
  readonly amount: string;
  readonly standing: string;
  readonly tone: Tone;
}

export function orderRows(orders: Orders, now: Instant): OrderRow[] {
  return orders.map(({ order, maskedName }) => {
    const today = clubDateOf(order.createdAt) === clubDateOf(now);
    const time = today ? formatClub(order.createdAt, 'HH:mm') : momentText(order.createdAt);
    const { word, tone } = ORDER_STANDINGS[order.status];
    return {
      id: order.id,
      name: maskedName,
      detail: `${time} · ${CHANNEL_WORDS[order.channel]} · ${ORDER_KIND_WORDS[order.kind]}`,
      amount: formatYuan(order.amount),
      standing: word,
      tone,
    };
  });
}

/** The next page after what is known; an order on both is shown once. */
export function appended(known: Orders, more: Orders): Orders {
  const ids = new Set(known.map(({ order }) => order.id));
  return [...known, ...more.filter(({ order }) => !ids.has(order.id))];
}
