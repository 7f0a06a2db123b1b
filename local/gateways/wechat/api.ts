import type { Bills } from './bill';
import type { Orders } from './orders';
import type { PlatformKeys } from './platformKeys';
import type { Refunds } from './refunds';
import { GatewayRefusal, parameterError } from './refusal';
import { closeRequest, orderRequest, refundRequest } from './requests';

export interface ApiCall {
  readonly method: string;
  /** Still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Parsed JSON; undefined without a body. */
  readonly body: unknown;
  readonly origin: string;
}

/** 204 when null; a file is the one answer that is not signed. */
export type ApiAnswer =
  | { readonly json: object | null }
  | { readonly file: Buffer; readonly type: string };

export interface Desks {
  readonly mchid: string;
  readonly orders: Orders;
  readonly refunds: Refunds;
  readonly bills: Bills;
  readonly keys: PlatformKeys;
  /** A refund was asked for the first time. */
  readonly refundPlaced: (outRefundNo: string) => void;
}

interface Endpoint {
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  readonly carryOut: (desks: Desks, call: ApiCall, id: string) => ApiAnswer;
}

const ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'POST',
    path: /^\/v3\/pay\/transactions\/jsapi$/,
    carryOut: ({ orders }, { body }) => ({
      json: { prepay_id: orders.create(orderRequest(body)) },
    }),
  },
  {
    method: 'GET',
    path: /^\/v3\/pay\/transactions\/out-trade-no\/([^/]+)$/,
    carryOut: (desks, { query }, id) => {
      ofMerchant(desks, query.get('mchid'));
      return { json: desks.orders.shown(desks.orders.find(id)) };
    },
  },
  {
    method: 'GET',
    path: /^\/v3\/pay\/transactions\/id\/([^/]+)$/,
    carryOut: (desks, { query }, id) => {
      ofMerchant(desks, query.get('mchid'));
      return { json: desks.orders.shown(desks.orders.findByTransaction(id)) };
    },
  },
  {
    method: 'POST',
    path: /^\/v3\/pay\/transactions\/out-trade-no\/([^/]+)\/close$/,
    carryOut: (desks, { body }, id) => {
      ofMerchant(desks, closeRequest(body).mchid);
      desks.orders.close(id);
      return { json: null };
    },
  },
  {
    method: 'POST',
    path: /^\/v3\/refund\/domestic\/refunds$/,
    carryOut: ({ refunds, refundPlaced }, { body }) => {
      const { refund, fresh } = refunds.request(refundRequest(body));
      if (fresh) refundPlaced(refund.contents.out_refund_no);
      return { json: refunds.shown(refund) };
    },
  },
  {
    method: 'GET',
    path: /^\/v3\/refund\/domestic\/refunds\/([^/]+)$/,
    carryOut: ({ refunds }, _, id) => ({ json: refunds.shown(refunds.find(id)) }),
  },
  {
    method: 'GET',
    path: /^\/v3\/certificates$/,
    carryOut: ({ keys }) => ({ json: keys.certificates() }),
  },
  {
    method: 'GET',
    path: /^\/v3\/bill\/tradebill$/,
    carryOut: ({ bills }, { query, origin }) => ({ json: bills.offer(query, origin) }),
  },
  {
    method: 'GET',
    path: /^\/v3\/billdownload\/file$/,
    carryOut: ({ bills }, { query }) => ({
      file: bills.download(query.get('token') ?? ''),
      type: 'text/plain',
    }),
  },
];

/** @throws GatewayRefusal */
export function carryOut(desks: Desks, call: ApiCall): ApiAnswer {
  for (const endpoint of ENDPOINTS) {
    const found = endpoint.path.exec(call.path);
    if (found === null || endpoint.method !== call.method) continue;
    return endpoint.carryOut(desks, call, decodeURIComponent(found[1] ?? ''));
  }
  throw new GatewayRefusal(404, 'RESOURCE_NOT_EXISTS', `${call.method} ${call.path} 不存在`);
}

function ofMerchant({ mchid }: Desks, given: string | null): void {
  if (given !== mchid) throw parameterError('/mchid', '商户号与签名的商户号不一致');
}
