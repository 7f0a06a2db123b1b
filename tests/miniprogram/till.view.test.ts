import { type Fen, fen } from '@shared/base/money';
import { type ClubDate, clubDayStart, HOUR, MINUTE, plus } from '@shared/base/time';
import type { ReceiptView } from '@shared/contracts/cashier';
import { ORDER_STATUSES } from '@shared/domain/order';
import { REFUSALS } from '@shared/refusals';
import { describe, expect, test } from 'vitest';
import { profileForm } from '../../miniprogram/packages/member/pages/profile/profile.view';
import { shownCode } from '../../miniprogram/packages/staff/pages/alipay/alipay.view';
import {
  type Counter,
  requestFor,
  takeView,
} from '../../miniprogram/packages/staff/pages/take/take.view';
import { tillView } from '../../miniprogram/packages/staff/pages/till/till.view';
import { receiptFace } from '../../miniprogram/packages/staff/receipt/receipt.view';

const now = plus(clubDayStart('2026-03-14' as ClubDate), 10 * HOUR);

function receipt(part: Partial<ReceiptView['order']> = {}, note = ''): ReceiptView {
  return {
    order: {
      id: 'C1',
      kind: 'TOPUP',
      channel: 'CASH',
      status: 'PAID',
      amount: fen(10_000),
      refunded: fen(0),
      subjectId: null,
      createdAt: now,
      expiresAt: plus(now, 15 * MINUTE),
      paidAt: now,
      ...part,
    },
    maskedName: '林*满',
    campusName: '东区',
    operatorName: '许前台',
    note,
  };
}

const home = (receipts: readonly ReceiptView[]) => ({
  campuses: [{ id: 'c-east', name: '东区' }],
  campusId: 'c-east',
  topupEnabled: true,
  alipay: false,
  date: '2026-03-14' as ClubDate,
  receipts: [...receipts],
  now,
});

describe('today at the till', () => {
  test('is summed by method, and a mistake that was reversed counts nowhere', () => {
    const view = tillView(
      home([
        receipt({ id: 'C4', status: 'REVERSED', amount: fen(99_900) }),
        receipt({ id: 'C3', channel: 'BANK', amount: fen(30_000) }),
        receipt({ id: 'C2', amount: fen(1) }),
        receipt(),
      ]),
    );
    expect(view.total).toBe('¥400.01');
    expect(view.sums).toEqual([
      { channel: 'CASH', label: '现金', count: '2 笔', amount: '¥100.01' },
      { channel: 'BANK', label: '银行转账', count: '1 笔', amount: '¥300.00' },
    ]);
    expect(view.rows.map(({ remark }) => remark)).toEqual(['已冲正', '', '', '']);
    expect(view.rows[1]?.about).toBe('10:00 · 银行转账 · 许前台');
  });

  test('begins with nothing', () => {
    expect(tillView(home([]))).toMatchObject({ total: '¥0.00', sums: [], rows: [] });
  });
});

describe('the form', () => {
  const counter: Counter = {
    payer: {
      memberId: 'm-lin',
      maskedName: '林*满',
      avatarUrl: null,
      maskedPhone: '138****0001',
      level: null,
      balance: fen(10_000),
      room: fen(490_000),
    },
    campusId: 'c-east',
    campusName: '东区',
    alipay: true,
  };
  const filled = (typed: string, again = typed) =>
    takeView({ typed, again, method: 'CASH' }, counter);

  test.each([
    ['', '', null, '', ''],
    ['100', '', null, '', ''],
    ['100', '1', null, '', ''],
    ['100', '100', 10_000, '', ''],
    ['100', '100.00', 10_000, '', ''],
    ['100', '1000', null, '', REFUSALS.AMOUNTS_DIFFER],
    ['100', '2', null, '', REFUSALS.AMOUNTS_DIFFER],
    ['4900', '4900', 490_000, '', ''],
    ['4900.01', '4900.01', null, '钱包最多还能收 ¥4900.00，请减少金额', ''],
    ['0', '0', null, REFUSALS.TOPUP_AMOUNT_INVALID, ''],
    ['0.01', '0.01', 1, '', ''],
    ['1.001', '1.001', null, '请输入金额，最多两位小数，例如 88.80', ''],
  ])('%s and %s', (typed, again, amount, wrong, wrongAgain) => {
    expect(filled(typed, again)).toMatchObject({ amount, wrong, wrongAgain });
  });

  test('says what the button does and what the wallet holds afterwards', () => {
    expect(filled('100')).toMatchObject({
      button: '确认收款 ¥100.00',
      after: '收款后余额 ¥200.00',
    });
    const code = takeView({ typed: '', again: '', method: 'ALIPAY' }, counter);
    expect(code).toMatchObject({ button: '出示付款码', after: '' });
  });

  test('offers Alipay only where the club has it', () => {
    const labels = (alipay: boolean) =>
      takeView({ typed: '', again: '', method: 'CASH' }, { ...counter, alipay }).methods.map(
        ({ label }) => label,
      );
    expect(labels(true)).toEqual(['现金', '银行转账', '支付宝']);
    expect(labels(false)).toEqual(['现金', '银行转账']);
  });

  test('the same money by the same way is the same request', () => {
    const first = requestFor(100 as Fen, 'CASH', null);
    expect(requestFor(100 as Fen, 'CASH', first)).toBe(first);
    expect(requestFor(101 as Fen, 'CASH', first).requestId).not.toBe(first.requestId);
    expect(requestFor(100 as Fen, 'ALIPAY', first).requestId).not.toBe(first.requestId);
  });
});

describe('a receipt', () => {
  test('names number, time, member, campus, clerk, method, and the transfer’s number if any', () => {
    const { facts, amount, title } = receiptFace(receipt({ channel: 'BANK' }, '20260314'));
    expect([title, amount]).toEqual(['已收款', '¥100.00']);
    expect(Object.fromEntries(facts.map(({ label, value }) => [label, value]))).toEqual({
      会员: '林*满',
      用途: '钱包充值',
      方式: '银行转账',
      流水号: '20260314',
      时间: '2026-03-14 10:00:00',
      校区: '东区',
      经手人: '许前台',
      单号: 'C1',
    });
  });

  test('never says 已收款 of an order that holds no money', () => {
    for (const status of ORDER_STATUSES) {
      const { title } = receiptFace(receipt({ status }));
      expect(title === '已收款', status).toBe(status === 'PAID');
    }
  });
});

test('a code on the screen counts down, and is taken away when it is over', () => {
  const open = receipt({ status: 'PENDING', paidAt: null });
  expect(shownCode(open, now)).toMatchObject({ note: '15:00 后失效', open: true });
  expect(shownCode(open, plus(now, 15 * MINUTE - 1))).toMatchObject({ note: '0:01 后失效' });
  expect(shownCode(open, plus(now, 15 * MINUTE))).toMatchObject({ open: false });
});

test.each([
  ['林小满', '', false, ''],
  ['林小满', '13800000001', true, ''],
  ['林小满', '1380000000', false, ''],
  ['林小满', '23800000001', false, REFUSALS.PHONE_INVALID],
  ['林满满', '', true, ''],
  ['', '13800000001', false, ''],
])('the profile %s with %s can be saved: %s', (nickname, phone, changed, phoneObstacle) => {
  const saved = { nickname: '林小满', phone: null };
  expect(profileForm({ nickname, phone }, saved)).toMatchObject({ changed, phoneObstacle });
});
