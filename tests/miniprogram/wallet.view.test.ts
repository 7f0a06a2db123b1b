import { type Fen, fen, points } from '@shared/base/money';
import {
  type ClubDate,
  type ClubMonth,
  clubDayStart,
  DAY,
  HOUR,
  MINUTE,
  plus,
  SECOND,
} from '@shared/base/time';
import type { OrderView, StatementLine } from '@shared/contracts/wallet';
import { DEFAULT_WALLET_LIMITS } from '@shared/domain/wallet';
import { REFUSALS } from '@shared/refusals';
import { describe, expect, test } from 'vitest';
import { nextStep, orderFace, timeLeft } from '../../miniprogram/packages/wallet/order/order.view';
import {
  isOutdated,
  type Wallet,
  walletView,
} from '../../miniprogram/packages/wallet/pages/home/home.view';
import { orderFacts, subjectLink } from '../../miniprogram/packages/wallet/pages/order/facts.view';
import {
  csvName,
  shownLines,
  statementCsv,
  statementView,
} from '../../miniprogram/packages/wallet/pages/statement/statement.view';
import {
  creditedBalance,
  requestFor,
  topupView,
} from '../../miniprogram/packages/wallet/pages/topup/topup.view';
import { monthSwitch } from '../../miniprogram/words/months';

const now = plus(clubDayStart('2026-03-14' as ClubDate), 10 * HOUR);

function order(part: Partial<OrderView> = {}): OrderView {
  return {
    id: 'o1',
    kind: 'TOPUP',
    channel: 'WECHAT',
    status: 'PENDING',
    amount: fen(20_000),
    refunded: fen(0),
    subjectId: null,
    createdAt: now,
    expiresAt: plus(now, 15 * MINUTE),
    paidAt: null,
    ...part,
  };
}

function line(part: Partial<StatementLine> = {}): StatementLine {
  return {
    ...{ id: 'l1', at: now, kind: 'TOPUP', amount: fen(20_000), orderId: 'o1', lessonId: null },
    ...part,
  };
}

function wallet(part: Partial<Wallet> = {}): Wallet {
  return {
    balance: fen(12_345),
    frozen: fen(0),
    topupEnabled: true,
    limits: DEFAULT_WALLET_LIMITS,
    pending: [],
    withdrawable: [],
    recent: [],
    points: { usable: points(0), expiring: [] },
    now,
    ...part,
  };
}

describe('the wallet', () => {
  test('tells the balance, and what is frozen only when something is', () => {
    expect(walletView(wallet(), now)).toMatchObject({ balance: '¥123.45', frozen: '', closed: '' });
    expect(walletView(wallet({ frozen: fen(2_000) }), now).frozen).toBe('¥20.00');
  });

  test('says where to go when nothing can be topped up online', () => {
    const view = walletView(wallet({ topupEnabled: false }), now);
    expect(view.closed).toBe(REFUSALS.TOPUP_DISABLED);
  });

  test('counts down what waits for payment, and asks anew when it is over', () => {
    const open = wallet({ pending: [order()] });
    expect(walletView(open, plus(now, 28 * SECOND)).pending).toMatchObject([
      { id: 'o1', what: '钱包充值', amount: '¥200.00', left: '还剩 14:32', payable: true },
    ]);
    expect(isOutdated(open, plus(now, 15 * MINUTE - 1))).toBe(false);
    const over = plus(now, 15 * MINUTE);
    expect(isOutdated(open, over)).toBe(true);
    expect(walletView(open, over).pending[0]).toMatchObject({ left: '正在关闭', payable: false });
  });

  test('shows recent lines with their sign, each leading to its order', () => {
    const recent = [
      line(),
      line({ id: 'l2', kind: 'SPENDING', amount: fen(-1_250), orderId: null }),
    ];
    expect(walletView(wallet({ recent }), now).recent).toMatchObject([
      { what: '充值', amount: '+¥200.00', gain: true, orderId: 'o1', time: '3 月 14 日 10:00' },
      { what: '消费', amount: '-¥12.50', gain: false, orderId: '' },
    ]);
  });
});

