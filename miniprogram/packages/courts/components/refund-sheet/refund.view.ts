import { type Fen, fen, fenOfYuan, formatYuan } from '@shared/base/money';
import type { SheetRow } from '@shared/contracts/courtsViews';

/** What of a booking's price did not go back yet. */
export const leftToRefund = ({ booking }: SheetRow): Fen => fen(booking.paid - booking.refunded);

/** Whether management may give a part of it back: it was played, and something is left. */
export const isRefundable = (row: SheetRow): boolean =>
  row.booking.status === 'COMPLETED' && leftToRefund(row) > 0;

/** What there is to know before the amount is typed. */
export function refundNote(row: SheetRow): string {
  const most = `最多可退 ${formatYuan(leftToRefund(row))}，原因会记下来`;
  return row.walkIn ? most : `${most}。会员会收到通知，这次得的积分按比例收回`;
}

/** What was typed in yuan as fen, or why it cannot be given back. */
export function amountTyped(text: string, left: Fen): { amount: Fen } | { error: string } {
  const amount = fenOfYuan(text);
  if (amount === null || amount === 0) return { error: '请填写退款金额，单位元，最多两位小数' };
  return amount > left ? { error: `最多可退 ${formatYuan(left)}，请改小金额` } : { amount };
}

/** What is asked before the money goes: it does not come back. */
export function refundQuestion({ who, walkIn }: SheetRow, amount: Fen) {
  const way = walkIn
    ? '现金请当面退还，其余按原来的支付方式退回。'
    : '按原来的支付方式退回，前台收的现金和转账退到余额。';
  return {
    title: `退 ${formatYuan(amount)} 给 ${who}？`,
    content: `${way}退款以后不能撤回。`,
    confirmText: '确认退款',
  };
}
