import { formatYuan } from '@shared/base/money';
import { formatClub } from '@shared/base/time';
import type { ReceiptView } from '@shared/contracts/cashier';
import { CHANNEL_WORDS, type OrderStatus } from '@shared/domain/order';

/** A receipt as it is handed over. */
export interface Receipt {
  readonly tone: 'good' | 'wait' | 'off';
  readonly icon: string;
  readonly title: string;
  readonly amount: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}

const GOOD = { tone: 'good', icon: 'check-circle' } as const;
const WAIT = { tone: 'wait', icon: 'time' } as const;
const OFF = { tone: 'off', icon: 'close-circle' } as const;

const FACES = {
  PENDING: { ...WAIT, title: '等待支付' },
  PAID: { ...GOOD, title: '已收款' },
  CLOSED: { ...OFF, title: '没有收款，订单已关闭' },
  FAILED: { ...OFF, title: '没有收款，支付失败' },
  REFUNDING: { ...WAIT, title: '退款中' },
  PARTLY_REFUNDED: { ...GOOD, title: '已部分退款' },
  REFUNDED: { ...OFF, title: '已退款' },
  REVERSED: { ...OFF, title: '已冲正' },
} as const satisfies Record<OrderStatus, Pick<Receipt, 'tone' | 'icon' | 'title'>>;

/** What is said of an order where there is little room; empty for the usual. */
export const remarkOf = (status: OrderStatus): string =>
  status === 'PAID' ? '' : FACES[status].title;

export function receiptFace(view: ReceiptView): Receipt {
  const { order, maskedName, campusName, operatorName, note } = view;
  const at = formatClub(order.paidAt ?? order.createdAt, 'YYYY-MM-DD HH:mm:ss');
  const facts = [
    { label: '会员', value: maskedName },
    { label: '用途', value: '钱包充值' },
    { label: '方式', value: CHANNEL_WORDS[order.channel] },
    { label: '流水号', value: note },
    { label: '已退款', value: order.refunded > 0 ? formatYuan(order.refunded) : '' },
    { label: '时间', value: at },
    { label: '校区', value: campusName },
    { label: '经手人', value: operatorName },
    { label: '单号', value: order.id },
  ];
  return {
    ...FACES[order.status],
    amount: formatYuan(order.amount),
    facts: facts.filter(({ value }) => value !== ''),
  };
}
