import { type Fen, fen } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import { advanceOrder, isFinal, nextOrderStatus, ORDER_STATUSES } from '@shared/domain/order';
import {
  refusalToTopUp,
  refusalToWithdraw,
  type Topup,
  unspentOf,
  WITHDRAWAL_WINDOW,
} from '@shared/domain/wallet';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { walletLimits } from '../../cloudfunctions/wallet/settings';

describe('topping up', () => {
  test.each([
    ['one fen', 1, 0, null],
    ['nothing', 0, 0, 'TOPUP_AMOUNT_INVALID'],
    ['half a fen', 0.5, 0, 'TOPUP_AMOUNT_INVALID'],
    ['a negative amount', -100, 0, 'TOPUP_AMOUNT_INVALID'],
    ['up to ¥5,000 in the wallet', 500_000, 0, null],
    ['one fen beyond ¥5,000', 500_000, 1, 'WALLET_LIMIT'],
    ['one fen beyond ¥10,000 an order', 1_000_001, 0, 'TOPUP_AMOUNT_INVALID'],
  ])('%s', (_, amount, balance, expected) => {
    expect(refusalToTopUp({ amount, balance })).toBe(expected);
  });
});

test('a limit that is set to nothing is as the law has it', () => {
  vi.stubEnv('WALLET_MOST_TOPUP_FEN', '');
  vi.stubEnv('WALLET_MOST_BALANCE_FEN', '90000');
  expect(walletLimits()).toMatchObject({ mostTopup: 1_000_000, mostBalance: 90_000 });
  vi.unstubAllEnvs();
});

const topup = (orderId: string, amount: number, paidAt: number): Topup => ({
  orderId,
  amount: fen(amount),
  paidAt: paidAt as Instant,
});

describe('what is unspent of each top-up', () => {
  test('spending uses the oldest first', () => {
    const topups = [topup('old', 100, 1), topup('new', 50, 2)];
    const left = (balance: number) => Object.fromEntries(unspentOf(topups, balance));
    expect(left(150)).toEqual({ old: 100, new: 50 });
    expect(left(120)).toEqual({ old: 70, new: 50 });
    expect(left(50)).toEqual({ old: 0, new: 50 });
    expect(left(20)).toEqual({ old: 0, new: 20 });
    expect(left(0)).toEqual({ old: 0, new: 0 });
  });

  test('never more than was paid in, never more than is there', () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 1000 }), { maxLength: 8 });
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 9000 }), (paid, balance) => {
        const topups = paid.map((amount, index) => topup(String(index), amount, index));
        const unspent = [...unspentOf(topups, balance)];
        const total = unspent.reduce((sum, [, part]) => sum + part, 0);
        const paidIn = paid.reduce((sum, amount) => sum + amount, 0);
        expect(total).toBe(Math.min(balance, paidIn));
        for (const [id, part] of unspent) expect(part).toBeLessThanOrEqual(paid[Number(id)] ?? 0);
      }),
    );
  });

  test.each([
    ['at the last instant of seven days', WITHDRAWAL_WINDOW, 1, null],
    ['a millisecond later', WITHDRAWAL_WINDOW + 1, 1, 'WITHDRAWAL_WINDOW_OVER'],
    ['when it is spent', 0, 0, 'NOTHING_TO_WITHDRAW'],
  ])('it may be taken back %s: %o', (_, age, unspent, expected) => {
    const refusal = refusalToWithdraw(
      topup('t', 100, 1000),
      unspent as Fen,
      (1000 + age) as Instant,
    );
    expect(refusal).toBe(expected);
  });
});

describe('the life of an order', () => {
  test('paid, closed and refunded orders take no step that is not in the table', () => {
    expect(advanceOrder('PENDING', 'pay')).toBe('PAID');
    expect(nextOrderStatus('PAID', 'pay')).toBe(null);
    expect(nextOrderStatus('REFUNDED', 'latePay')).toBe(null);
    expect(() => advanceOrder('CLOSED', 'pay')).toThrow('CLOSED cannot pay');
  });

  test('money that comes for a closed order is not lost', () => {
    expect(advanceOrder('CLOSED', 'latePay')).toBe('PAID');
    expect(advanceOrder('FAILED', 'latePay')).toBe('PAID');
  });

  test('only what waits for somebody is not final', () => {
    expect(ORDER_STATUSES.filter((status) => !isFinal(status))).toEqual(['PENDING', 'REFUNDING']);
  });
});
