import { fen } from '@shared/base/money';
import { type Instant, MINUTE, plus } from '@shared/base/time';
import type { OrderView, PaymentParams } from '@shared/contracts/wallet';
import type { OrderStatus } from '@shared/domain/order';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cancelAfterAsking, payOrder } from '../../miniprogram/services/payment';

const at = 1_000_000 as Instant;

const order = (status: OrderStatus): OrderView => ({
  id: 'o1',
  kind: 'TOPUP',
  channel: 'WECHAT',
  status,
  amount: fen(20_000),
  refunded: fen(0),
  subjectId: null,
  createdAt: at,
  expiresAt: plus(at, 15 * MINUTE),
  paidAt: status === 'PAID' ? at : null,
});

const payment: PaymentParams = {
  timeStamp: '1000',
  nonceStr: 'n',
  package: 'prepay_id=1',
  signType: 'RSA',
  paySign: 's',
};

type Answer = OrderStatus | 'lost';

/** A phone whose cashier closes as told, and a server that answers from a list, its last for ever. */
function phone(cashier: () => Promise<unknown>, ...answers: Answer[]) {
  const requestPayment = vi.fn(cashier);
  const callFunction = vi.fn(async (_: { data: { action: string } }) => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (!answer || answer === 'lost') throw new Error('timeout');
    return { result: { ok: true, data: order(answer) } };
  });
  const showModal = vi.fn(async () => ({ confirm: true }));
  vi.stubGlobal('wx', { requestPayment, cloud: { callFunction }, showModal });
  return { requestPayment, callFunction, showModal };
}

const done = async () => ({ errMsg: 'requestPayment:ok' });
const closed = (errMsg: string) => () => Promise.reject({ errMsg });

async function pay() {
  const confirming = vi.fn();
  const result = payOrder({ order: order('PENDING'), payment }, confirming);
  await vi.runAllTimersAsync();
  const { cashier, order: known } = await result;
  expect(confirming).toHaveBeenCalledTimes(1);
  return { cashier, status: known.status };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('the cashier gets what the server signed, and the server is asked before anybody is told', async () => {
  const { requestPayment, callFunction } = phone(done, 'PAID');
  expect(await pay()).toEqual({ cashier: 'done', status: 'PAID' });
  expect(requestPayment).toHaveBeenCalledWith(payment);
  expect(callFunction).toHaveBeenCalledTimes(1);
});

test('a payment the channel does not know yet is asked for until it does', async () => {
  const { callFunction } = phone(done, 'PENDING', 'PENDING', 'PAID');
  expect(await pay()).toEqual({ cashier: 'done', status: 'PAID' });
  expect(callFunction).toHaveBeenCalledTimes(3);
});

test('the phone’s success is no proof: unknown to the server it stays unknown', async () => {
  const { callFunction } = phone(done, 'PENDING');
  expect(await pay()).toEqual({ cashier: 'done', status: 'PENDING' });
  expect(callFunction).toHaveBeenCalledTimes(5);
});

test('a network that is gone after paying leaves the result open', async () => {
  phone(done, 'lost');
  expect(await pay()).toEqual({ cashier: 'done', status: 'PENDING' });
});

test('an answer that got lost is followed by the next', async () => {
  phone(done, 'lost', 'lost', 'PAID');
  expect(await pay()).toEqual({ cashier: 'done', status: 'PAID' });
});

test('a payment that crossed the closing of its order is waited for', async () => {
  phone(done, 'CLOSED', 'CLOSED', 'PAID');
  expect(await pay()).toEqual({ cashier: 'done', status: 'PAID' });
});

test('a late payment that goes back is settled', async () => {
  const { callFunction } = phone(done, 'REFUNDING');
  expect(await pay()).toEqual({ cashier: 'done', status: 'REFUNDING' });
  expect(callFunction).toHaveBeenCalledTimes(1);
});

test('who cancels keeps the order, and is asked about once', async () => {
  const { callFunction } = phone(closed('requestPayment:fail cancel'), 'PENDING');
  expect(await pay()).toEqual({ cashier: 'cancelled', status: 'PENDING' });
  expect(callFunction).toHaveBeenCalledTimes(1);
});

test('a cashier that calls a payment cancelled is not believed either', async () => {
  phone(closed('requestPayment:fail cancel'), 'PAID');
  expect(await pay()).toEqual({ cashier: 'cancelled', status: 'PAID' });
});

test.each(['requestPayment:fail 余额不足', ''])(
  'a cashier that failed with “%s”',
  async (errMsg) => {
    phone(closed(errMsg), 'PENDING');
    expect(await pay()).toEqual({ cashier: 'failed', status: 'PENDING' });
  },
);

test('an order is given up only after asking', async () => {
  const { callFunction, showModal } = phone(done, 'CLOSED');
  expect(await cancelAfterAsking('o1')).toMatchObject({ status: 'CLOSED' });
  expect(callFunction.mock.calls[0]?.[0].data.action).toBe('cancel');
  showModal.mockResolvedValue({ confirm: false });
  expect(await cancelAfterAsking('o1')).toBeNull();
  expect(callFunction).toHaveBeenCalledTimes(1);
});
