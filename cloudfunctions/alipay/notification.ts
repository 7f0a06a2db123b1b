import { HOUR, type Instant, MINUTE } from '@shared/base/time';
import * as z from 'zod';
import { reportFault } from '../_kit/faults';
import { strictBase64 } from '../payment/base64';
import { bytesOf, type HttpEvent } from '../payment/http';
import type { Told } from '../payment/inbox';
import { alipayAmount, alipayMoment } from './answers';
import { type AlipayConfig, readAlipayConfig } from './config';
import { type AlipayLibrary, loadLibrary } from './library';

/** Whom notifications are for, and what vouches for them. */
export interface Merchant {
  readonly config: AlipayConfig;
  readonly library: Pick<AlipayLibrary, 'checkNotifySignV2'>;
}

let opened: Promise<Merchant> | null | undefined;

/** This installation's merchant, or null when it has none. */
export async function openMerchant(): Promise<Merchant | null> {
  if (opened === undefined) {
    const config = readAlipayConfig();
    opened = config && merchantOf(config);
  }
  return opened;
}

async function merchantOf(config: AlipayConfig): Promise<Merchant> {
  try {
    return { config, library: await loadLibrary(config) };
  } catch (fault) {
    // Loaded anew for the next notification.
    opened = undefined;
    throw fault;
  }
}

/** Why a notification is not Alipay's, or not for us, in the order in which it is looked at. */
export type Doubt = 'BODY' | 'SIGNATURE' | 'STALE' | 'MERCHANT' | 'CONTENT';

/** A payment, or `told` null for what Alipay rightly says and we need not know from it. */
export type Opened = { readonly told: Told | null } | { readonly doubt: Doubt };

type Form = Readonly<Record<string, string>>;

/** Reads a notification of Alipay, or says why it is not believed. */
export function openNotification(
  { config, library }: Merchant,
  event: HttpEvent,
  now: Instant,
): Opened {
  const form = formOf(event);
  if (form === null) return { doubt: 'BODY' };
  if (!isSigned(library, form)) return { doubt: 'SIGNATURE' };
  const outer = addressed.safeParse(form);
  if (!outer.success) return { doubt: 'CONTENT' };
  const { notify_time: sentAt, app_id, seller_id } = outer.data;
  if (sentAt < now - OLDEST || sentAt > now + AHEAD) return { doubt: 'STALE' };
  if (app_id !== config.appId || seller_id !== config.sellerId) return { doubt: 'MERCHANT' };
  return readContent(form);
}

/**
 * Alipay repeats for 25 hours, and whether the time is the first or the last one's is not clear. The
 * inbox remembers longer than this.
 */
const OLDEST = 48 * HOUR;
const AHEAD = 15 * MINUTE;

/**
 * The text that is signed joins the fields by `&` and `=` as they are: a value with a whole field in
 * it could be two fields just as well, and hide one of them. Ours never have that.
 */
const HIDES_A_FIELD = /&\w+=/;

/** The fields of the body; null when it is no form, or says something twice. */
function formOf(event: HttpEvent): Form | null {
  const bytes = bytesOf(event);
  if (bytes === null) return null;
  const fields = [...new URLSearchParams(bytes.toString())];
  const names = new Set(fields.map(([name]) => name));
  const plain = fields.every(([name, value]) => /^\w+$/.test(name) && !HIDES_A_FIELD.test(value));
  return plain && names.size === fields.length ? Object.fromEntries(fields) : null;
}

/** The library would let the form choose SHA-1, or an algorithm that does not exist. */
function isSigned(library: Merchant['library'], form: Form): boolean {
  const { sign_type, sign = '', charset = '' } = form;
  if (sign_type !== 'RSA2' || !/^utf-8$/i.test(charset) || !strictBase64(sign)) return false;
  try {
    return library.checkNotifySignV2(form);
  } catch (fault) {
    // Not believed either way; that it was no forgery may show only here, as with a wrong key of ours.
    reportFault(fault, 'alipay notification');
    return false;
  }
}

const addressed = z.object({
  notify_type: z.literal('trade_status_sync'),
  notify_time: alipayMoment,
  app_id: z.string(),
  seller_id: z.string(),
  trade_status: z.string(),
});

const payment = z.object({
  notify_id: z.string().regex(/^[0-9A-Za-z_-]{8,128}$/),
  out_trade_no: z.string().regex(/^\w{6,64}$/),
  trade_no: z.string().regex(/^\w{1,64}$/),
  total_amount: alipayAmount,
  gmt_payment: alipayMoment,
});

const PAID = ['TRADE_SUCCESS', 'TRADE_FINISHED'];

/** A refund tells the trade's state and amount, too, and is no payment. */
const isOfRefund = (form: Form): boolean =>
  ['refund_fee', 'gmt_refund', 'out_biz_no', 'refund_status'].some((name) => name in form);

function readContent(form: Form): Opened {
  // What else there is (a trade made, closed, refunded), we ask for, or know from its answer.
  if (!PAID.includes(form.trade_status ?? '') || isOfRefund(form)) return { told: null };
  const { data } = payment.safeParse(form);
  if (!data) return { doubt: 'CONTENT' };
  const { notify_id: id, out_trade_no: orderId, trade_no: transactionId } = data;
  const { total_amount: amount, gmt_payment: paidAt } = data;
  return { told: { id, kind: 'PAYMENT', orderId, transactionId, amount, paidAt, payer: null } };
}
