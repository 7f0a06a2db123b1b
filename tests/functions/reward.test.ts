import { beforeEach, describe, expect, test } from 'vitest';
import { at as clubAt } from '../domain/clock';
import { type Club, outcome } from './club';
import { clubForEach, goTo, lettersOf } from './courts';
import { accountOf } from './points';
import { edit, expectRewardsInOrder, join, RACKET, redeem, shelve, TOWEL } from './reward';

const here = clubForEach();
let club: Club;
beforeEach(async () => {
  club = here.club;
  await join(club, 'lin', 1_000);
});

const points = async () => (await accountOf(club, 'lin')).balance;
const inOrder = () => expectRewardsInOrder(club, { [TOWEL]: 36, [RACKET]: 120 });
const desk = () => club.as('desk-east').reward;

describe('what is redeemed', () => {
  test('costs its points at once and waits at the desk with a code of its own', async () => {
    const before = await points();
    const redeemed = await redeem(club, 'lin');
    expect(redeemed).toMatchObject({
      ...{ name: '运动毛巾', campusName: '东区', price: 60, status: 'OPEN' },
      ...{ code: expect.stringMatching(/^\d{12}$/), endedAt: null, coupon: null },
    });
    expect(await points()).toBe(before - 60);
    const home = await club.as('lin').reward.home({});
    expect(home).toMatchObject({ level: expect.any(String), points: before - 60, open: 1 });
    expect(home.rewards.find(({ id }) => id === TOWEL)).toMatchObject({ stock: 35, refusal: null });
    const { recent } = await club.as('lin').membership.home({});
    expect(recent[0]).toMatchObject({ kind: 'REWARD', amount: -60 });
    await inOrder();
  });

  test('is handed over once, by a desk of its campus, which is written down and told', async () => {
    const { id, code } = await redeem(club, 'lin');
    const scanned = `CR1.${code}`;
    expect(await desk().look({ code: scanned })).toMatchObject({
      id,
      who: '林*满',
      status: 'OPEN',
    });
    const given = await desk().handOver({ code: scanned });
    expect(given).toMatchObject({ id, status: 'DONE', who: '林*满' });
    expect(await outcome(desk().handOver({ code: scanned }))).toBe('REDEMPTION_CLOSED');
    expect(await desk().look({ code: scanned })).toMatchObject({ status: 'DONE' });
    const { redemption } = await club.as('lin').reward.redemption({ redemptionId: id });
    expect(redemption).toMatchObject({ status: 'DONE', endedAt: given.endedAt });
    expect(await outcome(club.as('lin').reward.cancel({ redemptionId: id }))).toBe(
      'REDEMPTION_CLOSED',
    );
    expect(await club.documents('audit_entries', { action: 'reward.handOver' })).toMatchObject([
      { actorId: 'm-desk-east', campusId: 'c-east', targetId: id, detail: '运动毛巾' },
    ]);
    const told = await lettersOf(club, 'm-lin', 'POINTS');
    expect(told.filter(({ title }) => title === '礼品已领取')).toHaveLength(1);
    await inOrder();
  });

  test('is found by digits with blanks, and by nothing else', async () => {
    const { code } = await redeem(club, 'lin');
    const typed = String(code).replace(/(\d{4})(?=\d)/g, '$1 ');
    expect(await outcome(desk().look({ code: ` ${typed} ` }))).toBe('ok');
    const [eleven, next] = [
      String(code).slice(1),
      String((Number(code) + 1) % 1e12).padStart(12, '0'),
    ];
    for (const wrong of ['', eleven, next, `CB1.${code}`, 'somebody']) {
      expect(await outcome(desk().look({ code: wrong })), wrong).toBe('REDEMPTION_NOT_FOUND');
      expect(await outcome(desk().handOver({ code: wrong })), wrong).toBe('REDEMPTION_NOT_FOUND');
    }
  });

  test('is no business of another campus, and the super admin’s everywhere', async () => {
    const { code } = await redeem(club, 'lin');
    const west = club.as('admin-west').reward;
    expect(await outcome(west.look({ code: String(code) }))).toBe('REDEMPTION_ELSEWHERE');
    expect(await outcome(west.handOver({ code: String(code) }))).toBe('REDEMPTION_ELSEWHERE');
    expect(await outcome(club.as('root').reward.handOver({ code: String(code) }))).toBe('ok');
  });

  test('comes back while nobody fetched it: the points with their days, and the stock', async () => {
    const before = await accountOf(club, 'lin');
    const { id } = await redeem(club, 'lin');
    goTo(club, clubAt('2026-03-16 09:00'));
    const back = await club.as('lin').reward.cancel({ redemptionId: id });
    expect(back).toMatchObject({ status: 'CANCELLED', endedAt: expect.any(Number) });
    expect(await accountOf(club, 'lin')).toEqual(before);
    expect(await outcome(club.as('lin').reward.cancel({ redemptionId: id }))).toBe('ok');
    expect(await accountOf(club, 'lin')).toEqual(before);
    const [{ code } = {}] = await club.documents('redemptions');
    expect(await outcome(desk().handOver({ code: String(code) }))).toBe('REDEMPTION_CLOSED');
    await inOrder();
  });

  test('is nobody else’s', async () => {
    const { id } = await redeem(club, 'lin');
    const may = club.as('may').reward;
    expect(await outcome(may.redemption({ redemptionId: id }))).toBe('REDEMPTION_NOT_FOUND');
    expect(await outcome(may.cancel({ redemptionId: id }))).toBe('REDEMPTION_NOT_FOUND');
  });

  test('is listed the newest first, twenty a page, also of one millisecond', async () => {
    const cheap = await shelve(club, { price: 1, stock: 30 });
    for (let n = 0; n < 23; n += 1) await redeem(club, 'lin', cheap);
    const first = await club.as('lin').reward.mine({ before: null });
    expect(first.redemptions).toHaveLength(20);
    const second = await club.as('lin').reward.mine({ before: first.next });
    expect(second).toMatchObject({ next: null });
    const all = [...first.redemptions, ...second.redemptions];
    expect(new Set(all.map(({ id }) => id)).size).toBe(23);
    const newestFirst = all.map(({ at }) => at);
    expect(newestFirst).toEqual([...newestFirst].sort((a, b) => b - a));
  });
});

