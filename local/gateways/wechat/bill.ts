import { createHash, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { chinaDate, clockTime, nextDay, startOf } from '../chinaTime';
import type { Books, Order, Refund } from './books';
import type { BillRow, WechatFaults } from './faults';
import { GatewayRefusal, parameterError } from './refusal';

const HOUR = 3_600_000;
const READY_AT = 10 * HOUR;
const KEPT_DAYS = 92;
/** WeChat keeps 0.6 % of each payment and gives it back with a refund. */
const FEE_PERMILLE = 6;
const BYTE_ORDER_MARK = '\uFEFF';

const COMMON =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额';
const REFUND = '微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态';
const GOODS = '商品名称,商户数据包,手续费,费率,订单金额';
const COLUMNS: Readonly<Record<string, string>> = {
  ALL: `${COMMON},${REFUND},${GOODS},申请退款金额,费率备注`,
  SUCCESS: `${COMMON},${GOODS},费率备注`,
  REFUND: `${COMMON},退款申请时间,退款成功时间,${REFUND},${GOODS},申请退款金额,费率备注`,
};
const SUMMARY =
  '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';

/** Trade bills: made when asked for, kept for download by a token. */
export class Bills {
  readonly #files = new Map<string, Buffer>();

  constructor(
    private readonly books: Books,
    private readonly faults: WechatFaults,
    private readonly now: () => number,
  ) {}

  /** `GET /v3/bill/tradebill`; `origin` is where the download is offered. */
  offer(query: URLSearchParams, origin: string): object {
    const type = query.get('bill_type') ?? 'ALL';
    const columns = COLUMNS[type];
    if (columns === undefined) throw parameterError('/bill_type', '账单类型不合法');
    const zip = query.get('tar_type');
    if (zip !== null && zip !== 'GZIP') throw parameterError('/tar_type', '压缩类型不合法');
    const rows = this.#rowsOf(this.#dayOf(query.get('bill_date') ?? ''), type);
    if (rows.length === 0) throw new GatewayRefusal(400, 'NO_STATEMENT_EXIST', '账单文件不存在');
    const bytes = Buffer.from(written(columns.split(','), rows));
    const token = randomBytes(24).toString('base64url');
    this.#files.set(token, zip === 'GZIP' ? gzipSync(bytes) : bytes);
    return {
      hash_type: 'SHA1',
      // Of the text, also when what is downloaded is zipped.
      hash_value: createHash('sha1').update(bytes).digest('hex'),
      download_url: `${origin}/v3/billdownload/file?token=${token}`,
    };
  }

  download(token: string): Buffer {
    const file = this.#files.get(token);
    if (file === undefined) throw parameterError('/token', '下载凭证不存在');
    return file;
  }

  #dayOf(date: string): number {
    const start = startOf(date);
    const now = this.now();
    const today = startOf(chinaDate(now));
    if (!/^\d{4}-\d\d-\d\d$/.test(date) || Number.isNaN(start)) {
      throw parameterError('/bill_date', '账单日期格式应为 yyyy-MM-DD');
    }
    if (start >= today) throw parameterError('/bill_date', '账单日期不能晚于昨天');
    if (start < today - KEPT_DAYS * 24 * HOUR) {
      throw parameterError('/bill_date', '仅支持三个月内的账单');
    }
    if (nextDay(start) === today && now < today + READY_AT) {
      throw new GatewayRefusal(400, 'STATEMENT_CREATING', '账单生成中，请在10点后获取');
    }
    return start;
  }

  #rowsOf(start: number, type: string): readonly BillRow[] {
    const within = (at: number) => at >= start && at < nextDay(start);
    const paid = this.books.orders.flatMap((order) =>
      order.payment && within(order.payment.at) ? [paymentRow(order, order.payment)] : [],
    );
    const refunded = this.books.refunds.flatMap((refund) => {
      const order = this.books.order(refund.outTradeNo);
      return order && within(refund.createdAt) ? [refundRow(order, refund)] : [];
    });
    const rows = [...(type === 'REFUND' ? [] : paid), ...(type === 'SUCCESS' ? [] : refunded)];
    return this.faults.billOf(rows.sort((a, b) => timeOf(a).localeCompare(timeOf(b))));
  }
}

const timeOf = (row: BillRow): string => row.交易时间 ?? '';
const yuan = (fen: number): string => (fen / 100).toFixed(2);
const feeOf = (fen: number): number => Math.round((fen * FEE_PERMILLE) / 1000);
const feeText = (fen: number): string => (fen / 100).toFixed(5);

function commonCells(order: Order) {
  const { contents, payment } = order;
  return {
    公众账号ID: contents.appid,
    商户号: contents.mchid,
    特约商户号: '0',
    设备号: '',
    微信订单号: payment?.transactionId ?? '',
    商户订单号: contents.out_trade_no,
    用户标识: contents.payer.openid,
    交易类型: 'JSAPI',
    付款银行: 'OTHERS',
    货币种类: 'CNY',
    代金券金额: '0.00',
    充值券退款金额: '0.00',
    商品名称: contents.description,
    商户数据包: contents.attach ?? '',
    费率: `${(FEE_PERMILLE / 10).toFixed(2)}%`,
    费率备注: '',
  };
}

function paymentRow(order: Order, payment: { readonly at: number }): BillRow {
  const { total } = order.contents.amount;
  return {
    ...commonCells(order),
    交易时间: clockTime(payment.at),
    交易状态: 'SUCCESS',
    应结订单金额: yuan(total),
    微信退款单号: '0',
    商户退款单号: '0',
    退款金额: '0.00',
    退款类型: '',
    退款状态: '',
    手续费: feeText(feeOf(total)),
    订单金额: yuan(total),
    申请退款金额: '0.00',
  };
}

function refundRow(order: Order, { contents, ...refund }: Refund): BillRow {
  const { refund: fen } = contents.amount;
  return {
    ...commonCells(order),
    交易时间: clockTime(refund.createdAt),
    交易状态: 'REFUND',
    应结订单金额: '0.00',
    退款申请时间: clockTime(refund.createdAt),
    退款成功时间: refund.endedAt === null ? '' : clockTime(refund.endedAt),
    微信退款单号: refund.refundId,
    商户退款单号: contents.out_refund_no,
    退款金额: yuan(fen),
    退款类型: 'ORIGINAL',
    退款状态: refund.status,
    手续费: feeText(-feeOf(fen)),
    订单金额: '0.00',
    申请退款金额: yuan(fen),
  };
}

/** The file: a line of names, one line a row, then the names and the values of the summary. */
function written(columns: readonly string[], rows: readonly BillRow[]): string {
  const sum = (column: string): number =>
    rows.reduce((total, row) => total + Math.round(Number(row[column] ?? '0') * 100), 0);
  const totals = [
    String(rows.length),
    yuan(sum('应结订单金额')),
    yuan(sum('退款金额')),
    yuan(0),
    feeText(sum('手续费')),
    yuan(sum('订单金额')),
    yuan(sum('申请退款金额')),
  ];
  const body = rows.map((row) => line(columns.map((column) => row[column] ?? '')));
  return `${BYTE_ORDER_MARK}${[columns.join(','), ...body, SUMMARY, line(totals)].join('\r\n')}\r\n`;
}

/** A back-tick before each cell keeps spreadsheets from rounding the long numbers. */
const line = (cells: readonly string[]): string =>
  cells.map((cell) => `\`${cell.replaceAll(',', '，').replace(/[\r\n]+/g, ' ')}`).join(',');