test('the wallet tells what points there are, and the next three months that take some', () => {
  const month = (number: number) => `2026-0${number}` as ClubMonth;
  const expiring = [4, 5, 6, 7].map((each) => ({ month: month(each), amount: points(each) }));
  const view = walletView(wallet({ points: { usable: points(1_250), expiring } }), now);
  expect(view.points).toBe('1,250');
  expect(view.expiring.map(({ when }) => when)).toEqual([
    '2026 年 4 月到期',
    '2026 年 5 月到期',
    '2026 年 6 月到期',
  ]);
});

describe('the amount to top up', () => {
  const holding = (fenHeld: number, frozen = 0) =>
    wallet({ balance: fen(fenHeld), frozen: fen(frozen) });

  test.each([
    ['200', 20_000],
    ['0.01', 1],
    [' 88.8 ', 8_880],
    ['88.', 8_800],
    ['.5', 50],
    ['5000', 500_000],
  ])('“%s” is %i fen and can be paid', (typed, amount) => {
    expect(topupView(typed, holding(0))).toMatchObject({ amount, wrong: '' });
  });

  test.each([
    ['0', REFUSALS.TOPUP_AMOUNT_INVALID],
    ['0.00', REFUSALS.TOPUP_AMOUNT_INVALID],
    ['10000.01', REFUSALS.TOPUP_AMOUNT_INVALID],
    ['5000.01', REFUSALS.WALLET_LIMIT],
    ['12.345', expect.stringContaining('两位小数')],
    ['1e3', expect.stringContaining('两位小数')],
    ['-5', expect.stringContaining('两位小数')],
    ['.', REFUSALS.TOPUP_AMOUNT_INVALID],
  ])('“%s” cannot, and the form says why', (typed, wrong) => {
    expect(topupView(typed, holding(0))).toMatchObject({ amount: null, wrong, after: '' });
  });

  test('nothing typed is no mistake yet', () => {
    expect(topupView('', holding(0))).toMatchObject({
      amount: null,
      wrong: '',
      button: '微信支付',
      room: '最少 ¥0.01，最多还能充 ¥5000.00',
    });
  });

  test('what is frozen counts towards the most a wallet holds', () => {
    expect(topupView('100', holding(480_000, 10_000)).wrong).toBe('');
    expect(topupView('100.01', holding(480_000, 10_000)).wrong).toBe(REFUSALS.WALLET_LIMIT);
    expect(topupView('', holding(480_000, 10_000)).room).toContain('最多还能充 ¥100.00');
    expect(topupView('', holding(500_000)).room).toBe(REFUSALS.WALLET_LIMIT);
  });

  test('orders that may still be paid count too', () => {
    const waiting = wallet({ balance: fen(460_000), pending: [order()] });
    expect(topupView('200', waiting).wrong).toBe('');
    expect(topupView('200.01', waiting).wrong).toBe(REFUSALS.WALLET_LIMIT);
    expect(topupView('', waiting).room).toContain('最多还能充 ¥200.00（待支付的订单也算在内）');
  });

  test('a tapped amount is marked, however it was written, and the button says it', () => {
    const view = topupView('200.00', holding(10_000));
    expect(view.choices.filter(({ chosen }) => chosen).map(({ yuan }) => yuan)).toEqual(['200']);
    expect(view).toMatchObject({ button: '微信支付 ¥200.00', after: '充值后余额 ¥300.00' });
  });

  test('the club’s own limits hold', () => {
    const limits = { leastTopup: 1_000, mostTopup: 2_000, mostBalance: 500_000 };
    expect(topupView('9.99', wallet({ limits })).wrong).toBe(REFUSALS.TOPUP_AMOUNT_INVALID);
    expect(topupView('20', wallet({ limits })).wrong).toBe('');
    expect(topupView('', wallet({ limits })).room).toBe('最少 ¥10.00，最多还能充 ¥20.00');
  });

  test('the same amount is the same request; another amount is another order', () => {
    const first = requestFor(fen(5_000), null);
    expect(requestFor(fen(5_000), first)).toBe(first);
    const second = requestFor(fen(6_000), first);
    expect(second.requestId).not.toBe(first.requestId);
    expect(second.requestId).toMatch(/^[0-9a-z]{20}$/);
  });

  test('the new balance is shown once the credit is in it', () => {
    const paid = order({ status: 'PAID', paidAt: now });
    expect(creditedBalance(paid, wallet({ recent: [line()] }))).toBe('¥123.45');
    expect(creditedBalance(paid, wallet({ recent: [line({ orderId: 'o0' })] }))).toBe('');
    const refund = line({ kind: 'REFUND', amount: fen(-5) });
    expect(creditedBalance(paid, wallet({ recent: [refund] }))).toBe('');
  });
});

