import { createPrivateKey } from 'node:crypto';
import type { HttpRoute, OpenApi } from '../../cloudbase/types';
import { newKey } from '../keys';
import type { Delivery, Sealed } from '../notifier';
import type { Desks } from './api';
import { Bills } from './bill';
import { Books, type Order, type RefundStatus } from './books';
import { type Cashier, createCashier } from './cashier';
import { type NotificationEffect, WechatFaults } from './faults';
import { type Credentials, credentialsIn, type WechatMerchant } from './merchant';
import { announcementOf, wechatNotifier } from './notifier';
import { Orders } from './orders';
import { type AnswersWith, certificatesOf, type PlatformKeys, publicKeyOf } from './platformKeys';
import { Refunds } from './refunds';
import { type SealContext, seal } from './sealing';
import { startServer } from './server';
import { settleRefunds } from './settling';
import { type Shipment, Shipping, UPLOAD_SHIPPING } from './shipping';

export type { PaymentAsked } from './cashier';
export { wechatVariables } from './environment';
export type * from './faults';
export type { AnswersWith, Sealed, Shipment, WechatMerchant };

export interface WechatGatewayOptions {
  /** The club's clock, ms; first asked when the first request comes. */
  readonly now: () => number;
  /** Where keys, orders and refunds are kept; null keeps everything in memory. */
  readonly dataDir: string | null;
  /** How much of WeChat's waiting is waited: 1 (default) all of it, 0.001 a thousandth. */
  readonly notify?: { readonly scale: number };
  /** The mini-program's; `wxlocal` when absent. */
  readonly appid?: string;
  readonly merchantName?: string;
  /** `publicKey` when absent; `certificate` as older merchants have it. */
  readonly answersWith?: AnswersWith;
}

