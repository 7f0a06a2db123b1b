import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { whereIs } from './books';
import { type Club, openClub, outcome } from './club';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());
beforeEach(() => club.cloud.reset({ keepInstances: true }));

const setPhone = (who: string, phone: string | null) =>
  club.as(who).member.updateProfile({ phone });
const claims = async () =>
  new Map((await club.documents('member_phones')).map(({ _id, memberId }) => [_id, memberId]));

test('Lin types a new number: the old one is free again, and May may have it', async () => {
  expect(await setPhone('lin', '139 0000 0000')).toMatchObject({ phone: '13900000000' });
  expect((await claims()).get('13900000000')).toBe('m-lin');
  expect((await claims()).has('13800000001')).toBe(false);
  expect(await setPhone('may', '13800000001')).toMatchObject({ phone: '13800000001' });
});

test.each([
  ['1390000000', 'PHONE_INVALID'],
  ['139000000000', 'PHONE_INVALID'],
  ['03900000000', 'PHONE_INVALID'],
  ['+8613900000000', 'PHONE_INVALID'],
  ['１３９００００００００', 'PHONE_INVALID'],
  ['', 'PHONE_INVALID'],
  ['13800000002', 'PHONE_TAKEN'],
  ['13800000001', 'ok'],
  ['19999999999', 'ok'],
])('%s is %s', async (phone, code) => {
  expect(await outcome(setPhone('lin', phone))).toBe(code);
  const kept = code === 'ok' ? phone : '13800000001';
  expect((await club.as('lin').member.stored({})).phone).toBe(kept);
  expect([...(await claims())].filter(([, memberId]) => memberId === 'm-lin')).toEqual([
    [kept, 'm-lin'],
  ]);
});

test('a refused number leaves the nickname that came with it as it was', async () => {
  const asked = club.as('lin').member.updateProfile({ nickname: '新名字', phone: '13800000002' });
  expect(await outcome(asked)).toBe('PHONE_TAKEN');
  expect(await club.document('members', 'm-lin')).toMatchObject({ nickname: '林小满' });
});

test('the number can be taken away', async () => {
  const { phone } = await setPhone('wu', '15000000001');
  expect(await setPhone('wu', null)).toMatchObject({ phone: null });
  expect((await claims()).has(phone ?? '')).toBe(false);
});

test.each(['lin', 'coach-wang', 'coach-he'])(
  'but not of %s, whom the school has to be able to call: another one is fine',
  async (who) => {
    const before = (await club.as(who).member.stored({})).phone;
    expect(await outcome(setPhone(who, null))).toBe('PHONE_NEEDED');
    expect((await club.as(who).member.stored({})).phone).toBe(before);
    expect(await outcome(setPhone(who, '15000000001'))).toBe('ok');
  },
);

test('while somebody applies as a coach: no coach without a number', async () => {
  const form = { realName: '吴桐', phone: null, phoneCode: null, gender: null, age: null };
  const more = { email: null, sport: 'TABLE_TENNIS', idNumber: null } as const;
  const photoFileId = 'cloud://local.none/coaches/m-wu/photo.png';
  const achievements = '市级比赛男单亚军，执教十年';
  await setPhone('wu', '15000000001');
  const apply = club.as('wu').coach.apply({
    ...{ campusId: 'c-centre', ...form, ...more, photoFileId, achievements },
  });
  await Promise.all([outcome(apply), outcome(setPhone('wu', null))]);
  const coach = await club.document('coaches', 'm-wu');
  const { phone } = await club.as('wu').member.stored({});
  expect(coach === undefined || phone !== null).toBe(true);
});

test('of six who claim one number at once, one has it', async () => {
  const racers = ['lin', 'may', 'chen', 'zhao', 'sun', 'zhou'];
  const told = await Promise.all(racers.map((who) => outcome(setPhone(who, '15000000000'))));
  expect(told.filter((code) => code === 'ok')).toHaveLength(1);
  expect(told.filter((code) => code === 'PHONE_TAKEN')).toHaveLength(5);
  const winner = `m-${racers[told.indexOf('ok')]}`;
  expect((await claims()).get('15000000000')).toBe(winner);
  expect(await club.documents('members', { phone: '15000000000' })).toHaveLength(1);
});

test('two who swap their numbers at once never share one', async () => {
  await Promise.all([
    outcome(setPhone('lin', '13800000002')),
    outcome(setPhone('may', '13800000001')),
  ]);
  const phones = (await club.documents('members')).flatMap(({ phone }) => (phone ? [phone] : []));
  expect(new Set(phones).size).toBe(phones.length);
  const held = (await club.documents('members')).flatMap(({ _id, phone }) =>
    phone ? [[phone, _id]] : [],
  );
  expect(new Map(held as [string, string][])).toEqual(await claims());
});

test('the member reads it whole in the export; after the account is gone it is nowhere', async () => {
  const form = { consent: true, birthYear: 1996, guardianConsent: false, nickname: '留号的人' };
  const guest = club.as('oWithPhone');
  expect(await guest.member.register(form)).toMatchObject({ phone: null });
  await guest.member.updateProfile({ phone: '17700000077' });
  const { profile } = await guest.member.exportData({ cursor: null });
  expect(profile).toMatchObject({ phone: '17700000077' });
  await guest.member.deleteAccount({ confirm: '注销' });
  expect(await whereIs(club, '17700000077')).toEqual([]);
  expect(await outcome(setPhone('lin', '17700000077'))).toBe('ok');
});

test('a member from before numbers were kept is read as one without', async () => {
  const { phone: _, ...before } = { ...(await club.document('members', 'm-chen')) };
  await club.cloud.load('members', [before as { _id: string }]);
  expect((await club.as('chen').member.stored({})).phone).toBe(null);
});

test('nobody else is shown a number: not the desk’s lists, not the club’s', async () => {
  const desk = club.as('desk-east');
  const seen = [
    await desk.desk.inside({ venueId: 'v-east-gym', after: null }),
    await desk.cashier.findMember({ phone: '13800000001' }),
    await club.as('root').club.overview({}),
  ];
  for (const phone of (await claims()).keys()) {
    expect(JSON.stringify(seen)).not.toContain(phone);
  }
});
