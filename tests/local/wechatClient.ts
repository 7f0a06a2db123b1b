import { Wechatpay } from 'wechatpay-axios-plugin';
import type { WechatMerchant } from '../../local/gateways/wechat';

interface Answer {
  readonly status: number;
  readonly data: Readonly<Record<string, string>>;
}
type Post = (body: object, parameters?: object) => Promise<Answer>;
type Get = (parameters: object) => Promise<Answer>;

/** The parts of the official client's endless chain that these tests use. */
export interface WechatClient {
  /** By address, for what the chain does not have. */
  readonly client: {
    readonly request: (
      path: string,
      method: string,
      body?: object,
      options?: object,
    ) => Promise<{ readonly data: string; readonly headers: Readonly<Record<string, unknown>> }>;
  };
  readonly v3: {
    readonly pay: {
      readonly transactions: {
        readonly jsapi: { readonly post: Post };
        readonly id: { readonly _transaction_id_: { readonly get: Get } };
        readonly outTradeNo: {
          readonly _out_trade_no_: { readonly get: Get; readonly close: { readonly post: Post } };
        };
      };
    };
    readonly refund: {
      readonly domestic: {
        readonly refunds: { readonly post: Post; readonly _out_refund_no_: { readonly get: Get } };
      };
    };
    readonly bill: { readonly tradebill: { readonly get: Get } };
    readonly billdownload: {
      readonly file: { readonly get: (parameters: object) => Promise<{ readonly data: Buffer }> };
    };
  };
}

/** The unmodified client, pointed at the gateway. */
export function clientOf(
  merchant: WechatMerchant,
  certs: Readonly<Record<string, string>> = { [merchant.publicKeyId]: merchant.publicKeyPem },
): WechatClient {
  return new Wechatpay({
    mchid: merchant.mchid,
    serial: merchant.serial,
    privateKey: merchant.privateKeyPem,
    certs,
    baseURL: merchant.baseUrl,
    timeout: 4000,
    ...(merchant.answersWith === 'publicKey' && {
      headers: { 'Wechatpay-Serial': merchant.publicKeyId },
    }),
  }) as unknown as WechatClient;
}
