import { beforeEach, describe, expect, test } from 'vitest';
import { type Club, clearFaults, orderFaults, outcome } from './club';
import { clubForEach } from './courts';
import { accountOf } from './points';
import { crowdWithPoints, expectRewardsInOrder, join, redeem, shelve, TOWEL } from './reward';
import { dies, insist, killsOf } from './steps';

const here = clubForEach();
let club: Club;
beforeEach(() => {
  club = here.club;
});

const count = (outcomes: readonly string[], code: string) =>
  outcomes.filter((one) => one === code).length;

describe('at once', () => {
  test('forty who want the last three: three have one, the others keep their points', async () => {
    const id = await shelve(club, { stock: 3 });
    const people = await crowdWithPoints(club, 40);
    const ended = await Promise.all(
      people.map((who) => outcome(insist(() => redeem(club, who, id, 'last')))),
    );
    expect(count(ended, 'ok')).toBe(3);
    expect(count(ended, 'REWARD_SOLD_OUT')).toBe(37);
    expect(await club.document('rewards', id)).toMatchObject({ stock: 0, redeemed: 3, open: 3 });
    await expectRewardsInOrder(club, { [id]: 3 });
  });

  test('twelve for the four of a day: four have one', async () => {
    const id = await shelve(club, { stock: 50, perDay: 4 });
    const people = await crowdWithPoints(club, 12);
    const ended = await Promise.all(
      people.map((who) => outcome(insist(() => redeem(club, who, id, 'day')))),
    );
    expect([count(ended, 'ok'), count(ended, 'REWARD_LIMIT_DAY')]).toEqual([4, 8]);
    await expectRewardsInOrder(club, { [id]: 50 });
  });

  test('one who wants five of the two that everybody may have gets two', async () => {
    await join(club, 'lin', 1_000);
    const ended = await Promise.all(
      [1, 2, 3, 4, 5].map((n) => outcome(insist(() => redeem(club, 'lin', TOWEL, `five-${n}`)))),
    );
    expect([count(ended, 'ok'), count(ended, 'REWARD_LIMIT_MEMBER')]).toEqual([2, 3]);
    await expectRewardsInOrder(club, { [TOWEL]: 36 });
  });

  test('one whose points are enough for one of two things gets one', async () => {
    const ids = [await shelve(club, { price: 60 }), await shelve(club, { price: 60 })];
    const [who = ''] = await crowdWithPoints(club, 1);
    const ended = await Promise.all(
      ids.map((id) => outcome(insist(() => redeem(club, who, id, id)))),
    );
    expect(ended.sort()).toEqual(['INSUFFICIENT_POINTS', 'ok']);
    await expectRewardsInOrder(club, Object.fromEntries(ids.map((id) => [id, 5])));
  });

  test('one form that is sent three times is one towel', async () => {
    await join(club, 'lin', 1_000);
    const sent = [1, 2, 3].map(() => insist(() => redeem(club, 'lin', TOWEL, 'thrice')));
    expect(new Set((await Promise.all(sent)).map(({ code }) => code)).size).toBe(1);
    expect(await club.documents('redemptions')).toHaveLength(1);
    await expectRewardsInOrder(club, { [TOWEL]: 36 });
  });

  test('two desks and the member’s second thought: one of the three', async () => {
    await join(club, 'lin', 1_000);
    const before = await accountOf(club, 'lin');
    const { id, code } = await redeem(club, 'lin');
    const give = (who: string) => () => club.as(who).reward.handOver({ code: String(code) });
    const [east, root, lin] = await Promise.all([
      outcome(insist(give('desk-east'))),
      outcome(insist(give('root'))),
      outcome(insist(() => club.as('lin').reward.cancel({ redemptionId: id }))),
    ]);
    expect(count([east, root, lin], 'ok')).toBe(1);
    expect(count([east, root, lin], 'REDEMPTION_CLOSED')).toBe(2);
    const back = await accountOf(club, 'lin');
    expect(back.balance).toBe(before.balance - (lin === 'ok' ? 0 : 60));
    await expectRewardsInOrder(club, { [TOWEL]: 36 });
  });
});

describe('a function that dies', () => {
  /** Does it with a function that dies at a request, and then does the very same again. */
  async function twice(action: string, kill: readonly [number, 'before' | 'after'], work: Work) {
    const [n, when] = kill;
    await orderFaults(club, { function: 'reward', action, n, when, effect: 'kill' });
    expect(await dies(work())).toBe(true);
    await clearFaults(club);
    await expectRewardsInOrder(club, { [TOWEL]: 36 });
    await insist(work);
    await expectRewardsInOrder(club, { [TOWEL]: 36 });
  }
  type Work = () => Promise<unknown>;
  beforeEach(() => join(club, 'lin', 1_000));

  test.each(killsOf(14))(
    'at request %i (%s) of redeeming: it is redeemed once',
    async (...kill) => {
      const before = await accountOf(club, 'lin');
      await twice('redeem', kill, () => redeem(club, 'lin', TOWEL, 'dies'));
      expect(await club.documents('redemptions')).toHaveLength(1);
      expect((await accountOf(club, 'lin')).balance).toBe(before.balance - 60);
    },
  );

  test.each(killsOf(12))('at request %i (%s) of taking back: it is back once', async (...kill) => {
    const before = await accountOf(club, 'lin');
    const { id } = await redeem(club, 'lin');
    await twice('cancel', kill, () => club.as('lin').reward.cancel({ redemptionId: id }));
    expect((await accountOf(club, 'lin')).balance).toBe(before.balance);
  });

  test.each(killsOf(8))('at request %i (%s) at the desk: it is given once', async (...kill) => {
    const { id, code } = await redeem(club, 'lin');
    const give = () => club.as('desk-east').reward.handOver({ code: String(code) });
    await twice('handOver', kill, () =>
      give().catch((refused) => {
        if (refused.code !== 'REDEMPTION_CLOSED') throw refused;
      }),
    );
    expect(await club.document('redemptions', id)).toMatchObject({ status: 'DONE' });
    expect(await club.documents('audit_entries', { action: 'reward.handOver' })).toHaveLength(1);
  });
});
