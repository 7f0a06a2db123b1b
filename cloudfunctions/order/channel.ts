import type { Fen } from '@shared/base/money';
import type { ClubDate, Instant } from '@shared/base/time';
import type { PaymentParams } from '@shared/contracts/wallet';

/** How a payment stands at the channel; what is not `PAID` has neither number, amount nor time. */
export interface ChannelPayment {
  /** `FAILED`: the channel tried to take the money and could not; it tries no more. */
  readonly state: 'UNPAID' | 'PAID' | 'CLOSED' | 'FAILED' | 'UNKNOWN_ORDER';
  /** The channel's own number of the payment. */
  readonly transactionId: string | null;
  readonly amount: Fen | null;
  readonly paidAt: Instant | null;
  /** Who paid, as the channel knows them, where it says so. */
  readonly payer?: string;
  /** The channel gave some of what was paid back, or is about to. */
  readonly returned?: true;
}

/** `at` is when the money went back; null until then. */
export interface ChannelRefund {
  readonly state: 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL';
  readonly at: Instant | null;
}

/** What the channel says happened: a payment, or (with `refundId`) money that went back. */
export interface BillLine {
  readonly orderId: string;
  readonly refundId: string | null;
  readonly transactionId: string;
  readonly amount: Fen;
}

/** A way that money comes in and goes back, outside our books. Any call may throw ChannelUnknown. */
export interface PaymentChannel {
  /**
   * Makes the order at the channel, or finds it again when the contents are identical; answers the
   * channel's handle of it: WeChat's prepay_id, or the text of the code that Alipay scans.
   * Throws OrderPaid when it has been paid already, ChannelRefused when the channel says no.
   */
  prepare(ask: {
    readonly orderId: string;
    readonly amount: Fen;
    readonly description: string;
    /** Who pays, as the channel knows them; only WeChat asks. */
    readonly openid: string;
    readonly expiresAt: Instant;
  }): Promise<{ prepayId: string }>;
  query(orderId: string): Promise<ChannelPayment>;
  /** Resolves also when it was closed before or never made; throws OrderPaid when it was paid. */
  close(orderId: string): Promise<void>;
  /**
   * Ends what a payer could still scan of an order that is closed here already: only cancelling
   * reaches a code that nobody scanned, and it gives back what was paid meanwhile.
   */
  withdrawCode?(orderId: string): Promise<void>;
  /** A retry keeps its `refundId`: a new one would pay twice. */
  refund(ask: {
    readonly orderId: string;
    readonly refundId: string;
    readonly amount: Fen;
    readonly total: Fen;
    readonly reason: string;
  }): Promise<ChannelRefund>;
  /** Null when the channel knows no such refund. */
  queryRefund(ask: {
    readonly orderId: string;
    readonly refundId: string;
  }): Promise<ChannelRefund | null>;
}

/** WeChat Pay in a mini-program: the phone pays with what the merchant's key has signed. */
export interface PhoneChannel extends PaymentChannel {
  /** What wx.requestPayment takes. */
  paymentOf(prepayId: string, now: Instant): PaymentParams;
}

/** A channel that tells a whole day at once, from ten o'clock on the next. */
export interface BillingChannel extends PaymentChannel {
  /** All of a day at the club; empty when nothing happened. */
  billOf(date: ClubDate): Promise<readonly BillLine[]>;
}

/** The outcome is unknown (time-out, 5xx, an answer that does not verify): ask, never assume. */
export class ChannelUnknown extends Error {
  override readonly name = 'ChannelUnknown';
}

/** The channel clearly said no: nothing happened. `code` is its own word, e.g. `NOT_ENOUGH`. */
export class ChannelRefused extends Error {
  override readonly name = 'ChannelRefused';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(`${status} ${code}: ${message}`);
  }
}

/** The order was paid meanwhile: it can be neither prepared nor closed. */
export class OrderPaid extends Error {
  override readonly name = 'OrderPaid';

  constructor(readonly orderId: string) {
    super(`order ${orderId} is paid`);
  }
}
