import { isStrongPassword } from '@shared/domain/account';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { resetPasswordOf, stopAccount } from '../../cloudfunctions/account/service';
import { createFor, enrol, login, openService, WRONG } from './account';
import { whereIs } from './books';
import { type Club, openClub, outcome } from './club';

let club: Club;
let service: ReturnType<typeof openService>;
beforeAll(async () => {
  club = await openClub();
  service = openService(club);
});
afterAll(() => club.close());
beforeEach(async () => {
  await club.cloud.reset({ keepInstances: true });
  await enrol(club, 'lin', 'c-east');
});

const REASON = '多次无故缺席';
const stop = async (admin: string, who: string, active = false, reason = REASON) =>
  stopAccount(service.context(), await service.caller(admin), {
    memberId: `m-${who}`,
    active,
    reason,
  });
const reset = async (admin: string, who: string) =>
  resetPasswordOf(service.context(), await service.caller(admin), { memberId: `m-${who}` });
const mayActAs = (who: string) => outcome(club.as(who).member.stored({}));

describe('an admin stops an account', () => {
  test('on every WeChat at once, says why, and opens it again', async () => {
    await createFor(club, 'lin', 'linxm');
    await login(club, 'oNew1', 'linxm');
    await stop('admin-east', 'lin');
    expect([await mayActAs('lin'), await mayActAs('oNew1')]).toEqual([
      'ACCOUNT_DISABLED',
      'ACCOUNT_DISABLED',
    ]);
    const told = await club.documents('messages', { memberId: 'm-lin', title: '账号已停用' });
    expect(told).toMatchObject([{ kind: 'PROFILE', body: expect.stringContaining(REASON) }]);
    await stop('admin-east', 'lin', true, '');
    expect([await mayActAs('lin'), await mayActAs('oNew1')]).toEqual(['ok', 'ok']);
    const entries = await club.documents('audit_entries', {
      targetId: 'm-lin',
      actorId: 'm-admin-east',
    });
    expect(
      entries.map(({ action, campusId, detail, ip }) => [action, campusId, detail, ip]).sort(),
    ).toEqual([
      ['account.open', 'c-east', '', null],
      ['account.stop', 'c-east', REASON, null],
    ]);
  });

  test('done again, nothing happens a second time', async () => {
    await stop('admin-east', 'lin');
    await stop('admin-east', 'lin');
    expect(await club.documents('audit_entries', { action: 'account.stop' })).toHaveLength(1);
    expect(await club.documents('messages', { title: '账号已停用' })).toHaveLength(1);
  });

  test.each([
    ['admin-east', 'lin', 'ok'],
    ['admin-west', 'lin', 'STUDENT_NOT_FOUND'],
    ['admin-east', 'may', 'STUDENT_NOT_FOUND'],
    ['admin-east', 'nobody', 'STUDENT_NOT_FOUND'],
    ['admin-east', 'admin-east', 'NOT_ALLOWED'],
    ['root', 'root', 'NOT_ALLOWED'],
    ['root', 'lin', 'ok'],
    ['root', 'may', 'ok'],
    ['root', 'admin-west', 'ok'],
    ['root', 'desk-east', 'ok'],
    ['lin', 'may', 'NOT_ALLOWED'],
    ['desk-east', 'lin', 'NOT_ALLOWED'],
  ])('%s stops %s: %s', async (admin, who, code) => {
    expect(await outcome(stop(admin, who))).toBe(code);
    expect(await outcome(stop(admin, who, true))).toBe(code);
  });

  test('but not a student who serves at the desk: that is the super admin’s', async () => {
    await enrol(club, 'desk-east', 'c-east');
    expect(await outcome(stop('admin-east', 'desk-east'))).toBe('NOT_ALLOWED');
    expect(await outcome(stop('root', 'desk-east'))).toBe('ok');
  });

  test('nor whoever is at another campus, too: that is the super admin’s', async () => {
    const coach = await club.document('coaches', 'm-coach-wang');
    const coaches = [{ ...coach, _id: 'm-lin', campusId: 'c-west', ties: [] }];
    await club.cloud.load('coaches', coaches);
    expect(await outcome(stop('admin-east', 'lin'))).toBe('NOT_ALLOWED');
    expect(await outcome(reset('admin-west', 'lin'))).toBe('NOT_ALLOWED');
    expect(await outcome(stop('root', 'lin'))).toBe('ok');
  });

  test.each(['', ' ', '坏', '坏'.repeat(101)])('not for the reason %j', async (reason) => {
    expect(await outcome(stop('admin-east', 'lin', false, reason))).toBe('REASON_REQUIRED');
  });

  test('two super admins who stop each other: one of them is left', async () => {
    const { text: code } = await club.as('may').member.code({});
    await club.as('root').club.appoint({ campusId: 'c-east', role: 'SUPER_ADMIN', code });
    const told = await Promise.all([outcome(stop('root', 'may')), outcome(stop('may', 'root'))]);
    expect(told.sort()).toEqual(['NOT_ALLOWED', 'ok']);
    const left = await club.documents('members', { role: 'SUPER_ADMIN', status: 'ACTIVE' });
    expect(left).toHaveLength(1);
  });

  test('while a new WeChat signs in: it is stopped, too, or was too late', async () => {
    await createFor(club, 'lin', 'linxm');
    const [signed] = await Promise.all([
      outcome(login(club, 'oNew1', 'linxm')),
      stop('admin-east', 'lin'),
    ]);
    expect(['ok', 'ACCOUNT_DISABLED']).toContain(signed);
    for (const { status } of await club.documents('identities', { memberId: 'm-lin' })) {
      expect(status).toBe('DISABLED');
    }
  });
});

describe('an admin resets a password', () => {
  test('the new one is shown once, opens the account, and lifts the lock', async () => {
    await createFor(club, 'lin', 'linxm');
    for (let n = 0; n < 5; n += 1) await outcome(login(club, 'oNew1', 'linxm', WRONG));
    const { username, password } = await reset('admin-east', 'lin');
    expect(username).toBe('linxm');
    expect(isStrongPassword(password)).toBe(true);
    expect(password).not.toMatch(/[0O1lI]/);
    expect(await outcome(login(club, 'oNew1', 'linxm', password))).toBe('ok');
    expect(await whereIs(club, password)).toEqual([]);
    const told = await club.documents('messages', { memberId: 'm-lin', title: '登录密码已重置' });
    expect(told).toMatchObject([{ kind: 'PROFILE' }]);
    const entries = await club.documents('audit_entries', { action: 'account.resetPassword' });
    expect(entries).toMatchObject([{ actorId: 'm-admin-east', targetId: 'm-lin', detail: '' }]);
  });

  test('of somebody without a username is refused, and of another campus not found', async () => {
    expect(await outcome(reset('admin-east', 'lin'))).toBe('NO_CREDENTIALS');
    expect(await outcome(reset('admin-west', 'lin'))).toBe('STUDENT_NOT_FOUND');
  });
});
