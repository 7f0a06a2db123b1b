import { fen } from '@shared/base/money';
import { Refusal } from '@shared/refusals';
import { describe, expect, test } from 'vitest';
import {
  bookingFacts,
  cancelQuestion,
} from '../../miniprogram/packages/courts/components/booking-sheet/booking.view';
import {
  amountTyped,
  isRefundable,
  refundNote,
  refundQuestion,
} from '../../miniprogram/packages/courts/components/refund-sheet/refund.view';
import {
  bookingLine,
  countLine,
  verifiedOutcome,
  verifyFailure,
} from '../../miniprogram/packages/courts/pages/sheet/sheet.view';
import { NOBODY_MAY, row } from './courts.row';

describe('the day’s sheet', () => {
  test('a line says when, where, who, with whom, and how it stands', () => {
    expect(bookingLine(row({}, { companions: 2 }))).toEqual({
      id: 'B1',
      from: '19:00',
      until: '20:00',
      court: '3 号台',
      who: '林*满',
      walkIn: false,
      about: '乒乓球 · 138****0001 · 同伴 2 人',
      status: '已预订',
      tone: 'due',
    });
  });

  test('a walk-in without a phone and with three places is told by both', () => {
    const line = bookingLine(
      row({ places: 3 }, { who: '王先生', walkIn: true, maskedPhone: null }),
    );
    expect(line).toMatchObject({ walkIn: true, about: '乒乓球 · 3 个名额' });
  });

  test('a no-show is red until it is waived', () => {
    expect(bookingLine(row({ status: 'NO_SHOW' }))).toMatchObject({
      status: '未到场',
      tone: 'bad',
    });
    const waived = row({ status: 'COMPLETED' }, { waived: true });
    expect(bookingLine(waived)).toMatchObject({ status: '未到已免除', tone: 'off' });
  });

  test('what was cancelled is not counted', () => {
    const rows = [row(), row({ status: 'CHECKED_IN' }), row({ status: 'CANCELLED' })];
    expect(countLine(rows)).toBe('2 个预订，1 个已签到');
    expect(countLine([row()])).toBe('1 个预订');
  });

  test('the facts name the code in groups, and leave out what is not there', () => {
    const facts = bookingFacts(row({}, { walkIn: true, who: '王先生', maskedPhone: null }));
    expect(facts.facts.map(({ label }) => label)).toEqual(['散客', '已付', '来自', '订场码']);
    expect(facts.facts.at(-1)?.value).toBe('12345 67890 12345');
    expect(facts.idle).toBe(true);
    expect(bookingFacts(row({}, { may: { ...NOBODY_MAY, waive: true } })).idle).toBe(false);
  });

  test('the question before cancelling says what goes back, or nothing of money', () => {
    expect(cancelQuestion(row())).toContain('¥24.00 全额退回');
    expect(cancelQuestion(row({ refunded: fen(400) }))).toContain('¥20.00 全额退回');
    expect(cancelQuestion(row({ paid: fen(0) }))).not.toContain('退回');
  });
});

describe('a part of a played booking that management gives back', () => {
  const played = (refunded = 0) => row({ status: 'COMPLETED', refunded: fen(refunded) });

  test.each([
    ['played', played(), true],
    ['played, a part back already', played(2_399), true],
    ['played, all of it back', played(2_400), false],
    ['played for nothing', row({ status: 'COMPLETED', paid: fen(0) }), false],
    ['not played yet', row(), false],
    ['being played', row({ status: 'CHECKED_IN' }), false],
    ['missed', row({ status: 'NO_SHOW' }), false],
    ['cancelled', row({ status: 'CANCELLED' }), false],
  ])('of one that is %s', (_, of, may) => {
    expect(isRefundable(of)).toBe(may);
  });

  test.each([
    ['0.01', 1],
    ['10', 1_000],
    ['12.5', 1_250],
    [' 24.00 ', 2_400],
    ['24.01', '最多可退 ¥24.00，请改小金额'],
    ['0', '请填写退款金额，单位元，最多两位小数'],
    ['', '请填写退款金额，单位元，最多两位小数'],
    ['-5', '请填写退款金额，单位元，最多两位小数'],
    ['1.005', '请填写退款金额，单位元，最多两位小数'],
    ['十元', '请填写退款金额，单位元，最多两位小数'],
  ])('“%s” is %s', (typed, is) => {
    const known = typeof is === 'number' ? { amount: is } : { error: is };
    expect(amountTyped(typed, fen(2_400))).toEqual(known);
  });

  test('says what is left, and how it goes back', () => {
    expect(refundNote(played(400))).toContain('最多可退 ¥20.00');
    const { title, content } = refundQuestion(played(), fen(1_000));
    expect(title).toBe('退 ¥10.00 给 林*满？');
    expect(content).toContain('退到余额');
    const walkIn = row({ status: 'COMPLETED' }, { walkIn: true, who: '王先生' });
    expect(refundNote(walkIn)).not.toContain('会员');
    expect(refundQuestion(walkIn, fen(1_000)).content).toContain('当面退还');
  });
});

describe('a code that was read', () => {
  test('lets in: green, who and until when', () => {
    const outcome = verifiedOutcome(row({ status: 'CHECKED_IN' }, { companions: 1 }));
    expect(outcome).toMatchObject({ tone: 'good', title: '已签到', name: '林*满' });
    expect(outcome.lines).toEqual(['东区乒乓球馆 3 号台', '打到 20:00，同伴 1 人']);
  });

  test('too early is red, and says which booking it is when the sheet knows it', () => {
    const outcome = verifyFailure(new Refusal('TOO_EARLY_TO_VERIFY'), row());
    expect(outcome).toMatchObject({ tone: 'bad', title: '还不能签到', name: '林*满' });
    expect(outcome.lines.at(-1)).toBe('东区乒乓球馆 3 号台，19:00–20:00');
    expect(verifyFailure(new Refusal('BOOKING_CODE_INVALID'), null).lines).toHaveLength(1);
  });

  test('a lost answer is neither: scanning again does no harm', () => {
    for (const error of [new Error('offline'), new Refusal('INTERNAL')]) {
      expect(verifyFailure(error, row())).toMatchObject({ tone: 'wait', name: '' });
    }
  });
});
