import { fen } from '@shared/base/money';
import { type ClubDate, clubDayStart, DAY, HOUR, MINUTE, plus } from '@shared/base/time';
import type {
  AttentionView,
  OrderFile,
  ReconciliationView,
  RefundView,
} from '@shared/contracts/books';
import type { OrderView } from '@shared/contracts/wallet';
import { ORDER_STATUSES } from '@shared/domain/order';
import { DIFFERENCE_KINDS, DIFFERENCE_WORDS } from '@shared/domain/reconciliation';
import { describe, expect, test } from 'vitest';
import { dayView } from '../../miniprogram/packages/books/pages/day/day.view';
import { type Books, booksView } from '../../miniprogram/packages/books/pages/home/home.view';
import {
  entryWord,
  orderFileView,
  questionBefore,
  reasonSheetOf,
} from '../../miniprogram/packages/books/pages/order/order.view';
import { appended, orderRows } from '../../miniprogram/packages/books/pages/orders/orders.view';
import { daysView } from '../../miniprogram/packages/books/pages/reconciliation/reconciliation.view';
import {
  byHandOf,
  refundSections,
} from '../../miniprogram/packages/books/pages/refunds/refunds.view';
import {
  campusChoices,
  daySwitch,
  type Takings,
  takingsView,
} from '../../miniprogram/packages/books/pages/takings/takings.view';
import { dayStanding } from '../../miniprogram/packages/books/words';

// Saturday 2026-03-14 10:00 at the club.
const now = plus(clubDayStart('2026-03-14' as ClubDate), 10 * HOUR);
const yesterday = '2026-03-13' as ClubDate;

const sums = (count: number, amount: number, refunds = 0, refunded = 0) => ({
  count,
  amount: fen(amount),
  refunds,
  refunded: fen(refunded),
});

const QUIET: AttentionView = {
  notificationsWaiting: 0,
  deedsFailing: 0,
  refundsStuck: 0,
  ordersOverdue: 0,
  paidNotFulfilled: 0,
  differencesOpen: 0,
  daysBroken: 0,
  booksOff: false,
  booksUnchecked: false,
};

const CAMPUSES = [
  { id: 'c-east', name: '东校区' },
  { id: 'c-west', name: '西校区' },
];

function books(part: Partial<Books> = {}): Books {
  return {
    superAdmin: true,
    campuses: CAMPUSES,
    today: sums(3, 45_000, 1, 5_050),
    attention: QUIET,
    balancedAt: now,
    reconciliations: [],
    now,
    ...part,
  };
}

function day(part: Partial<ReconciliationView> = {}): ReconciliationView {
  const same = { ours: sums(1, 20_000), theirs: sums(1, 20_000) };
  return {
    channel: 'WECHAT',
    date: yesterday,
    status: 'BALANCED',
    ...same,
    open: 0,
    at: now,
    ...part,
  };
}

function order(part: Partial<OrderView> = {}): OrderView {
  return {
    id: 'o1',
    kind: 'TOPUP',
    channel: 'WECHAT',
    status: 'PAID',
    amount: fen(20_000),
    refunded: fen(0),
    subjectId: null,
    createdAt: now,
    expiresAt: plus(now, 15 * MINUTE),
    paidAt: plus(now, MINUTE),
    ...part,
  };
}

function refund(part: Partial<RefundView> = {}): RefundView {
  return {
    id: 'r1',
    orderId: 'o1',
    campusId: null,
    maskedName: '林*满',
    channel: 'WECHAT',
    amount: fen(5_000),
    reason: '充值七天内退回',
    status: 'OPEN',
    createdAt: plus(now, -HOUR),
    endedAt: null,
    stuck: false,
    byHand: 'WALLET',
    ...part,
  };
}

function file(part: Partial<OrderFile> = {}): OrderFile {
  return {
    order: order(),
    maskedName: '林*满',
    campusName: null,
    operatorName: null,
    transactionId: '4200001',
    fulfilledAt: plus(now, MINUTE),
    entries: [],
    refunds: [],
    may: { query: false, close: false, fulfil: false, reverse: false, payBack: false },
    unspent: fen(0),
    ...part,
  };
}

