import { points } from '@shared/base/money';
import { type ClubDate, DAY, HOUR, type Instant, MINUTE, plus } from '@shared/base/time';
import type { BoardRow, ChallengeBoard, ChallengeCard } from '@shared/contracts/challengeViews';
import { type ChallengeForm, refusalToChallenge } from '@shared/domain/challenge';
import { Refusal } from '@shared/refusals';
import { describe, expect, test } from 'vitest';
import {
  cardView,
  leftText,
  remainingOf,
  termsOf,
  titleOf,
} from '../../miniprogram/packages/challenge/challenge.view';
import { raceOf } from '../../miniprogram/packages/challenge/components/race-curve/race.view';
import { scoreOf } from '../../miniprogram/packages/challenge/components/score-sheet/score.view';
import { boardView } from '../../miniprogram/packages/challenge/pages/board/board.view';
import { movedBoard } from '../../miniprogram/packages/challenge/pages/board/moving.view';
import { resultOf, shareCard } from '../../miniprogram/packages/challenge/pages/board/result.view';
import {
  changed,
  createView,
  firstForm,
  type NumberField,
  refusalOf,
  typed,
} from '../../miniprogram/packages/challenge/pages/create/create.view';
import { homeView, joined } from '../../miniprogram/packages/challenge/pages/home/home.view';
import {
  goneBecause,
  type Invitation,
  invitationView,
} from '../../miniprogram/packages/challenge/pages/invitation/invitation.view';
import {
  type Asked,
  rankingView,
} from '../../miniprogram/packages/challenge/pages/ranking/ranking.view';
import { deskView } from '../../miniprogram/packages/staff/pages/disputes/disputes.view';

const now = Date.UTC(2026, 2, 14, 2) as Instant;
const MIDNIGHT = Date.UTC(2026, 2, 20, 16) as Instant;

const lin = { memberId: 'm-lin', nickname: '林小满', avatarUrl: null };
const may = { memberId: 'm-may', nickname: '梅若雨', avatarUrl: null };

const card = (part: Partial<ChallengeCard> = {}): ChallengeCard => ({
  id: 'C1',
  kind: 'DAYS',
  shape: 'DUEL',
  status: 'RUNNING',
  stake: points(50),
  target: null,
  days: 7,
  places: 2,
  from: now,
  until: MIDNIGHT,
  answerBy: plus(now, DAY),
  people: [lin, may],
  rank: 1,
  mine: true,
  won: null,
  ...part,
});

const row = (who: typeof lin, part: Partial<BoardRow> = {}): BoardRow => ({
  ...who,
  rank: 1,
  total: 0,
  left: false,
  curve: [],
  cheers: 0,
  ...part,
});

const NONE = {
  cancel: false,
  leave: false,
  cheer: false,
  score: false,
  confirm: false,
  addSteps: false,
};

/** Lin's board, unless it is said otherwise. */
const board = (part: Partial<ChallengeBoard> = {}): ChallengeBoard => ({
  challenge: card(),
  you: 'm-lin',
  rows: [row(lin), row(may)],
  gap: null,
  score: null,
  inviteToken: null,
  watchId: 'C1_x',
  may: { ...NONE, leave: true, cheer: true },
  now,
  ...part,
});

const seen = (part: Partial<ChallengeBoard> = {}) =>
  boardView(board(part), { now, cheered: new Set() });

