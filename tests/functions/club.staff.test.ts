import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newClaim } from '../../tools/deployment/claim';
import { type Club, openClub, outcome } from './club';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());

type Appointed = 'STAFF' | 'CAMPUS_ADMIN' | 'SUPER_ADMIN';

const memberCode = async (who: string) => (await club.as(who).member.code({})).text;

const appoint = async (by: string, who: string, role: Appointed, campusId: string) =>
  outcome(club.as(by).club.appoint({ campusId, role, code: await memberCode(who) }));

const roleOf = async (who: string) => {
  const member = await club.document('members', `m-${who}`);
  const identity = await club.document('identities', `oCourtside-${who}`);
  expect([identity?.role, identity?.campusId]).toEqual([member?.role, member?.campusId]);
  return [member?.role, member?.campusId];
};

describe('appointing', () => {
  test('takes effect at once, and so does dismissing', async () => {
    const lin = club.as('lin');
    expect(await outcome(lin.desk.home({}))).toBe('NOT_ALLOWED');
    expect(await appoint('admin-east', 'lin', 'STAFF', 'c-east')).toBe('ok');
    const { venues } = await lin.desk.home({});
    expect(venues.map(({ id }) => id).sort()).toEqual(['v-east-gym', 'v-east-pingpong']);
    expect((await lin.member.home({})).member?.profile).toMatchObject({
      role: 'STAFF',
      campusName: '东区',
    });
    expect(await club.as('admin-east').club.dismiss({ memberId: 'm-lin' })).toEqual({
      memberId: 'm-lin',
    });
    expect(await outcome(lin.desk.home({}))).toBe('NOT_ALLOWED');
    expect(await roleOf('lin')).toEqual(['MEMBER', null]);
    const entries = await club.documents('audit_entries', { targetId: 'm-lin' });
    expect(entries.map(({ action }) => action).sort()).toEqual(['club.appoint', 'club.dismiss']);
  });

  test('uses the code up: nobody is appointed or let in with it again', async () => {
    const code = await memberCode('may');
    const ask = { campusId: 'c-east', role: 'STAFF', code } as const;
    const told = await Promise.all(
      ['admin-east', 'root'].map((by) => outcome(club.as(by).club.appoint(ask))),
    );
    expect([...told].sort()).toEqual(['MEMBER_CODE_USED', 'ok']);
    expect(await outcome(club.as('root').desk.scan({ venueId: 'v-east-gym', code }))).toBe(
      'MEMBER_CODE_USED',
    );
  });

  test('a refused appointment leaves the code unused and the role as it was', async () => {
    const code = await memberCode('chen');
    const east = club.as('admin-east').club;
    const ask = (campusId: string, role: 'STAFF' | 'CAMPUS_ADMIN') =>
      outcome(east.appoint({ campusId, role, code }));
    expect(await ask('c-west', 'STAFF')).toBe('CAMPUS_NOT_FOUND');
    expect(await ask('c-east', 'CAMPUS_ADMIN')).toBe('NOT_ALLOWED');
    expect(await roleOf('chen')).toEqual(['MEMBER', null]);
    const nowhere = { campusId: 'c-nowhere', role: 'STAFF', code } as const;
    expect(await outcome(club.as('root').club.appoint(nowhere))).toBe('CAMPUS_NOT_FOUND');
    expect(await ask('c-east', 'STAFF')).toBe('ok');
  });

  test('admins are made and unmade by the super admin alone', async () => {
    expect(await appoint('root', 'sun', 'CAMPUS_ADMIN', 'c-east')).toBe('ok');
    expect(await roleOf('sun')).toEqual(['CAMPUS_ADMIN', 'c-east']);
    const east = club.as('admin-east').club;
    expect(await outcome(east.dismiss({ memberId: 'm-sun' }))).toBe('NOT_ALLOWED');
    expect(await appoint('admin-east', 'sun', 'STAFF', 'c-east')).toBe('NOT_ALLOWED');
    expect(await roleOf('sun')).toEqual(['CAMPUS_ADMIN', 'c-east']);
    expect(await outcome(club.as('root').club.dismiss({ memberId: 'm-sun' }))).toBe('ok');
  });

  test('nobody takes staff away from another campus, nor the super admin from all', async () => {
    expect(await appoint('root', 'wu', 'STAFF', 'c-west')).toBe('ok');
    expect(await appoint('admin-east', 'wu', 'STAFF', 'c-east')).toBe('OTHER_CAMPUS');
    const east = club.as('admin-east').club;
    expect(await outcome(east.dismiss({ memberId: 'm-wu' }))).toBe('STAFF_NOT_FOUND');
    expect(await outcome(east.dismiss({ memberId: 'm-root' }))).toBe('STAFF_NOT_FOUND');
    expect(await appoint('admin-east', 'root', 'STAFF', 'c-east')).toBe('NOT_ALLOWED');
    expect(await appoint('root', 'root', 'STAFF', 'c-east')).toBe('LAST_SUPER_ADMIN');
    expect(await roleOf('wu')).toEqual(['STAFF', 'c-west']);
    expect(await roleOf('root')).toEqual(['SUPER_ADMIN', null]);
  });

  test('a super admin makes another, and only then can one of them step down', async () => {
    expect(await outcome(club.as('root').club.dismiss({ memberId: 'm-root' }))).toBe(
      'LAST_SUPER_ADMIN',
    );
    expect(await appoint('admin-west', 'wu', 'SUPER_ADMIN', 'c-west')).toBe('NOT_ALLOWED');
    expect(await appoint('root', 'wu', 'SUPER_ADMIN', 'c-west')).toBe('ok');
    expect(await roleOf('wu')).toEqual(['SUPER_ADMIN', null]);
    expect(await appoint('wu', 'root', 'STAFF', 'c-west')).toBe('ok');
    expect(await roleOf('root')).toEqual(['STAFF', 'c-west']);
    expect(await appoint('wu', 'root', 'SUPER_ADMIN', 'c-west')).toBe('ok');
    expect(await appoint('root', 'wu', 'STAFF', 'c-west')).toBe('ok');
  });

  test('who serves nowhere cannot be dismissed', async () => {
    const root = club.as('root').club;
    expect(await outcome(root.dismiss({ memberId: 'm-zhou' }))).toBe('STAFF_NOT_FOUND');
    expect(await outcome(root.dismiss({ memberId: 'm-nobody' }))).toBe('STAFF_NOT_FOUND');
  });

  test('an expired or forged code appoints nobody', async () => {
    const root = club.as('root').club;
    const code = await memberCode('zhou');
    const ask = (text: string) =>
      outcome(root.appoint({ campusId: 'c-east', role: 'STAFF', code: text }));
    expect(await ask(code.replace(/.{4}$/, 'AAAA'))).toBe('MEMBER_CODE_INVALID');
    club.cloud.clock.jump(club.cloud.clock.now() + 60_000);
    expect(await ask(code)).toBe('MEMBER_CODE_EXPIRED');
  });
});

