import { points } from '@shared/base/money';
import { type ClubDate, type ClubMonth, clubDayStart, DAY, HOUR, plus } from '@shared/base/time';
import { type MembershipHome, POINT_KINDS, type PointLine } from '@shared/contracts/membership';
import { LEVELS } from '@shared/domain/membership';
import { DEFAULT_EARN_RULES, MOST_EARNED } from '@shared/domain/points';
import { REFUSALS } from '@shared/refusals';
import { describe, expect, test } from 'vitest';
import {
  checkAdjustment,
  foundView,
  type MemberPoints,
  questionOf,
  requestFor,
} from '../../miniprogram/packages/admin/pages/points/points.view';
import { checkRules, rulesDraft } from '../../miniprogram/packages/admin/pages/rules/rules.view';
import {
  inviteCard,
  membershipView,
} from '../../miniprogram/packages/membership/pages/home/home.view';
import { linesView } from '../../miniprogram/packages/membership/pages/lines/lines.view';
import { rightsOf } from '../../miniprogram/packages/membership/rights';
import { expiryRows, pointRow, pointsText, signedPoints } from '../../miniprogram/words/points';

const now = plus(clubDayStart('2026-03-14' as ClubDate), 10 * HOUR);

const line = (part: Partial<PointLine> = {}): PointLine => ({
  ...{ id: 'l1', at: now, kind: 'CHECK_IN', amount: points(5) },
  ...part,
});

const home = (part: Partial<MembershipHome> = {}): MembershipHome => ({
  level: 'SILVER',
  lifetime: points(2_000),
  next: { level: 'GOLD', missing: 3_000 },
  points: points(1_250),
  frozen: points(0),
  owed: points(0),
  expiring: [],
  recent: [],
  celebrate: null,
  inviteToken: 'm-feng.Ab_-9',
  now,
  ...part,
});

describe('points in words', () => {
  test.each([
    [0, '0', '0'],
    [999, '999', '+999'],
    [1_000, '1,000', '+1,000'],
    [1_234_567, '1,234,567', '+1,234,567'],
    [-20, '-20', '−20'],
    [-1_250, '-1,250', '−1,250'],
  ])('%i is “%s”, and moved it is “%s”', (amount, plain, moved) => {
    expect(pointsText(points(amount))).toBe(plain);
    expect(signedPoints(points(amount))).toBe(moved);
  });

  test.each([
    ['CHECK_IN', 5, '打卡'],
    ['PAYMENT', -300, '付款抵扣'],
    ['PAYMENT', 300, '抵扣退回'],
    ['REWARD', -800, '积分兑换'],
    ['REWARD', 800, '兑换退回'],
    ['CHALLENGE', -50, '挑战押分'],
    ['CHALLENGE', 100, '挑战所得'],
    ['ADJUSTMENT', 100, '场馆增加'],
    ['ADJUSTMENT', -100, '场馆扣除'],
    ['EXPIRY', -12, '到期'],
  ] as const)('a line of %s by %i says “%s”', (kind, amount, what) => {
    const row = pointRow(line({ kind, amount: points(amount) }), 'M 月 D 日 HH:mm');
    expect(row).toMatchObject({ what, gain: amount > 0, time: '3 月 14 日 10:00' });
  });

  test('every kind has a word of its own, whichever way it goes', () => {
    const words = POINT_KINDS.flatMap((kind) =>
      [1, -1].map((amount) => pointRow(line({ kind, amount: points(amount) }), 'HH:mm').what),
    );
    expect(new Set(words).size).toBe(2 * POINT_KINDS.length);
  });

  test('what expires is told by the month', () => {
    const expiring = [
      { month: '2026-05' as ClubMonth, amount: points(120) },
      { month: '2027-01' as ClubMonth, amount: points(1_130) },
    ];
    expect(expiryRows(expiring)).toMatchObject([
      { when: '2026 年 5 月到期', amount: '120 积分' },
      { when: '2027 年 1 月到期', amount: '1,130 积分' },
    ]);
  });
});