describe('the books at a glance', () => {
  test('tell what is left of today after refunds', () => {
    expect(booksView(books())).toMatchObject({
      net: '¥399.50',
      gained: '¥450.00',
      refunded: '¥50.50',
      counts: '3 笔收款，1 笔退款',
    });
    expect(booksView(books({ today: sums(0, 0, 1, 100) })).net).toBe('-¥1.00');
  });

  test('are calm on a good day and say when they were last checked', () => {
    expect(booksView(books())).toMatchObject({
      waiting: [],
      calm: '一切正常',
      checked: '账本平衡 · 10:00 检查',
    });
    const night = plus(now, -11 * HOUR);
    expect(booksView(books({ balancedAt: night })).checked).toBe(
      '账本平衡 · 3 月 13 日 23:00 检查',
    );
    expect(booksView(books({ balancedAt: null }))).toMatchObject({
      calm: '没有要处理的',
      checked: '账本还没有检查过',
    });
  });

  test.each([
    ['refundsStuck', 'refunds/refunds'],
    ['paidNotFulfilled', 'orders/orders'],
    ['ordersOverdue', 'orders/orders'],
    ['notificationsWaiting', 'orders/orders'],
    ['deedsFailing', 'orders/orders'],
    ['differencesOpen', 'reconciliation/reconciliation'],
    ['daysBroken', 'reconciliation/reconciliation'],
  ] as const)('that have %s show just that and lead to %s', (key, page) => {
    const { waiting } = booksView(books({ attention: { ...QUIET, [key]: 2 } }));
    expect(waiting).toMatchObject([{ count: '2', url: `/packages/books/pages/${page}` }]);
  });

  test('that are off say so before anything else', () => {
    const attention = { ...QUIET, refundsStuck: 1, booksOff: true };
    const { waiting } = booksView(books({ attention }));
    expect(waiting.map(({ what }) => what)).toEqual(['账本不平衡', '退款卡住']);
  });

  test('that nobody could check for hours are no good day', () => {
    const { waiting } = booksView(books({ attention: { ...QUIET, booksUnchecked: true } }));
    expect(waiting).toMatchObject([{ what: '账本三小时没有核对完', count: '' }]);
  });

  test('lead a campus admin nowhere that only the super admin may go', () => {
    const attention = { ...QUIET, differencesOpen: 1 };
    const view = booksView(books({ superAdmin: false, attention, reconciliations: [day()] }));
    expect(view.waiting).toMatchObject([{ detail: '请联系超级管理员处理', url: '' }]);
    expect(view.channels).toMatchObject([{ word: '微信支付', standing: '一致', url: '' }]);
    expect(booksView(books({ reconciliations: [day()] })).channels).toMatchObject([
      { url: '/packages/books/pages/day/day?channel=WECHAT&date=2026-03-13' },
    ]);
  });
});

describe('the takings of a day', () => {
  const takings = (part: Partial<Takings> = {}): Takings => ({
    date: '2026-03-14' as ClubDate,
    rows: [{ channel: 'CASH', kind: 'TOPUP', ...sums(2, 30_000) }],
    total: sums(2, 30_000),
    agrees: true,
    campuses: [],
    now,
    ...part,
  });

  test('stand by channel and kind, refunds only where there were some', () => {
    const rows: Takings['rows'] = [
      { channel: 'WECHAT', kind: 'TOPUP', ...sums(1, 20_000, 1, 5_000) },
      { channel: 'CASH', kind: 'TOPUP', ...sums(2, 30_000) },
    ];
    const view = takingsView(takings({ rows, total: sums(3, 50_000, 1, 5_000) }));
    expect(view.rows).toMatchObject([
      {
        what: '微信支付 · 钱包充值',
        counts: '1 笔收款，1 笔退款',
        refunded: '¥50.00',
        net: '¥150.00',
      },
      { what: '现金 · 钱包充值', counts: '2 笔收款', refunded: '', net: '¥300.00' },
    ]);
    expect(view.total).toMatchObject({ gained: '¥500.00', net: '¥450.00' });
  });

  test('have lessons among what wallets paid', () => {
    const rows: Takings['rows'] = [
      { channel: 'WALLET', kind: 'LESSON', ...sums(2, 50_000, 1, 20_000) },
    ];
    expect(takingsView(takings({ rows })).rows).toMatchObject([
      { what: '余额 · 课程', counts: '2 笔收款，1 笔退款', net: '¥300.00' },
    ]);
  });

  test.each([
    [true, 'good', '与账本一致'],
    [false, 'bad', '与账本不一致，请联系技术人员核对'],
    [null, 'off', '只看一个校区时，不和账本比对'],
  ])('that the ledger confirms: %s is %s', (agrees, tone, text) => {
    expect(takingsView(takings({ agrees })).check).toEqual({ tone, text });
  });

  test('go back day by day and end with today', () => {
    expect(daySwitch('2026-03-14' as ClubDate, now)).toEqual({
      title: '今天 · 3 月 14 日 周六',
      before: '2026-03-13',
      after: '',
    });
    expect(daySwitch('2026-03-01' as ClubDate, now)).toMatchObject({
      before: '2026-02-28',
      after: '2026-03-02',
    });
  });

  test('are chosen by campus only by who sees several', () => {
    expect(campusChoices(takings({ campuses: CAMPUSES })).map(({ name }) => name)).toEqual([
      '全部校区',
      '东校区',
      '西校区',
    ]);
    expect(campusChoices(takings({ campuses: CAMPUSES.slice(0, 1) }))).toEqual([]);
    expect(campusChoices(takings())).toEqual([]);
  });
});

