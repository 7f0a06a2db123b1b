import { MINUTE, plus } from '@shared/base/time';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { ChannelRefused, OrderPaid, type PaymentChannel } from '../../cloudfunctions/order/channel';
import { orderById } from '../../cloudfunctions/order/service';
import { askAnyway, scannable } from '../../cloudfunctions/payment/paying';
import { type Club, openClub, outcome } from './club';
import { channelWith, NOON, NOTHING, order, PAID } from './reconciliation.documents';
import { openTimerContexts } from './timerContext';

const through = vi.hoisted((): { channel: unknown } => ({ channel: null }));
vi.mock('../../cloudfunctions/payment/channels', () => ({ channelOf: () => through.channel }));

let club: Club;
let timer: ReturnType<typeof openTimerContexts>;
beforeAll(async () => {
  club = await openClub();
  timer = openTimerContexts(club);
});
afterAll(() => club.close());
beforeEach(() => club.cloud.reset({ keepInstances: true }));

const open = { status: 'PENDING', paidAt: null, fulfilledAt: null, transactionId: null };
const OPEN = order('one', { ...open, kind: 'TOPUP', channel: 'ALIPAY', expiresAt: NOON + 60_000 });

async function shown(channel: PaymentChannel) {
  through.channel = channel;
  await club.cloud.load('orders', [OPEN]);
  const known = await orderById(timer.db, 'one');
  if (!known) throw new Error('it was loaded a moment ago');
  return { known, context: timer.contextAt(NOON) };
}

/** A channel at which the order is made while somebody cancels it here. */
function tooLate(close: () => Promise<void>): PaymentChannel {
  const prepare = async () => {
    await club.cloud.load('orders', [{ ...OPEN, status: 'CLOSED', closedAt: NOON }]);
    return { prepayId: 'https://qr.example/one' };
  };
  return { ...channelWith(() => PAID).channel, prepare, close };
}

test('an order that was cancelled while its code was made shows none, and is closed again', async () => {
  let closed = 0;
  const close = async () => {
    closed += 1;
  };
  const { known, context } = await shown(tooLate(close));
  expect(await outcome(scannable(context, known))).toBe('ORDER_CLOSED');
  expect(closed).toBe(1);
});

test('one that was paid all the same is followed: the money is known of', async () => {
  const paid = () => Promise.reject(new OrderPaid('one'));
  const { known, context } = await shown(tooLate(paid));
  expect(await outcome(scannable(context, known))).toBe('ORDER_CLOSED');
  // Alipay may be giving it back this very moment: it is told again.
  expect(timer.faults.at(-1)?.fault).toMatchObject({ name: 'ChannelUnknown' });
});

test('two who show the same code at once both see it', async () => {
  const prepare = async () => {
    await club.cloud.load('orders', [{ ...OPEN, prepayId: 'https://qr.example/one' }]);
    return { prepayId: 'https://qr.example/one' };
  };
  const channel = { ...channelWith(() => PAID).channel, prepare };
  const { known, context } = await shown(channel);
  expect(await scannable(context, known)).toMatchObject({ code: 'https://qr.example/one' });
});

test('a channel that says no to a question is as good as silent, and a person hears of it', async () => {
  const no = new ChannelRefused(403, 'NO_AUTH', 'not allowed');
  const { channel } = channelWith(() => PAID);
  const { known, context } = await shown({ ...channel, query: () => Promise.reject(no) });
  expect(await askAnyway(context, known)).toBe(null);
  expect(timer.faults.at(-1)?.fault).toBe(no);
});

test('a payment that the channel says has failed for good ends its order; money that comes all the same counts', async () => {
  const failed = () => ({ state: 'FAILED', ...NOTHING }) as const;
  const { known, context } = await shown(channelWith(failed).channel);
  expect(await askAnyway(context, known)).toMatchObject({ status: 'FAILED', closedAt: NOON });
  const later = timer.contextAt(plus(NOON, 2 * MINUTE));
  through.channel = channelWith(() => PAID).channel;
  expect(await askAnyway(later, known)).toMatchObject({ status: 'PAID', paidAt: NOON });
});
