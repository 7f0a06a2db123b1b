import type { Fen, Points } from '@shared/base/money';
import type { CouponView, RedemptionView, RewardView } from '@shared/contracts/reward';
import { describe, expect, test } from 'vitest';
import {
  checkReward,
  draftOf,
  NEW_REWARD,
  type Stored,
} from '../../miniprogram/packages/admin/pages/reward/reward.view';
import { shelfView } from '../../miniprogram/packages/admin/pages/shelf/shelf.view';
import { codeView } from '../../miniprogram/packages/reward/pages/code/code.view';
import {
  dealOf,
  type Home,
  mallView,
} from '../../miniprogram/packages/reward/pages/mall/mall.view';
import {
  joined,
  type Mine,
  mineView,
  tabOf,
} from '../../miniprogram/packages/reward/pages/mine/mine.view';
import { couponCard, termsText } from '../../miniprogram/packages/reward/reward.view';
import { seenView } from '../../miniprogram/packages/staff/pages/redeem/redeem.view';
import { at } from '../domain/clock';

const NOW = at('2026-03-14 10:00');

const towel = (change: Partial<RewardView> = {}): RewardView => ({
  ...{ id: 'towel', campusName: '东区', kind: 'GOODS', name: '运动毛巾', description: '纯棉' },
  ...{ pictureUrl: null, price: 60 as Points, stock: 36, refusal: null, coupon: null },
  ...change,
});
const TERMS = { off: 1_000, least: 5_000, days: 60 };

const home = (rewards: RewardView[], change: Partial<Home> = {}): Home => ({
  ...{ level: 'BASIC', points: 100 as Points, rewards, open: 0, coupons: 0, now: NOW },
  ...change,
});

describe('a card of the mall', () => {
  const off = (change: Partial<RewardView>) => mallView(home([towel(change)])).cards[0]?.off;

  test.each([
    [{}, ''],
    [{ price: 100 as Points }, ''],
    [{ price: 101 as Points }, '还差 1 积分'],
    [{ refusal: 'REWARD_SOLD_OUT' }, '已兑完'],
    [{ refusal: 'REWARD_LIMIT_MEMBER' }, '已兑到上限'],
    [{ refusal: 'REWARD_LIMIT_DAY' }, '今日已兑完'],
    [{ refusal: 'MEMBERSHIP_FIRST', price: 9_999 as Points }, '先开通会员'],
  ] as const)('with %o says %o', (change, words) => {
    expect(off(change)).toBe(words);
  });

  test('says what is left, and stops counting where there is plenty', () => {
    const stock = (left: number, kind: RewardView['kind'] = 'GOODS') =>
      mallView(home([towel({ stock: left, kind })])).cards[0]?.stock;
    expect(stock(99)).toBe('东区 · 还剩 99 份');
    expect(stock(3, 'COUPON')).toBe('东区 · 还剩 3 张');
    expect(stock(100)).toBe('东区 · 库存充足');
  });

  test('of a coupon without words says its terms', () => {
    const card = towel({ kind: 'COUPON', description: '', coupon: TERMS });
    expect(mallView(home([card])).cards[0]?.about).toBe('减 ¥10.00，满 ¥50.00 可用');
    expect(termsText({ off: 2_400 as Fen, least: 0 as Fen })).toBe('减 ¥24.00，不限金额');
  });
});

test('the purse shows points, level and what waits; without a membership no level', () => {
  expect(mallView(home([], { open: 2, coupons: 1 }))).toMatchObject({
    ...{ points: '100', level: '普通会员', open: '2 件待领取', coupons: '1 张可用' },
  });
  expect(mallView(home([], { level: null }))).toMatchObject({ level: '', open: '', coupons: '' });
});

