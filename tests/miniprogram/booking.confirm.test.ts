import { fen, points } from '@shared/base/money';
import { HOUR, plus } from '@shared/base/time';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  type ConfirmView,
  confirmView,
  wantedFrom,
} from '../../miniprogram/packages/booking/pages/confirm/confirm.view';
import { tierRows } from '../../miniprogram/packages/booking/tiers.view';
import { booking, now, opened, saturday, TODAY } from './booking';

const QUERY = {
  ...{ venueId: 'v-1', courtId: 'c-1', date: TODAY, sport: 'BADMINTON' },
  ...{ from: '840', until: '900' },
};
const wanted = wantedFrom(QUERY);
const form = { places: 1, by: 'WALLET', couponId: null, withPoints: false, now } as const;

const viewOf = (...[day, wish, how]: Parameters<typeof confirmView>): ConfirmView => {
  const view = confirmView(day, wish, how);
  if (typeof view === 'string') throw new Error(view);
  return view;
};

describe('what was chosen on the grid', () => {
  test('is told with its place, its time and its price', () => {
    expect(viewOf(opened('ffff'), wanted, form)).toMatchObject({
      place: {
        court: '1 号场',
        venue: '中心羽毛球馆 · 羽毛球',
        day: '今天 · 3 月 14 日 周六',
        time: '14:00–15:00',
        duration: '1 小时',
        places: '',
      },
      places: null,
      bill: { rows: [{ label: '周末', note: '¥30.00 × 2 个半小时', value: '¥60.00' }] },
      due: 6_000,
      button: '余额支付 ¥60.00',
    });
  });

  test('costs line by line where the price changes in between', () => {
    const { bill } = viewOf(opened('ffff', { prices: [3_000, 4_000, 0, 0] }), wanted, form);
    expect(bill.rows.map(({ label, value }) => [label, value])).toEqual([
      ['周末', '¥30.00'],
      ['高峰', '¥40.00'],
    ]);
    expect(bill.total).toBe('¥70.00');
  });

  test('that costs nothing asks for no way to pay', () => {
    const view = viewOf(opened('ffff', { prices: [0, 0, 0, 0] }), wanted, form);
    expect(view).toMatchObject({ ways: [], button: '确认预订' });
  });

  test.each([
    ['tfff', 'taken'],
    ['ftff', 'taken'],
    ['mmff', 'mine'],
    ['mfff', 'taken'],
    ['ppff', 'taken'],
  ])('is gone where the half-hours are %s: %s', (cells, why) => {
    expect(confirmView(opened(cells), wanted, form)).toBe(why);
  });

  test('is gone where the address was cut off', () => {
    expect(confirmView(opened('ffff'), wantedFrom({ venueId: 'v-1' }), form)).toBe('taken');
    expect(confirmView(opened('ffff'), wantedFrom({ ...QUERY, from: 'x' }), form)).toBe('taken');
    const late = wantedFrom({ ...QUERY, until: '990' });
    expect(confirmView(opened('ffff'), late, form)).toBe('taken');
  });

  test('of places is for so many as are left in the fullest half-hour, four at most', () => {
    const gym = opened('ffff', { left: [9, 3, 1, 1] });
    expect(viewOf(gym, wanted, { ...form, places: 4 })).toMatchObject({
      places: { count: 3, most: 3, left: '还剩 3 个' },
      bill: { rows: [{ note: '¥30.00 × 2 个半小时 × 3 人', value: '¥180.00' }] },
    });
    const empty = opened('ffff', { left: [9, 9, 9, 9] });
    expect(viewOf(empty, wanted, { ...form, places: 1 }).places).toMatchObject({ most: 4 });
  });
});

describe('coupon and points', () => {
  const ten = { id: 'ten', name: '满 50 减 10', off: fen(1_000), least: fen(5_000) };
  const coupons = [
    { ...ten, validUntil: plus(now, 5 * 24 * HOUR) },
    { ...ten, id: 'big', name: '满 100 减 30', least: fen(10_000), validUntil: plus(now, HOUR) },
  ];
  const with2000 = { ...opened('ffff'), means: { points: points(2_000), coupons } };

  test('are offered and not used until somebody chooses', () => {
    expect(viewOf(with2000, wanted, form)).toMatchObject({
      due: 6_000,
      beside: {
        couponId: null,
        pointsUsed: 0,
        coupon: {
          value: '1 张可用',
          options: [
            { id: 'ten', off: '减 ¥10.00', note: '满 ¥50.00 可用，3 月 19 日前有效', usable: true },
            { id: 'big', note: '还差 ¥40.00 可用', usable: false },
          ],
        },
        points: { note: '用 1800 积分抵 ¥18.00，共有 2000 积分', on: false },
      },
    });
  });

  test('go off one after the other, and the button says what is due', () => {
    const view = viewOf(with2000, wanted, { ...form, couponId: 'ten', withPoints: true });
    expect(view).toMatchObject({ due: 3_500, button: '余额支付 ¥35.00' });
    expect(view.beside).toMatchObject({ couponId: 'ten', pointsUsed: 1_500 });
    expect(view.bill.rows.slice(1).map(({ label, note, value }) => [label, note, value])).toEqual([
      ['优惠券', '', '-¥10.00'],
      ['积分抵扣', '1500 积分', '-¥15.00'],
    ]);
    expect(view.bill.total).toBe('¥35.00');
  });

  test('come after what the level takes off', () => {
    const grid = with2000.grid && { ...with2000.grid, percent: 90 };
    const how = { ...form, couponId: 'ten', withPoints: true };
    const view = viewOf({ ...with2000, grid }, wanted, how);
    expect(view.bill.rows.slice(1).map(({ value }) => value)).toEqual([
      '-¥6.00',
      '-¥10.00',
      '-¥13.20',
    ]);
    expect(view.due).toBe(3_080);
  });

  test('that cannot be used are not: a coupon from a higher price, less than a hundred points', () => {
    const few = { ...with2000, means: { points: points(99), coupons } };
    const view = viewOf(few, wanted, { ...form, couponId: 'big', withPoints: true });
    expect(view).toMatchObject({ due: 6_000, beside: { couponId: null, points: null } });
    const none = { ...with2000, means: { points: points(0), coupons: [] } };
    expect(viewOf(none, wanted, form).beside).toMatchObject({ coupon: null, points: null });
  });

  test('that pay everything leave no way to choose', () => {
    const all = [{ ...ten, off: fen(9_000), validUntil: plus(now, HOUR) }];
    const free = { ...with2000, means: { points: points(2_000), coupons: all } };
    const view = viewOf(free, wanted, { ...form, couponId: 'ten', withPoints: true });
    expect(view).toMatchObject({ due: 0, ways: [], button: '确认预订' });
  });
});

