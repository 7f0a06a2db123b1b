import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at } from '../domain/clock';
import { expectBoardsInOrder, expectLedgerInOrder, whereIs } from './books';
import { BASKETBALL, type Club, GYM, openClub, orderFaults, outcome } from './club';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());

async function exported(who: string) {
  const phone = club.as(who).member;
  const pieces = [await phone.exportData({ cursor: null })];
  for (let cursor = pieces[0]?.next ?? null; cursor !== null; ) {
    const piece = await phone.exportData({ cursor });
    pieces.push(piece);
    cursor = piece.next;
  }
  return pieces;
}

describe('what is stored', () => {
  test('is told in numbers, and exported whole', async () => {
    const [piece, ...more] = await exported('lin');
    expect(more).toEqual([]);
    const stored = await club.as('lin').member.stored({});
    expect(piece?.profile).toMatchObject({ id: 'm-lin', nickname: stored.nickname });
    expect(piece?.visits).toHaveLength(stored.visits);
    expect(piece?.favourites).toHaveLength(stored.favourites);
    expect(piece?.pointEntries).toHaveLength(stored.pointEntries);
    expect(piece?.profile).toMatchObject({ points: stored.points, money: 0 });
    const gained = piece?.pointEntries.reduce((sum, { amount }) => sum + amount, 0);
    expect(gained).toBe(stored.points);
    expect(piece?.favourites.every(({ venueName }) => venueName !== '')).toBe(true);
  });

  test('a membership is exported, and nobody has one who did not open it', async () => {
    const [lin] = await exported('lin');
    expect(lin?.membership).toBe(null);
    const [zheng] = await exported('zheng');
    const home = await club.as('zheng').membership.home({});
    const { level, lifetime } = home;
    expect(zheng?.membership).toEqual({ level, lifetime, joinedAt: expect.any(Number) });
  });

  test('twelve hundred visits come in pieces that miss none and repeat none', async () => {
    const from = at('2020-01-01 10:00');
    const [pattern] = await club.documents('visits', { memberId: 'm-han', status: 'CLOSED' });
    // Every seventh begins in the same millisecond as the one before: no piece may tear them apart.
    const many = Array.from({ length: 1200 }, (_, n) => ({
      ...pattern,
      _id: `many-${n}`,
      checkedInAt: from + (n - (n % 7 === 6 ? 1 : 0)) * 3_600_000,
    }));
    await club.cloud.load('visits', many);
    const pieces = await exported('han');
    expect(pieces.length).toBeGreaterThan(2);
    const ids = pieces.flatMap(({ visits }) => visits.map(({ id }) => id));
    const stored = await club.documents('visits', { memberId: 'm-han' });
    expect([...ids].sort()).toEqual(stored.map(({ _id }) => String(_id)).sort());
    for (const piece of pieces.slice(1)) {
      expect(piece).toMatchObject({ profile: null, favourites: [], pointEntries: [] });
    }
    expect((await club.as('han').member.stored({})).visits).toBe(ids.length);
  });
});

