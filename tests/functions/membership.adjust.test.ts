import { points } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  earnUnseen,
  freezePoints,
  lookAtAccounts,
  pointsOf,
  reverseEarned,
  thawPoints,
} from '../../cloudfunctions/points/service';
import { day } from '../domain/clock';
import { expectLedgerInOrder } from './books';
import { type Club, clearFaults, orderFaults, outcome } from './club';
import { clubForEach, lettersOf } from './courts';
import { accountOf, expectPointsInOrder, give, today, toldIn } from './points';
import { insist, killsOf } from './steps';
import { openTimerContexts } from './timerContext';

const here = clubForEach();
let club: Club;
beforeEach(() => {
  club = here.club;
});

const root = () => club.as('root').membership;
const form = (amount: number, requestId = 'form') => ({
  ...{ memberId: 'm-chen', amount, requestId },
  reason: '补录活动积分',
});
const balance = async () => (await accountOf(club, 'chen')).balance;

async function expectInOrder(): Promise<void> {
  await expectLedgerInOrder(club);
  await expectPointsInOrder(club);
}

describe('points by hand', () => {
  test('are given and taken with a reason that the member reads, and logged', async () => {
    const before = await balance();
    const given = await club.as('admin-east').membership.adjust(form(300));
    expect(given).toMatchObject({ memberId: 'm-chen', points: before + 300 });
    const taken = await root().adjust(form(-100, 'back'));
    expect(taken.points).toBe(before + 200);
    expect(new Set(toldIn(taken.recent.slice(0, 2)))).toEqual(
      new Set([
        ['ADJUSTMENT', -100],
        ['ADJUSTMENT', 300],
      ]),
    );
    const told = await lettersOf(club, 'm-chen', 'POINTS');
    expect(told.map(({ body }) => body)).toEqual([
      '场馆为你增加了 300 积分，原因：补录活动积分',
      '场馆为你扣除了 100 积分，原因：补录活动积分',
    ]);
    const logged = await club.documents('audit_entries', { action: 'membership.adjust' });
    expect(logged).toMatchObject([
      { campusId: 'c-east', targetId: 'm-chen', detail: '+300：补录活动积分' },
      { campusId: null, targetId: 'm-chen', detail: '-100：补录活动积分' },
    ]);
    await expectInOrder();
  });

  test('never go below zero, not by one', async () => {
    const all = await balance();
    expect(await outcome(root().adjust(form(-all - 1)))).toBe('INSUFFICIENT_POINTS');
    expect(await balance()).toBe(all);
    expect(await club.documents('audit_entries', { action: 'membership.adjust' })).toEqual([]);
    expect((await root().adjust(form(-all))).points).toBe(0);
    await expectInOrder();
  });

  test('are nobody’s own, and nobody’s who does not exist', async () => {
    const own = { ...form(100), memberId: 'm-root' };
    expect(await outcome(root().adjust(own))).toBe('OWN_POINTS');
    expect(await outcome(root().adjust({ ...form(1), memberId: 'm-gone' }))).toBe(
      'MEMBER_NOT_FOUND',
    );
    expect(await outcome(club.as('desk-east').membership.adjust(form(100)))).toBe('NOT_ALLOWED');
    expect(await outcome(root().adjust(form(0)))).toBe('INVALID_INPUT');
    expect(await outcome(root().adjust({ ...form(1), reason: ' ' }))).toBe('INVALID_INPUT');
  });

  test('are found by number and by the code that the member shows, once', async () => {
    const { phone } = (await club.document('members', 'm-chen')) ?? {};
    const found = await root().find({ text: String(phone) });
    expect(found).toMatchObject({ memberId: 'm-chen', points: await balance() });
    expect(found.phone).toMatch(/^138\*{4}\d{4}$/);
    const { text } = await club.as('chen').member.code({});
    expect((await root().find({ text })).memberId).toBe('m-chen');
    expect(await outcome(root().find({ text }))).toBe('MEMBER_CODE_USED');
    expect(await outcome(root().find({ text: '13999999999' }))).toBe('MEMBER_NOT_FOUND');
    expect(await outcome(root().find({ text: 'somebody' }))).toBe('MEMBER_CODE_INVALID');
  });
});