describe('what cancelling gives back', () => {
  const tiers = [
    { hours: 24, percent: 100 },
    { hours: 12, percent: 80 },
    { hours: 5, percent: 50 },
  ];
  const start = saturday(14);

  test.each([
    [24, '全额退款'],
    [23.99, '退 80%'],
    [12, '退 80%'],
    [11.99, '退 50%'],
    [5, '退 50%'],
    [4.99, '不退款'],
  ])('%f hours before the start: %s', (hours, back) => {
    const rows = tierRows(tiers, start, plus(start, -hours * HOUR));
    expect(rows.filter((row) => row.now).map((row) => row.back)).toEqual([back]);
  });

  test('is listed from the earliest on', () => {
    expect(tierRows(tiers, start, now).map(({ when, back }) => `${when}：${back}`)).toEqual([
      '开场前 24 小时以上：全额退款',
      '开场前 12–24 小时：退 80%',
      '开场前 5–12 小时：退 50%',
      '开场前不到 5 小时：不退款',
    ]);
  });

  test('is nothing where a venue has no tiers, and has no gap where they reach the start', () => {
    expect(tierRows([], start, now)).toEqual([{ when: '预订以后', back: '不退款', now: true }]);
    expect(tierRows([{ hours: 0, percent: 90 }], start, start)).toEqual([
      { when: '开场前 0 小时以上', back: '退 90%', now: true },
    ]);
  });
});

interface Shown {
  data: { state: { kind: string }; busy: string };
  setData(part: object): void;
  onLoad(query: object): Promise<void>;
  onPay(): Promise<void>;
  onWay(event: object): void;
}
type Sent = { readonly action: string; readonly input: Readonly<Record<string, unknown>> };

const sent: Sent[] = [];
const redirectTo = vi.fn();
const showToast = vi.fn();
let create: () => Promise<object>;
let cells: string;

const created = () => sent.filter(({ action }) => action === 'create');
const answer = (part: object = {}) => ({
  ok: true,
  data: { booking: booking(), payment: null, order: null, short: false, ...part },
});

beforeEach(() => {
  sent.length = 0;
  redirectTo.mockClear();
  showToast.mockClear();
  cells = 'ffff';
  create = async () => answer();
  const callFunction = async ({ data }: { data: Sent }) => {
    sent.push(data);
    if (data.action === 'templates') return { result: { ok: true, data: { templates: [] } } };
    if (data.action === 'open') return { result: { ok: true, data: opened(cells) } };
    return { result: await create() };
  };
  vi.stubGlobal('wx', { cloud: { callFunction }, redirectTo, showToast });
});
afterEach(() => vi.unstubAllGlobals());

async function confirmPage(): Promise<Shown> {
  vi.resetModules();
  let page: Shown | undefined;
  vi.stubGlobal('Page', (definition: Shown) => {
    page = definition;
  });
  await import('../../miniprogram/packages/booking/pages/confirm/confirm');
  if (!page) throw new Error('the file defines no page');
  const shown = page;
  shown.setData = (part) => {
    shown.data = { ...shown.data, ...part };
  };
  await shown.onLoad(QUERY);
  return shown;
}

describe('the button', () => {
  test('tapped twice books once, at the price that is shown, and leads to the booking', async () => {
    const page = await confirmPage();
    await Promise.all([page.onPay(), page.onPay()]);
    expect(created()).toHaveLength(1);
    expect(created()[0]?.input).toMatchObject({ expected: 6_000, channel: 'WALLET', places: 1 });
    expect(redirectTo).toHaveBeenCalledTimes(1);
    expect(redirectTo.mock.calls[0]?.[0].url).toContain('detail?id=b1&fresh=1');
  });

  test('is the same request when the answer got lost, however it is paid then', async () => {
    const page = await confirmPage();
    create = () => Promise.reject(new Error('timeout'));
    await page.onPay();
    expect(page.data).toMatchObject({ busy: '', state: { kind: 'ready' } });
    page.onWay({ currentTarget: { dataset: { by: 'WECHAT' } } });
    create = async () => answer();
    await page.onPay();
    const [first, second] = created();
    expect(first?.input.requestId).toBe(second?.input.requestId);
    expect(second?.input.channel).toBe('WECHAT');
  });

  test('that came too late says so, looks again, and leads back to the grid', async () => {
    const page = await confirmPage();
    create = async () => ({ ok: false, code: 'SLOT_TAKEN', traceId: 't' });
    cells = 'tfff';
    await page.onPay();
    expect(showToast.mock.calls[0]?.[0].title).toContain('刚被订走');
    expect(page.data).toMatchObject({ busy: '', state: { kind: 'gone', mine: false } });
    expect(redirectTo).not.toHaveBeenCalled();
  });
});
