import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { identityVariables } from '../../local/club/identity';
import { whereIs } from './books';
import { type Club, openClub, outcome } from './club';
import { CENTRE, codes, EAST, FORM, WANG } from './training';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());
beforeEach(() => club.cloud.reset({ keepInstances: true }));

const ID_NUMBER = '11010519491231002X';
const photoOf = (who: string) => `cloud://local.bucket/coaches/m-${who}/1.jpg`;
const APPLICATION = {
  ...FORM,
  realName: '韩江雪',
  sport: 'TABLE_TENNIS',
  idNumber: null,
  photoFileId: photoOf('han'),
  achievements: '2019 年浙江省大学生锦标赛女单第五名',
} as const;
const apply = (who: string, but: object = {}) =>
  club.as(who).coach.apply({ ...APPLICATION, photoFileId: photoOf(who), ...but });
const search = async (text: string, who = 'root', campusId = CENTRE) =>
  (await club.as(who).school.people({ campusId, kind: 'COACH', text, after: null })).people.map(
    ({ memberId }) => memberId,
  );

describe('an identity number', () => {
  test('is nowhere in the database as it is, is shown masked, and finds its coach', async () => {
    expect(await apply('han', { idNumber: ID_NUMBER })).toMatchObject({
      idNumber: '110105********002X',
    });
    expect(await whereIs(club, ID_NUMBER)).toEqual([]);
    expect(await whereIs(club, '19491231')).toEqual([]);
    expect(await search(ID_NUMBER)).toEqual(['m-han']);
    expect(await search('110105 19491231 002x')).toEqual(['m-han']);
    expect(await search('440308199901101512')).toEqual([]);
    const seen = await club.as('root').school.person({ memberId: 'm-han' });
    expect(seen.person.coach?.idNumber).toBe('110105********002X');
    expect(JSON.stringify(seen)).not.toContain('19491231');
    expect(await search(ID_NUMBER, 'admin-east', EAST)).toEqual([]);
  });

  test('finds a coach for the admin of the own campus, and for no other one', async () => {
    await apply('yang', { campusId: EAST, idNumber: ID_NUMBER });
    expect(await search(ID_NUMBER, 'admin-east', EAST)).toEqual(['m-yang']);
    const west = club.as('admin-west').school;
    const ask = { kind: 'COACH', text: ID_NUMBER, after: null } as const;
    expect(await outcome(west.people({ ...ask, campusId: EAST }))).toBe('CAMPUS_NOT_FOUND');
    expect((await west.people({ ...ask, campusId: 'c-west' })).people).toEqual([]);
  });

  test('is told whole to its owner, in the export, and to nobody else', async () => {
    await apply('han', { idNumber: ID_NUMBER });
    const { training } = await club.as('han').member.exportData({ cursor: null });
    expect(training?.coach?.idNumber).toBe(ID_NUMBER);
    const { coach } = await club.as('han').coach.self({});
    expect(coach?.idNumber).toBe('110105********002X');
  });

  test('is one person’s: at once or one after another', async () => {
    const told = await codes(['han', 'yang'].map((who) => apply(who, { idNumber: ID_NUMBER })));
    expect([...told].sort()).toEqual(['ID_NUMBER_TAKEN', 'ok']);
    const edit = { idNumber: ID_NUMBER, level: 'SENIOR', achievements: '赛'.repeat(10) } as const;
    const person = { memberId: WANG, realName: '王建国', phone: null };
    const form = { ...person, ...edit, gender: null, age: null, email: null };
    expect(await outcome(club.as('root').school.editCoach(form))).toBe('ID_NUMBER_TAKEN');
  });

  test('is free again when its coach leaves the school, or was given another', async () => {
    const other = '440308199901101512';
    await apply('han', { idNumber: ID_NUMBER });
    expect(await outcome(apply('yang', { idNumber: ID_NUMBER }))).toBe('ID_NUMBER_TAKEN');
    const edit = { level: 'SENIOR', achievements: '赛'.repeat(10) } as const;
    const form = { gender: null, age: null, email: null, phone: null };
    await club.as('root').school.approve({ memberId: 'm-han', level: 'SENIOR' });
    const han = { memberId: 'm-han', realName: '韩江雪', idNumber: other };
    await club.as('root').school.editCoach({ ...han, ...form, ...edit });
    expect(await outcome(apply('yang', { idNumber: ID_NUMBER }))).toBe('ok');
    await club.as('root').school.remove({ memberId: 'm-han', kind: 'COACH', reason: '离职了' });
    const again = { ...APPLICATION, photoFileId: photoOf('feng'), idNumber: other };
    expect(await outcome(club.as('feng').coach.apply({ ...again, phone: '13912340000' }))).toBe(
      'ok',
    );
    expect(await search(other)).toEqual(['m-feng']);
  });

  test('two of the same number look different in the database: nothing can be told from it', async () => {
    await apply('han', { idNumber: ID_NUMBER });
    const first = await club.document('coaches', 'm-han');
    await club.cloud.reset({ keepInstances: true });
    await apply('han', { idNumber: ID_NUMBER });
    const second = await club.document('coaches', 'm-han');
    const sealed = (doc: typeof first) => doc?.idNumber as { sealed: string; hash: string };
    expect(sealed(first).sealed).not.toBe(sealed(second).sealed);
    expect(sealed(first).hash).toBe(sealed(second).hash);
    // And moved to somebody else it opens nothing.
    await club.cloud.load('coaches', [{ ...second, _id: WANG, status: 'ACTIVE' } as never]);
    const asked = (await club.cloud.call('coach-wang', 'coach', { action: 'self', input: {} })) as {
      ok: boolean;
      code?: string;
    };
    expect(asked).toMatchObject({ ok: false, code: 'INTERNAL' });
  });

  test('is a fault, not a secret kept badly, where the installation has no key', async () => {
    const { IDENTITY_KEY } = identityVariables;
    for (const key of ['', `${IDENTITY_KEY}AAAA`, 'short']) {
      const keyless = await openClub({ functionEnv: () => ({ coach: { IDENTITY_KEY: key } }) });
      const ask = (idNumber: string | null) =>
        keyless.cloud.call('han', 'coach', {
          action: 'apply',
          input: { ...APPLICATION, idNumber },
        });
      expect(await ask(ID_NUMBER)).toMatchObject({ ok: false, code: 'INTERNAL' });
      expect(await ask(null)).toMatchObject({ ok: true });
      await keyless.close();
    }
  }, 120_000);
});
