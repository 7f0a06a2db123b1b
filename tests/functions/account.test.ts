import { MOST_WECHATS } from '@shared/domain/account';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createFor, enrol, login, PASSWORD, WRONG } from './account';
import { whereIs } from './books';
import { type Club, openClub, outcome } from './club';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());
beforeEach(() => club.cloud.reset({ keepInstances: true }));

const state = (who: string) => club.as(who).account.state({});
const titles = async (who: string) =>
  (await club.as(who).message.list({ before: null })).messages.map(({ title }) => title);

describe('a username and password', () => {
  test('Lin sets them once, and is nobody else for it', async () => {
    expect(await state('lin')).toEqual({ username: null, wechats: 1 });
    expect(await createFor(club, 'lin', ' LinXiaoMan ')).toEqual({ username: 'linxiaoman' });
    expect(await state('lin')).toEqual({ username: 'linxiaoman', wechats: 1 });
    expect(await outcome(createFor(club, 'lin', 'another'))).toBe('CREDENTIALS_SET');
    expect(await outcome(createFor(club, 'may', 'LINXIAOMAN'))).toBe('USERNAME_TAKEN');
    expect(await outcome(createFor(club, 'may', 'may'))).toBe('USERNAME_INVALID');
    const weak = club.as('may').account.create({ username: 'mayday', password: 'Courtside1' });
    expect(await outcome(weak)).toBe('PASSWORD_WEAK');
    expect(await outcome(createFor(club, 'oStranger', 'stranger'))).toBe('REGISTER_FIRST');
  });

  test('the password is nowhere, not even in the log', async () => {
    await createFor(club, 'lin', 'linxm');
    await club.as('lin').account.changePassword({ current: PASSWORD, next: 'Other#27' });
    expect(await whereIs(club, PASSWORD)).toEqual([]);
    expect(await whereIs(club, 'Other#27')).toEqual([]);
    const [kept] = await club.documents('credentials');
    expect(kept?.hash).toMatchObject({ N: 32_768, r: 8, p: 3 });
  });

  test('of six who want one name at once, one has it', async () => {
    const racers = ['lin', 'may', 'chen', 'zhao', 'sun', 'zhou'];
    const told = await Promise.all(racers.map((who) => outcome(createFor(club, who, 'champion'))));
    expect(told.sort()).toEqual([
      'USERNAME_TAKEN',
      'USERNAME_TAKEN',
      'USERNAME_TAKEN',
      'USERNAME_TAKEN',
      'USERNAME_TAKEN',
      'ok',
    ]);
    expect(await club.documents('members', { username: 'champion' })).toHaveLength(1);
  });

  test('two phones that set different names at once leave one', async () => {
    const told = await Promise.all(
      ['firstname', 'secondname'].map((name) => outcome(createFor(club, 'lin', name))),
    );
    expect(told.sort()).toEqual(['CREDENTIALS_SET', 'ok']);
    const [kept, ...more] = await club.documents('credentials');
    expect(more).toEqual([]);
    expect(await state('lin')).toMatchObject({ username: kept?._id });
  });

  test('a changed password is hashed anew, told to the member, and the old one opens nothing', async () => {
    expect(
      await outcome(club.as('lin').account.changePassword({ current: PASSWORD, next: 'Other#27' })),
    ).toBe('NO_CREDENTIALS');
    await createFor(club, 'lin', 'linxm');
    const before = (await club.document('credentials', 'linxm'))?.hash;
    const change = (current: string, next: string) =>
      outcome(club.as('lin').account.changePassword({ current, next }));
    expect(await change(PASSWORD, 'weak')).toBe('PASSWORD_WEAK');
    expect(await change(WRONG, 'Other#27')).toBe('PASSWORD_WRONG');
    expect(await change(PASSWORD, 'Other#27')).toBe('ok');
    expect((await club.document('credentials', 'linxm'))?.hash).not.toEqual(before);
    expect(await titles('lin')).toEqual(['登录密码已修改']);
    expect(await outcome(login(club, 'oNew1', 'linxm'))).toBe('LOGIN_FAILED');
    expect(await outcome(login(club, 'oNew1', 'linxm', 'Other#27'))).toBe('ok');
  });

  test('of two changes at once with the same current password, one counts', async () => {
    await createFor(club, 'lin', 'linxm');
    const next = ['First#27', 'Second#27'];
    const told = await Promise.all(
      next.map((one) =>
        outcome(club.as('lin').account.changePassword({ current: PASSWORD, next: one })),
      ),
    );
    expect(told.sort()).toEqual(['PASSWORD_WRONG', 'ok']);
    expect(await titles('lin')).toEqual(['登录密码已修改']);
  });

  test('are gone with the account: the name is free again', async () => {
    const form = { consent: true, birthYear: 1996, guardianConsent: false, nickname: '过客' };
    await club.as('oGuest').member.register(form);
    await createFor(club, 'oGuest', 'passerby');
    await login(club, 'oGuest2', 'passerby');
    await club.as('oGuest').member.deleteAccount({ confirm: '注销' });
    expect(await club.documents('credentials')).toEqual([]);
    expect((await club.as('oGuest2').member.home({})).member).toBeNull();
    expect(await outcome(login(club, 'oGuest2', 'passerby'))).toBe('LOGIN_FAILED');
    expect(await outcome(createFor(club, 'may', 'passerby'))).toBe('ok');
  });
});

