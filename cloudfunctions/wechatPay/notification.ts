import type { Instant } from '@shared/base/time';
import * as z from 'zod';
import { bytesOf, type HttpEvent } from '../payment/http';
import type { Told } from '../payment/inbox';
import { paidTransaction, refundState, wechatAmount, wechatMoment } from './answers';
import { readWechatConfig, type WechatConfig } from './config';
import { type WechatKeys, wechatKeys } from './keys';
import { jsonOf, sealed, unseal } from './sealed';
import { doubtOfSignature, type SignatureDoubt } from './signature';

/** Why a notification is not believed, in the order in which it is looked at. */
export type Doubt = SignatureDoubt | 'BODY' | 'DECRYPTION' | 'CONTENT' | 'MERCHANT';

const envelope = z.object({
  id: z.string().regex(/^[0-9A-Za-z_-]{1,64}$/),
  event_type: z.string(),
  resource: sealed,
});

const refunded = z.object({
  mchid: z.string(),
  out_trade_no: z.string(),
  out_refund_no: z.string().min(1).max(64),
  refund_status: refundState,
  success_time: wechatMoment.optional(),
  amount: z.object({ total: wechatAmount, refund: wechatAmount }),
});

/** Whom notifications are for, and the keys that vouch for them. */
export interface Merchant {
  readonly config: WechatConfig;
  readonly keys: WechatKeys;
}

let opened: Merchant | null | undefined;

/** This installation's merchant, or null when it has none; its keys live as long as the process. */
export function openMerchant(): Merchant | null {
  if (opened === undefined) {
    const config = readWechatConfig();
    opened = config && { config, keys: wechatKeys(config) };
  }
  return opened;
}

/**
 * Reads a notification of WeChat Pay v3, or says why it is not believed. Everything is checked over
 * the bytes as they came, before any of them is understood.
 *
 * @throws ChannelUnknown when WeChat's certificates are needed and cannot be had
 */
export async function openNotification(
  { config, keys }: Merchant,
  event: HttpEvent,
  now: Instant,
): Promise<{ readonly told: Told } | { readonly doubt: Doubt }> {
  const body = bytesOf(event);
  if (body === null) return { doubt: 'BODY' };
  const { headers } = event;
  const keyOf = (serial: string) => keys.find(serial, now);
  const doubt = await doubtOfSignature({ headers, body }, keyOf, now);
  if (doubt) return { doubt };
  const outer = envelope.safeParse(jsonOf(body));
  if (!outer.success) return { doubt: 'BODY' };
  const plain = unseal(config.apiV3Key, outer.data.resource);
  if (plain === null) return { doubt: 'DECRYPTION' };
  return readContent(config, outer.data, jsonOf(plain));
}

function readContent(
  config: WechatConfig,
  { id, event_type }: z.output<typeof envelope>,
  content: unknown,
): { readonly told: Told } | { readonly doubt: Doubt } {
  if (event_type === 'TRANSACTION.SUCCESS') {
    const paid = paidTransaction.extend({ trade_state: z.literal('SUCCESS') }).safeParse(content);
    if (!paid.success) return { doubt: 'CONTENT' };
    const { mchid, appid, out_trade_no: orderId, transaction_id: transactionId } = paid.data;
    if (mchid !== config.mchid || appid !== config.appid) return { doubt: 'MERCHANT' };
    const { success_time: paidAt, amount, payer } = paid.data;
    const paidBy = payer?.openid ?? null;
    const payment = { orderId, transactionId, amount: amount.total, paidAt, payer: paidBy };
    return { told: { id, kind: 'PAYMENT', ...payment } };
  }
  const read = refunded.safeParse(content);
  if (!read.success || event_type !== `REFUND.${read.data.refund_status}`) {
    return { doubt: 'CONTENT' };
  }
  const { mchid, out_trade_no: orderId, out_refund_no: refundId } = read.data;
  if (mchid !== config.mchid) return { doubt: 'MERCHANT' };
  const { refund_status: state, success_time: refundedAt = null, amount } = read.data;
  if ((state === 'SUCCESS') !== (refundedAt !== null)) return { doubt: 'CONTENT' };
  const refund = { orderId, refundId, amount: amount.refund, state, refundedAt };
  return { told: { id, kind: 'REFUND', ...refund } };
}