describe('who cannot have it', () => {
  test('is told why: no card, too few points, another price, off the shelf, nothing left', async () => {
    const wish = { rewardId: TOWEL, expected: 60, requestId: 'why' };
    const may = club.as('may').reward;
    expect(await outcome(may.redeem(wish))).toBe('MEMBERSHIP_FIRST');
    const shown = (await may.home({})).rewards;
    expect(new Set(shown.map(({ refusal }) => refusal))).toEqual(new Set(['MEMBERSHIP_FIRST']));
    const lin = club.as('lin').reward;
    expect(await outcome(lin.redeem({ ...wish, expected: 59 }))).toBe('REWARD_CHANGED');
    expect(await outcome(lin.redeem({ ...wish, rewardId: 'rw-none' }))).toBe('REWARD_NOT_FOUND');
    const dear = { ...wish, rewardId: 'rw-hour', expected: 2_200 };
    expect(await outcome(lin.redeem(dear))).toBe('INSUFFICIENT_POINTS');
    const gone = { ...wish, rewardId: 'rw-cup', expected: 1_500 };
    expect(await outcome(lin.redeem(gone))).toBe('REWARD_SOLD_OUT');
    await edit(club, 'admin-east', TOWEL, { onShelf: false });
    expect(await outcome(lin.redeem(wish))).toBe('REWARD_OFF');
    expect((await lin.home({})).rewards.map(({ id }) => id)).not.toContain(TOWEL);
    expect(await club.documents('redemptions')).toEqual([]);
  });

  test('has two towels already; one that was given back counts no more', async () => {
    const first = await redeem(club, 'lin');
    await redeem(club, 'lin');
    expect(await outcome(redeem(club, 'lin'))).toBe('REWARD_LIMIT_MEMBER');
    const { rewards } = await club.as('lin').reward.home({});
    expect(rewards.find(({ id }) => id === TOWEL)?.refusal).toBe('REWARD_LIMIT_MEMBER');
    await club.as('lin').reward.cancel({ redemptionId: first.id });
    expect(await outcome(redeem(club, 'lin'))).toBe('ok');
    await inOrder();
  });

  test('comes too late today, but not after midnight; and yesterday’s cancel gives today none', async () => {
    const id = await shelve(club, { perDay: 2 });
    await join(club, 'may', 100);
    goTo(club, clubAt('2026-03-14 23:50'));
    const first = await redeem(club, 'lin', id);
    await redeem(club, 'may', id);
    expect(await outcome(redeem(club, 'lin', id))).toBe('REWARD_LIMIT_DAY');
    goTo(club, clubAt('2026-03-15 00:00'));
    await redeem(club, 'lin', id);
    await club.as('lin').reward.cancel({ redemptionId: first.id });
    expect(await outcome(redeem(club, 'may', id))).toBe('ok');
    expect(await outcome(redeem(club, 'may', id))).toBe('REWARD_LIMIT_DAY');
    await expectRewardsInOrder(club, { [id]: 5 });
  });

  test('cannot pay with points that are over, though no timer took them yet', async () => {
    goTo(club, clubAt('2027-04-01 10:00'));
    expect((await club.as('lin').reward.home({})).points).toBe(0);
    expect(await outcome(redeem(club, 'lin'))).toBe('INSUFFICIENT_POINTS');
  });
});

test('whose account ends leaves the stock behind, and no code that opens anything', async () => {
  await join(club, 'han', 1_000);
  const { code } = await redeem(club, 'han');
  await redeem(club, 'han', 'rw-ten');
  const { rewards } = await club.as('han').member.exportData({ cursor: null });
  expect(rewards?.redemptions.map(({ name }) => name)).toContain('运动毛巾');
  expect(rewards?.coupons).toMatchObject([{ name: '订场立减 10 元' }]);
  await club.as('han').member.deleteAccount({ confirm: '注销' });
  await club.passMinutes(1);
  expect(await outcome(desk().look({ code: String(code) }))).toBe('REDEMPTION_NOT_FOUND');
  expect(await club.document('rewards', TOWEL)).toMatchObject({ stock: 36, open: 0 });
  for (const left of ['redemptions', 'reward_takers', 'coupons', 'point_holds']) {
    expect(await club.documents(left), left).toEqual([]);
  }
});

test('the same form sent again answers what it made, also when the shelf is empty by then', async () => {
  const id = await shelve(club, { stock: 1 });
  const first = await redeem(club, 'lin', id, 'same');
  expect(await redeem(club, 'lin', id, 'same')).toEqual(first);
  expect(await club.documents('redemptions')).toHaveLength(1);
  await expectRewardsInOrder(club, { [id]: 1 });
});
