import { setTimeout as after } from 'node:timers/promises';
import type { Books, RefundStatus } from './books';
import type { WechatFaults } from './faults';
import type { Refunds } from './refunds';

interface Settling {
  readonly refunds: Refunds;
  readonly books: Books;
  readonly announce: (url: string, eventType: string, plain: object) => void;
  readonly faults: WechatFaults;
  readonly mchid: string;
  /** ms that a refund takes. */
  readonly takes: number;
}

/** Lets each refund end a little after it was asked for, and tells the merchant. */
export function settleRefunds({ refunds, books, announce, faults, mchid, takes }: Settling) {
  const underWay = new Set<Promise<void>>();
  let ending = new AbortController();

  const end = (outRefundNo: string, status: Exclude<RefundStatus, 'PROCESSING'>): void => {
    const refund = refunds.end(outRefundNo, status);
    const url = refund?.contents.notify_url;
    if (refund === null || url === undefined) return;
    announce(url, `REFUND.${status}`, refunds.announced(refund, mchid));
  };
  const start = (outRefundNo: string): void => {
    const effect = faults.takeRefund();
    if (effect === 'held') return;
    const work = after(takes, undefined, { signal: ending.signal })
      .then(
        () => end(outRefundNo, effect ?? 'SUCCESS'),
        () => undefined,
      )
      .finally(() => underWay.delete(work));
    underWay.add(work);
  };
  return {
    start,
    end,
    /** Refunds that an earlier process left under way. */
    resume: (): void => {
      for (const { status, contents } of books.refunds) {
        if (status === 'PROCESSING') start(contents.out_refund_no);
      }
    },
    idle: async (): Promise<void> => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    abandon: async (): Promise<void> => {
      ending.abort();
      await Promise.all(underWay);
      ending = new AbortController();
    },
  };
}