describe('a refund', () => {
  test('that is stuck comes before what is under way and what has ended', () => {
    const refunds = [
      refund({ id: 'done', status: 'SUCCESS', endedAt: now }),
      refund({ id: 'open' }),
      refund({ id: 'abnormal', status: 'ABNORMAL', stuck: true }),
      refund({ id: 'slow', stuck: true, createdAt: plus(now, -2 * DAY) }),
      refund({ id: 'closed', status: 'CLOSED', endedAt: now }),
    ];
    const sections = refundSections(refunds, now);
    expect(sections.map(({ key, rows }) => [key, rows.map(({ id }) => id)])).toEqual([
      ['stuck', ['abnormal', 'slow']],
      ['open', ['open']],
      ['ended', ['done', 'closed']],
    ]);
    expect(refundSections([refund()], now).map(({ key }) => key)).toEqual(['open']);
    expect(refundSections([], now)).toEqual([]);
  });

  test('says since when, and what can be done about it', () => {
    const rowOf = (part: Partial<RefundView>) => refundSections([refund(part)], now)[0]?.rows[0];
    expect(rowOf({})).toMatchObject({
      name: '林*满',
      amount: '¥50.00',
      what: '微信支付 · 充值七天内退回',
      since: '3 月 14 日 09:00 起，已 1 小时',
      ask: '再次发送',
      byHand: '',
    });
    expect(rowOf({ stuck: true, createdAt: plus(now, -2 * DAY) })).toMatchObject({
      since: '3 月 12 日 10:00 起，已 2 天',
      tone: 'bad',
      ask: '再次发送',
      byHand: '退到余额',
    });
    expect(rowOf({ status: 'ABNORMAL', stuck: true })).toMatchObject({
      standing: '渠道退不了',
      ask: '查询',
      byHand: '退到余额',
    });
    expect(rowOf({ status: 'SUCCESS', endedAt: now })).toMatchObject({
      since: '3 月 14 日 10:00 完成',
      ask: '',
      byHand: '',
    });
  });

  test('of whoever has no wallet is handed over in cash', () => {
    const walkIn = refund({ stuck: true, status: 'ABNORMAL', byHand: 'CASH', maskedName: '散客' });
    expect(refundSections([walkIn], now)[0]?.rows[0]).toMatchObject({ byHand: '已退现金' });
    const { question } = byHandOf(walkIn);
    expect(question.title).toContain('¥50.00 现金');
    expect(question.content).toContain('当面交给散客');
  });

  test('ends in the wallet only after a question that names the amount and the member', () => {
    const { title, content } = byHandOf(refund()).question;
    expect(title).toContain('¥50.00');
    expect(content).toContain('林*满');
  });

  test('is asked about with buttons that WeChat does not cut', () => {
    for (const byHand of ['WALLET', 'CASH'] as const) {
      expect(byHandOf(refund({ byHand })).question.confirmText.length).toBeLessThanOrEqual(4);
    }
  });
});

