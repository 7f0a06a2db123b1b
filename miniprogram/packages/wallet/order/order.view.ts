import { formatYuan } from '@shared/base/money';
import { formatClub, type Instant } from '@shared/base/time';
import type { OrderView } from '@shared/contracts/wallet';
import type { OrderStatus } from '@shared/domain/order';
import type { Cashier } from '../../../services/payment';
import { countdown } from '../../../words/countdown';

/** How an order stands, for the top of a screen. */
export interface OrderFace {
  /** Done well, still open, over without harm, gone wrong. */
  readonly tone: 'good' | 'wait' | 'off' | 'bad';
  readonly title: string;
  readonly note: string;
}

/** What can be done with an order: pay it, ask again how it stands, or nothing more. */
export type NextStep = 'pay' | 'ask' | 'none';

/** `cashier` is how a payment of just now closed; null when there was none. */
export function orderFace(order: OrderView, now: Instant, cashier: Cashier | null): OrderFace {
  if (order.status === 'PENDING') return pendingFace(order, now, cashier);
  if (cashier === 'done' && isOver(order.status)) {
    const note = '如果已经扣款，会自动入账或者原路退回，请过几分钟再来看看';
    return { tone: 'bad', title: '订单已关闭', note };
  }
  return SETTLED_FACES[order.status](order);
}

function pendingFace(order: OrderView, now: Instant, cashier: Cashier | null): OrderFace {
  if (cashier === 'done') {
    const note = '微信还没有回复，到账可能要等一会儿。下拉可以刷新，请不要重复支付。';
    return { tone: 'wait', title: '结果确认中', note };
  }
  if (timeLeft(order, now) === '') {
    return { tone: 'wait', title: '正在关闭', note: '支付时间已过，正在确认有没有付款' };
  }
  const kept = `订单保留到 ${formatClub(order.expiresAt, 'HH:mm')}`;
  if (cashier === 'cancelled') {
    return { tone: 'off', title: '支付已取消', note: `${kept}，这之前可以继续支付` };
  }
  if (cashier === 'failed') {
    return { tone: 'bad', title: '支付没有完成', note: `${kept}，请检查网络或余额后再试` };
  }
  return { tone: 'wait', title: '待支付', note: `${kept}，过后自动关闭` };
}

const SETTLED_FACES: Readonly<
  Record<Exclude<OrderStatus, 'PENDING'>, (order: OrderView) => OrderFace>
> = {
  PAID: () => ({ tone: 'good', title: '支付成功', note: '' }),
  CLOSED: () => ({ tone: 'off', title: '订单已关闭', note: '订单已取消，或者没有在时间内支付' }),
  FAILED: () => ({ tone: 'bad', title: '支付失败', note: '这个订单没有支付成功，请重新下单' }),
  REFUNDING: () => ({
    tone: 'wait',
    title: '退款中',
    note: '退款按原来的支付方式退回，到账可能要等几天',
  }),
  PARTLY_REFUNDED: ({ refunded }) => ({
    tone: 'good',
    title: '已部分退款',
    note: `已退回 ${formatYuan(refunded)}`,
  }),
  REFUNDED: () => ({ tone: 'off', title: '已退款', note: '全部金额已经退回' }),
  REVERSED: () => ({ tone: 'off', title: '已冲正', note: '这笔收款记错了，已由管理员撤销' }),
};

const isOver = (status: OrderStatus) => status === 'CLOSED' || status === 'FAILED';

/** `14:32` until the order closes; empty when that is over. */
export const timeLeft = ({ expiresAt }: OrderView, now: Instant) => countdown(expiresAt, now);

/** An order whose payment is under way must not be paid a second time: it is asked for first. */
export function nextStep(order: OrderView, now: Instant, cashier: Cashier | null): NextStep {
  if (order.status !== 'PENDING') return 'none';
  return cashier === 'done' || timeLeft(order, now) === '' ? 'ask' : 'pay';
}