describe('another WeChat', () => {
  beforeEach(() => createFor(club, 'lin', 'linxm'));

  test('signs in and is the same member, with all that Lin is', async () => {
    await enrol(club, 'lin', 'c-east');
    expect(await login(club, 'oNew1', 'LINXM')).toEqual({ nickname: '林小满' });
    const [mine, theirs] = await Promise.all([
      club.as('lin').member.stored({}),
      club.as('oNew1').member.stored({}),
    ]);
    expect(theirs).toEqual(mine);
    expect(await state('oNew1')).toEqual({ username: 'linxm', wechats: 2 });
    expect(await club.document('identities', 'oNew1')).toMatchObject({
      memberId: 'm-lin',
      role: 'MEMBER',
      studentOf: 'c-east',
      coachOf: null,
      status: 'ACTIVE',
    });
    expect(await titles('lin')).toEqual(['新的微信绑定了账号']);
  });

  test('brings the role along, and a new role reaches it', async () => {
    await createFor(club, 'desk-east', 'frontdesk');
    await login(club, 'oNew1', 'frontdesk');
    expect(await outcome(club.as('oNew1').desk.home({}))).toBe('ok');
    await club.as('admin-east').club.dismiss({ memberId: 'm-desk-east' });
    expect(await outcome(club.as('oNew1').desk.home({}))).toBe('NOT_ALLOWED');
  });

  test('signing in twice changes nothing the second time', async () => {
    await login(club, 'oNew1', 'linxm');
    await login(club, 'oNew1', 'linxm');
    expect(await state('lin')).toMatchObject({ wechats: 2 });
    expect(await titles('lin')).toHaveLength(1);
    const entries = await club.documents('audit_entries', { action: 'account.login' });
    expect(entries).toHaveLength(1);
  });

  test('that is somebody already stays who it is, whatever the password', async () => {
    expect(await outcome(login(club, 'oCourtside-may', 'linxm'))).toBe('ALREADY_BOUND');
    expect(await outcome(login(club, 'oCourtside-may', 'nobodyhere'))).toBe('ALREADY_BOUND');
    expect(await club.document('identities', 'oCourtside-may')).toMatchObject({
      memberId: 'm-may',
    });
    expect(await club.document('credentials', 'linxm')).toMatchObject({ tries: 0 });
  });

  test('the sixth finds five; once one left, it may', async () => {
    for (let n = 2; n <= MOST_WECHATS; n += 1) await login(club, `oNew${n}`, 'linxm');
    expect(await outcome(login(club, 'oNew6', 'linxm'))).toBe('WECHATS_FULL');
    await club.as('oNew2').account.unbind({});
    expect(await outcome(login(club, 'oNew6', 'linxm'))).toBe('ok');
  });

  test('eight bind at once: five are the member, none more', async () => {
    const openids = Array.from({ length: 8 }, (_, n) => `oRace${n}`);
    const told = await Promise.all(openids.map((one) => outcome(login(club, one, 'linxm'))));
    const bound = await club.documents('identities', { memberId: 'm-lin' });
    const member = await club.document('members', 'm-lin');
    expect(bound.map(({ _id }) => _id).sort()).toEqual(
      [...(Object(member).openids as string[])].sort(),
    );
    expect(bound.length).toBeLessThanOrEqual(MOST_WECHATS);
    expect(told.filter((code) => code === 'ok')).toHaveLength(bound.length - 1);
    expect(
      told.every((code) => ['ok', 'WECHATS_FULL', 'LOGIN_LOCKED', 'BUSY'].includes(code)),
    ).toBe(true);
  });

  test('one WeChat that signs in to two accounts at once becomes one of them', async () => {
    await createFor(club, 'may', 'mayday');
    const told = await Promise.all(
      ['linxm', 'mayday'].map((name) => outcome(login(club, 'oNew1', name))),
    );
    expect(told.sort()).toEqual(['ALREADY_BOUND', 'ok']);
    const { memberId } = { ...(await club.document('identities', 'oNew1')) };
    const both = await club.documents('members', { openids: 'oNew1' });
    expect(both.map(({ _id }) => _id)).toEqual([memberId]);
  });

  test('of a registration and a sign-in at once, one makes the WeChat somebody', async () => {
    const form = { consent: true, birthYear: 1996, guardianConsent: false, nickname: '小新' };
    const [registered, signed] = await Promise.all([
      club.as('oNew1').member.register(form),
      outcome(login(club, 'oNew1', 'linxm')),
    ]);
    const { memberId } = { ...(await club.document('identities', 'oNew1')) };
    expect(registered.id).toBe(memberId);
    expect(signed).toBe(memberId === 'm-lin' ? 'ok' : 'ALREADY_BOUND');
  });

  test('to a stopped account is told so, and only with the right password', async () => {
    const member = await club.document('members', 'm-lin');
    await club.cloud.load('members', [{ _id: 'm-lin', ...member, status: 'DISABLED' }]);
    expect(await outcome(login(club, 'oNew1', 'linxm', WRONG))).toBe('LOGIN_FAILED');
    expect(await outcome(login(club, 'oNew1', 'linxm'))).toBe('ACCOUNT_DISABLED');
    expect(await club.document('identities', 'oNew1')).toBeUndefined();
    expect(await club.document('credentials', 'linxm')).toMatchObject({ tries: 0 });
  });
});