describe('claiming a new installation', () => {
  const offer = async (claim: object | null) => {
    await club.removeDocument('installation', 'superAdmins');
    await club.removeDocument('installation', 'claim');
    if (claim) await club.cloud.load('installation', [{ ...claim }]);
  };
  const claim = (who: string, code: string) => outcome(club.as(who).club.claim({ code }));

  test('is over once there is a super admin', async () => {
    expect(await claim('feng', 'ANY-CODE')).toBe('ALREADY_CLAIMED');
  });

  test('needs a claim that exists, is right and has not run out', async () => {
    const { code, document } = newClaim(club.cloud.clock.now());
    await offer(null);
    expect(await claim('feng', code)).toBe('CLAIM_CODE_INVALID');
    await offer(document);
    expect(await claim('feng', 'WRONG-CODE')).toBe('CLAIM_CODE_INVALID');
    expect(await claim('feng', '')).toBe('CLAIM_CODE_INVALID');
    await offer({ ...document, expiresAt: club.cloud.clock.now() });
    expect(await claim('feng', code)).toBe('CLAIM_CODE_INVALID');
    expect(await roleOf('feng')).toEqual(['MEMBER', null]);
    expect(await club.document('installation', 'superAdmins')).toBe(undefined);
  });

  test('of two who have the code one becomes super admin, at once, and the code is gone', async () => {
    const { code, document } = newClaim(club.cloud.clock.now());
    await offer(document);
    const racers = ['feng', 'yang', 'zheng'];
    const told = await Promise.all(racers.map((who) => claim(who, ` ${code} `)));
    expect(told.filter((answer) => answer === 'ok')).toHaveLength(1);
    expect(told.filter((answer) => answer === 'ALREADY_CLAIMED')).toHaveLength(2);
    const winner = racers[told.indexOf('ok')] ?? '';
    expect(await roleOf(winner)).toEqual(['SUPER_ADMIN', null]);
    expect((await club.as(winner).club.overview({})).superAdmin).toBe(true);
    expect(await club.document('installation', 'claim')).toBe(undefined);
    expect((await club.document('installation', 'superAdmins'))?.memberIds).toEqual([
      `m-${winner}`,
    ]);
  });
});