describe('a challenge in a list', () => {
  test.each([
    [2 * DAY + 3 * HOUR, '2 天 3 小时'],
    [2 * DAY, '2 天'],
    [DAY - 1, '23 小时 59 分'],
    [HOUR, '1 小时'],
    [59 * MINUTE, '59 分钟'],
    [1, '1 分钟'],
    [0, ''],
    [-HOUR, ''],
  ])('%i ms before its end it says %s', (left, text) => {
    expect(leftText(plus(now, left), now)).toBe(text);
  });

  test.each([
    ['OPEN', now, '1 天内可应战'],
    ['OPEN', plus(now, DAY), '应战时间已过'],
    ['RUNNING', now, '还剩 6 天 14 小时'],
    ['RUNNING', MIDNIGHT, '正在结算'],
    ['DISPUTED', now, '等工作人员裁定'],
    ['SETTLED', now, ''],
  ] as const)('%s says what can be done and until when', (status, at, text) => {
    expect(remainingOf(card({ status }), at)).toBe(text);
  });

  test('a duel names the other, a group says how many they are', () => {
    expect(titleOf(card())).toBe('和梅若雨一对一');
    expect(titleOf(card({ mine: false }))).toBe('和林小满一对一');
    expect(titleOf(card({ people: [lin] }))).toBe('一对一');
    expect(titleOf(card({ shape: 'GROUP' }))).toBe('2 人挑战');
    expect(titleOf(card({ people: [lin, { ...may, nickname: '' }] }))).toBe('和球友一对一');
  });

  test('its terms say how long, to what and for how much', () => {
    expect(termsOf(card())).toBe('7 天 · 每人 50 积分');
    expect(termsOf(card({ kind: 'MINUTES', target: 300, stake: points(0) }))).toBe(
      '7 天 · 先到 300 分钟 · 不押积分',
    );
    expect(termsOf(card({ kind: 'STEPS', target: 30_000, stake: points(0) }))).toBe(
      '7 天 · 先到 3 万步 · 不押积分',
    );
    expect(termsOf(card({ kind: 'MATCH' }))).toBe('7 天内打完 · 每人 50 积分');
  });

  test.each([
    [50, '+50 积分', true],
    [-50, '−50 积分', false],
    [0, '积分已退回', false],
  ])('when it is over, %i is shown as %s', (won, text, gained) => {
    const shown = cardView(card({ status: 'SETTLED', won: won as ChallengeCard['won'] }), now);
    expect(shown).toMatchObject({ won: text, gained, left: '' });
  });

  test('without a stake nothing is said about points', () => {
    const over = card({ status: 'SETTLED', stake: points(0), won: points(0) });
    expect(cardView(over, now).won).toBe('');
  });

  test('a further page of those that are over brings nobody twice', () => {
    const home = (over: ChallengeCard[]) => ({
      ...{ points: points(0), mayStake: true, live: [], next: null, now },
      over,
    });
    const both = joined(home([card()]), home([card(), card({ id: 'C2' })]));
    expect(both.over.map(({ id }) => id)).toEqual(['C1', 'C2']);
    expect(homeView(home([]), now).empty).toBe(true);
  });
});

