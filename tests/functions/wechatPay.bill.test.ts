import { type Fen, fen } from '@shared/base/money';
import type { ClubDate, Instant } from '@shared/base/time';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { BillLine } from '../../cloudfunctions/order/channel';
import { readBill } from '../../cloudfunctions/wechatPay/bill';
import { type WechatChannel, wechatChannel } from '../../cloudfunctions/wechatPay/channel';
import {
  startWechatGateway,
  type WechatGateway,
  wechatVariables,
} from '../../local/gateways/wechat';
import { Bills } from '../../local/gateways/wechat/bill';
import { Books, type Refund } from '../../local/gateways/wechat/books';
import { WechatFaults } from '../../local/gateways/wechat/faults';
import { at } from '../domain/clock';
import { configOf, MCHID } from './wechatPay.merchant';

const NOWHERE = 'http://127.0.0.1:9/pay/wechat';
const DAY = '2026-03-14' as ClubDate;
const HOUR = 3_600_000;

let gateway: WechatGateway;
let channel: WechatChannel;
beforeAll(async () => {
  gateway = await startWechatGateway({
    now: () => Date.now(),
    dataDir: null,
    notify: { scale: 1e-6 },
  });
  channel = wechatChannel(configOf(wechatVariables(gateway.merchant, NOWHERE)));
});
afterAll(() => gateway.stop());
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(at('2026-03-14 10:00'));
  await gateway.reset();
});
afterEach(() => {
  vi.useRealTimers();
});

async function pay(orderId: string, amount: Fen): Promise<void> {
  const openid = 'o-lin';
  const expiresAt = (Date.now() + HOUR) as Instant;
  const description = '羽毛球,3号场 `19:00`';
  const { prepayId } = await channel.prepare({ orderId, amount, description, openid, expiresAt });
  gateway.cashier.pay({ openid, ...channel.paymentOf(prepayId, Date.now() as Instant) });
}

const refund = (orderId: string, refundId: string, amount: Fen, total: Fen) =>
  channel.refund({ orderId, refundId, amount, total, reason: '雨天取消' });

/** Three payments; one goes back in part the same day, one on the next. */
async function trade(): Promise<void> {
  await pay('T_bill_1', fen(20_000));
  await pay('T_bill_2', fen(101));
  await pay('T_bill_3', fen(10));
  await refund('T_bill_1', 'R_bill_1', fen(5_050), fen(20_000));
  vi.setSystemTime(at('2026-03-15 00:10'));
  await refund('T_bill_2', 'R_bill_2', fen(101), fen(101));
  await gateway.idle();
  vi.setSystemTime(at('2026-03-15 10:00'));
}

const inShort = (lines: readonly BillLine[]) =>
  lines.map(({ orderId, refundId, amount }) => `${orderId} ${refundId ?? '-'} ${amount}`).sort();
const outcome = (call: Promise<unknown>) => call.catch((error: Error) => error.name);

describe('the bill of a day', () => {
  test('has its payments and what was asked back on it, whenever that was paid', async () => {
    await trade();
    const lines = await channel.billOf(DAY);
    expect(inShort(lines)).toEqual([
      'T_bill_1 - 20000',
      'T_bill_1 R_bill_1 5050',
      'T_bill_2 - 101',
      'T_bill_3 - 10',
    ]);
    const { transactionId } = await channel.query('T_bill_1');
    const [first, back] = lines.filter(({ orderId }) => orderId === 'T_bill_1');
    expect([first?.transactionId, back?.transactionId]).toEqual([transactionId, transactionId]);
    vi.setSystemTime(at('2026-03-16 10:00'));
    expect(inShort(await channel.billOf('2026-03-15' as ClubDate))).toEqual([
      'T_bill_2 R_bill_2 101',
    ]);
  });

  test('on which nothing happened is empty; one that is not written yet is unknown', async () => {
    await trade();
    expect(await channel.billOf('2026-03-13' as ClubDate)).toEqual([]);
    vi.setSystemTime(at('2026-03-15 09:59'));
    expect(await outcome(channel.billOf(DAY))).toBe('ChannelUnknown');
    expect(await outcome(channel.billOf('2026-03-15' as ClubDate))).toBe('ChannelRefused');
  });

  test('leaves out a refund that came to nothing', async () => {
    await pay('T_bill_1', fen(100));
    gateway.faults.refund('CLOSED');
    await refund('T_bill_1', 'R_bill_1', fen(40), fen(100));
    gateway.faults.refund('ABNORMAL');
    vi.setSystemTime(at('2026-03-14 10:01'));
    await refund('T_bill_1', 'R_bill_2', fen(30), fen(100));
    vi.setSystemTime(at('2026-03-14 10:02'));
    gateway.faults.refund('held');
    await refund('T_bill_1', 'R_bill_3', fen(20), fen(100));
    await gateway.idle();
    vi.setSystemTime(at('2026-03-15 10:00'));
    const lines = ['T_bill_1 - 100', 'T_bill_1 R_bill_3 20'];
    expect(inShort(await channel.billOf(DAY))).toEqual(lines);
  });

  test.each([
    ['the offer is altered', 'tamper', '/v3/bill/tradebill'],
    ['the file is altered', 'tamper', '/v3/billdownload'],
    ['the offer does not come', 'drop', '/v3/bill/tradebill'],
    ['the file does not come', 'drop', '/v3/billdownload'],
    ['the file is refused', 'frequency', '/v3/billdownload'],
  ] as const)('of which %s is unknown, and read when asked again', async (_, effect, path) => {
    await trade();
    gateway.faults.answer({ effect, path });
    expect(await outcome(channel.billOf(DAY))).toBe('ChannelUnknown');
    expect(await channel.billOf(DAY)).toHaveLength(4);
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ['a currency that we do not take', { 货币种类: 'USD' }],
    ['another merchant', { 商户号: '1900000110' }],
    ['a state that we do not know', { 交易状态: 'REVOKED' }],
    ['half a fen', { 订单金额: '1.005' }],
    ['no amount', { 订单金额: '' }],
    ['no order', { 商户订单号: '' }],
    ['no number of the payment', { 微信订单号: '' }],
  ])('with %s in one row is not read at all', async (_, cells) => {
    await trade();
    gateway.faults.bill(([first = {}, ...rest]) => [{ ...first, ...cells }, ...rest]);
    expect(await outcome(channel.billOf(DAY))).toBe('ChannelUnknown');
  });
});

