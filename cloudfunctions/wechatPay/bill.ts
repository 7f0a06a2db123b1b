import { createHash } from 'node:crypto';
import { type Fen, fenOfYuan } from '@shared/base/money';
import type { ClubDate } from '@shared/base/time';
import * as z from 'zod';
import { type BillLine, ChannelRefused, ChannelUnknown } from '../order/channel';
import { parseAnswer } from './answers';
import type { WechatClient } from './client';
import type { WechatConfig } from './config';

const FILE = '/v3/billdownload/file';

const offered = z.object({
  hash_type: z.literal('SHA1'),
  hash_value: z.string().regex(/^[0-9a-fA-F]{40}$/),
  // Only its query is used: what we ask goes to the configured address and nowhere else.
  download_url: z.url().refine((url) => new URL(url).pathname === FILE),
});

/**
 * A day's trade bill. A refund stands on the day on which it was asked for (the time of its row),
 * not on the day of its payment nor when the money arrived.
 *
 * @throws ChannelUnknown while WeChat is still writing it (until ten the next day), and for a bill
 * that is altered or not understood: never half of one. ChannelRefused when WeChat gives none.
 */
export async function fetchBill(
  { mchid }: WechatConfig,
  client: WechatClient,
  date: ClubDate,
): Promise<readonly BillLine[]> {
  const query = { bill_date: date, bill_type: 'ALL' };
  try {
    const answer = await client({ method: 'get', path: 'v3/bill/tradebill', query });
    const { hash_value, download_url } = parseAnswer(offered, answer);
    const token = Object.fromEntries(new URL(download_url).searchParams);
    const path = 'v3/billdownload/file';
    const bytes = await client({ method: 'get', path, query: token, file: true });
    const file = parseAnswer(z.instanceof(Buffer), bytes);
    // The file is not signed; its hash came in an answer that is.
    const hash = createHash('sha1').update(file).digest('hex');
    if (hash !== hash_value.toLowerCase()) throw new ChannelUnknown('a bill with another hash');
    return readBill(mchid, file);
  } catch (error) {
    if (!(error instanceof ChannelRefused)) throw error;
    if (error.code === 'NO_STATEMENT_EXIST') return [];
    if (error.code === 'STATEMENT_CREATING') throw new ChannelUnknown(error.message);
    throw error;
  }
}

type Row = Readonly<Record<string, string>>;

/** Columns of a row, and their sums in the summary. */
const SUMS = {
  应结订单金额: '应结订单总金额',
  退款金额: '退款总金额',
  订单金额: '订单总金额',
  申请退款金额: '申请退款总金额',
} as const;

/** Whether money goes back (or is on its way), by the state of a refund. */
const REFUND_GOES_BACK: Readonly<Record<string, boolean>> = {
  SUCCESS: true,
  PROCESSING: true,
  // The names of the refund query, then those that WeChat's older documents have.
  CLOSED: false,
  ABNORMAL: false,
  REFUNDCLOSE: false,
  CHANGE: false,
  FAIL: false,
};

/**
 * Reads a trade bill (bill_type ALL): a line of names, rows whose cells begin with a back-tick,
 * then names and values of the summary. Refunds that failed are left out: no money moved.
 *
 * @throws ChannelUnknown when a single row or sum is not as it should be
 */
export function readBill(mchid: string, file: Buffer): readonly BillLine[] {
  const lines = textOf(file).split(/\r?\n/);
  while (lines.at(-1) === '') lines.pop();
  const [names = '', ...rest] = lines;
  const [sumNames = '', sums = ''] = rest.splice(-2);
  const rows = rest.map((line) => rowOf(names, line));
  compareSummary(rows, rowOf(sumNames, sums));
  return rows.flatMap((row) => lineOf(mchid, row) ?? []);
}

function textOf(file: Buffer): string {
  try {
    // Takes the byte order mark away.
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    throw new ChannelUnknown('a bill that is not UTF-8');
  }
}

function rowOf(names: string, line: string): Row {
  const columns = names.split(',');
  // A comma inside a cell has no back-tick behind it.
  const cells = line.startsWith('`') ? line.slice(1).split(',`') : [];
  if (cells.length !== columns.length || new Set(columns).size !== columns.length) {
    throw new ChannelUnknown('a bill whose cells do not fit its columns');
  }
  return Object.fromEntries(columns.map((name, place) => [name, (cells[place] ?? '').trim()]));
}

function compareSummary(rows: readonly Row[], summary: Row): void {
  if (textIn(summary, '总交易单数') !== String(rows.length)) {
    throw new ChannelUnknown('a bill with another number of rows than it says');
  }
  for (const [column, total] of Object.entries(SUMS)) {
    const sum = rows.reduce((all, row) => all + amountIn(row, column), 0);
    if (sum !== amountIn(summary, total)) {
      throw new ChannelUnknown(`a bill whose ${column} does not add up`);
    }
  }
}

function lineOf(mchid: string, row: Row): BillLine | null {
  if (textIn(row, '商户号') !== mchid) throw new ChannelUnknown('a bill of another merchant');
  if (textIn(row, '货币种类') !== 'CNY') throw new ChannelUnknown('a bill in another currency');
  const orderId = textIn(row, '商户订单号');
  const transactionId = textIn(row, '微信订单号');
  const state = textIn(row, '交易状态');
  if (state === 'SUCCESS') {
    // What was asked for: what is settled (应结) lacks the coupons that WeChat paid.
    return { orderId, refundId: null, transactionId, amount: amountIn(row, '订单金额') };
  }
  if (state !== 'REFUND') throw new ChannelUnknown(`a bill with a trade that is ${state}`);
  const refundState = textIn(row, '退款状态');
  const goesBack = Object.hasOwn(REFUND_GOES_BACK, refundState)
    ? REFUND_GOES_BACK[refundState]
    : undefined;
  if (goesBack === undefined) throw new ChannelUnknown(`a bill with a refund ${refundState}`);
  const refundId = textIn(row, '商户退款单号');
  const amount = amountIn(row, '申请退款金额');
  return goesBack ? { orderId, refundId, transactionId, amount } : null;
}

function textIn(row: Row, column: string): string {
  const text = Object.hasOwn(row, column) ? row[column] : undefined;
  if (!text) throw new ChannelUnknown(`a bill without ${column}`);
  return text;
}

function amountIn(row: Row, column: string): Fen {
  const amount = fenOfYuan(textIn(row, column));
  if (amount === null) throw new ChannelUnknown(`a bill whose ${column} is no amount`);
  return amount;
}