describe('the form of a challenge', () => {
  const rich = { points: 187, mayStake: true };

  test.each([
    [187, true, 50],
    [30, true, 20],
    [19, true, 0],
    [500, false, 0],
  ])('with %i points (may stake: %s) it opens with a stake of %i', (own, mayStake, stake) => {
    const form = firstForm({ points: own, mayStake });
    expect(form).toMatchObject({ kind: 'DAYS', shape: 'DUEL', days: 7, places: 2, stake });
    expect(refusalOf(form, { points: own, mayStake })).toBeNull();
  });

  test.each<[string, Partial<ChallengeForm>, Partial<ChallengeForm>]>([
    ['steps have no stake', { kind: 'STEPS' }, { stake: points(0) }],
    ['a match is between two', { shape: 'GROUP', kind: 'MATCH' }, { shape: 'DUEL', places: 2 }],
    [
      'a group stakes little',
      { shape: 'GROUP', stake: points(500) },
      { stake: points(50), places: 10 },
    ],
    ['days cannot be reached faster than they pass', { days: 3, target: 5 }, { target: null }],
    ['a target belongs to its kind', { kind: 'MINUTES', target: 5 }, { target: null }],
  ])('%s', (_, part, expected) => {
    const form = changed(firstForm(rich), part);
    expect(form).toMatchObject(expected);
    expect(refusalToChallenge(form)).toBeNull();
  });

  test('every choice that is offered can be made', () => {
    for (const { value: kind } of createView(firstForm(rich), rich).kinds) {
      for (const shape of ['DUEL', 'GROUP'] as const) {
        const view = createView(changed(firstForm(rich), { kind, shape }), rich);
        for (const { value: days } of view.days.choices) {
          const timed = changed(changed(firstForm(rich), { kind, shape }), { days });
          for (const { value: target } of createView(timed, rich).targets?.choices ?? []) {
            const form = changed(timed, { target: target || null });
            expect(form).toMatchObject({ kind, days, target: target || null });
            expect(refusalToChallenge(form), JSON.stringify(form)).toBeNull();
          }
        }
      }
    }
  });

  test.each<[string, Partial<ChallengeForm>, NumberField, string, object, string]>([
    ['a stake between two choices', {}, 'stake', '75', { stake: 75 }, ''],
    ['no stake', {}, 'stake', '', { stake: 0 }, ''],
    ['the most of a duel', {}, 'stake', '500', { stake: 500 }, ''],
    ['more than that', {}, 'stake', '501', { stake: 501 }, '请填写 0 到 500 积分'],
    ['more than a group stakes', { shape: 'GROUP' }, 'stake', '51', {}, '请填写 0 到 50 积分'],
    ['a day for each', {}, 'target', '7', { target: 7 }, ''],
    ['more days than there are', {}, 'target', '8', {}, '目标请填写 1 到 7 天'],
    ['no target', { target: 5 }, 'target', '', { target: null }, ''],
    ['a target of nothing is none', {}, 'target', '0', { target: null }, ''],
    ['any minutes', { kind: 'MINUTES' }, 'target', '95', { target: 95 }, ''],
    ['a number of days', {}, 'days', '10', { days: 10 }, ''],
    ['no number of days', {}, 'days', '', {}, '请填写 1 到 31 天'],
    ['too many days', {}, 'days', '32', {}, '请填写 1 到 31 天'],
    ['a group of thirteen', { shape: 'GROUP' }, 'places', '13', { places: 13 }, ''],
    ['a group of one', { shape: 'GROUP' }, 'places', '1', {}, '请填写 2 到 50 人'],
  ])('typed: %s', (_, part, field, text, expected, refusal) => {
    const wealthy = { points: 1_000, mayStake: true };
    const form = typed(changed(firstForm(wealthy), part), field, text);
    expect(form).toMatchObject(expected);
    expect(createView(form, wealthy).refusal).toBe(refusal);
    expect(refusalToChallenge(form)).toBe(refusal === '' ? null : 'CHALLENGE_FORM_INVALID');
  });

  test('what was typed is no choice, and stands in its own field', () => {
    const form = firstForm(rich);
    const typing = (stake: string) => createView(typed(form, 'stake', stake), rich, { stake });
    // On the way to 500 stands 50, which is a choice, too.
    for (const text of ['75', '50', '500']) {
      const { stakes } = typing(text);
      expect(stakes).toMatchObject({ own: text });
      expect(stakes?.choices.some(({ chosen }) => chosen)).toBe(false);
    }
    expect(createView(form, rich, { stake: '75' }).stakes).toMatchObject({ own: '' });
  });

  test('who has too few points is told before the button wakes', () => {
    const form = changed(firstForm(rich), { stake: points(200) });
    expect(createView(form, rich).refusal).not.toBe('');
    expect(createView(form, { ...rich, points: 200 }).refusal).toBe('');
  });

  test('under 14 nothing is staked, and steps are for fun', () => {
    const young = { points: 187, mayStake: false };
    expect(createView(firstForm(young), young)).toMatchObject({ stakes: null, refusal: '' });
    expect(refusalOf({ ...firstForm(rich) }, young)).toBe('STAKE_UNDER_14');
    const steps = createView(firstForm(rich, 'STEPS'), rich);
    expect(steps).toMatchObject({ stakes: null, forFun: true, refusal: '' });
    expect(steps.stakeNote).toContain('仅供娱乐');
  });
});

