import { createPrivateKey } from 'node:crypto';
import type { HttpRoute } from '../../cloudbase/types';
import { newKey } from '../keys';
import type { Delivery } from '../notifier';
import { Books } from './books';
import { type Cashier, createCashier } from './cashier';
import { AlipayFaults, type NotificationEffect } from './faults';
import { type AlipayMerchant, type Credentials, credentialsIn } from './merchant';
import {
  alipayNotifier,
  announcementOf,
  type MoneyBack,
  type NotificationContext,
  signedForm,
} from './notifications';
import { Refunds } from './refunds';
import { startServer } from './server';
import type { Fields } from './signature';
import { type KnownTrade, Trades } from './trades';

export { alipayVariables } from './environment';
export type * from './faults';
export type { AlipayMerchant };

export interface AlipayGatewayOptions {
  /** The club's clock, ms; first asked when the first request comes. */
  readonly now: () => number;
  /** Where keys, trades and refunds are kept; null keeps everything in memory. */
  readonly dataDir: string | null;
  /** How much of Alipay's waiting is waited: 1 (default) all of it, 0.001 a thousandth. */
  readonly notify?: { readonly scale: number };
  readonly merchantName?: string;
}

export interface AlipayGateway {
  /** Where `/gateway.do` is served. */
  readonly url: string;
  /** For the port that phones load from: `/__alipay/`. */
  readonly routes: readonly HttpRoute[];
  readonly merchant: AlipayMerchant;
  /**
   * Somebody holds a phone over the code: the trade exists from now on, unpaid. Takes the code's
   * text or the order's number; the buyer is a name such as `159****5620`.
   */
  readonly scan: Cashier['scan'];
  /** Somebody scans and pays. Throws in the words that a person sees. */
  readonly pay: Cashier['pay'];
  readonly faults: AlipayFaults;
  /** How notifications went, oldest first. */
  readonly deliveries: readonly Delivery<NotificationEffect>[];
  /** Notifications ordered to be late that wait for `releaseLate()`. */
  readonly heldBack: number;
  releaseLate(): void;
  /** Resolves when notifications are taken, given up or held back. */
  idle(): Promise<void>;
  /** What Alipay took in for an order and gave back of it, in fen; all orders without a number. */
  moneyOf(outTradeNo?: string): { readonly paid: number; readonly refunded: number };
  /** Refunds whose money has not moved. */
  readonly refundsUnderWay: readonly {
    readonly outTradeNo: string;
    readonly outRequestNo: string;
  }[];
  /** The money of a refund that was ordered to be `unmoved` moves. */
  finishRefund(outTradeNo: string, outRequestNo: string): void;
  /** The form of a notification with whatever contents, properly signed, for a test to send. */
  signed(parameters: Fields): Readonly<Record<string, string>>;
  /** Forgets trades, refunds, notifications and faults; the keys stay. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts Alipay's open platform on this machine. */
export async function startAlipayGateway(options: AlipayGatewayOptions): Promise<AlipayGateway> {
  const { now, dataDir } = options;
  const [credentials, stranger] = await Promise.all([credentialsIn(dataDir), newKey()]);
  const strangerKey = createPrivateKey(stranger);
  const context = (): NotificationContext => ({ credentials, strangerKey, now: now() });
  const rooms = roomsOf(options, credentials, context);
  const { desks, faults } = rooms;
  const server = await startServer({ credentials, strangerKey, desks, faults, now });
  rooms.notifier.resume();
  return gatewayOf({ credentials, context, rooms, server });
}

type Rooms = ReturnType<typeof roomsOf>;

/** What the gateway does, by what it is about. */
function roomsOf(
  { now, dataDir, notify, merchantName = '本地商户' }: AlipayGatewayOptions,
  credentials: Credentials,
  context: () => NotificationContext,
) {
  const books = new Books(dataDir);
  const faults = new AlipayFaults();
  const trades = new Trades(books, now, credentials.merchant.sellerId);
  const notifier = alipayNotifier({ books, faults, context, scale: notify?.scale ?? 1 });
  /** Without an address Alipay tells nobody. */
  const tell = (trade: KnownTrade, back?: MoneyBack): void => {
    if (trade.notifyUrl !== null) notifier.announce(announcementOf(trade, now(), back));
  };
  const refunds: Refunds = new Refunds({
    books,
    trades,
    now,
    moved: (trade, refund) =>
      tell(trade, { refund, refunded: refunds.refunded(refund.outTradeNo) }),
    unmoved: () => faults.takeUnmovedRefund(),
  });
  const cashier = createCashier({ books, trades, merchantName, paid: (trade) => tell(trade) });
  return { books, faults, notifier, refunds, desks: { trades, refunds }, cashier };
}

interface Parts {
  readonly credentials: Credentials;
  readonly context: () => NotificationContext;
  readonly rooms: Rooms;
  readonly server: Awaited<ReturnType<typeof startServer>>;
}

function gatewayOf({ credentials, context, rooms, server }: Parts): AlipayGateway {
  const { books, faults, notifier, refunds, cashier } = rooms;
  return {
    url: server.url,
    routes: [cashier.route],
    merchant: { ...credentials.merchant, gateway: `${server.url}/gateway.do` },
    scan: cashier.scan,
    pay: cashier.pay,
    faults,
    deliveries: notifier.deliveries,
    get heldBack() {
      return notifier.heldBack;
    },
    releaseLate: () => notifier.releaseLate(),
    idle: () => notifier.idle(),
    moneyOf: (outTradeNo) => books.moneyOf(outTradeNo),
    get refundsUnderWay() {
      return books.refunds.filter(({ movedAt }) => movedAt === null);
    },
    finishRefund: (outTradeNo, outRequestNo) => refunds.finish(outTradeNo, outRequestNo),
    signed: (parameters) => signedForm(parameters, context()),
    reset: async () => {
      await notifier.abandon();
      books.clear();
      faults.clear();
      notifier.deliveries.length = 0;
    },
    stop: async () => {
      await notifier.abandon();
      await server.stop();
    },
  };
}