describe('deleting the account', () => {
  test('is refused while inside, and nothing changes', async () => {
    const sun = club.as('sun');
    const { visit } = await sun.visit.checkIn({ code: await club.doorCode(GYM) });
    const before = await club.document('members', 'm-sun');
    expect(await outcome(sun.member.deleteAccount({ confirm: '注销' }))).toBe('CHECK_OUT_FIRST');
    expect(await club.document('members', 'm-sun')).toEqual(before);
    expect((await sun.member.home({})).member?.openVisit?.id).toBe(visit.id);
  });

  test('erases: no document names the person afterwards, history stays, and the ledger adds up', async () => {
    const phone = club.as('oLeaving');
    const form = {
      consent: true,
      birthYear: 1996,
      guardianConsent: false,
      nickname: '独一无二的人',
    };
    const { id } = await phone.member.register(form);
    const avatarFileId = `cloud://local.bucket/avatars/${id}/1.png`;
    await phone.member.updateProfile({ avatarFileId });
    await phone.venue.setFavourite({ id: GYM, favourite: true });
    await phone.membership.apply({});
    const { visit } = await phone.visit.checkIn({ code: await club.doorCode(GYM) });
    await phone.visit.checkOut({ visitId: visit.id });
    const { text } = await phone.member.code({});
    await club.as('root').desk.scan({ venueId: GYM, code: text });
    const inside = (await phone.member.home({})).member?.openVisit;
    const reason = '独一无二的人忘记离场';
    await club.as('root').desk.checkOut({ visitId: String(inside?.id), reason });

    expect(await phone.member.deleteAccount({ confirm: '注销' })).toEqual({ deleted: true });
    expect(await whereIs(club, 'oLeaving')).toEqual([]);
    expect(await club.documents('members', { _id: id })).toEqual([]);
    expect(await club.documents('favourites', { memberId: id })).toEqual([]);
    expect(await club.documents('member_code_uses', { memberId: id })).toEqual([]);
    expect(await club.documents('memberships', { _id: id })).toEqual([]);
    expect(await club.documents('outbox', { kind: 'eraseMember' })).toEqual([]);
    expect(await club.documents('visits', { memberId: id })).toEqual([]);
    expect(await club.document('visits', visit.id)).toMatchObject({
      memberId: 'erased',
      venueId: GYM,
      status: 'CLOSED',
    });
    expect(await club.document('ledger_balances', `points:member:${id}`)).toBe(undefined);
    expect(await whereIs(club, '独一无二')).toEqual([]);
    await expectLedgerInOrder(club);
  });

  test('afterwards the same phone is a stranger, and may begin anew with nothing', async () => {
    const phone = club.as('oLeaving');
    expect((await phone.member.home({})).member).toBe(null);
    expect(await outcome(phone.member.code({}))).toBe('REGISTER_FIRST');
    expect(await outcome(phone.member.deleteAccount({ confirm: '注销' }))).toBe('REGISTER_FIRST');
    const form = { consent: true, birthYear: 1996, guardianConsent: false, nickname: '新的人' };
    await phone.member.register(form);
    expect(await phone.member.stored({})).toMatchObject({ visits: 0, points: 0, favourites: 0 });
    expect(await club.as('oLeaving').member.stored({})).toMatchObject({ nickname: '新的人' });
  });

  test('a visit that has run out ends with the account: the place is free again', async () => {
    const zhou = club.as('zhou');
    const { visit } = await zhou.visit.checkIn({ code: await club.doorCode(BASKETBALL) });
    // No timer has run since the deadline.
    club.cloud.clock.jump(visit.deadline + 1000);
    await zhou.member.deleteAccount({ confirm: '注销' });
    expect(await club.document('visits', visit.id)).toMatchObject({
      status: 'CLOSED',
      ending: 'LONGEST_STAY',
      minutes: 240,
    });
    await club.passMinutes(1);
    await expectBoardsInOrder(club);
  });

  test('that cannot be finished at once is told as done, and the timer erases the rest', async () => {
    const phone = club.as('oInterrupted');
    const form = { consent: true, birthYear: 1996, guardianConsent: false, nickname: '半路的人' };
    const { id } = await phone.member.register(form);
    await phone.venue.setFavourite({ id: GYM, favourite: true });
    // Who calls, open orders and coming bookings; in the transaction member, presence, wallet (2),
    // the school (2) and points; then what is left to do.
    await orderFaults(club, {
      function: 'member',
      action: 'deleteAccount',
      request: 'database.getDocument',
      n: 11,
      when: 'before',
      effect: 'fail',
    });
    expect(await outcome(phone.member.deleteAccount({ confirm: '注销' }))).toBe('ok');
    expect(await club.documents('outbox', { kind: 'eraseMember' })).toHaveLength(1);
    await club.passMinutes(1);
    expect(await club.documents('favourites', { memberId: id })).toEqual([]);
    expect(await club.documents('outbox', { kind: 'eraseMember' })).toEqual([]);
  });

  test('the last super admin stays, whichever way out is tried', async () => {
    const root = club.as('root');
    await root.visit.checkIn({ code: await club.doorCode(GYM) });
    const left = (await root.member.home({})).member?.openVisit?.id;
    expect(await outcome(root.member.deleteAccount({ confirm: '注销' }))).toBe('CHECK_OUT_FIRST');
    await root.visit.checkOut({ visitId: String(left) });
    const before = await club.document('presences', 'm-root');
    expect(before).toMatchObject({ streakDays: 1 });
    expect(await outcome(root.member.deleteAccount({ confirm: '注销' }))).toBe('LAST_SUPER_ADMIN');
    expect(await outcome(root.club.dismiss({ memberId: 'm-root' }))).toBe('LAST_SUPER_ADMIN');
    expect((await root.club.overview({})).superAdmin).toBe(true);
    expect(await club.document('presences', 'm-root')).toEqual(before);
  });

  test('of two super admins one may go, and racing each other one stays', async () => {
    await club.cloud.load('installation', [{ _id: 'superAdmins', memberIds: ['m-root', 'm-wu'] }]);
    for (const [name, _id] of [
      ['members', 'm-wu'],
      ['identities', 'oCourtside-wu'],
    ] as const) {
      const wu = await club.document(name, _id);
      await club.cloud.load(name, [{ ...wu, role: 'SUPER_ADMIN' }]);
    }
    const told = await Promise.all(
      ['root', 'wu'].map((who) => outcome(club.as(who).member.deleteAccount({ confirm: '注销' }))),
    );
    expect([...told].sort()).toEqual(['LAST_SUPER_ADMIN', 'ok']);
    const left = await club.document('installation', 'superAdmins');
    expect(left?.memberIds).toEqual([told[0] === 'ok' ? 'm-wu' : 'm-root']);
  });
});

test('an account that ends while it checks in ends first or stays: nobody is left inside without an account', async () => {
  club.cloud.clock.jump(at('2026-03-21 10:00'));
  const code = await club.doorCode(GYM);
  const racers = ['feng', 'yang', 'alex', 'zheng'];
  await Promise.all(
    racers.map(async (who) => {
      const phone = club.as(who);
      const [ended, entered] = await Promise.all([
        outcome(phone.member.deleteAccount({ confirm: '注销' })),
        outcome(phone.visit.checkIn({ code })),
      ]);
      if (ended === 'ok') expect(['ok', 'REGISTER_FIRST'], who).toContain(entered);
      else expect([ended, entered], who).toEqual(['CHECK_OUT_FIRST', 'ok']);
    }),
  );
  const members = new Set((await club.documents('members')).map(({ _id }) => _id));
  for (const { _id } of await club.documents('presences')) expect(members).toContain(_id);
  const open = await club.documents('visits', { status: 'OPEN' });
  for (const { memberId } of open) expect(members).toContain(memberId);
  await expectLedgerInOrder(club);
});