describe('orders', () => {
  test('of today say the hour, older ones the day', () => {
    const rows = orderRows(
      [
        { order: order({ status: 'PENDING' }), maskedName: '林*满' },
        {
          order: order({ id: 'o0', channel: 'CASH', createdAt: plus(now, -DAY) }),
          maskedName: '梅*',
        },
      ],
      now,
    );
    expect(rows).toMatchObject([
      { detail: '10:00 · 微信支付 · 钱包充值', standing: '待支付', tone: 'wait' },
      { detail: '3 月 13 日 10:00 · 现金 · 钱包充值', standing: '已支付', tone: 'good' },
    ]);
  });

  test('on two pages are shown once', () => {
    const entry = (id: string) => ({ order: order({ id }), maskedName: id });
    const list = appended([entry('a'), entry('b')], [entry('b'), entry('c')]);
    expect(list.map(({ maskedName }) => maskedName)).toEqual(['a', 'b', 'c']);
  });
});

describe('the file of an order', () => {
  test('lists what it has and leaves out what it has not', () => {
    const facts = new Map(
      orderFileView(file(), now).facts.map(({ label, value }) => [label, value]),
    );
    expect(facts.get('支付')).toBe('2026-03-14 10:01:00');
    expect(facts.get('渠道单号')).toBe('4200001');
    expect(facts.has('校区')).toBe(false);
    expect(facts.has('已退款')).toBe(false);
    const desk = file({ campusName: '东校区', operatorName: '前台', transactionId: null });
    const labels = orderFileView(desk, now).facts.map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(['校区', '经手人']));
    expect(labels).not.toContain('渠道单号');
  });

  test('tells what was paid for and not handed over', () => {
    expect(orderFileView(file(), now)).toMatchObject({
      standing: '已支付',
      tone: 'good',
      note: '',
    });
    expect(orderFileView(file({ fulfilledAt: null }), now)).toMatchObject({
      tone: 'wait',
      note: '已经付款，还没有交付',
    });
    const open = file({ order: order({ status: 'PENDING', paidAt: null }), fulfilledAt: null });
    expect(orderFileView(open, now).note).toBe('');
  });

  test('offers only what may be done now', () => {
    const acts = (may: Partial<OrderFile['may']>) =>
      orderFileView(file({ may: { ...file().may, ...may } }), now).acts.map(({ act }) => act);
    expect(acts({})).toEqual([]);
    expect(acts({ query: true, close: true })).toEqual(['query', 'close']);
    expect(acts({ fulfil: true, reverse: true })).toEqual(['fulfil', 'reverse']);
  });

  test('gives back what is unspent, not all that was taken', () => {
    const half = file({ order: order({ channel: 'CASH' }), unspent: fen(8_000) });
    const { title, content, confirmText } = questionBefore('payBack', half);
    expect(title).toContain('¥80.00');
    expect(content).toContain('现金当面退给 林*满');
    expect(confirmText.length).toBeLessThanOrEqual(4);
    const inApp = file({ order: order({ channel: 'WECHAT' }), unspent: fen(8_000) });
    expect(questionBefore('payBack', inApp).content).toContain('由微信支付退回');
    expect(reasonSheetOf('payBack', half).title).toContain('¥80.00');
    expect(reasonSheetOf('reverse', half).title).toContain('¥200.00');
  });

  test.each(['close', 'fulfil', 'reverse'] as const)(
    'asks before it is changed by %s, naming the amount and the member',
    (act) => {
      const { title, content, confirmText } = questionBefore(act, file());
      expect(title).toContain('¥200.00');
      expect(content).toContain('林*满');
      expect(confirmText.length).toBeLessThanOrEqual(4);
    },
  );

  test('shows from whose account to whose money went', () => {
    const postings = [{ from: '微信支付', to: '会员余额', amount: fen(20_000) }];
    const entries = [{ reason: 'topup:o1', at: now, postings }];
    expect(orderFileView(file({ entries }), now).entries).toMatchObject([
      { what: '充值入账', postings: [{ from: '微信支付', to: '会员余额', amount: '¥200.00' }] },
    ]);
  });

  test.each([
    ['topup:o1', '充值入账'],
    ['refund:r1:start', '退款发起'],
    ['refund:r1:done', '渠道已退回'],
    ['refund:r1:back', '退到会员余额'],
    ['refund:r1:cash', '前台退现金'],
    ['reverse:o1', '前台冲正'],
    ['something:else', '记账'],
  ])('calls the entry %s %s', (reason, word) => {
    expect(entryWord(reason)).toBe(word);
  });

  test.each(ORDER_STATUSES)('that is %s has a word', (status) => {
    expect(orderFileView(file({ order: order({ status }) }), now).standing).toMatch(/^.{3,4}$/);
  });
});

