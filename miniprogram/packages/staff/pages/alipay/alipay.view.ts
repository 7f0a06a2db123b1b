import { formatYuan } from '@shared/base/money';
import { type Instant, SECOND } from '@shared/base/time';
import type { ReceiptView } from '@shared/contracts/cashier';

/** What is shown while the payer scans. */
export interface ShownCode {
  readonly amount: string;
  readonly maskedName: string;
  readonly note: string;
  /** Whether the code is worth scanning any more. */
  readonly open: boolean;
}

export function shownCode({ order, maskedName }: ReceiptView, now: Instant): ShownCode {
  const seconds = Math.ceil((order.expiresAt - now) / SECOND);
  const open = seconds > 0;
  const left = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  const note = open ? `${left} 后失效` : '付款码已失效，正在确认有没有付款';
  return { amount: formatYuan(order.amount), maskedName, note, open };
}

/** Side of the code in px: as wide as the card allows, never so big that it must be scrolled. */
export const codeSize = (windowWidth: number) => Math.max(220, Math.min(300, windowWidth - 96));
