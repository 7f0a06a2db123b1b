import { createPrivateKey } from 'node:crypto';
import type { HttpRoute } from '../../cloudbase/types';
import type { Desks } from './api';
import { Bills } from './bill';
import { Books, type Order, type RefundStatus } from './books';
import { type Cashier, createCashier } from './cashier';
import { WechatFaults } from './faults';
import { type Credentials, credentialsIn, newKey, type WechatMerchant } from './merchant';
import { type Delivery, Notifier } from './notifier';
import { Orders } from './orders';
import { Refunds } from './refunds';
import { type SealContext, type Sealed, seal } from './sealing';
import { startServer } from './server';
import { settleRefunds } from './settling';

export type { PaymentAsked } from './cashier';
export { wechatVariables } from './environment';
export type * from './faults';
export type { Delivery, Sealed, WechatMerchant };

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
  readonly deliveries: readonly Delivery[];
  /** Notifications ordered to be late that wait for `releaseLate()`. */
  readonly heldBack: number;
  releaseLate(): void;
  /** Resolves when refunds have ended and notifications are taken, given up or held back. */
  idle(): Promise<void>;
  /** Ends a refund that was ordered to be held. */
  endRefund(outRefundNo: string, status: Exclude<RefundStatus, 'PROCESSING'>): void;
  /** A notification with whatever contents, properly encrypted and signed, for a test to send. */
  seal(url: string, eventType: string, plain: object): Sealed;
  /** Forgets orders, refunds, notifications and faults; the keys stay. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** ms that a refund takes at scale 1. */
const REFUND_TAKES = 3000;

/** Starts WeChat Pay on this machine. */
export async function startWechatGateway(options: WechatGatewayOptions): Promise<WechatGateway> {
  const { now, dataDir, appid = 'wxlocal' } = options;
  const [credentials, stranger] = await Promise.all([credentialsIn(dataDir, appid), newKey()]);
  const strangerKey = createPrivateKey(stranger);
  const context = (): SealContext => ({ credentials, strangerKey, now: now() });
  const rooms = roomsOf(options, credentials, context);
  const server = await startServer({ credentials, ...rooms, now });
  rooms.notifier.resume();
  rooms.settling.resume();
  return gatewayOf({ credentials, context, rooms, server });
}

type Rooms = ReturnType<typeof roomsOf>;

/** What the gateway does, by what it is about. */
function roomsOf(
  { now, dataDir, notify, merchantName = '本地商户' }: WechatGatewayOptions,
  credentials: Credentials,
  context: () => SealContext,
) {
  const scale = notify?.scale ?? 1;
  const { mchid } = credentials.merchant;
  const books = new Books(dataDir);
  const faults = new WechatFaults();
  const orders = new Orders(books, now, credentials.merchant);
  const refunds = new Refunds(books, now);
  const notifier = new Notifier({ books, faults, context, now, scale });
  const takes = REFUND_TAKES * scale;
  const settling = settleRefunds({ refunds, books, notifier, faults, mchid, takes });
  const bills = new Bills(books, faults, now);
  const desks: Desks = { mchid, orders, refunds, bills, refundPlaced: settling.start };
  const paid = (order: Order): void =>
    notifier.announce(order.contents.notify_url, 'TRANSACTION.SUCCESS', orders.shown(order));
  const cashier = createCashier({ credentials, orders, merchantName, paid });
  return { books, faults, notifier, settling, desks, cashier };
}

interface Parts {
  readonly credentials: Credentials;
  readonly context: () => SealContext;
  readonly rooms: Rooms;
  readonly server: Awaited<ReturnType<typeof startServer>>;
}

function gatewayOf({ credentials, context, rooms, server }: Parts): WechatGateway {
  const { books, faults, notifier, settling, cashier } = rooms;
  const abandon = async (): Promise<void> => {
    await settling.abandon();
    await notifier.abandon();
  };
  return {
    url: server.url,
    routes: [cashier.route],
    merchant: { ...credentials.merchant, baseUrl: `${server.url}/` },
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
    endRefund: settling.end,
    seal: (url, eventType, plain) =>
      seal(notifier.announcement(url, eventType, plain), null, context()),
    reset: async () => {
      await abandon();
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