describe('the board', () => {
  const mine = (total: number, rank: number) => row(lin, { total, rank });
  const theirs = (total: number, rank: number) => row(may, { total, rank });

  test.each<[string, BoardRow[], number | null, string, string]>([
    [
      'nobody did anything yet',
      [mine(0, 1), theirs(0, 1)],
      null,
      '刚刚开始',
      '谁先动起来，谁就领先',
    ],
    ['I am behind', [theirs(3, 1), mine(2, 2)], 2, '第 2 名', '再 2 天就超过梅若雨'],
    ['we are level', [mine(2, 1), theirs(2, 1)], null, '并列第 1', '再 1 天就能领先'],
    ['I am ahead', [mine(3, 1), theirs(1, 2)], null, '第 1 名', '领先梅若雨 2 天'],
    [
      'the other left',
      [mine(1, 1), row(may, { left: true, rank: 2 })],
      null,
      '第 1 名',
      '对手都退出了',
    ],
  ])('%s: it says so', (_, rows, gap, place, placeNote) => {
    expect(seen({ rows, gap })).toMatchObject({ place, placeNote });
  });

  test('others can be cheered on, not oneself and not who left', () => {
    const rows = [row(lin), row(may), row({ ...may, memberId: 'm-chen' }, { left: true })];
    expect(seen({ rows }).rows.map(({ mayCheer }) => mayCheer)).toEqual([false, true, false]);
    expect(seen({ rows, may: NONE }).rows.some(({ mayCheer }) => mayCheer)).toBe(false);
  });

  test.each<[string, Partial<ChallengeBoard>, string]>([
    ['an open one is sent to a friend', { inviteToken: 't' }, 'invite'],
    ['a match waits for its score', { may: { ...NONE, score: true } }, 'score'],
    ['a told score waits for the other', { may: { ...NONE, confirm: true } }, 'confirm'],
    ['steps are fetched', { may: { ...NONE, addSteps: true }, inviteToken: 't' }, 'steps'],
    ['a settled one is shown around', { challenge: card({ status: 'SETTLED' }) }, 'share'],
    ['a running duel needs nothing', {}, 'none'],
  ])('%s', (_, part, main) => {
    const view = seen(part);
    expect(view.main).toBe(main);
    expect(view.invite).toBe(part.inviteToken === 't' && main !== 'invite');
  });

  test('a score is told from the reader’s side, with who has to answer until when', () => {
    const told = { by: 'm-may', points: { 'm-may': 11, 'm-lin': 9 }, countsAt: plus(now, DAY) };
    const match = { challenge: card({ kind: 'MATCH' as const }), score: told };
    expect(seen({ ...match, may: { ...NONE, confirm: true } }).match).toEqual({
      score: { mine: 9, theirs: 11, name: '梅若雨' },
      note: '梅若雨填的比分，3 月 15 日 10:00 自动生效',
    });
    expect(seen({ ...match, you: 'm-may' }).match).toEqual({
      score: { mine: 11, theirs: 9, name: '林小满' },
      note: '等林小满确认，3 月 15 日 10:00 自动生效',
    });
    expect(seen(match).place).toBe('');
  });

  test.each([
    ['11', '9', { mine: 11, theirs: 9 }],
    [' 0 ', '999', { mine: 0, theirs: 999 }],
    ['', '9', null],
    ['11', '-1', null],
    ['1000', '9', null],
    ['1.5', '9', null],
  ])('%s to %s is a score or none', (a, b, score) => {
    expect(scoreOf(a, b)).toEqual(score);
  });
});

