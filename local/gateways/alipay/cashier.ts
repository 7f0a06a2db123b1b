import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, send, targetOf } from '../../cloudbase/http';
import type { HttpRoute } from '../../cloudbase/types';
import type { Books } from './books';
import { type Notice, noticePage, sheetPage } from './cashierPage';
import { AlipayRefusal, businessFailed } from './refusal';
import { buyerOf, type KnownTrade, type Trades, totalOf } from './trades';
import { yuanOf } from './yuan';

export interface CashierOptions {
  readonly books: Books;
  readonly trades: Trades;
  /** The merchant's name on the page. */
  readonly merchantName: string;
  /** A trade has been paid. */
  readonly paid: (trade: KnownTrade) => void;
}

export type Cashier = ReturnType<typeof createCashier>;

const PREFIX = '/__alipay/';
const BODY_LIMIT = 16 * 1024;
/** Who pays when nobody is named, as the merchant sees them. */
const SOMEBODY = '159****5620';

/** The side of Alipay that a person sees: scanning makes the trade, confirming pays it. */
export function createCashier(options: CashierOptions) {
  const { books, trades, paid } = options;
  const codeOf = (which: string): string => {
    const trade = which.includes(':') ? books.tradeByCode(which) : books.trade(which);
    if (trade === null) throw businessFailed('QR_CODE_INVALID', '二维码无效，请让商家重新出示');
    return trade.qrCode;
  };
  const scan = (which: string, buyer = SOMEBODY): KnownTrade =>
    trades.scan(codeOf(which), buyerOf(buyer));
  const pay = (which: string, buyer = SOMEBODY): void =>
    paid(trades.pay(codeOf(which), buyerOf(buyer)));
  const route: HttpRoute = {
    prefix: PREFIX,
    handle: (request, response) =>
      serve({ scan, pay, merchantName: options.merchantName }, request, response),
  };
  return {
    /** Somebody scans: the trade exists from now on. `which` is a code's text or an order number. */
    scan,
    /** Scans and pays. @throws AlipayRefusal in the words a person sees */
    pay,
    route,
  };
}

interface Person {
  readonly scan: (qrCode: string) => KnownTrade;
  readonly pay: (qrCode: string) => void;
  readonly merchantName: string;
}

async function serve(
  person: Person,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { path, query } = targetOf(request);
  const at = `${request.method} ${path.slice(PREFIX.length)}`;
  try {
    if (at === 'GET cashier') show(response, opened(person, query.get('code') ?? ''));
    else if (at === 'POST pay') {
      const form = new URLSearchParams((await readBody(request, BODY_LIMIT)).toString('utf8'));
      show(response, noticePage(answered(person, form)));
    } else send(response, 404, `nothing at ${path}`);
  } catch (error) {
    if (!(error instanceof AlipayRefusal)) throw error;
    show(response, noticePage({ kind: 'refused', title: '无法付款', text: error.message }));
  }
}

function opened({ scan, merchantName }: Person, qrCode: string): string {
  const trade = scan(qrCode);
  const { subject } = trade.contents;
  return sheetPage({ code: qrCode, merchant: merchantName, subject, amount: amountOf(trade) });
}

/** What happens after a button: paying, trying to pay without money, or leaving. */
function answered({ scan, pay, merchantName }: Person, form: URLSearchParams): Notice {
  const code = form.get('code') ?? '';
  const trade = scan(code);
  const choice = form.get('choice');
  if (choice === 'short') {
    return { kind: 'refused', title: '余额不足', text: '请换一种付款方式，或充值后再付', code };
  }
  if (choice !== 'pay') return { kind: 'left', title: '已取消', text: '这笔交易没有付款', code };
  pay(code);
  return { kind: 'paid', title: '支付成功', text: merchantName, amount: amountOf(trade) };
}

const amountOf = (trade: KnownTrade): string => yuanOf(totalOf(trade));

const show = (response: ServerResponse, html: string): void =>
  send(response, 200, html, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
  });