describe('an order', () => {
  test.each([
    [null, '待支付', 'pay'],
    ['cancelled', '支付已取消', 'pay'],
    ['failed', '支付没有完成', 'pay'],
    ['done', '结果确认中', 'ask'],
  ] as const)('that is open after a cashier that was %s: %s, then %s', (cashier, title, next) => {
    expect(orderFace(order(), now, cashier).title).toBe(title);
    expect(nextStep(order(), now, cashier)).toBe(next);
  });

  test('that was left open says until when it is kept', () => {
    expect(orderFace(order(), now, 'cancelled').note).toContain('保留到 10:15');
  });

  test('that is over but not closed yet is asked for, not paid', () => {
    const over = plus(now, 15 * MINUTE);
    expect(orderFace(order(), over, null)).toMatchObject({ tone: 'wait', title: '正在关闭' });
    expect(nextStep(order(), over, null)).toBe('ask');
    expect(nextStep(order(), over, 'cancelled')).toBe('ask');
  });

  test.each([
    ['PAID', '支付成功', 'good'],
    ['CLOSED', '订单已关闭', 'off'],
    ['FAILED', '支付失败', 'bad'],
    ['REFUNDING', '退款中', 'wait'],
    ['PARTLY_REFUNDED', '已部分退款', 'good'],
    ['REFUNDED', '已退款', 'off'],
  ] as const)('that is %s says “%s” and cannot be paid', (status, title, tone) => {
    expect(orderFace(order({ status }), now, null)).toMatchObject({ title, tone });
    expect(nextStep(order({ status }), now, null)).toBe('none');
  });

  test('that closed although the cashier said it was paid says what becomes of the money', () => {
    const face = orderFace(order({ status: 'CLOSED' }), now, 'done');
    expect(face.tone).toBe('bad');
    expect(face.note).toContain('退回');
    expect(orderFace(order({ status: 'CLOSED' }), now, 'cancelled').tone).toBe('off');
    expect(orderFace(order({ status: 'PAID' }), now, 'cancelled').tone).toBe('good');
  });

  test.each([
    [0, '15:00'],
    [1, '15:00'],
    [SECOND, '14:59'],
    [14 * MINUTE + 1, '1:00'],
    [15 * MINUTE - 1, '0:01'],
    [15 * MINUTE, ''],
    [DAY, ''],
  ])('after %i ms has %s left', (passed, left) => {
    expect(timeLeft(order(), plus(now, passed))).toBe(left);
  });

  test('lists what it has, in words', () => {
    expect(orderFacts(order()).map(({ label }) => label)).toEqual([
      '内容',
      '支付方式',
      '下单时间',
      '订单号',
    ]);
    const refunded = order({
      status: 'PARTLY_REFUNDED',
      channel: 'CASH',
      paidAt: plus(now, MINUTE),
      refunded: fen(5_050),
    });
    const facts = new Map(orderFacts(refunded).map(({ label, value }) => [label, value]));
    expect(facts.get('支付方式')).toBe('现金');
    expect(facts.get('支付时间')).toBe('2026-03-14 10:01:00');
    expect(facts.get('已退款')).toBe('¥50.50');
    expect(orderFace(refunded, now, null).note).toBe('已退回 ¥50.50');
  });
});

