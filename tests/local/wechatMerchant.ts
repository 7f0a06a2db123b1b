import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin';
import { startWechatGateway, type WechatMerchant } from '../../local/gateways/wechat';
import { clientOf } from './wechatClient';

/** A notification as the merchant's server got it. */
export interface Got {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A gateway, a merchant's server that takes its notifications, and a clock that tests set. */
export async function openGateway(dataDir: string | null = null) {
  // The official client compares answers with the real clock: so the tests' clock starts there.
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const gateway = await startWechatGateway({ now, dataDir, notify: { scale: 0.00001 } });
  const got: Got[] = [];
  let answers: number[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      got.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
      response.writeHead(answers.shift() ?? 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const notifyUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/notify`;
  return {
    gateway,
    client: clientOf(gateway.merchant),
    notifyUrl,
    got,
    now,
    /** Statuses with which the merchant answers next; 204 afterwards. */
    answerWith: (...statuses: number[]) => {
      answers = statuses;
    },
    /** Forgets what happened. */
    startOver: async () => {
      await gateway.reset();
      got.length = 0;
      answers = [];
      ahead = 0;
    },
    pass: (ms: number) => {
      ahead += ms;
    },
    order: (number: string, more: object = {}) =>
      orderOf(gateway.merchant, notifyUrl, number, more),
    stop: async () => {
      await gateway.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type Bench = Awaited<ReturnType<typeof openGateway>>;

const orderOf = (merchant: WechatMerchant, notifyUrl: string, number: string, more: object) => ({
  appid: merchant.appid,
  mchid: merchant.mchid,
  description: '储值 200 元',
  out_trade_no: number,
  notify_url: notifyUrl,
  amount: { total: 20_000, currency: 'CNY' },
  payer: { openid: 'o-lin' },
  ...more,
});

/** What the mini-program hands to `wx.requestPayment`. */
export function paymentOf(merchant: WechatMerchant, prepayId: string, openid = 'o-lin') {
  const timeStamp = String(Math.floor(Date.now() / 1000));
  const nonceStr = Formatter.nonce();
  const prepay = `prepay_id=${prepayId}`;
  const message = Formatter.joinedByLineFeed(merchant.appid, timeStamp, nonceStr, prepay);
  const paySign = Rsa.sign(message, merchant.privateKeyPem);
  return { openid, timeStamp, nonceStr, package: prepay, signType: 'RSA', paySign };
}

/** Places an order and pays it; resolves to its prepay_id. */
export async function payFor(bench: Bench, number: string, more: object = {}): Promise<string> {
  const { data } = await bench.client.v3.pay.transactions.jsapi.post(bench.order(number, more));
  const { prepay_id = '' } = data;
  bench.gateway.cashier.pay(paymentOf(bench.gateway.merchant, prepay_id));
  return prepay_id;
}

/** The requests of a merchant, through the official client. */
export function requestsTo(bench: () => Bench) {
  const numbered = () => bench().client.v3.pay.transactions.outTradeNo._out_trade_no_;
  const mchid = () => bench().gateway.merchant.mchid;
  return {
    place: (number: string, more: object = {}) =>
      bench().client.v3.pay.transactions.jsapi.post(bench().order(number, more)),
    query: (out_trade_no: string) => numbered().get({ out_trade_no, params: { mchid: mchid() } }),
    close: (out_trade_no: string) => numbered().close.post({ mchid: mchid() }, { out_trade_no }),
    refund: (order: string, number: string, fen: number, more: object = {}) =>
      bench().client.v3.refund.domestic.refunds.post({
        out_trade_no: order,
        out_refund_no: number,
        amount: { refund: fen, total: 20_000, currency: 'CNY' },
        ...more,
      }),
  };
}

/** `'accepted'` with the plain text, or why a careful merchant refuses a notification. */
export function opened(merchant: WechatMerchant, { headers, body }: Got, now = Date.now()) {
  const header = (name: string) => String(headers[`wechatpay-${name}`] ?? '');
  if (header('serial') !== merchant.publicKeyId) return { verdict: 'serial' };
  const skew = Math.abs(now / 1000 - Number(header('timestamp')));
  if (skew > 300) return { verdict: 'stale' };
  const message = Formatter.joinedByLineFeed(header('timestamp'), header('nonce'), body);
  const genuine = Rsa.verify(message, header('signature'), merchant.publicKeyPem);
  if (!genuine) return { verdict: 'signature' };
  const { id, event_type, resource } = JSON.parse(body);
  try {
    const { ciphertext, nonce, associated_data } = resource;
    const text = Aes.AesGcm.decrypt(ciphertext, merchant.apiV3Key, nonce, associated_data);
    return { verdict: 'accepted', id, eventType: event_type, plain: JSON.parse(text) };
  } catch {
    return { verdict: 'tag' };
  }
}

/** What the gateway, or the client looking at its answer, refused with. */
export async function refusalOf(request: Promise<unknown>): Promise<string> {
  try {
    await request;
  } catch (error) {
    const { response, code } = error as {
      readonly code?: string;
      readonly response?: { readonly status: number; readonly data: { readonly code?: string } };
    };
    return response?.data?.code ? `${response.status} ${response.data.code}` : String(code);
  }
  return 'none';
}