interface Trade {
  readonly description: string;
  readonly total: number;
  readonly refunds: readonly number[];
  /** ms from noon */
  readonly shift: number;
}

const NOON = at('2026-03-14 12:00');
const number = fc.stringMatching(/^[0-9A-Za-z_-]{6,32}$/);
const trades: fc.Arbitrary<Trade[]> = fc.array(
  fc.record({
    description: fc.string({ unit: 'grapheme', maxLength: 40 }),
    total: fc.integer({ min: 1, max: 5_000_000 }),
    refunds: fc.array(fc.integer({ min: 1, max: 5_000_000 }), { maxLength: 3 }),
    shift: fc.integer({ min: -11 * HOUR, max: 11 * HOUR }),
  }),
  { minLength: 1, maxLength: 12 },
);

/** What the gateway writes of trades on one day, and what is to be read of it. */
function written(numbers: readonly string[], given: readonly Trade[]) {
  const books = new Books(null);
  const lines: BillLine[] = [];
  given.forEach(({ description, total, refunds, shift }, index) => {
    const orderId = numbers[index] ?? '';
    const transactionId = `4200${index}`;
    const time = { createdAt: NOON + shift, endedAt: NOON + shift };
    const amount = { total, currency: 'CNY' };
    const ids = { appid: 'wxlocal', mchid: MCHID, out_trade_no: orderId };
    const contents = { ...ids, description, notify_url: NOWHERE, amount, payer: { openid: 'o' } };
    const payment = { transactionId, at: NOON + shift };
    const times = { prepayAt: NOON, createdAt: NOON, expiresAt: NOON };
    books.put({ contents, prepayId: `p${index}`, ...times, state: 'SUCCESS', payment } as never);
    lines.push({ orderId, refundId: null, transactionId, amount: fen(total) });
    refunds.forEach((part, place) => {
      const refundId = `${orderId}_${place}`;
      const asked = { out_refund_no: refundId, amount: { refund: part, total } };
      const ended = { refundId: `50${place}`, outTradeNo: orderId, ...time, status: 'SUCCESS' };
      books.putRefund({ contents: asked, ...ended } as unknown as Refund);
      lines.push({ orderId, refundId, transactionId, amount: fen(part) });
    });
  });
  const bills = new Bills(books, new WechatFaults(), () => at('2026-03-15 10:00'));
  const query = new URLSearchParams({ bill_date: DAY, bill_type: 'ALL' });
  const { download_url } = bills.offer(query, 'http://x') as { download_url: string };
  const file = bills.download(new URL(download_url).searchParams.get('token') ?? '');
  return { file, lines };
}

const sorted = (lines: readonly BillLine[]) =>
  lines.map((line) => JSON.stringify(Object.entries(line).sort())).sort();
const someTrades = fc.tuple(fc.uniqueArray(number, { minLength: 12, maxLength: 12 }), trades);

describe('any bill', () => {
  test('is read as it was written, whatever is sold', () => {
    fc.assert(
      fc.property(someTrades, ([numbers, given]) => {
        const { file, lines } = written(numbers, given);
        expect(sorted(readBill(MCHID, file))).toEqual(sorted(lines));
      }),
    );
  });

  test('that lost a line, or has one twice, is not read', () => {
    fc.assert(
      fc.property(someTrades, fc.nat(), fc.boolean(), ([numbers, given], n, twice) => {
        const lines = written(numbers, given).file.toString().trimEnd().split('\r\n');
        const place = n % lines.length;
        const line = lines[place] ?? '';
        lines.splice(place, 1, ...(twice ? [line, line] : []));
        const file = Buffer.from(lines.join('\r\n'));
        expect(() => readBill(MCHID, file)).toThrow(/a bill/);
      }),
    );
  });

  test('with an amount that is altered does not add up', () => {
    const { file } = written(
      ['T_one_order'],
      [{ description: '场地', total: 12_345, refunds: [45], shift: 0 }],
    );
    const wrong = file.toString().replace('`123.45', '`123.46');
    expect(() => readBill(MCHID, Buffer.from(wrong))).toThrow('does not add up');
    expect(() => readBill(MCHID, Buffer.from([0xff, 0xfe]))).toThrow('not UTF-8');
    expect(() => readBill(MCHID, Buffer.from(''))).toThrow(/a bill/);
  });
});