describe('at once', () => {
  test('one form that is sent three times moves points once', async () => {
    const before = await balance();
    const sent = [1, 2, 3].map(() => root().adjust(form(70)));
    await Promise.all(sent);
    expect(await balance()).toBe(before + 70);
    expect(await lettersOf(club, 'm-chen', 'POINTS')).toHaveLength(1);
    await expectInOrder();
  });

  test('two managers who take all of them: one does, the other is told', async () => {
    const all = await balance();
    const two = await Promise.all([
      outcome(root().adjust(form(-all, 'one'))),
      outcome(club.as('admin-east').membership.adjust(form(-all, 'other'))),
    ]);
    expect(two.sort()).toEqual(['INSUFFICIENT_POINTS', 'ok']);
    expect(await balance()).toBe(0);
    await expectInOrder();
  });

  test('taking and setting aside find the same points once', async () => {
    const all = await balance();
    const { db, contextAt } = openTimerContexts(club);
    const { now } = contextAt(club.cloud.clock.now() as never);
    const hold = { holdId: 'order:race', memberId: 'm-chen', amount: points(all) };
    const [taken, frozen] = await Promise.all([
      outcome(root().adjust(form(-all))),
      db.transaction((tx) => freezePoints(tx, hold, now)),
    ]);
    expect([taken === 'ok', frozen === null].sort()).toEqual([false, true]);
    expect(await balance()).toBe(0);
    await expectInOrder();
    if (frozen === null) await db.transaction((tx) => thawPoints(tx, 'order:race', now));
    expect(await balance()).toBe(frozen === null ? all : 0);
    await expectInOrder();
  });

  test('two who reach a level together are one level and one letter', async () => {
    await club.as('chen').membership.apply({});
    await Promise.all([
      root().adjust(form(600, 'a')),
      club.as('admin-east').membership.adjust(form(600, 'b')),
    ]);
    await club.passMinutes(1);
    expect(await club.document('members', 'm-chen')).toMatchObject({ level: 'SILVER' });
    const letters = await lettersOf(club, 'm-chen', 'POINTS');
    expect(letters.filter(({ title }) => title === '升级为银卡会员')).toHaveLength(1);
    await expectInOrder();
  });
});

test.each(killsOf(24))(
  'a function that dies at request %i, %s it takes effect, gives the points once when it is asked again',
  async (n, when) => {
    await club.as('chen').membership.apply({});
    const before = await balance();
    await orderFaults(club, { function: 'membership', action: 'adjust', n, when, effect: 'kill' });
    await root()
      .adjust(form(1_000))
      .catch(() => undefined);
    await clearFaults(club);
    await insist(() => root().adjust(form(1_000)));
    await club.passMinutes(1);
    expect(await balance()).toBe(before + 1_000);
    expect(await club.document('identities', 'oCourtside-chen')).toMatchObject({ level: 'SILVER' });
    expect(await lettersOf(club, 'm-chen', 'POINTS')).toHaveLength(2);
    await expectInOrder();
  },
);

describe('points of the door, which come in without a look at the account', () => {
  const at = () => club.cloud.clock.now() as Instant;
  const come = (amount: number, reason: string) => {
    const parts = [{ source: 'check-in', amount: points(amount) }] as const;
    const earning = { reason, memberId: 'm-chen', parts, at: at() };
    return openTimerContexts(club).db.transaction((tx) => earnUnseen(tx, earning));
  };
  const hold = (amount: number) => ({
    ...{ holdId: 'order:door', memberId: 'm-chen', amount: points(amount) },
  });

  test('raise the level, also when some of them are set aside before anybody looks', async () => {
    await club.as('chen').membership.apply({});
    const { earned } = await accountOf(club, 'chen');
    await give(club, 'chen', 999 - earned);
    await come(5, 'door:1');
    const { db, contextAt } = openTimerContexts(club);
    expect(await db.transaction((tx) => freezePoints(tx, hold(100), at()))).toBe(null);
    await lookAtAccounts(contextAt(at()));
    await club.passMinutes(1);
    expect((await club.document('members', 'm-chen'))?.level).toBe('SILVER');
    await expectInOrder();
  });

  test('pay what is owed before they are spent; what comes back from an order does not', async () => {
    const { db, contextAt } = openTimerContexts(club);
    await give(club, 'chen', 300 - (await balance()));
    await db.transaction((tx) => freezePoints(tx, hold(300), at()));
    const back = { reason: 'door:back', memberId: 'm-chen', amount: points(50) };
    await db.transaction((tx) => reverseEarned(tx, { ...back, day: day(today(club)), at: at() }));
    expect(await accountOf(club, 'chen')).toMatchObject({ balance: 0, owed: 50 });
    await come(30, 'door:1');
    expect(await pointsOf(db, 'm-chen', at())).toBe(0);
    await db.transaction((tx) => thawPoints(tx, 'order:door', at()));
    expect(await pointsOf(db, 'm-chen', at())).toBe(300);
    await lookAtAccounts(contextAt(at()));
    expect(await accountOf(club, 'chen')).toMatchObject({ balance: 300, owed: 20 });
    await come(25, 'door:2');
    expect(await pointsOf(db, 'm-chen', at())).toBe(305);
    await lookAtAccounts(contextAt(at()));
    expect(await accountOf(club, 'chen')).toMatchObject({ balance: 305, owed: 0 });
    await expectInOrder();
  });
});

test('who spends has not earned less: the level stays', async () => {
  await club.as('chen').membership.apply({});
  await give(club, 'chen', 1_000);
  const { db } = openTimerContexts(club);
  const now = club.cloud.clock.now() as never;
  const before = await accountOf(club, 'chen');
  const hold = { holdId: 'order:spent', memberId: 'm-chen', amount: points(1_000) };
  expect(await db.transaction((tx) => freezePoints(tx, hold, now))).toBe(null);
  expect((await accountOf(club, 'chen')).earned).toBe(before.earned);
  const { level, frozen } = await club.as('chen').membership.home({});
  expect({ level, frozen }).toEqual({ level: 'SILVER', frozen: 1_000 });
  await expectInOrder();
});
