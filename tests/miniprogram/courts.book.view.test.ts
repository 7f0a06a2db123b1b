import { fen } from '@shared/base/money';
import { plus } from '@shared/base/time';
import type { GridView } from '@shared/contracts/bookingViews';
import { describe, expect, test } from 'vitest';
import {
  endOfPaying,
  payingNote,
} from '../../miniprogram/packages/courts/components/paying-code/paying.view';
import {
  bookView,
  type DeskForm,
  requestFor,
} from '../../miniprogram/packages/courts/pages/book/book.view';
import { bookPath, choiceOf } from '../../miniprogram/packages/courts/pages/slots/slots.view';
import { clock, DATE } from './courts.row';

const GRID: GridView = {
  venueId: 'v-east-pingpong',
  date: DATE,
  sport: 'TABLE_TENNIS',
  open: { from: 18 * 60, until: 20 * 60 },
  closed: null,
  courts: [
    {
      id: 'c1',
      name: '1 号台',
      sport: 'TABLE_TENNIS',
      kind: 'COURT',
      capacity: 1,
      cells: 'ffff',
      left: null,
      closed: [],
    },
  ],
  prices: [800, 800, 1200, 1200].map((each) => ({
    fen: each,
    name: each > 800 ? '高峰' : '基础价',
  })),
  percent: 100,
  seriesAllowed: true,
  tiers: [],
};
const FORM: DeskForm = {
  who: 'WALK_IN',
  payer: null,
  name: '',
  phone: '',
  places: 1,
  method: 'CASH',
};

describe('the desk books', () => {
  const selection = { courtId: 'c1', from: 18 * 60, until: 19 * 60 + 30, taken: false };
  const path = bookPath(GRID, selection);
  const query = Object.fromEntries(new URLSearchParams(path.split('?')[1]));

  test('the choice survives its address, and a broken address is none', () => {
    const choice = choiceOf(query);
    expect(choice).toMatchObject({ courtId: 'c1', from: 1080, until: 1170, date: DATE });
    expect(choiceOf({ ...query, until: '1080' })).toBeNull();
    expect(choiceOf({ ...query, sport: 'CHESS' })).toBeNull();
    expect(choiceOf({ ...query, courtId: undefined })).toBeNull();
  });

  test('the bill adds up, and nobody pays before there is a name', () => {
    const choice = choiceOf(query);
    if (!choice) throw new Error('no choice');
    const view = bookView(GRID, choice, { form: FORM, alipay: false });
    expect(view).toMatchObject({ total: 2800, button: '确认收款 ¥28.00', mostPlaces: 1 });
    expect(view?.missing).toBe('请填写散客的称呼');
    expect(view?.methods.map(({ id }) => id)).toEqual(['CASH', 'BANK']);
    const named = bookView(GRID, choice, {
      form: { ...FORM, name: '王', method: 'ALIPAY' },
      alipay: true,
    });
    expect(named).toMatchObject({ missing: '', button: '出示付款码 ¥28.00' });
    expect(bookView({ ...GRID, courts: [] }, choice, { form: FORM, alipay: true })).toBeNull();
  });

  test('a member pays what the level pays, a walk-in all of it, whatever card the clerk has', () => {
    const choice = choiceOf(query);
    if (!choice) throw new Error('no choice');
    const payer = {
      ...{ memberId: 'm-yang', maskedName: '杨*', avatarUrl: null, maskedPhone: null },
      ...{ level: 'GOLD' as const, balance: fen(0), room: fen(0) },
    };
    const grid = { ...GRID, percent: 85 };
    const facts = (form: DeskForm) => ({ form, alipay: false });
    const member = bookView(grid, choice, facts({ ...FORM, who: 'MEMBER', payer }));
    expect(member).toMatchObject({ total: 2520 });
    expect(member?.lines.at(-1)).toEqual({ name: '会员优惠', about: '', amount: '-¥2.80' });
    const basic = { ...payer, level: null };
    expect(bookView(grid, choice, facts({ ...FORM, who: 'MEMBER', payer: basic }))?.total).toBe(
      2800,
    );
    // Found, and then it is a walk-in after all.
    expect(bookView(grid, choice, facts({ ...FORM, payer }))?.total).toBe(2800);
  });

  test('the same form keeps its request; another person, way or price makes a new one', () => {
    const first = requestFor({ ...FORM, name: '王' }, fen(2800), null);
    expect(requestFor({ ...FORM, name: ' 王 ' }, fen(2800), first)).toBe(first);
    expect(requestFor({ ...FORM, name: '李' }, fen(2800), first)).not.toBe(first);
    expect(requestFor({ ...FORM, name: '王', method: 'BANK' }, fen(2800), first)).not.toBe(first);
    expect(requestFor({ ...FORM, name: '王' }, fen(2900), first)).not.toBe(first);
  });

  test.each([
    ['BOOKED', 'PAID', 'paid'],
    ['PENDING_PAY', 'PENDING', null],
    ['PENDING_PAY', 'CLOSED', 'unpaid'],
    ['CLOSED', 'CLOSED', 'unpaid'],
    ['CANCELLED', 'REFUNDED', 'unpaid'],
  ] as const)('a booking %s with its order %s ends the waiting as %s', (status, order, end) => {
    expect(endOfPaying(status, { status: order })).toBe(end);
  });

  test('a code counts down, and is not shown when it is over', () => {
    expect(payingNote(plus(clock(10), 65_000), clock(10))).toMatchObject({ open: true });
    expect(payingNote(plus(clock(10), 65_000), clock(10)).words).toContain('1:05');
    expect(payingNote(clock(10), clock(10)).open).toBe(false);
  });
});
