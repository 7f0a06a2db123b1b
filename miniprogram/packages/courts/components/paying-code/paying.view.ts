import { type Instant, SECOND } from '@shared/base/time';
import type { OrderView } from '@shared/contracts/wallet';

/** What is said below the code while somebody scans. */
export interface PayingNote {
  readonly words: string;
  /** Whether the code is worth scanning any more. */
  readonly open: boolean;
}

export function payingNote(expiresAt: Instant, now: Instant): PayingNote {
  const seconds = Math.ceil((expiresAt - now) / SECOND);
  if (seconds <= 0) return { words: '付款码已失效，正在确认有没有付款', open: false };
  const left = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return { words: `${left} 后失效，时段会放开`, open: true };
}

/** How the waiting ends: paid, over without money, or not yet. */
export function endOfPaying(
  status: string,
  order: Pick<OrderView, 'status'> | null,
): 'paid' | 'unpaid' | null {
  if (status === 'BOOKED' || status === 'CHECKED_IN') return 'paid';
  if (status === 'CANCELLED' || status === 'CLOSED') return 'unpaid';
  return order?.status === 'CLOSED' || order?.status === 'FAILED' ? 'unpaid' : null;
}

/** Side of the code in px: as wide as the card allows, never so big that it must be scrolled. */
export const codeSize = (windowWidth: number) => Math.max(220, Math.min(300, windowWidth - 96));