describe('the board moves by itself', () => {
  const today = '2026-03-14' as ClubDate;
  const reader = (part: object = {}) => ({
    _id: 'C1_x',
    _openid: 'oLin',
    challengeId: 'C1',
    memberId: 'm-lin',
    kind: 'DAYS' as const,
    target: null,
    status: 'RUNNING' as const,
    from: now,
    until: MIDNIGHT,
    rows: {
      'm-lin': { curve: {}, total: 0, reachedAt: null },
      'm-may': { curve: { [today]: 1 }, total: 1, reachedAt: null },
    },
    left: {},
    cheers: { 'm-lin': 2 },
    passed: {},
    news: false,
    at: plus(now, MINUTE),
    ...part,
  });

  test('a friend’s check-in reorders it and says what is missing', () => {
    const moved = movedBoard(board(), reader(), now);
    expect(moved?.rows.map(({ memberId, total, rank }) => [memberId, total, rank])).toEqual([
      ['m-may', 1, 1],
      ['m-lin', 0, 2],
    ]);
    expect(moved).toMatchObject({ gap: 2, challenge: { rank: 2 } });
    expect(moved?.rows[0]?.curve).toEqual([{ date: today, value: 1 }]);
    expect(moved?.rows[1]?.cheers).toBe(2);
  });

  test.each([
    ['it ended', board(), reader({ status: 'SETTLED' })],
    ['somebody joined', board({ rows: [row(lin)] }), reader()],
    ['a score was told', board({ challenge: card({ kind: 'MATCH' }) }), reader({ kind: 'MATCH' })],
  ])('%s: the board is asked for', (_, shown, told) => {
    expect(movedBoard(shown, told, now)).toBeNull();
  });

  test('a match that was asked for after the change stands', () => {
    const match = board({ challenge: card({ kind: 'MATCH' }), now: plus(now, HOUR) });
    expect(movedBoard(match, reader({ kind: 'MATCH' }), now)).not.toBeNull();
  });

  test('who left is last, and nobody has to pass them', () => {
    const left = { left: { 'm-may': true as const } };
    const moved = movedBoard(board(), reader(left), now);
    expect(moved?.rows.map(({ memberId }) => memberId)).toEqual(['m-lin', 'm-may']);
    expect(moved?.gap).toBeNull();
  });
});

describe('my curve against theirs', () => {
  const days = (...values: number[]) =>
    values.map((value, index) => ({ date: `2026-03-${14 + index}` as ClubDate, value }));
  const race = (a: number[], b: number[]) =>
    raceOf(
      board({
        rows: [
          row(lin, { total: a.reduce((x, y) => x + y, 0), curve: days(...a) }),
          row(may, { total: b.reduce((x, y) => x + y, 0), curve: days(...b) }),
        ],
      }),
    );

  test('sums grow from nothing, a day at a time', () => {
    const drawn = race([1, 0, 1], [1, 1, 1]);
    expect(drawn?.mine.map(({ y }) => y * 3)).toEqual([0, 0.75, 0.75, 1.5]);
    expect(drawn?.theirs.map(({ x }) => Math.round(x * 7))).toEqual([0, 1, 2, 3]);
    expect(drawn?.levels.map(({ text }) => text)).toEqual(['0', '2', '4']);
    expect(drawn?.dates.map(({ text }) => text)).toEqual(['3/14', '3/17', '3/20']);
    expect(drawn?.spoken).toBe('我 2 天，梅若雨 3 天');
  });

  test('there is none before anybody did anything, alone, and in a match', () => {
    expect(race([0], [0])).toBeNull();
    expect(raceOf(board({ rows: [row(lin, { total: 3 })] }))).toBeNull();
    expect(
      raceOf(
        board({ challenge: card({ kind: 'MATCH' }), rows: [row(lin, { total: 3 }), row(may)] }),
      ),
    ).toBeNull();
  });
});

