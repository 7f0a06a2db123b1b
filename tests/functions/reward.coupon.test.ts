import { fen } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import { beforeEach, describe, expect, test } from 'vitest';
import { expireCoupons, giveBackCoupon, useCoupon } from '../../cloudfunctions/coupons/service';
import { at as clubAt } from '../domain/clock';
import { type Club, outcome } from './club';
import { clubForEach, goTo, lettersOf } from './courts';
import { expectRewardsInOrder, join, redeem, TEN } from './reward';
import { openTimerContexts } from './timerContext';

const here = clubForEach();
let club: Club;
let couponId = '';
/** Lin has a coupon: ¥10 off from ¥50 on, through the 13th of May. */
beforeEach(async () => {
  club = here.club;
  await join(club, 'lin', 2_000);
  couponId = (await redeem(club, 'lin', TEN)).coupon?.id ?? '';
});

const contexts = () => openTimerContexts(club);
const clockNow = () => club.cloud.clock.now() as Instant;
const stored = () => club.document('coupons', couponId);
const use = (orderId: string, price = 5_000, at = clockNow()) =>
  contexts().db.transaction((tx) =>
    useCoupon(tx, { couponId, memberId: 'm-lin', price: fen(price), orderId }, at),
  );
const giveBack = (orderId: string, at = clockNow()) =>
  contexts().db.transaction((tx) => giveBackCoupon(tx, { couponId, orderId }, at));
const letters = async () => {
  const told = await lettersOf(club, 'm-lin', 'POINTS');
  return told.filter(({ title }) => title === '优惠券快到期了').map(({ body }) => body);
};

const LAST = clubAt('2026-05-13 23:59:59.999');

describe('a coupon', () => {
  test('lies with its member at once; the desk has nothing to hand over', async () => {
    const { redemptions, coupons } = await club.as('lin').reward.mine({ before: null });
    expect(redemptions).toMatchObject([{ status: 'DONE', code: null, coupon: { id: couponId } }]);
    expect(coupons).toEqual([
      {
        ...{ id: couponId, name: '订场立减 10 元', off: 1_000, least: 5_000 },
        ...{ validUntil: LAST, status: 'UNUSED' },
      },
    ]);
    expect((await club.as('lin').reward.home({})).coupons).toBe(1);
    const [hidden] = await club.documents('redemptions');
    const look = club.as('root').reward.look({ code: String(hidden?.code) });
    expect(await outcome(look)).toBe('REDEMPTION_NOT_FOUND');
    const cancel = club.as('lin').reward.cancel({ redemptionId: String(hidden?._id) });
    expect(await outcome(cancel)).toBe('REDEMPTION_CLOSED');
    await expectRewardsInOrder(club, { [TEN]: 200 });
  });

  test('is used for one order, which may ask again; another order is refused', async () => {
    expect(await use('W1')).toBe(1_000);
    expect(await use('W1')).toBe(1_000);
    expect(await use('W2')).toBe('COUPON_CLOSED');
    expect(await stored()).toMatchObject({ status: 'USED', used: { orderId: 'W1', off: 1_000 } });
  });

  test('is not used by somebody else, nor below its least', async () => {
    const may = { couponId, memberId: 'm-may', price: fen(9_000), orderId: 'W1' };
    const { db } = contexts();
    const told = await db.transaction((tx) => useCoupon(tx, may, clockNow()));
    expect(told).toBe('COUPON_NOT_FOUND');
    expect(await use('W1', 4_999)).toBe('COUPON_TOO_LITTLE');
    expect(await stored()).toMatchObject({ status: 'UNUSED', used: null });
  });

  test('comes back from the order that had it, and from no other', async () => {
    await use('W1');
    expect(await giveBack('W2')).toBe(false);
    expect(await giveBack('W1')).toBe(true);
    expect(await use('W2')).toBe(1_000);
    expect(await giveBack('W1')).toBe(false);
    expect(await stored()).toMatchObject({ status: 'USED', used: { orderId: 'W2' } });
  });

  test('can be used through its last instant, and comes back after it as one that is over', async () => {
    expect(await use('W1', 5_000, (LAST + 1) as Instant)).toBe('COUPON_CLOSED');
    expect(await use('W1', 5_000, LAST)).toBe(1_000);
    expect(await giveBack('W1', (LAST + 1) as Instant)).toBe(true);
    expect(await stored()).toMatchObject({ status: 'EXPIRED', used: null });
  });

  test('that two orders want at once is one’s', async () => {
    const told = await Promise.all([use('W1'), use('W2')]);
    expect(told.map(String).sort()).toEqual(['1000', 'COUPON_CLOSED']);
  });
});

describe('the end of a coupon', () => {
  const runAt = async (text: string) => {
    const at = clubAt(text);
    goTo(club, at);
    await expireCoupons(contexts().contextAt(at));
  };

  test('is told three days before, once', async () => {
    await runAt('2026-05-09 23:59');
    expect(await letters()).toEqual([]);
    await runAt('2026-05-10 00:00');
    await runAt('2026-05-10 08:00');
    await runAt('2026-05-12 08:00');
    expect(await letters()).toEqual(['你的「订场立减 10 元」可以用到5月13日，订场付款时选用']);
    expect(await stored()).toMatchObject({ status: 'UNUSED', told: true });
  });

  test('is not told of one that was used', async () => {
    await use('W1');
    await runAt('2026-05-11 08:00');
    expect(await letters()).toEqual([]);
  });

  test('is shown before the timer says so; afterwards it is written', async () => {
    await runAt('2026-05-13 23:59:59.999');
    expect(await stored()).toMatchObject({ status: 'UNUSED' });
    goTo(club, LAST + 1);
    const { coupons } = await club.as('lin').reward.mine({ before: null });
    expect(coupons[0]?.status).toBe('EXPIRED');
    expect((await club.as('lin').reward.home({})).coupons).toBe(0);
    await runAt('2026-05-14 00:00');
    await runAt('2026-05-14 00:00');
    expect(await stored()).toMatchObject({ status: 'EXPIRED' });
  });
});
