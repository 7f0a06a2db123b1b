import { type ClubDate, clubDayStart, formatClub, type Instant } from '@shared/base/time';
import type { ReconciliationView, RefundView } from '@shared/contracts/books';
import type { OrderStatus } from '@shared/domain/order';

/** Done well, still open, over without harm, gone wrong: each has one colour. */
export type Tone = 'good' | 'wait' | 'off' | 'bad';

export interface Standing {
  readonly word: string;
  readonly tone: Tone;
}

export const ORDER_STANDINGS: Readonly<Record<OrderStatus, Standing>> = {
  PENDING: { word: '待支付', tone: 'wait' },
  PAID: { word: '已支付', tone: 'good' },
  CLOSED: { word: '已关闭', tone: 'off' },
  FAILED: { word: '支付失败', tone: 'bad' },
  REFUNDING: { word: '退款中', tone: 'wait' },
  PARTLY_REFUNDED: { word: '部分退款', tone: 'good' },
  REFUNDED: { word: '已退款', tone: 'off' },
  REVERSED: { word: '已冲正', tone: 'off' },
};

export const REFUND_STANDINGS: Readonly<Record<RefundView['status'], Standing>> = {
  OPEN: { word: '处理中', tone: 'wait' },
  SUCCESS: { word: '已退回', tone: 'good' },
  CLOSED: { word: '已结束', tone: 'off' },
  ABNORMAL: { word: '渠道退不了', tone: 'bad' },
};

/** A difference that somebody dealt with stays a difference, but asks for nothing any more. */
export function dayStanding({
  status,
  open,
}: Pick<ReconciliationView, 'status' | 'open'>): Standing {
  if (status === 'BALANCED') return { word: '一致', tone: 'good' };
  if (status === 'BROKEN') return { word: '没有账单', tone: 'wait' };
  return open > 0 ? { word: `${open} 处差异`, tone: 'bad' } : { word: '已处理', tone: 'off' };
}

export const dateText = (date: ClubDate) => formatClub(clubDayStart(date), 'M 月 D 日');

export const momentText = (at: Instant) => formatClub(at, 'M 月 D 日 HH:mm');
