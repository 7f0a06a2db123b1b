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

/** How one delivery of a notification goes wrong; the genuine one follows on the retry ladder… */
export type NotificationEffect =
  | 'forged'
  | 'altered'
  | 'badTag'
  | 'unknownSerial'
  | 'stale'
  | 'signTest'
  /** This delivery does not arrive. */
  | 'failing'
  /** …except that none ever arrives. */
  | 'lost'
  /** Two at once, with the same id. */
  | 'doubled'
  /** Held until `releaseLate()`. */
  | 'late';

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
  #answers: AnswerFault[] = [];
  #notifications: NotificationFault[] = [];
  #refunds: RefundEffect[] = [];
  #bill: ((rows: readonly BillRow[]) => readonly BillRow[]) | null = null;

  answer(fault: AnswerFault): void {
    this.#answers.push(...repeated(fault));
  }

  notification(fault: NotificationFault): void {
    this.#notifications.push(...repeated(fault));
  }

  /** The next refund ends so, or stays PROCESSING until `endRefund`. */
  refund(effect: RefundEffect): void {
    this.#refunds.push(effect);
  }

  /** Bills differ in this way from what happened, until `clear()`. */
  bill(change: (rows: readonly BillRow[]) => readonly BillRow[]): void {
    this.#bill = change;
  }

  clear(): void {
    this.#answers = [];
    this.#notifications = [];
    this.#refunds = [];
    this.#bill = null;
  }

  takeAnswer(method: string, path: string): AnswerFault | null {
    return take(
      this.#answers,
      (fault) => path.startsWith(fault.path ?? '') && (fault.method ?? method) === method,
    );
  }

  takeNotification(eventType: string): NotificationEffect | null {
    const fault = take(this.#notifications, ({ event = '' }) => eventType.startsWith(event));
    return fault?.effect ?? null;
  }

  takeRefund(): RefundEffect | null {
    return this.#refunds.shift() ?? null;
  }

  billOf(rows: readonly BillRow[]): readonly BillRow[] {
    return this.#bill?.(rows) ?? rows;
  }
}

const repeated = <T extends { readonly times?: number }>(fault: T): T[] =>
  Array.from({ length: fault.times ?? 1 }, () => fault);

function take<T>(faults: T[], fits: (fault: T) => boolean): T | null {
  const index = faults.findIndex(fits);
  return index < 0 ? null : (faults.splice(index, 1)[0] ?? null);
}
