import { beforeEach, describe, expect, test } from 'vitest';
import { type Club, outcome } from './club';
import { clubForEach } from './courts';
import { edit, expectRewardsInOrder, join, redeem, shelve, TOWEL } from './reward';

const here = clubForEach();
let club: Club;
beforeEach(() => {
  club = here.club;
});

const picture = (name: string) => `cloud://local.bucket/rewards/${name}.png`;
const stored = (id: string) => club.document('rewards', id);

describe('the shelf', () => {
  test('shows an admin the own campus, the super admin any', async () => {
    const east = await club.as('admin-east').reward.shelf({ campusId: null });
    expect(east).toMatchObject({ campusId: 'c-east', campuses: [{ id: 'c-east' }] });
    expect(east.rewards.map(({ id }) => id)).toContain(TOWEL);
    const other = club.as('admin-east').reward.shelf({ campusId: 'c-west' });
    expect(await outcome(other)).toBe('CAMPUS_NOT_FOUND');
    const west = await club.as('root').reward.shelf({ campusId: 'c-west' });
    expect(west.campuses).toHaveLength(3);
    expect(west.rewards.map(({ id }) => id)).toEqual(['rw-mat']);
    expect(await outcome(club.as('desk-east').reward.shelf({ campusId: null }))).toBe(
      'NOT_ALLOWED',
    );
  });

  test('counts what was redeemed and what waits', async () => {
    await join(club, 'lin', 500);
    await redeem(club, 'lin');
    const { code } = await redeem(club, 'lin');
    await club.as('desk-east').reward.handOver({ code: String(code) });
    const { rewards } = await club.as('admin-east').reward.shelf({ campusId: null });
    expect(rewards.find(({ id }) => id === TOWEL)).toMatchObject({ redeemed: 26, open: 1 });
  });
});

describe('a form', () => {
  test('sent twice makes one reward, and writes down what it says', async () => {
    const twice = await Promise.all([1, 2].map(() => shelve(club, { requestId: 'twice' })));
    expect(new Set(twice).size).toBe(1);
    const written = await club.documents('audit_entries', { action: 'reward.save' });
    expect(written).toMatchObject([
      {
        ...{ actorId: 'm-admin-east', campusId: 'c-east', targetId: twice[0] },
        detail: '矿泉水，积分 10，库存 5，每人 不限，每天 不限，上架 是',
      },
    ]);
  });

  test('that changes the stock adds and takes away: what was redeemed meanwhile stays redeemed', async () => {
    await join(club, 'lin', 500);
    const { rewards } = await club.as('admin-east').reward.shelf({ campusId: null });
    const towel = rewards.find(({ id }) => id === TOWEL);
    await redeem(club, 'lin');
    const opened = { version: Number(towel?.version), stock: Number(towel?.stock) };
    await edit(club, 'admin-east', TOWEL, { opened, stock: 46, price: 70, requestId: 'more' });
    expect(await stored(TOWEL)).toMatchObject({ stock: 45, price: 70, version: 2 });
    await edit(club, 'admin-east', TOWEL, { opened, stock: 46, price: 70, requestId: 'more' });
    expect(await stored(TOWEL)).toMatchObject({ stock: 45, version: 2 });
    // No answer came, and the admin thinks again: nothing of the first try counts twice.
    await edit(club, 'admin-east', TOWEL, { opened, stock: 40, price: 70, requestId: 'more' });
    expect(await stored(TOWEL)).toMatchObject({ stock: 39, version: 3 });
    const [entry] = await club.documents('audit_entries', { action: 'reward.save' });
    expect(entry?.detail).toBe('运动毛巾，积分 60 → 70，库存 35 → 45');
    expect(await outcome(edit(club, 'root', TOWEL, { opened, stock: 1 }))).toBe('STALE_EDIT');
    await expectRewardsInOrder(club, { [TOWEL]: 40 });
  });

  test('that takes more off the shelf than is left leaves none', async () => {
    const id = await shelve(club, { stock: 2 });
    await edit(club, 'admin-east', id, { opened: { version: 1, stock: 5 }, stock: 0 });
    expect(await stored(id)).toMatchObject({ stock: 0 });
  });

  test('of another campus is refused, of nothing too', async () => {
    expect(await outcome(edit(club, 'admin-west', TOWEL, {}))).toBe('CAMPUS_NOT_FOUND');
    const moved = edit(club, 'admin-west', TOWEL, { campusId: 'c-west' });
    expect(await outcome(moved)).toBe('REWARD_NOT_FOUND');
    expect(await outcome(shelve(club, { campusId: 'c-west' }))).toBe('CAMPUS_NOT_FOUND');
    expect(await outcome(shelve(club, { id: 'rw-none' }))).toBe('REWARD_NOT_FOUND');
    expect(await outcome(edit(club, 'admin-east', TOWEL, { opened: null }))).toBe('STALE_EDIT');
  });

  const terms = { off: 1_000, least: 0, days: 30 };
  test.each([
    ['a coupon without its terms', { kind: 'COUPON' }, 'REWARD_FORM_INVALID'],
    ['hours without their terms', { kind: 'COURT_HOURS' }, 'REWARD_FORM_INVALID'],
    ['a towel that takes money off', { coupon: terms }, 'REWARD_FORM_INVALID'],
    ['a coupon that takes nothing off', { kind: 'COUPON', coupon: { ...terms, off: 0 } }],
    ['a coupon for no day', { kind: 'COUPON', coupon: { ...terms, days: 0 } }],
    ['nothing to pay', { price: 0 }],
    ['less than nothing on the shelf', { stock: -1 }],
    ['nothing for anybody', { perMember: 0 }],
    ['nothing on any day', { perDay: 0 }],
    ['no name', { name: ' ' }],
    [
      'a picture of elsewhere',
      { pictureFileId: picture('1').replace('rewards', 'avatars') },
      'PICTURE_INVALID',
    ],
  ])('with %s is refused', async (_, wrong, code = 'INVALID_INPUT') => {
    expect(await outcome(shelve(club, wrong))).toBe(code);
  });

  test('with another picture has the one before deleted', async () => {
    const id = await shelve(club, { pictureFileId: picture('1') });
    await edit(club, 'admin-east', id, { pictureFileId: picture('2') });
    const left = await club.documents('outbox', { kind: 'deletePicture' });
    expect(left.map(({ payload }) => payload)).toEqual([{ fileId: picture('1') }]);
    await edit(club, 'admin-east', id, { stock: 9 });
    await club.passMinutes(1);
    expect(await club.documents('outbox', { kind: 'deletePicture' })).toEqual([]);
    expect(await stored(id)).toMatchObject({ pictureFileId: picture('2'), stock: 9 });
  });
});
