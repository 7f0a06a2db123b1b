import { clubDateOf, type Instant } from '@shared/base/time';
import { expect } from 'vitest';
import { identityDocuments, memberDocuments, type Person } from '../../local/club/people';
import { expectLedgerInOrder } from './books';
import { sumOf } from './challenge';
import type { Club } from './club';
import { expectPointsInOrder, give } from './points';

export const TOWEL = 'rw-towel';
export const RACKET = 'rw-racket';
export const TEN = 'rw-ten';

let made = 0;

/** A member of the card with so many points more. */
export async function join(club: Club, who: string, points: number): Promise<void> {
  await club.as(who).membership.apply({});
  if (points > 0) await give(club, who, points);
}

/** Somebody redeems what is on the shelf, for what it costs now. */
export async function redeem(club: Club, who: string, rewardId = TOWEL, requestId?: string) {
  made += 1;
  const reward = await club.document('rewards', rewardId);
  const wish = { rewardId, expected: Number(reward?.price), requestId: requestId ?? `r-${made}` };
  return club.as(who).reward.redeem(wish);
}

/** What an admin changes of a reward, as the page does: all of the form, with what it began with. */
export async function edit(club: Club, who: string, rewardId: string, change: object) {
  made += 1;
  const { campusId } = (await club.document('rewards', rewardId)) ?? {};
  const { rewards } = await club.as('root').reward.shelf({ campusId: String(campusId) });
  const found = rewards.find(({ id }) => id === rewardId);
  if (!found) throw new Error(`${rewardId} should be on the shelf`);
  const { version, stock, pictureUrl: _, redeemed: __, open: ___, ...form } = found;
  const opened = { version, stock };
  return club.as(who).reward.save({ ...form, stock, opened, requestId: `e-${made}`, ...change });
}

/** A new reward of the east: a bottle for ten points, unless it is said otherwise. */
export async function shelve(club: Club, wish: object = {}): Promise<string> {
  made += 1;
  const form: Parameters<ReturnType<Club['as']>['reward']['save']>[0] = {
    ...{ id: null, campusId: 'c-east', kind: 'GOODS' as const, name: '矿泉水', description: '' },
    ...{ pictureFileId: null, price: 10, stock: 5, perMember: null, perDay: null },
    ...{ onShelf: true, coupon: null, opened: null, requestId: `s-${made}` },
  };
  return (await club.as('admin-east').reward.save({ ...form, ...wish })).id;
}

/** So many people with a card and a hundred points each, by their openids. */
export async function crowdWithPoints(club: Club, size: number): Promise<string[]> {
  const people = Array.from({ length: size }, (_, index): Person => {
    const known = { memberId: `m-crowd-${index}`, openid: `oCrowd-${index}` };
    return { ...known, nickname: `球友${index}`, role: 'MEMBER', campusId: null, phone: null };
  });
  const day = clubDateOf(club.cloud.clock.now() as Instant);
  const level = { level: 'BASIC' };
  await club.cloud.load(
    'members',
    memberDocuments(people).map((member) => ({ ...member, ...level })),
  );
  await club.cloud.load(
    'identities',
    identityDocuments(people).map((identity) => ({ ...identity, ...level })),
  );
  const accountOf = (memberId: string) => `points:member:${memberId}`;
  await club.cloud.load(
    'ledger_balances',
    people.map(({ memberId }) => ({
      ...{ _id: accountOf(memberId), balance: 100, lots: [{ day, left: 100 }], oldest: day },
      ...{ owed: 0, earned: 100, told: null },
    })),
  );
  await club.cloud.load(
    'ledger_entries',
    people.map(({ memberId }) => {
      const posting = { from: 'points:house:adjustment', to: accountOf(memberId), amount: 100 };
      const accounts = [posting.from, posting.to];
      return { _id: `adjust:${memberId}`, at: 0, accounts, postings: [posting] };
    }),
  );
  return people.map(({ openid }) => openid);
}

/**
 * Every shelf counts what its redemptions say, whoever raced: `begun` is the stock of the beginning;
 * and the points are in order, those for rewards with the house to the point.
 */
export async function expectRewardsInOrder(club: Club, begun: Record<string, number>) {
  const redemptions = await club.documents('redemptions');
  for (const { _id, stock, redeemed, open, taken } of await club.documents('rewards')) {
    const of = redemptions.filter(({ rewardId }) => rewardId === _id);
    const kept = of.filter(({ status }) => status !== 'CANCELLED');
    const fresh = begun[String(_id)];
    if (fresh === undefined) continue;
    expect({ _id, stock }).toEqual({ _id, stock: fresh - kept.length });
    expect({ _id, open }).toEqual({ _id, open: of.filter((one) => one.status === 'OPEN').length });
    expect(Number(redeemed), String(_id)).toBeGreaterThanOrEqual(kept.length);
    const newest = taken as { day: string; count: number } | null;
    if (newest) {
      const today = kept.filter(({ day }) => day === newest.day);
      expect({ _id, today: newest.count }).toEqual({ _id, today: today.length });
    }
  }
  for (const { rewardId, memberId, taken } of await club.documents('reward_takers')) {
    const kept = redemptions.filter(
      (one) => one.rewardId === rewardId && one.memberId === memberId && one.status !== 'CANCELLED',
    );
    expect({ rewardId, memberId, taken }).toEqual({ rewardId, memberId, taken: kept.length });
  }
  const paid = redemptions
    .filter(({ status }) => status !== 'CANCELLED')
    .reduce((sum, { price }) => sum + Number(price), 0);
  expect(await sumOf(club, 'points:house:rewards')).toBe(paid);
  await expectLedgerInOrder(club);
  await expectPointsInOrder(club);
}
