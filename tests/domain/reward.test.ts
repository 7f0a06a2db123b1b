import { type Fen, fen } from '@shared/base/money';
import {
  type CouponStatus,
  couponOff,
  couponStatusAt,
  couponsToTellUntil,
  couponUntil,
  givesCoupon,
  nextRedemptionStatus,
  parseRedemptionCode,
  REDEMPTION_STATUSES,
  REWARD_KINDS,
  redemptionCodePicture,
  redemptionCodeText,
  refusalOfReward,
  refusalToRedeem,
  refusalToUseCoupon,
} from '@shared/domain/reward';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at } from './clock';

const reward = (change: object = {}) => ({
  ...{ onShelf: true, stock: 1, perMember: null, perDay: null },
  ...change,
});

describe('one more', () => {
  test.each([
    [{}, { byMember: 99, today: 99 }, null],
    [{ stock: 0 }, { byMember: 0, today: 0 }, 'REWARD_SOLD_OUT'],
    [{ stock: 0, onShelf: false }, { byMember: 0, today: 0 }, 'REWARD_OFF'],
    [{ perMember: 2 }, { byMember: 1, today: 0 }, null],
    [{ perMember: 2 }, { byMember: 2, today: 0 }, 'REWARD_LIMIT_MEMBER'],
    [{ perDay: 3 }, { byMember: 0, today: 2 }, null],
    [{ perDay: 3 }, { byMember: 0, today: 3 }, 'REWARD_LIMIT_DAY'],
    [{ perMember: 1, perDay: 1 }, { byMember: 1, today: 1 }, 'REWARD_LIMIT_MEMBER'],
  ])('of %o after %o: %s', (change, taken, refusal) => {
    expect(refusalToRedeem(reward(change), taken)).toBe(refusal);
  });
});

test('a coupon’s terms belong to what gives a coupon, and to nothing else', () => {
  for (const kind of REWARD_KINDS) {
    expect(refusalOfReward({ kind, coupon: {} }) === null).toBe(givesCoupon(kind));
    expect(refusalOfReward({ kind, coupon: null }) === null).toBe(!givesCoupon(kind));
  }
});

test('what was handed over or taken back stays so', () => {
  for (const status of REDEMPTION_STATUSES) {
    const open = status === 'OPEN';
    expect(nextRedemptionStatus(status, 'handOver')).toBe(open ? 'DONE' : null);
    expect(nextRedemptionStatus(status, 'cancel')).toBe(open ? 'CANCELLED' : null);
  }
});

describe('a code', () => {
  test('is read from its picture and from digits however they are grouped', () => {
    const digits = fc.stringMatching(/^\d{12}$/);
    fc.assert(
      fc.property(digits, (code) => {
        expect(parseRedemptionCode(redemptionCodePicture(code))).toBe(code);
        expect(parseRedemptionCode(` ${redemptionCodeText(code)} `)).toBe(code);
      }),
    );
    expect(redemptionCodeText('123456789012')).toBe('1234 5678 9012');
  });

  test.each(['', '12345678901', '1234567890123', 'CB1.123456789012', '12345678901a', 'CR1.'])(
    'is not %o',
    (text) => {
      expect(parseRedemptionCode(text)).toBe(null);
    },
  );
});

describe('a coupon', () => {
  const UNTIL = at('2026-03-20 23:59:59.999');
  const coupon = (status: CouponStatus = 'UNUSED') => ({
    ...{ off: fen(1_000), least: fen(5_000), validUntil: UNTIL, status },
  });
  const told = (price: number, now = UNTIL, status: CouponStatus = 'UNUSED') =>
    refusalToUseCoupon(coupon(status), { price: fen(price), now });

  test('of so many days can be used through the last of them', () => {
    expect(couponUntil(at('2026-03-14 00:00'), 6)).toBe(UNTIL);
    expect(couponUntil(at('2026-03-14 23:59:59.999'), 6)).toBe(UNTIL);
    expect(couponUntil(at('2026-12-31 12:00'), 1)).toBe(at('2027-01-01 23:59:59.999'));
  });

  test.each([
    [5_000, UNTIL, 'UNUSED', null],
    [4_999, UNTIL, 'UNUSED', 'COUPON_TOO_LITTLE'],
    [5_000, UNTIL + 1, 'UNUSED', 'COUPON_CLOSED'],
    [5_000, UNTIL, 'USED', 'COUPON_CLOSED'],
    [5_000, UNTIL, 'EXPIRED', 'COUPON_CLOSED'],
  ] as const)('for %i fen at %i, %s: %s', (price, now, status, refusal) => {
    expect(told(price, now as typeof UNTIL, status)).toBe(refusal);
  });

  test('takes off what it says, and never more than the price', () => {
    expect(couponOff(coupon(), fen(1_001))).toBe(1_000);
    expect(couponOff(coupon(), fen(999))).toBe(999);
    fc.assert(
      fc.property(fc.nat(1e6), fc.integer({ min: 1, max: 1e5 }), (price, off) => {
        const taken = couponOff({ off: fen(off) }, price as Fen);
        expect(taken >= 0 && taken <= Math.min(price, off)).toBe(true);
      }),
    );
  });

  test('is over after its last instant, whatever is written; what was used stays used', () => {
    const after = (UNTIL + 1) as typeof UNTIL;
    expect(couponStatusAt(coupon(), UNTIL)).toBe('UNUSED');
    expect(couponStatusAt(coupon(), after)).toBe('EXPIRED');
    expect(couponStatusAt(coupon('USED'), after)).toBe('USED');
  });

  test('is told of from the third day before its last one on', () => {
    expect(couponsToTellUntil(at('2026-03-17 00:00')) >= UNTIL).toBe(true);
    expect(couponsToTellUntil(at('2026-03-16 23:59:59.999')) >= UNTIL).toBe(false);
  });
});
