import {
  afterAll,
  beforeAll,
  beforeEach,
  describe,
  expect,
  onTestFinished,
  test,
  vi,
} from 'vitest';
import type { Cloud } from '../../local/cloudbase/types';
import { fn, startFixtureCloud } from './fixtures/cloud';
import { type Bench, openGateway, payFor, requestsTo } from './wechatMerchant';

const API = 'wxa.sec.order.uploadShippingInfo';

let bench: Bench;
let cloud: Cloud;
beforeAll(async () => {
  bench = await openGateway();
  const { openApis } = bench.gateway;
  const functions = { wechat: fn({ openapi: [API] }) };
  cloud = await startFixtureCloud({ functions }, { openApis });
});
afterAll(async () => {
  await cloud.stop();
  await bench.stop();
});

let transactionId: string;
beforeEach(async () => {
  await bench.startOver();
  await payFor(bench, 'ship_0001');
  const { data } = await query('ship_0001');
  transactionId = data.transaction_id ?? '';
});
const { query, refund, place } = requestsTo(() => bench);

/** What a function uploads over the SDK, and the code that it gets. */
async function upload(more: object = {}): Promise<number> {
  const data = {
    orderKey: { orderNumberType: 2, transactionId },
    logisticsType: 4,
    deliveryMode: 1,
    shippingList: [{ itemDesc: '羽毛球3号场 19:00' }],
    uploadTime: '2026-08-01T19:05:00.120+08:00',
    payer: { openid: 'o-lin' },
    ...more,
  };
  const answer = (await cloud.call('oLin', 'wechat', { api: API, data })) as { errCode: number };
  return answer.errCode;
}
const described = (itemDesc: string) => ({ shippingList: [{ itemDesc }] });

describe('shipping info', () => {
  test('is kept as it was uploaded, and can be put right once', async () => {
    expect(await upload()).toBe(0);
    expect(bench.gateway.shipments).toEqual([
      {
        transactionId,
        openid: 'o-lin',
        logisticsType: 4,
        itemDescription: '羽毛球3号场 19:00',
        uploadTime: '2026-08-01T19:05:00.120+08:00',
      },
    ]);
    expect(await upload()).toBe(10060023);
    expect(await upload(described('羽毛球4号场 19:00'))).toBe(0);
    expect(await upload(described('羽毛球5号场 19:00'))).toBe(10060003);
    expect(bench.gateway.shipments).toHaveLength(2);
  });

  test.each<[string, object, number]>([
    ['another payer', { payer: { openid: 'o-zhou' } }, 10060031],
    ['by post', { logisticsType: 1 }, 10060005],
    ['in parts', { deliveryMode: 2 }, 10060006],
    ['without a word', described(''), 10060008],
    ['with 121 characters', described('球'.repeat(121)), 10060009],
    ['at a time in UTC', { uploadTime: '2026-08-01T11:05:00.120Z' }, 268485216],
    ['at no time', { uploadTime: '2026-13-01T11:05:00.120+08:00' }, 268485216],
    ['by another kind of number', { orderKey: { orderNumberType: 1, mchid: '1' } }, 47001],
    ['with a field nobody knows', { shipper: 'x' }, 47001],
    ['of no payment', { orderKey: { orderNumberType: 2, transactionId: '4200' } }, 10060001],
  ])('%s is refused, and nothing is kept', async (_, more, code) => {
    expect(await upload(more)).toBe(code);
    expect(bench.gateway.shipments).toEqual([]);
    expect(await upload(described('球'.repeat(120)))).toBe(0);
  });

  test('is refused for what went back whole, not for what went back in part', async () => {
    await refund('ship_0001', 'S1', 19_999);
    await bench.gateway.idle();
    expect(await upload()).toBe(0);
    await bench.gateway.idle();
    // Parts of one order are a minute apart.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
    onTestFinished(() => void vi.useRealTimers());
    await refund('ship_0001', 'S2', 1);
    await bench.gateway.idle();
    expect(await upload(described('球'))).toBe(10060004);
  });

  test('is not known to a function without the permission', async () => {
    await place('ship_0002');
    const { openApis } = bench.gateway;
    const other = await startFixtureCloud({ functions: { wechat: fn() } }, { openApis });
    try {
      const call = { api: API, data: {} };
      expect(await other.call('oLin', 'wechat', call)).toMatchObject({ errCode: -604101 });
    } finally {
      await other.stop();
    }
  });
});
