import { HOUR, type Instant, MINUTE, plus } from '@shared/base/time';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { type AlipayLibrary, loadLibrary } from '../../cloudfunctions/alipay/library';
import { type Opened, openNotification } from '../../cloudfunctions/alipay/notification';
import type { HttpEvent } from '../../cloudfunctions/payment/http';
import { at } from '../domain/clock';
import {
  configOf,
  type Form,
  newKeys,
  newMerchant,
  PAID,
  post,
  signatureOf,
  signed,
} from './alipay.merchant';

const { env, alipay } = newMerchant();
const config = configOf(env);
const now = at('2026-03-14 10:02:12');
let library: AlipayLibrary;
beforeAll(async () => {
  library = await loadLibrary(config);
});

const open = (event: HttpEvent, when: Instant = now): Opened =>
  openNotification({ config, library }, event, when);
const sent = (more: Form = {}, when: Instant = now) =>
  post(signed({ ...PAID, ...more }, alipay, when));

const TOLD = {
  id: PAID.notify_id,
  kind: 'PAYMENT',
  orderId: PAID.out_trade_no,
  transactionId: PAID.trade_no,
  amount: 20_000,
  paidAt: at('2026-03-14 10:02:11'),
  payer: null,
};

describe('a notification of Alipay', () => {
  test('of a payment is understood, with a % in its subject, and in base64', () => {
    expect(PAID.subject).toContain('%');
    expect(open(sent())).toEqual({ told: TOLD });
    const { body, ...rest } = sent();
    const encoded = { ...rest, body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
    expect(open(encoded)).toEqual({ told: TOLD });
  });

  test.each(['100%', '%E4%BD%A0', '%%', '+ 1', 'a%2', '"quoted" \\ 中文', 'a=b', 'a & b'])(
    'is read once and not decoded a second time: %s',
    (subject) => {
      expect(open(sent({ subject }))).toEqual({ told: TOLD });
    },
  );

  test('of a payment that can no longer be refunded is one of a payment', () => {
    expect(open(sent({ trade_status: 'TRADE_FINISHED' }))).toEqual({ told: TOLD });
  });

  test.each<[string, Form]>([
    ['a refund of a part', { refund_fee: '50.00', gmt_refund: '2026-03-15 10:00:00.123' }],
    ['a refund that only says when', { gmt_refund: '2026-03-15 10:00:00' }],
    ['a refund of all', { refund_fee: '200.00', trade_status: 'TRADE_CLOSED' }],
    ['a trade that waits for payment', { trade_status: 'WAIT_BUYER_PAY' }],
    ['a trade that is closed', { trade_status: 'TRADE_CLOSED' }],
  ])('of %s is Alipay’s, and no payment', (_, more) => {
    expect(open(sent(more))).toEqual({ told: null });
  });

  test('is taken for two days, as long as Alipay may repeat it, and not from tomorrow', () => {
    const event = sent();
    expect(open(event, plus(now, 26 * HOUR))).toEqual({ told: TOLD });
    expect(open(event, plus(now, 49 * HOUR))).toEqual({ doubt: 'STALE' });
    expect(open(event, plus(now, -14 * MINUTE))).toEqual({ told: TOLD });
    expect(open(event, plus(now, -16 * MINUTE))).toEqual({ doubt: 'STALE' });
  });
});

describe('what Alipay signed and is not for us, or says nothing clear', () => {
  test.each<[string, Form, string]>([
    ['another app', { app_id: '2021000000000009' }, 'MERCHANT'],
    ['another seller', { seller_id: '2088000000000009' }, 'MERCHANT'],
    ['another kind of news', { notify_type: 'batch_trans_notify' }, 'CONTENT'],
    ['an amount with a third decimal', { total_amount: '200.001' }, 'CONTENT'],
    ['an amount in words of science', { total_amount: '2e4' }, 'CONTENT'],
    ['a negative amount', { total_amount: '-200.00' }, 'CONTENT'],
    ['an amount with a space', { total_amount: ' 200.00' }, 'CONTENT'],
    ['no time of payment', { gmt_payment: '' }, 'CONTENT'],
    ['a day that does not exist', { gmt_payment: '2026-13-14 10:02:11' }, 'CONTENT'],
    ['no number of its own', { notify_id: '' }, 'CONTENT'],
    ['a number that is a path', { notify_id: '../../orders/1' }, 'CONTENT'],
    ['another alphabet', { charset: 'GBK' }, 'SIGNATURE'],
    ['a field hidden in another', { subject: 'x&refund_fee=50.00' }, 'BODY'],
  ])('%s', (_, more, doubt) => {
    expect(open(sent(more))).toEqual({ doubt });
  });

  test('a refund cannot be made a payment by hiding its fields, though the signed text is one', () => {
    const { sign = '', ...refund } = signed({ ...PAID, refund_fee: '50.00' }, alipay, now);
    const { receipt_amount, refund_fee, ...rest } = refund;
    const merged = { ...rest, receipt_amount: `${receipt_amount}&refund_fee=${refund_fee}`, sign };
    expect(library.checkNotifySignV2(merged)).toBe(true);
    expect(open(post(merged))).toEqual({ doubt: 'BODY' });
  });
});

describe('a signature that cannot be checked', () => {
  test('is refused, and the log says why: it may be a key of ours', () => {
    const log = vi.spyOn(console, 'error').mockReturnValue();
    const cause = new Error('no such key');
    const checking = vi.spyOn(library, 'checkNotifySignV2').mockImplementation(() => {
      throw cause;
    });
    expect(open(sent())).toEqual({ doubt: 'SIGNATURE' });
    expect(log.mock.calls.flat()).toContain(cause);
    log.mockRestore();
    checking.mockRestore();
    expect(open(sent())).toEqual({ told: TOLD });
  });
});

describe('a signature of another kind', () => {
  test('is refused: SHA-1, an algorithm that does not exist, another key, none', () => {
    const form = { ...signed(PAID, alipay, now) };
    const { sign: _, sign_type: __, ...plain } = form;
    const weak = { ...plain, sign_type: 'RSA', sign: signatureOf(plain, alipay, 'RSA-SHA1') };
    expect(library.checkNotifySignV2(weak)).toBe(true);
    expect(open(post(weak))).toEqual({ doubt: 'SIGNATURE' });
    for (const sign_type of ['', 'rsa2', 'NONE', 'constructor', '__proto__']) {
      expect(open(post({ ...form, sign_type })), sign_type).toEqual({ doubt: 'SIGNATURE' });
    }
    expect(open(post(plain))).toEqual({ doubt: 'SIGNATURE' });
    expect(open(post({ ...form, sign: '' }))).toEqual({ doubt: 'SIGNATURE' });
    expect(open(post(signed(PAID, newKeys(), now)))).toEqual({ doubt: 'SIGNATURE' });
  });
});