describe('what is asked before points go', () => {
  test('says what is left and how it is got', () => {
    expect(dealOf(home([towel()]), 'towel')).toEqual({
      ...{ id: 'towel', name: '运动毛巾', price: 60, left: '40' },
      lines: ['凭兑换码到东区前台领取', '领取前可以取消，积分原样退回'],
    });
    const coupon = dealOf(home([towel({ kind: 'COUPON', coupon: TERMS })]), 'towel');
    expect(coupon?.lines[0]).toBe('减 ¥10.00，满 ¥50.00 可用，60 天内有效');
  });

  test('is not asked for what cannot be had', () => {
    expect(dealOf(home([towel({ refusal: 'REWARD_SOLD_OUT' })]), 'towel')).toBe(null);
    expect(dealOf(home([towel({ price: 101 as Points })]), 'towel')).toBe(null);
    expect(dealOf(home([]), 'towel')).toBe(null);
  });
});

const redemption = (change: Partial<RedemptionView> = {}): RedemptionView => ({
  ...{ id: 'r1', name: '运动毛巾', kind: 'GOODS', campusName: '东区', price: 60 as Points },
  ...{ status: 'OPEN', code: '123456789012', at: NOW, endedAt: null, coupon: null },
  ...change,
});
const coupon = (change: Partial<CouponView> = {}): CouponView => ({
  ...{ id: 'c1', name: '立减 10 元', off: 1_000 as Fen, least: 5_000 as Fen },
  ...{ validUntil: at('2026-05-13 23:59:59.999'), status: 'UNUSED' },
  ...change,
});
const mine = (redemptions: RedemptionView[], coupons: CouponView[] = []): Mine => ({
  ...{ redemptions, coupons, next: null, now: NOW },
});

describe('我的兑换', () => {
  const done = redemption({ id: 'r2', status: 'DONE' });
  const all = mine([redemption(), done], [coupon({ id: 'late' }), coupon({ id: 'soon' })]);

  test('sorts what waits with its code, coupons and what is over', () => {
    const [open, coupons, over] = (['open', 'coupons', 'over'] as const).map((tab) =>
      mineView(all, tab, NOW),
    );
    expect(open?.rows).toMatchObject([{ id: 'r1', code: '1234 5678 9012', status: '' }]);
    expect(open?.rows[0]?.about).toBe('东区 · 3 月 14 日 10:00');
    expect(over?.rows).toMatchObject([{ id: 'r2', code: '', status: '已完成' }]);
    expect(coupons?.coupons.map(({ id }) => id)).toEqual(['soon', 'late']);
    expect(coupons?.rows).toEqual([]);
  });

  test('puts coupons that are over below those that can be used', () => {
    const coupons = [coupon({ id: 'used', status: 'USED' }), coupon({ id: 'good' })];
    const view = mineView(mine([], coupons), 'coupons', NOW);
    expect(view.coupons.map(({ id, note }) => [id, note])).toEqual([
      ['good', '2026 年 5 月 13 日前可用'],
      ['used', '已使用'],
    ]);
  });

  test('says what to do where nothing is', () => {
    for (const tab of ['open', 'coupons', 'over'] as const) {
      expect(mineView(mine([]), tab, NOW).empty).not.toBe('');
      expect(mineView(all, tab, NOW).empty).toBe('');
    }
  });

  test('opens at the tab that is asked for, or at what waits', () => {
    expect([tabOf('coupons'), tabOf(undefined), tabOf('else')]).toEqual([
      'coupons',
      'open',
      'open',
    ]);
  });

  test('shows nothing twice when a page follows', () => {
    const more = joined(mine([redemption()]), mine([redemption(), done]));
    expect(more.redemptions.map(({ id }) => id)).toEqual(['r1', 'r2']);
  });
});

describe('the page of a code', () => {
  test('shows picture and digits while it waits, and neither afterwards', () => {
    const open = codeView(redemption(), NOW);
    expect(open).toMatchObject({ title: '待领取', note: '到东区前台出示' });
    expect(open.code).toEqual({ picture: 'CR1.123456789012', digits: '1234 5678 9012' });
    const done = codeView(redemption({ status: 'DONE', endedAt: NOW }), NOW);
    expect(done).toMatchObject({ title: '已领取', tone: 'brand', code: null });
    expect(done.facts.at(-1)).toEqual({ label: '结束时间', value: '3 月 14 日 10:00' });
    const cancelled = codeView(redemption({ status: 'CANCELLED', endedAt: NOW }), NOW);
    expect(cancelled).toMatchObject({ title: '已取消', tone: 'ink-2', code: null });
    const given = codeView(redemption({ status: 'DONE', code: null, coupon: coupon() }), NOW);
    expect(given).toMatchObject({ title: '已兑换', code: null });
  });
});