describe('the membership', () => {
  test('tells the level, how far the next one is, and what can be used', () => {
    expect(membershipView(home())).toMatchObject({
      joined: true,
      level: '银卡会员',
      lifetime: '2,000',
      percent: 25,
      next: '再得 3,000 积分，升级为金卡会员',
      points: '1,250',
    });
  });

  test.each([
    ['BASIC', 0, 'SILVER', 1_000, 0],
    ['BASIC', 999, 'SILVER', 1, 99],
    ['SILVER', 1_000, 'GOLD', 4_000, 0],
    ['GOLD', 9_999, 'DIAMOND', 1, 99],
  ] as const)(
    '%s with %i of the way to %s (%i missing) is at %i %',
    (level, lifetime, next, missing, percent) => {
      const view = membershipView(
        home({ level, lifetime: points(lifetime), next: { level: next, missing } }),
      );
      expect(view.percent).toBe(percent);
    },
  );

  test('at the top there is nothing above', () => {
    const top = home({ level: 'DIAMOND', lifetime: points(12_000), next: null });
    expect(membershipView(top)).toMatchObject({ percent: 100, next: '已是最高等级' });
  });

  test('who has none learns which level the points earned so far would give', () => {
    const none = { level: null, next: null, lifetime: points(5_000) };
    const view = membershipView(home(none));
    expect(view).toMatchObject({ joined: false, level: '金卡会员' });
    expect(view.levels.every(({ reached, current }) => !reached && !current)).toBe(true);
  });

  test('what is frozen or owed is told only when something is', () => {
    expect(membershipView(home())).toMatchObject({ frozen: '', owed: '' });
    const both = home({ frozen: points(1_050), owed: points(20) });
    expect(membershipView(both)).toMatchObject({ frozen: '1,050', owed: '20' });
  });

  test('the page has the newest five lines', () => {
    const recent = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => line({ id }));
    const { recent: rows } = membershipView(home({ recent }));
    expect(rows.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('the levels say what they ask for, and which of them are reached', () => {
    const { levels } = membershipView(home({ level: 'GOLD' }));
    expect(levels.map(({ from }) => from)).toEqual([
      '免费开通',
      '累计 1,000 积分',
      '累计 5,000 积分',
      '累计 10,000 积分',
    ]);
    expect(levels.map(({ reached }) => reached)).toEqual([true, true, true, false]);
    expect(levels.filter(({ current }) => current)).toMatchObject([{ word: '金卡会员' }]);
  });

  test('rights follow the rules: a discount from silver on, an earlier release from gold on', () => {
    expect(LEVELS.map(rightsOf)).toEqual([
      ['订场原价，积分抵现'],
      ['订场 9.5 折'],
      ['订场 9 折', '提前 1 小时开订'],
      ['订场 8.5 折', '提前 1 小时开订'],
    ]);
  });

  test('a friend’s card carries the token to 我的; before it is known the card still opens', () => {
    expect(inviteCard(home()).path).toBe('/pages/me/me?invite=m-feng.Ab_-9');
    expect(inviteCard(null).path).toBe('/pages/me/me');
  });
});

test('a month sums what came and what went, and puts lines under their days', () => {
  const lines = [
    line({ id: 'c', kind: 'PAYMENT', amount: points(-300) }),
    line({ id: 'b', amount: points(5) }),
    line({ id: 'a', at: plus(now, -DAY), kind: 'ADJUSTMENT', amount: points(1_000) }),
  ];
  const view = linesView(lines, now);
  expect(view).toMatchObject({ gained: '1,005', spent: '300' });
  expect(view.days.map(({ title, rows }) => [title, rows.map(({ id }) => id)])).toEqual([
    ['今天 · 3 月 14 日 周六', ['c', 'b']],
    ['昨天 · 3 月 13 日 周五', ['a']],
  ]);
});

describe('the rules of a campus', () => {
  test('are saved as they are typed', () => {
    const draft = { ...rulesDraft(DEFAULT_EARN_RULES), perYuan: ' 2 ', review: '0' };
    expect(checkRules(draft)).toEqual({
      ok: true,
      form: { ...DEFAULT_EARN_RULES, perYuan: 2, review: 0 },
    });
  });

  test.each([
    ['', false],
    ['0', true],
    ['1.5', false],
    ['-1', false],
    [String(MOST_EARNED.invitation), true],
    [String(MOST_EARNED.invitation + 1), false],
  ])('“%s” for an invitation: %s', (invitation, ok) => {
    const result = checkRules({ ...rulesDraft(DEFAULT_EARN_RULES), invitation });
    expect(result.ok).toBe(ok);
    if (!result.ok)
      expect(result.errors).toMatchObject({ invitation: '请填写 0 到 2000 的整数', review: '' });
  });
});

describe('points by hand', () => {
  const member: MemberPoints = {
    memberId: 'm-feng',
    nickname: '冯知夏',
    phone: null,
    level: null,
    points: points(105),
    lifetime: points(105),
    recent: [],
  };
  const draft = { direction: 'GIVE', amount: '100', reason: '补上周活动' } as const;

  test('a member is told by name, phone and level', () => {
    expect(foundView(member).about).toBe('没有留手机号 · 没有开通会员');
    const known = { ...member, phone: '138****0001', level: 'GOLD' } as const;
    expect(foundView(known).about).toBe('138****0001 · 金卡会员');
  });

  test.each([
    ['GIVE', '1', 1],
    ['GIVE', '100000', 100_000],
    ['TAKE', '105', -105],
  ] as const)('%s %s moves %i', (direction, amount, moved) => {
    const result = checkAdjustment({ ...draft, direction, amount }, member.points);
    expect(result).toEqual({ ok: true, form: { amount: moved, reason: draft.reason } });
  });

  test.each([
    ['GIVE', '', '请填写积分'],
    ['GIVE', '0', '积分是 1 到 100000 的整数'],
    ['GIVE', '100001', '积分是 1 到 100000 的整数'],
    ['TAKE', '106', '现在只有 105 积分可以扣'],
  ] as const)('%s “%s” is refused beside the field', (direction, amount, wrong) => {
    const result = checkAdjustment({ ...draft, direction, amount }, member.points);
    expect(result).toMatchObject({ ok: false, errors: { amount: wrong, reason: '' } });
  });

  test.each([
    ['', false],
    [' 补 ', false],
    ['补发', true],
    ['补'.repeat(60), true],
    ['补'.repeat(61), false],
  ])('with the reason “%s”: %s', (reason, ok) => {
    const result = checkAdjustment({ ...draft, reason }, member.points);
    expect(result.ok).toBe(ok);
    if (!result.ok) expect(result.errors.reason).toBe(REFUSALS.POINTS_REASON_REQUIRED);
  });

  test('before it happens the manager sees who has how many then, and why', () => {
    const question = questionOf(member, { amount: points(-100), reason: '记错了' });
    expect(question.title).toBe('−100 积分？');
    expect(question.content).toContain('冯知夏的积分从 105 变为 5');
    expect(question.content).toContain('记错了');
    expect(question.confirmText).toBe('扣除');
  });

  test('the same adjustment is the same request; another one is not', () => {
    const wish = { amount: points(100), reason: '补发' };
    const first = requestFor('m-feng', wish, null);
    expect(requestFor('m-feng', { ...wish }, first)).toBe(first);
    const others = [
      requestFor('m-lin', wish, first),
      requestFor('m-feng', { ...wish, amount: points(-100) }, first),
      requestFor('m-feng', { ...wish, reason: '补上' }, first),
    ];
    expect(new Set([first, ...others].map(({ requestId }) => requestId)).size).toBe(4);
  });
});