export interface WechatGateway {
  /** Where `/v3/…` is served. */
  readonly url: string;
  /** For the port that phones load from: `/__wechatpay/`. */
  readonly routes: readonly HttpRoute[];
  readonly merchant: WechatMerchant;
  readonly cashier: Cashier;
  readonly faults: WechatFaults;
  /** How notifications went, oldest first. */
  readonly deliveries: readonly Delivery<NotificationEffect>[];
  /** Notifications ordered to be late that wait for `releaseLate()`. */
  readonly heldBack: number;
  releaseLate(): void;
  /** Resolves when refunds have ended and notifications are taken, given up or held back. */
  idle(): Promise<void>;
  /** What WeChat took in for an order and gave back of it, in fen; all orders without a number. */
  moneyOf(outTradeNo?: string): { readonly paid: number; readonly refunded: number };
  /** Numbers of refunds that have not ended. */
  readonly refundsUnderWay: readonly string[];
  /** Ends a refund that was ordered to be held. */
  endRefund(outRefundNo: string, status: Exclude<RefundStatus, 'PROCESSING'>): void;
  /** Gives a payment back whole, as somebody can on the merchant's own page without telling us. */
  giveBack(outTradeNo: string): void;
  /** A notification with whatever contents, properly encrypted and signed, for a test to send. */
  seal(url: string, eventType: string, plain: object): Sealed;
  /** A new certificate signs from now on; the former is offered for another day. */
  rotate(): Promise<void>;
  /** WeChat's server APIs about payments, for `startCloud({ openApis })`. */
  readonly openApis: Readonly<Record<string, OpenApi>>;
  /** What was uploaded about shipping, oldest first. */
  readonly shipments: readonly Shipment[];
  /** Forgets orders, refunds, notifications and faults; the keys stay. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** ms that a refund takes at scale 1. */
const REFUND_TAKES = 3000;

/** Starts WeChat Pay on this machine. */
export async function startWechatGateway(options: WechatGatewayOptions): Promise<WechatGateway> {
  const { now, dataDir, appid = 'wxlocal', answersWith = 'publicKey' } = options;
  const [credentials, stranger] = await Promise.all([credentialsIn(dataDir, appid), newKey()]);
  const strangerKey = createPrivateKey(stranger);
  const keys =
    answersWith === 'certificate'
      ? await certificatesOf(credentials, now)
      : publicKeyOf(credentials);
  const context = (): SealContext => ({
    credentials,
    signer: keys.signer(),
    strangerKey,
    now: now(),
  });
  const rooms = roomsOf(options, { credentials, keys, context });
  const server = await startServer({ credentials, keys, ...rooms, now });
  rooms.notifier.resume();
  rooms.settling.resume();
  const merchant = { ...credentials.merchant, answersWith, baseUrl: `${server.url}/` };
  return gatewayOf({ merchant, keys, context, rooms, server });
}

interface Secrets {
  readonly credentials: Credentials;
  readonly keys: PlatformKeys;
  readonly context: () => SealContext;
}

type Rooms = ReturnType<typeof roomsOf>;

/** What the gateway does, by what it is about. */
function roomsOf(
  { now, dataDir, notify, merchantName = '本地商户' }: WechatGatewayOptions,
  { credentials, keys, context }: Secrets,
) {
  const scale = notify?.scale ?? 1;
  const { mchid } = credentials.merchant;
  const books = new Books(dataDir);
  const faults = new WechatFaults();
  const orders = new Orders(books, now, credentials.merchant);
  const refunds = new Refunds(books, now);
  const notifier = wechatNotifier({ books, faults, context, scale });
  const announce = (url: string, eventType: string, plain: object): void =>
    notifier.announce(announcementOf({ url, eventType, at: now() }, plain));
  const takes = REFUND_TAKES * scale;
  const settling = settleRefunds({ refunds, books, announce, faults, mchid, takes });
  const bills = new Bills(books, faults, now);
  const desks: Desks = { mchid, orders, refunds, bills, keys, refundPlaced: settling.start };
  const paid = (order: Order): void =>
    announce(order.contents.notify_url, 'TRANSACTION.SUCCESS', orders.shown(order));
  const cashier = createCashier({ credentials, orders, merchantName, paid });
  const shipping = new Shipping(books, faults);
  return { books, faults, notifier, settling, desks, cashier, shipping };
}

interface Parts {
  readonly merchant: WechatMerchant;
  readonly keys: PlatformKeys;
  readonly context: () => SealContext;
  readonly rooms: Rooms;
  readonly server: Awaited<ReturnType<typeof startServer>>;
}

function gatewayOf({ merchant, keys, context, rooms, server }: Parts): WechatGateway {
  const { books, faults, notifier, settling, cashier, shipping, desks } = rooms;
  const abandon = async (): Promise<void> => {
    await settling.abandon();
    await notifier.abandon();
  };
  return {
    url: server.url,
    routes: [cashier.route],
    merchant,
    cashier,
    faults,
    deliveries: notifier.deliveries,
    get heldBack() {
      return notifier.heldBack;
    },
    releaseLate: () => notifier.releaseLate(),
    idle: async () => {
      await settling.idle();
      await notifier.idle();
    },
    moneyOf: (outTradeNo) => books.moneyOf(outTradeNo),
    get refundsUnderWay() {
      const open = books.refunds.filter(({ status }) => status === 'PROCESSING');
      return open.map(({ contents }) => contents.out_refund_no);
    },
    endRefund: settling.end,
    giveBack: (outTradeNo) => {
      const total = books.moneyOf(outTradeNo).paid;
      const amount = { refund: total, total, currency: 'CNY' } as const;
      const asked = { out_trade_no: outTradeNo, out_refund_no: `S${outTradeNo}`, amount };
      settling.start(desks.refunds.request(asked).refund.contents.out_refund_no);
    },
    seal: (url, eventType, plain) =>
      seal(announcementOf({ url, eventType, at: context().now }, plain), null, context()),
    rotate: () => keys.rotate(),
    openApis: { [UPLOAD_SHIPPING]: shipping.upload },
    shipments: shipping.shipments,
    reset: async () => {
      await abandon();
      keys.reset();
      shipping.clear();
      books.clear();
      faults.clear();
      notifier.deliveries.length = 0;
    },
    stop: async () => {
      await abandon();
      await server.stop();
    },
  };
}