test('a coupon that costs nothing to use says so', () => {
  expect(couponCard(coupon({ least: 0 as Fen }))).toMatchObject({
    ...{ off: '¥10.00', least: '不限金额', usable: true },
  });
  expect(couponCard(coupon({ status: 'EXPIRED' }))).toMatchObject({
    note: '已过期',
    usable: false,
  });
});

test('the desk sees what and who, and whether it may be given', () => {
  const open = seenView({ ...redemption(), who: '林*满' });
  expect(open).toMatchObject({ open: true, title: '可以交付', digits: '1234 5678 9012' });
  expect(open.facts.map(({ value }) => value)).toEqual(['林*满', '东区', '3 月 14 日 10:00']);
  const done = seenView({ ...redemption({ status: 'DONE', endedAt: NOW }), who: '林*满' });
  expect(done).toMatchObject({ open: false, title: '已经领取过了' });
  expect(done.facts.at(-1)).toEqual({ label: '已完成', value: '3 月 14 日 10:00' });
});

const stored = (change: Partial<Stored> = {}): Stored => ({
  ...{ id: 'towel', campusId: 'c-east', kind: 'GOODS', name: '运动毛巾', description: '纯棉' },
  ...{ pictureFileId: null, pictureUrl: null, price: 60, stock: 36, perMember: 2, perDay: null },
  ...{ onShelf: true, coupon: null, version: 1, redeemed: 24, open: 0 },
  ...change,
});

test('the shelf has what can be had on top, and says what cannot', () => {
  const off = stored({ id: 'off', onShelf: false });
  const gone = stored({ id: 'gone', stock: 0, open: 2 });
  const view = shelfView({ campusId: 'c-east', campuses: [], rewards: [off, gone, stored()] });
  expect(view.rows.map(({ id, tag }) => [id, tag])).toEqual([
    ['gone', '已兑完'],
    ['towel', ''],
    ['off', '已下架'],
  ]);
  expect(view.rows[0]?.counts).toBe('库存 0 · 已兑 24 · 待领 2');
});

describe('the form of a reward', () => {
  test('says again what is stored', () => {
    const { id: _, campusId: __, pictureUrl: ___, version, redeemed, open, ...form } = stored();
    expect([version, redeemed, open]).toEqual([1, 24, 0]);
    expect(checkReward(draftOf(stored()))).toEqual({ ok: true, form });
    const hours = stored({ kind: 'COURT_HOURS', coupon: { off: 2_400, least: 0, days: 90 } });
    const checked = checkReward(draftOf(hours));
    expect(checked.ok && checked.form.coupon).toEqual({ off: 2_400, least: 0, days: 90 });
  });

  const good = { ...NEW_REWARD, name: '毛巾', price: '60', stock: '5' };
  test.each([
    ['name', { name: ' ' }],
    ['name', { name: '长'.repeat(21) }],
    ['description', { description: '长'.repeat(201) }],
    ['price', { price: '0' }],
    ['price', { price: '1.5' }],
    ['stock', { stock: '-1' }],
    ['stock', { stock: '' }],
    ['perMember', { perMember: '0' }],
    ['perDay', { perDay: 'x' }],
    ['off', { kind: 'COUPON', off: '' }],
    ['off', { kind: 'COUPON', off: '1000.01' }],
    ['least', { kind: 'COUPON', off: '10', least: '-1' }],
    ['days', { kind: 'COUPON', off: '10', days: '366' }],
  ] as const)('marks %s for %o', (field, change) => {
    const result = checkReward({ ...good, ...change });
    expect(result.ok ? 'ok' : result.errors[field]).toMatch(/\p{Script=Han}/u);
  });

  test('takes an empty shelf, no limits, and no terms where none belong', () => {
    const result = checkReward({ ...good, stock: '0', off: 'nonsense' });
    expect(result.ok && result.form).toMatchObject({
      ...{ stock: 0, perMember: null, perDay: null, coupon: null },
    });
  });
});
