import type { Fen } from '@shared/base/money';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  type ChannelPayment,
  type ChannelRefund,
  ChannelUnknown,
  type PaymentChannel,
} from '../../cloudfunctions/order/channel';
import { compareDay } from '../../cloudfunctions/reconciliation/comparing';
import { dayOf } from '../../cloudfunctions/reconciliation/service';
import { at } from '../domain/clock';
import { type Club, openClub } from './club';
import {
  channelWith,
  DATE,
  enough,
  NEXT,
  NOON,
  NOTHING,
  order,
  PAID,
  refund,
  UNKNOWN,
} from './reconciliation.documents';
import { openTimerContexts } from './timerContext';

/** Asked again about what it has and we do not, the channel names an amount that does not fit. */
vi.mock('../../cloudfunctions/payment/channels', async (original) => {
  const { PAID: paid } = await import('./reconciliation.documents');
  const query = async () => ({ ...paid, amount: 99 });
  return { ...(await original<object>()), channelOf: () => ({ query }) };
});

let club: Club;
let timer: ReturnType<typeof openTimerContexts>;
beforeAll(async () => {
  club = await openClub();
  timer = openTimerContexts(club);
});
afterAll(() => club.close());
beforeEach(() => club.cloud.reset({ keepInstances: true }));

const context = () => timer.contextAt(NEXT);
const compare = (channel: PaymentChannel, mayGoOn = enough) =>
  compareDay(context(), { name: 'ALIPAY', channel, date: DATE }, mayGoOn);

describe('a channel without bills is asked order by order', () => {
  test('a day on which all answers fit is balanced', async () => {
    await club.cloud.load('orders', [
      order('paid'),
      order('gone', { status: 'CLOSED', paidAt: null }),
      order('late', { paidAt: at('2026-03-14 00:00:10') }),
      order('back', { status: 'REFUNDED', refunded: 100 }),
    ]);
    await club.cloud.load('refunds', [
      refund('r1', 'back', 'SUCCESS'),
      refund('r2', 'paid', 'OPEN'),
    ]);
    const { channel, asked } = channelWith(
      (id) => {
        if (id === 'gone') return UNKNOWN;
        return id === 'back' ? { state: 'CLOSED', ...NOTHING } : PAID;
      },
      (id) => (id === 'r1' ? { state: 'SUCCESS', at: NOON } : null),
    );
    expect(await compare(channel)).toMatchObject({
      status: 'BALANCED',
      ours: { count: 2, amount: 200, refunds: 1, refunded: 100 },
      theirs: { count: 2, amount: 200, refunds: 1, refunded: 100 },
    });
    expect(asked).toEqual(['back', 'gone', 'late', 'paid']);
  });

  test.each<[string, object, ChannelPayment]>([
    ['PAYMENT_ONLY_OURS', {}, UNKNOWN],
    ['PAYMENT_ONLY_THEIRS', { status: 'CLOSED', paidAt: null }, PAID],
    ['PAYMENT_AMOUNT', {}, { ...PAID, amount: 99 as Fen }],
  ])('%s', async (kind, ours, theirs) => {
    await club.cloud.load('orders', [order('one', ours)]);
    const { differences } = await compare(channelWith(() => theirs).channel);
    expect(differences).toMatchObject([{ kind, orderId: 'one' }]);
  });

  test.each<[string, string, ChannelRefund | null]>([
    ['REFUND_ONLY_OURS', 'SUCCESS', null],
    ['REFUND_ONLY_THEIRS', 'CLOSED', { state: 'SUCCESS', at: NOON }],
  ])('%s', async (kind, status, found) => {
    await club.cloud.load('refunds', [refund('r', 'one', status)]);
    const { channel } = channelWith(
      () => UNKNOWN,
      () => found,
    );
    expect((await compare(channel)).differences).toMatchObject([{ kind, refundId: 'r' }]);
  });

  const names = Array.from({ length: 50 }, (_, n) => `o-${String(n).padStart(2, '0')}`);

  test('out of time it goes on where it stopped, and asks about nothing twice', async () => {
    await club.cloud.load(
      'orders',
      names.map((name) => order(name)),
    );
    const { channel, asked } = channelWith(() => PAID);
    let runs = 0;
    for (let done = false; !done; runs += 1) {
      let left = 7;
      const day = await compare(channel, () => --left > 0);
      done = day.status !== 'WAITING';
      if (!done) expect(await dayOf(timer.db, 'ALIPAY', DATE)).toBe(null);
    }
    expect(runs).toBe(8);
    expect(asked).toEqual(names);
    expect(await dayOf(timer.db, 'ALIPAY', DATE)).toMatchObject({
      day: { status: 'BALANCED', ours: { count: 50, amount: 5000 } },
    });
  });

  test('an order that cannot be asked about keeps what was asked before', async () => {
    await club.cloud.load(
      'orders',
      names.map((name) => order(name)),
    );
    let broken = true;
    const { channel, asked } = channelWith((id) => {
      if (id === 'o-30' && broken) throw new ChannelUnknown('no answer');
      return PAID;
    });
    await expect(compare(channel)).rejects.toThrow(ChannelUnknown);
    broken = false;
    expect(await compare(channel)).toMatchObject({ status: 'BALANCED', ours: { count: 50 } });
    expect(asked).toHaveLength(51);
  });
});