describe('how it ended', () => {
  const settled = (part: Partial<ChallengeCard>, rows: BoardRow[]) =>
    board({ challenge: card({ status: 'SETTLED', ...part }), rows });

  test.each<[string, ChallengeBoard, string, string, boolean]>([
    [
      'won',
      settled({ won: points(50) }, [row(lin), row(may, { rank: 2 })]),
      '你赢了',
      '+50 积分',
      true,
    ],
    [
      'lost',
      settled({ won: -50 as ChallengeCard['won'] }, [row(may), row(lin, { rank: 2 })]),
      '梅若雨赢了',
      '−50 积分',
      false,
    ],
    ['tied', settled({ won: points(0) }, [row(lin), row(may)]), '打成平手', '', false],
    [
      'third of a group',
      settled({ shape: 'GROUP', won: points(0) }, [row(may), row(lin, { rank: 3 })]),
      '第 3 名',
      '',
      false,
    ],
    [
      'left',
      settled({ won: -50 as ChallengeCard['won'] }, [row(may), row(lin, { rank: 2, left: true })]),
      '你提前退出了',
      '−50 积分',
      false,
    ],
  ])('%s', (_, ended, title, won, victory) => {
    expect(resultOf(ended)).toMatchObject({ title, won, victory });
    expect(shareCard(ended).path).toBe('/packages/challenge/pages/home/home');
  });

  test.each([
    ['DECLINED', '对方婉拒了这次挑战'],
    ['CANCELLED', '挑战已取消'],
    ['EXPIRED', '没有人应战'],
  ] as const)('%s: the stake is back', (status, title) => {
    expect(resultOf(board({ challenge: card({ status }) }))).toMatchObject({
      title,
      note: '积分已退回',
    });
  });

  test('the card that is sent carries the token, whole', () => {
    expect(shareCard(board({ inviteToken: 'C1.a+b' })).path).toBe(
      '/packages/challenge/pages/invitation/invitation?t=C1.a%2Bb',
    );
    expect(resultOf(board())).toBeNull();
  });
});

describe('the invitation', () => {
  const invitation = (part: Partial<Invitation> = {}): Invitation => ({
    challenge: card({
      status: 'OPEN',
      from: null,
      until: null,
      people: [lin],
      rank: null,
      mine: false,
    }),
    challenger: lin,
    registered: true,
    joined: false,
    points: points(86),
    mayStake: true,
    now,
    ...part,
  });
  const open = invitation().challenge;
  const group = { ...open, shape: 'GROUP' as const, places: 3 };

  test.each<[string, Invitation, string, string, boolean]>([
    ['who may accepts', invitation(), 'accept', '押 50 积分应战', true],
    [
      'who has too little is told how much',
      invitation({ points: points(20) }),
      'accept',
      '押 50 积分应战',
      false,
    ],
    ['under 14 nobody stakes', invitation({ mayStake: false }), 'accept', '押 50 积分应战', false],
    [
      'without a stake it is only accepted',
      invitation({ challenge: { ...open, stake: points(0) }, points: points(0), mayStake: false }),
      'accept',
      '应战',
      true,
    ],
    [
      'who is new registers first',
      invitation({ registered: false }),
      'register',
      '注册后应战',
      true,
    ],
    ['who takes part looks at it', invitation({ joined: true }), 'open', '查看挑战', true],
    [
      'its own is only looked at',
      invitation({ challenge: { ...open, mine: true } }),
      'open',
      '查看挑战',
      true,
    ],
    [
      'what was taken back is over',
      invitation({ challenge: { ...open, status: 'CANCELLED' } }),
      'own',
      '我也发起一个',
      true,
    ],
    [
      'what nobody answered in time is over',
      invitation({ challenge: { ...open, answerBy: now } }),
      'own',
      '我也发起一个',
      true,
    ],
    [
      'a duel that runs is taken',
      invitation({ challenge: { ...open, status: 'RUNNING', people: [lin, may] } }),
      'own',
      '我也发起一个',
      true,
    ],
    [
      'a group that runs takes more',
      invitation({
        challenge: { ...group, status: 'RUNNING', until: MIDNIGHT, people: [lin, may] },
      }),
      'accept',
      '押 50 积分应战',
      true,
    ],
    [
      'a full group takes nobody',
      invitation({
        challenge: { ...group, places: 2, status: 'RUNNING', until: MIDNIGHT, people: [lin, may] },
      }),
      'own',
      '我也发起一个',
      true,
    ],
  ])('%s', (_, asked, step, button, mayGo) => {
    const view = invitationView(asked, now);
    expect(view).toMatchObject({ step, button, may: mayGo });
    expect(view.note === '').toBe(step === 'accept' && mayGo);
  });

  test('only the friend of a duel can decline, and only members report', () => {
    expect(invitationView(invitation(), now)).toMatchObject({ decline: true, against: true });
    expect(invitationView(invitation({ challenge: group }), now).decline).toBe(false);
    expect(invitationView(invitation({ registered: false }), now)).toMatchObject({
      decline: false,
      against: false,
    });
  });

  test('a card that leads nowhere says whom to ask; a bad network does not', () => {
    expect(goneBecause(new Refusal('CHALLENGE_NOT_FOUND'))).toContain('没有找到');
    expect(goneBecause(new Refusal('CHALLENGE_CLOSED'))).toBeNull();
    expect(goneBecause(new Error('offline'))).toBeNull();
  });
});

