import { fen } from '@shared/base/money';
import { DAY, type Instant, MINUTE, plus, SECOND } from '@shared/base/time';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { drainOutbox } from '../../cloudfunctions/_kit/outbox';
import { ChannelUnknown, type PaymentChannel } from '../../cloudfunctions/order/channel';
import { patienceOf } from '../../cloudfunctions/order/patience';
import {
  creditRefund,
  followRefunds,
  refundById,
  sendRefund,
  settleRefund,
} from '../../cloudfunctions/order/service';
import { type Club, openClub, outcome } from './club';
import { channelWith, NOON, order, PAID, refund } from './reconciliation.documents';
import { openTimerContexts } from './timerContext';

let club: Club;
let timer: ReturnType<typeof openTimerContexts>;
beforeAll(async () => {
  club = await openClub();
  timer = openTimerContexts(club);
});
afterAll(() => club.close());
beforeEach(() => club.cloud.reset({ keepInstances: true }));
afterEach(() => vi.restoreAllMocks());

/** The process's clock, which moves only when it is told to. */
function stoppedWatch() {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  return { pass: (ms: number) => (now += ms) };
}

const many = (count: number, status = 'OPEN') =>
  Array.from({ length: count }, (_, n) => ({
    ...refund(`r${n}`, 'one', status),
    createdAt: plus(NOON, n),
  }));

describe('while a channel is silent', () => {
  test('it is asked once, and another channel is asked all the same', async () => {
    const watch = stoppedWatch();
    const asked: string[] = [];
    await club.cloud.load('refunds', [
      ...many(9).map((one) => ({ ...one, channel: 'WECHAT' })),
      { ...refund('last', 'one', 'OPEN'), createdAt: plus(NOON, 100) },
    ]);
    const silent: PaymentChannel = {
      ...channelWith(() => PAID).channel,
      queryRefund: async ({ refundId }) => {
        asked.push(refundId);
        watch.pass(4 * SECOND);
        throw new ChannelUnknown('no answer');
      },
    };
    const alipay: PaymentChannel = {
      ...silent,
      queryRefund: async ({ refundId }) => {
        asked.push(refundId);
        return null;
      },
    };
    const channelOf = (name: string) => (name === 'WECHAT' ? silent : alipay);
    await followRefunds(timer.contextAt(NOON), channelOf, patienceOf(8 * SECOND));
    expect(asked).toEqual(['r0', 'last']);
  });

  test('what there is no time for is done in the next minute', async () => {
    const watch = stoppedWatch();
    const deed = { kind: 'sendRefund', payload: {}, at: NOON, dueAt: NOON, attempts: 0 };
    await club.cloud.load(
      'outbox',
      [1, 2, 3].map((n) => ({ ...deed, _id: `deed-${n}` })),
    );
    const handlers = { sendRefund: async () => void watch.pass(4 * SECOND) };
    const { mayGoOn } = patienceOf(8 * SECOND);
    expect(await drainOutbox(handlers, timer.contextAt(NOON), { mayGoOn })).toBe(2);
    expect(await drainOutbox(handlers, timer.contextAt(NOON))).toBe(1);
  });
});

test('fifty refunds that banks keep for days do not hide the one after them', async () => {
  await club.cloud.load('refunds', many(51));
  const asked: string[] = [];
  const channel: PaymentChannel = {
    ...channelWith(() => PAID).channel,
    queryRefund: async ({ refundId }) => {
      asked.push(refundId);
      return { state: 'PROCESSING', at: null };
    },
  };
  const follow = (now: Instant) =>
    followRefunds(timer.contextAt(now), () => channel, patienceOf(60 * SECOND));
  await follow(NOON);
  expect(asked).toHaveLength(50);
  await follow(plus(NOON, MINUTE));
  expect(asked[50]).toBe('r50');
});

describe('a refund', () => {
  const LATE = plus(NOON, 2 * DAY);
  const credit = (at: Instant) =>
    timer.db.transaction((tx) => creditRefund(tx, { refundId: 'r', campusId: null }, at));

  test('that is being sent is not credited at the same time', async () => {
    await club.cloud.load('orders', [order('one', { status: 'REFUNDING', refunding: 100 })]);
    await club.cloud.load('refunds', [refund('r', 'one', 'OPEN')]);
    const meanwhile: unknown[] = [];
    const channel: PaymentChannel = {
      ...channelWith(() => PAID).channel,
      refund: async () => {
        meanwhile.push(await outcome(credit(LATE)));
        return { state: 'PROCESSING', at: null };
      },
    };
    await sendRefund(timer.contextAt(LATE), 'r', () => channel);
    expect(meanwhile).toEqual(['REFUND_NOT_STUCK']);
  });

  test('that was credited is not sent', async () => {
    await club.cloud.load('orders', [order('one')]);
    await club.cloud.load('refunds', [refund('r', 'one', 'CLOSED')]);
    // Nobody may ask this channel for a refund.
    await sendRefund(timer.contextAt(LATE), 'r', () => channelWith(() => PAID).channel);
    expect(await refundById(timer.db, 'r')).toMatchObject({ sendingUntil: null });
  });

  test.each([
    ['another amount', { amount: fen(99) }],
    ['another order', { orderId: 'two' }],
  ])('of which is told with %s stays as it is, and a person hears of it', async (_, wrong) => {
    await club.cloud.load('refunds', [refund('r', 'one', 'OPEN')]);
    const told = { refundId: 'r', state: 'SUCCESS', orderId: 'one', amount: fen(100) } as const;
    const telling = settleRefund(timer.contextAt(NOON), { ...told, ...wrong });
    await expect(telling).rejects.toThrow('does not match');
    expect(await refundById(timer.db, 'r')).toMatchObject({ status: 'OPEN' });
  });
});