describe('the reconciliation', () => {
  test.each([
    ['BALANCED', 0, '一致', 'good'],
    ['DIFFERENT', 2, '2 处差异', 'bad'],
    ['DIFFERENT', 0, '已处理', 'off'],
    ['BROKEN', 0, '没有账单', 'wait'],
  ] as const)('of a day that is %s with %i open says %s', (status, open, word, tone) => {
    expect(dayStanding({ status, open })).toEqual({ word, tone });
  });

  test('shows fourteen days from yesterday, a channel that was never used not at all', () => {
    const view = daysView([day()], now);
    expect(view.channels).toEqual(['微信支付']);
    expect(view.rows).toHaveLength(14);
    expect(view.rows[0]).toMatchObject({
      date: '2026-03-13',
      weekday: '周五',
      cells: [{ standing: '一致', label: '3 月 13 日，微信支付，一致' }],
    });
    expect(view.rows[13]).toMatchObject({ date: '2026-02-28', cells: [{ standing: '未对账' }] });
  });

  test('keeps channels apart and counts what is open over all days', () => {
    const older = '2026-03-12' as ClubDate;
    const view = daysView(
      [
        day({ status: 'DIFFERENT', open: 2 }),
        day({ channel: 'ALIPAY', status: 'BROKEN' }),
        day({ channel: 'ALIPAY', date: older, status: 'DIFFERENT', open: 1 }),
      ],
      now,
    );
    expect(view).toMatchObject({ channels: ['微信支付', '支付宝'], open: 3 });
    expect(view.rows[0]?.cells.map(({ standing }) => standing)).toEqual(['2 处差异', '没有账单']);
    expect(view.rows[1]?.cells.map(({ standing }) => standing)).toEqual(['未对账', '1 处差异']);
  });

  test('sets our sums beside theirs and marks what differs', () => {
    const view = dayView({
      day: day({ status: 'DIFFERENT', open: 1, theirs: sums(2, 20_100) }),
      differences: [],
    });
    expect(view.compared).toEqual([
      { label: '收款', ours: '¥200.00', theirs: '¥201.00', differs: true },
      { label: '收款笔数', ours: '1 笔', theirs: '2 笔', differs: true },
      { label: '退款', ours: '¥0.00', theirs: '¥0.00', differs: false },
      { label: '退款笔数', ours: '0 笔', theirs: '0 笔', differs: false },
    ]);
  });

  test('without a bill shows no sums of nothing', () => {
    const view = dayView({ day: day({ status: 'BROKEN' }), differences: [] });
    expect(view.compared).toEqual([]);
    expect(view.explanation).toContain('没有拿到渠道账单');
  });

  test.each(DIFFERENCE_KINDS)('says of %s what it is and what to do', (kind) => {
    const found = { id: kind, kind, orderId: 'o1', refundId: null, settled: null };
    const { open, settled } = dayView({
      day: day({ status: 'DIFFERENT', open: 1 }),
      differences: [{ ...found, ours: null, theirs: fen(100) }],
    });
    expect(open).toMatchObject([{ ...DIFFERENCE_WORDS[kind], ours: '没有', theirs: '¥1.00' }]);
    expect(settled).toEqual([]);
  });

  test('keeps what was dealt with, by whom and how', () => {
    const { open, settled } = dayView({
      day: day({ status: 'DIFFERENT' }),
      differences: [
        {
          id: 'd1',
          kind: 'REFUND_ONLY_THEIRS',
          orderId: 'o1',
          refundId: 'r1',
          ours: null,
          theirs: fen(100),
          settled: { at: now, by: '罗管理', note: '在商户平台直接退的' },
        },
      ],
    });
    expect(open).toEqual([]);
    expect(settled).toMatchObject([
      { settled: '罗管理 · 3 月 14 日 10:00', note: '在商户平台直接退的' },
    ]);
  });
});
