import type { Refunds } from './refunds';
import { invalid, missing } from './refusal';
import { contentOf, precreateOf, queryOf, refundOf, refundQueryOf, tradeOf } from './requests';
import type { Fields } from './signature';
import type { Trades } from './trades';

export interface Desks {
  readonly trades: Trades;
  readonly refunds: Refunds;
}

type Answer = Readonly<Record<string, unknown>>;
type Method = (desks: Desks, content: unknown, notifyUrl: string | null) => Answer;

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  [
    'alipay.trade.precreate',
    ({ trades }, content, notifyUrl) => {
      const asked = precreateOf(content);
      const qrCode = trades.precreate(asked, notifyUrl);
      return { out_trade_no: asked.out_trade_no, qr_code: qrCode };
    },
  ],
  ['alipay.trade.query', ({ trades }, content) => trades.shown(trades.find(queryOf(content)))],
  [
    'alipay.trade.close',
    ({ trades }, content) => {
      const { scan, contents } = trades.close(tradeOf(content));
      return { trade_no: scan.tradeNo, out_trade_no: contents.out_trade_no };
    },
  ],
  ['alipay.trade.cancel', (desks, content) => cancel(desks, content)],
  ['alipay.trade.refund', ({ refunds }, content) => refunds.request(refundOf(content))],
  [
    'alipay.trade.fastpay.refund.query',
    ({ refunds }, content) => refunds.find(refundQueryOf(content)),
  ],
]);

/** Cancelling a number that nobody scanned succeeds, too: without an action. */
function cancel({ trades, refunds }: Desks, content: unknown): Answer {
  const asked = tradeOf(content);
  const { trade, refund } = trades.cancel(asked);
  if (refund && trade !== null) refunds.cancel(trade);
  if (trade === null) return { out_trade_no: asked.out_trade_no, retry_flag: 'N' };
  const { scan, contents } = trade;
  return {
    trade_no: scan.tradeNo,
    out_trade_no: contents.out_trade_no,
    retry_flag: 'N',
    // The same when it is asked again.
    action: trade.paidAt === null ? 'close' : 'refund',
  };
}

export const isMethod = (method: string): boolean => METHODS.has(method);

/** @throws AlipayRefusal */
export function carryOut(desks: Desks, given: Fields): Answer {
  const method = METHODS.get(given.method ?? '');
  if (method === undefined) throw invalid('method', '不存在的方法名');
  if (!given.biz_content) throw missing('parameter', '缺少biz_content参数');
  return method(desks, contentOf(given.biz_content), notifyUrlOf(given));
}

function notifyUrlOf({ notify_url = '' }: Fields): string | null {
  if (notify_url === '') return null;
  if (/^https?:\/\/\S{1,248}$/.test(notify_url)) return notify_url;
  throw invalid('parameter', 'notify_url应为256个字符以内的http(s)地址');
}
