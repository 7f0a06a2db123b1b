import { FaultQueue } from '../faultQueue';
import type { TransitEffect } from '../notifier';

/** How an answer goes wrong. */
export type AnswerEffect =
  /** Carried out, but the connection is cut before the answer. */
  | 'drop'
  | 'systemError'
  | 'frequency'
  /** The merchant's balance does not cover it. */
  | 'notEnough'
  /** Other contents than were signed. */
  | 'tamper'
  /** Signed ten minutes ago. */
  | 'stale'
  | 'unknownSerial';

export interface AnswerFault {
  readonly effect: AnswerEffect;
  /** Only requests whose path begins so; every one when absent. */
  readonly path?: string;
  readonly method?: 'GET' | 'POST';
  /** 1 when absent. */
  readonly times?: number;
  /** Whether an answer `systemError`, `frequency` or `notEnough` hides that it was done. */
  readonly carriedOut?: boolean;
}

/** What is wrong with one delivery of a notification; the genuine one follows on the ladder. */
export type AlteringEffect =
  | 'forged'
  | 'altered'
  | 'badTag'
  | 'unknownSerial'
  | 'stale'
  | 'signTest';

export type NotificationEffect = AlteringEffect | TransitEffect;

export interface NotificationFault {
  readonly effect: NotificationEffect;
  /** `TRANSACTION.SUCCESS`, `REFUND`…: only events that begin so. */
  readonly event?: string;
  readonly times?: number;
}

export type RefundEffect = 'held' | 'ABNORMAL' | 'CLOSED';

/** A row of the daily bill, by the names of its columns. */
export type BillRow = Readonly<Record<string, string>>;

/** What a test orders to go wrong; each order is used up `times` times, the oldest first. */
export class WechatFaults {
  readonly #answers = new FaultQueue<AnswerFault>();
  readonly #notifications = new FaultQueue<NotificationFault>();
  #refunds: RefundEffect[] = [];
  #shipping: number[] = [];
  #bill: ((rows: readonly BillRow[]) => readonly BillRow[]) | null = null;

  answer(fault: AnswerFault): void {
    this.#answers.order(fault);
  }

  notification(fault: NotificationFault): void {
    this.#notifications.order(fault);
  }

  /** The next refund ends so, or stays PROCESSING until `endRefund`. */
  refund(effect: RefundEffect): void {
    this.#refunds.push(effect);
  }

  /** The next upload of shipping info is answered with this `errcode`, and kept nowhere. */
  shipping(errcode: number): void {
    this.#shipping.push(errcode);
  }

  /** Bills differ in this way from what happened, until `clear()`. */
  bill(change: (rows: readonly BillRow[]) => readonly BillRow[]): void {
    this.#bill = change;
  }

  clear(): void {
    this.#answers.clear();
    this.#notifications.clear();
    this.#refunds = [];
    this.#shipping = [];
    this.#bill = null;
  }

  takeAnswer(method: string, path: string): AnswerFault | null {
    return this.#answers.take(
      (fault) => path.startsWith(fault.path ?? '') && (fault.method ?? method) === method,
    );
  }

  takeNotification(eventType: string): NotificationEffect | null {
    const fault = this.#notifications.take(({ event = '' }) => eventType.startsWith(event));
    return fault?.effect ?? null;
  }

  takeRefund(): RefundEffect | null {
    return this.#refunds.shift() ?? null;
  }

  takeShipping(): number | null {
    return this.#shipping.shift() ?? null;
  }

  billOf(rows: readonly BillRow[]): readonly BillRow[] {
    return this.#bill?.(rows) ?? rows;
  }
}