test('the ranking names places in its measure and shows where it jumps to the caller', () => {
  const place = (rank: number, you: boolean) => ({
    ...{ rank, you, nickname: you ? '林小满' : '', avatarUrl: null, value: 90 },
  });
  const ranking = {
    ...{ campuses: [{ id: 'c', name: '东区' }], campusId: 'c', shown: true, now },
    rows: [place(1, false), place(2, false), place(57, true)],
  };
  const asked: Asked = { among: 'CAMPUS', campusId: 'c', period: 'WEEK', measure: 'MINUTES' };
  const view = rankingView(ranking, asked);
  expect(view.places.map(({ name, value, gap }) => [name, value, gap])).toEqual([
    ['球友', '90 分钟', false],
    ['球友', '90 分钟', false],
    ['林小满', '90 分钟', true],
  ]);
  expect(rankingView(ranking, { ...asked, among: 'FRIENDS', measure: 'DAYS' })).toMatchObject({
    campuses: [],
    places: [{ value: '90 天' }, {}, {}],
  });
});

describe('disputes at the desk', () => {
  const told = { by: 'm-may', points: { 'm-may': 11, 'm-lin': 9 }, countsAt: now };
  const desk = {
    disputes: [{ challenge: card({ kind: 'MATCH', status: 'DISPUTED' }), score: told }],
    reports: [{ id: 'R1', at: now, by: lin, about: may, reason: '刷数据', challengeId: 'C1' }],
    now,
  };

  test('who told which score is said, and nothing is decided before both are typed', () => {
    const [match] = deskView(desk, { C1: { 'm-lin': '11' } }, now).disputes;
    expect(match).toMatchObject({ told: '梅若雨填的是 9:11，对方不同意', decision: null });
  });

  test.each([
    ['11', '9', '林小满获胜'],
    ['9', '11', '梅若雨获胜'],
    ['9', '9', '平局，积分各自退回'],
  ])('%s to %s is decided as %s', (a, b, word) => {
    const [match] = deskView(desk, { C1: { 'm-lin': a, 'm-may': b } }, now).disputes;
    expect(match?.decision).toEqual({ points: { 'm-lin': Number(a), 'm-may': Number(b) }, word });
  });

  test('a report says who told it of whom', () => {
    expect(deskView(desk, {}, now).reports[0]).toMatchObject({
      about: '梅若雨',
      by: '林小满',
      reason: '刷数据',
      when: '今天 · 3 月 14 日 周六 10:00',
    });
  });
});