test.each([
  [{}, null],
  [{ kind: 'BOOKING' }, null],
  [{ kind: 'BOOKING', subjectId: 'b1' }, '/packages/booking/pages/detail/detail?id=b1'],
  [{ kind: 'BOOKING_CHANGE', subjectId: 'b1' }, '/packages/booking/pages/detail/detail?id=b1'],
  [{ kind: 'BOOKING_SERIES', subjectId: 's1' }, '/packages/booking/pages/mine/mine'],
] as const)('an order of %o leads to %s', (part, url) => {
  expect(subjectLink(order(part))?.url ?? null).toBe(url);
});

describe('the statement', () => {
  const lines = [
    line({ id: 'c', at: plus(now, -HOUR), kind: 'SPENDING', amount: fen(-1_250), orderId: null }),
    line({ id: 'b', at: plus(now, -2 * HOUR), kind: 'REFUND', amount: fen(-5_000) }),
    line({ id: 'a', at: plus(now, -DAY) }),
  ];

  test('stands under its days, newest first, with the sums of the month', () => {
    const view = statementView(lines, 'ALL', now);
    expect(view.days.map(({ title, rows }) => [title, rows.map(({ id }) => id)])).toEqual([
      ['今天 · 3 月 14 日 周六', ['c', 'b']],
      ['昨天 · 3 月 13 日 周五', ['a']],
    ]);
    expect(view).toMatchObject({ gained: '¥200.00', spent: '¥62.50', empty: '' });
  });

  test('of one kind shows and sums only that', () => {
    const view = statementView(lines, 'SPENDING', now);
    expect(view.days.flatMap(({ rows }) => rows.map(({ id }) => id))).toEqual(['c']);
    expect(view).toMatchObject({ gained: '¥0.00', spent: '¥12.50' });
    expect(view.filters.find(({ chosen }) => chosen)?.word).toBe('消费');
    expect(statementView([], 'REFUND', now).empty).toBe('这个月没有退款');
    expect(statementView([], 'ALL', now).empty).toBe('这个月没有明细');
  });

  test('money taken back from a top-up is found among the refunds', () => {
    const taken = line({ id: 'w', kind: 'WITHDRAWAL', amount: fen(-100) });
    const [day] = statementView([taken], 'REFUND', now).days;
    expect(day?.rows).toMatchObject([{ what: '充值退回', amount: '-¥1.00' }]);
    expect(shownLines([taken], 'TOPUP')).toEqual([]);
  });

  test('ends with this month', () => {
    const months = (month: string) => monthSwitch(month as ClubMonth, now);
    expect(months('2026-03')).toEqual({ title: '2026 年 3 月', before: '2026-02', after: '' });
    expect(months('2025-12')).toMatchObject({ before: '2025-11', after: '2026-01' });
  });

  test('is exported as a spreadsheet reads it', () => {
    expect(statementCsv(shownLines(lines, 'ALL'))).toBe(
      [
        '\uFEFF"时间","类型","金额（元）","订单号"',
        '"2026-03-14 09:00:00","消费","-12.50",""',
        '"2026-03-14 08:00:00","退款","-50.00","o1"',
        '"2026-03-13 10:00:00","充值","200.00","o1"',
        '',
      ].join('\r\n'),
    );
    expect(csvName('2026-03' as ClubMonth)).toBe('courtside-wallet-2026-03.csv');
  });

  test('sums to the fen', () => {
    const cents = Array.from({ length: 10 }, (_, at) => line({ id: `${at}`, amount: 10 as Fen }));
    expect(statementView(cents, 'ALL', now).gained).toBe('¥1.00');
  });
});
