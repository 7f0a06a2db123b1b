import type { KeyObject } from 'node:crypto';
import { randomBytes } from 'node:crypto';
import { clockTime } from '../chinaTime';
import { randomDigits, signatureOf } from '../keys';
import { Notifier, type Sealed } from '../notifier';
import type { Announcement, Books, Refund } from './books';
import type { AlipayFaults, AlteringEffect, NotificationEffect } from './faults';
import type { Credentials } from './merchant';
import { type Fields, signedText } from './signature';
import { type KnownTrade, statusOf, totalOf } from './trades';
import { yuanOf } from './yuan';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** How long Alipay waits before it sends again: 25 hours in all. */
export const LADDER = [
  4 * MINUTE,
  10 * MINUTE,
  10 * MINUTE,
  HOUR,
  2 * HOUR,
  6 * HOUR,
  15 * HOUR,
] as const;
const A_LADDER_AGO = 25 * HOUR;

export interface NotificationContext {
  readonly credentials: Credentials;
  /** A key that is not Alipay's. */
  readonly strangerKey: KeyObject;
  readonly now: number;
}

export type AlipayNotifier = Notifier<Announcement, AlteringEffect>;

/** Sends notifications until the merchant answers exactly `success`. */
export function alipayNotifier(options: {
  readonly books: Books;
  readonly faults: AlipayFaults;
  readonly context: () => NotificationContext;
  readonly scale: number;
}): AlipayNotifier {
  const { books, faults, context, scale } = options;
  return new Notifier({
    kept: books,
    ladder: LADDER,
    scale,
    takeFault: (eventType) => faults.takeNotification(eventType),
    seal: (announcement, effect) => sealed(announcement, effect, context()),
    taken: ({ status, body }) => status === 200 && body === 'success',
  });
}

/** A refund that has just gone back, and the fen of all refunds of its trade. */
export interface MoneyBack {
  readonly refund: Refund;
  readonly refunded: number;
}

/** What Alipay tells of a trade that was paid, or of which money has gone back. */
export function announcementOf(trade: KnownTrade, now: number, back?: MoneyBack): Announcement {
  const { contents, scan, paidAt, closedAt } = trade;
  const amount = yuanOf(totalOf(trade));
  const id = `${clockTime(now).slice(0, 10).replaceAll('-', '')}00222${randomDigits(19)}`;
  return {
    id,
    url: trade.notifyUrl ?? '',
    eventType: back === undefined ? 'PAYMENT' : 'REFUND',
    attempts: 0,
    parameters: {
      notify_id: id,
      trade_no: scan.tradeNo,
      out_trade_no: contents.out_trade_no,
      buyer_id: scan.buyer.id,
      buyer_logon_id: scan.buyer.logonId,
      trade_status: statusOf(trade, now),
      total_amount: amount,
      receipt_amount: amount,
      invoice_amount: amount,
      buyer_pay_amount: amount,
      point_amount: '0.00',
      subject: contents.subject,
      ...(contents.body !== undefined && { body: contents.body }),
      fund_bill_list: JSON.stringify([{ amount, fundChannel: 'ALIPAYACCOUNT' }]),
      gmt_create: clockTime(scan.at),
      ...(paidAt !== null && { gmt_payment: clockTime(paidAt) }),
      ...(back && {
        // The merchant's number of this refund; the fee is that of all refunds together.
        out_biz_no: back.refund.outRequestNo,
        refund_fee: yuanOf(back.refunded),
        gmt_refund: `${clockTime(back.refund.movedAt ?? now)}.${String(now % 1000).padStart(3, '0')}`,
      }),
      ...(closedAt !== null && { gmt_close: clockTime(closedAt) }),
    },
  };
}

/** Contents completed and signed by Alipay: a genuine notification's form, whatever it says. */
export function signedForm(
  parameters: Fields,
  { credentials, now }: Pick<NotificationContext, 'credentials' | 'now'>,
  key = credentials.alipayPrivateKey,
): Readonly<Record<string, string>> {
  const { appId, sellerId } = credentials.merchant;
  const form = {
    notify_time: clockTime(now),
    notify_type: 'trade_status_sync',
    notify_id: randomBytes(17).toString('hex'),
    charset: 'utf-8',
    version: '1.0',
    app_id: appId,
    auth_app_id: appId,
    seller_id: sellerId,
    seller_email: 'venue@example.com',
    ...parameters,
  };
  const sign = signatureOf(signedText(form, ['sign', 'sign_type']), key);
  return { ...form, sign_type: 'RSA2', sign };
}

/** What stands in the contents instead, when a genuine notification is not for this merchant. */
const WRONG: Readonly<Record<string, Fields>> = {
  wrongApp: { app_id: '2021000000000000', auth_app_id: '2021000000000000' },
  wrongSeller: { seller_id: '2088000000000000' },
  wrongAmount: { total_amount: '0.01', receipt_amount: '0.01', buyer_pay_amount: '0.01' },
  stale: { trade_status: 'WAIT_BUYER_PAY' },
};

function sealed(
  { url, parameters }: Announcement,
  effect: NotificationEffect | null,
  context: NotificationContext,
): Sealed {
  const now = effect === 'stale' ? context.now - A_LADDER_AGO : context.now;
  const said = { ...parameters, ...WRONG[effect ?? ''] };
  const key = effect === 'forged' ? context.strangerKey : undefined;
  const { sign = '', ...form } = signedForm(said, { ...context, now }, key);
  const body = new URLSearchParams({
    ...form,
    ...(effect === 'altered' && { total_amount: '0.01' }),
    ...(effect !== 'unsigned' && { sign }),
  });
  return {
    url,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: body.toString(),
  };
}
