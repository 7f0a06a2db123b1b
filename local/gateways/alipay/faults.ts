import { FaultQueue } from '../faultQueue';
import type { TransitEffect } from '../notifier';

/** How an answer goes wrong. */
export type AnswerEffect =
  /** Carried out, but the connection is cut before the answer. */
  | 'drop'
  /** 20000 isp.unknow-error: nobody knows whether it was carried out. */
  | 'systemError'
  /** 40004 ACQ.SYSTEM_ERROR: looks like a refusal, says as little as `systemError`. */
  | 'businessUnknown'
  /** The merchant's balance does not cover it. */
  | 'notEnough'
  /** HTTP 502 from something on the way. */
  | 'badGateway'
  /** Other contents than were signed. */
  | 'tamper'
  /** Without `sign`. */
  | 'unsigned'
  /** Signed by somebody else's key. */
  | 'forged';

export interface AnswerFault {
  readonly effect: AnswerEffect;
  /** `alipay.trade.refund`; every method when absent. */
  readonly method?: string;
  /** 1 when absent. */
  readonly times?: number;
  /** Whether an error in the answer hides that it was done. */
  readonly carriedOut?: boolean;
}

/** What is wrong with one delivery of a notification; the genuine one follows on the ladder. */
export type AlteringEffect =
  /** Signed by somebody else's key. */
  | 'forged'
  /** Another amount than was signed. */
  | 'altered'
  | 'unsigned'
  /** Genuine, but for another application, another seller, another amount. */
  | 'wrongApp'
  | 'wrongSeller'
  | 'wrongAmount'
  /** Genuine, but from the far end of yesterday's ladder: says that the trade is not paid yet. */
  | 'stale';

export type NotificationEffect = AlteringEffect | TransitEffect;

export interface NotificationFault {
  readonly effect: NotificationEffect;
  /** `PAYMENT` or `REFUND`: only events that begin so. */
  readonly event?: string;
  readonly times?: number;
}

/** What a test orders to go wrong; each order is used up `times` times, the oldest first. */
export class AlipayFaults {
  readonly #answers = new FaultQueue<AnswerFault>();
  readonly #notifications = new FaultQueue<NotificationFault>();
  readonly #refunds = new FaultQueue<{ readonly times?: number }>();

  answer(fault: AnswerFault): void {
    this.#answers.order(fault);
  }

  notification(fault: NotificationFault): void {
    this.#notifications.order(fault);
  }

  /** The next refund is taken with `fund_change` N: the money moves with `finishRefund`. */
  unmovedRefund(times = 1): void {
    this.#refunds.order({ times });
  }

  clear(): void {
    this.#answers.clear();
    this.#notifications.clear();
    this.#refunds.clear();
  }

  takeAnswer(called: string): AnswerFault | null {
    return this.#answers.take(({ method = called }) => method === called);
  }

  takeNotification(eventType: string): NotificationEffect | null {
    const fault = this.#notifications.take(({ event = '' }) => eventType.startsWith(event));
    return fault?.effect ?? null;
  }

  takeUnmovedRefund(): boolean {
    return this.#refunds.take(() => true) !== null;
  }
}
