import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whereIs } from './books';
import { type Club, GYM, openClub, outcome } from './club';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());

const FORM = { consent: true, birthYear: 1996, guardianConsent: false, nickname: '小新' };

describe('registering', () => {
  test('two taps make one account, and both are told the same', async () => {
    const phone = club.as('oTwoTaps');
    const taps = await Promise.all([1, 2, 3].map(() => phone.member.register(FORM)));
    expect(new Set(taps.map(({ id }) => id)).size).toBe(1);
    const members = await club.documents('members', { openids: 'oTwoTaps' });
    expect(members.map(({ _id }) => _id)).toEqual([taps[0]?.id]);
    for (const name of ['presences', 'identities', 'ledger_balances']) {
      const mine = JSON.stringify(await club.documents(name)).split(String(taps[0]?.id));
      expect(mine, name).toHaveLength(2);
    }
  });

  test('asked again it answers the profile that exists, whatever is written', async () => {
    const phone = club.as('oAskedAgain');
    const first = await phone.member.register(FORM);
    expect(first).toMatchObject({ nickname: '小新', role: 'MEMBER', campusName: null });
    const again = { ...FORM, nickname: '别人', consent: false, birthYear: 3000 };
    expect(await phone.member.register(again)).toEqual(first);
  });

  test.each([
    ['without consent', { consent: false }, 'CONSENT_REQUIRED'],
    ['a child without a guardian', { birthYear: 2014 }, 'GUARDIAN_CONSENT_REQUIRED'],
    ['born in the future', { birthYear: 2027 }, 'BIRTH_YEAR_INVALID'],
    ['a nickname of blanks', { nickname: ' 　\n' }, 'NICKNAME_INVALID'],
    ['a nickname of what nobody sees', { nickname: '\u200b\u200b' }, 'NICKNAME_INVALID'],
    ['a nickname of 21', { nickname: '字'.repeat(21) }, 'NICKNAME_INVALID'],
  ])('%s is refused, and nothing is stored', async (_, change, refusal) => {
    const ask = club.as('oRefused').member.register({ ...FORM, ...change });
    expect(await outcome(ask)).toBe(refusal);
    expect(await whereIs(club, 'oRefused')).toEqual([]);
  });

  test('a child with a guardian is welcome, and the consent is kept', async () => {
    const phone = club.as('oChild');
    await phone.member.register({ ...FORM, birthYear: 2014, guardianConsent: true });
    expect(await phone.member.stored({})).toMatchObject({ birthYear: 2014, guardianConsent: true });
  });

  test('a disabled account stays disabled, at the door, in 我的 and when registering', async () => {
    const { id } = await club.as('oDisabled').member.register(FORM);
    const status = 'DISABLED';
    for (const [name, _id] of [
      ['identities', 'oDisabled'],
      ['members', id],
    ] as const) {
      await club.cloud.load(name, [{ ...(await club.document(name, _id)), status }]);
    }
    const phone = club.as('oDisabled');
    const code = await club.doorCode(GYM);
    expect(await outcome(phone.visit.checkIn({ code }))).toBe('ACCOUNT_DISABLED');
    expect(await outcome(phone.member.register(FORM))).toBe('ACCOUNT_DISABLED');
    expect((await phone.member.home({})).member).toBe(null);
    expect((await phone.venue.list({})).registered).toBe(false);
  });
});

describe('nickname and picture', () => {
  const folder = (memberId: string) => `cloud://local.bucket/avatars/${memberId}`;

  test('the nickname is cleaned, and what is not named stays', async () => {
    const may = club.as('may');
    const changed = await may.member.updateProfile({ nickname: '  梅 \n 若雨 ' });
    expect(changed).toMatchObject({ nickname: '梅 若雨', avatarUrl: null });
    expect(await outcome(may.member.updateProfile({ nickname: ' ' }))).toBe('NICKNAME_INVALID');
    const picture = await may.member.updateProfile({ avatarFileId: `${folder('m-may')}/1.png` });
    expect(picture).toMatchObject({ nickname: '梅 若雨', avatarUrl: `${folder('m-may')}/1.png` });
  });

  test.each([
    ['another member’s folder', `${folder('m-lin')}/1.png`],
    ['a folder that only looks like one’s own', `${folder('m-may2')}/1.png`],
    ['a venue’s picture', 'cloud://local.bucket/venues/v-west-yoga/1.png'],
    ['one’s own folder under somebody else’s', `${folder('m-lin')}/avatars/m-may/1.png`],
    ['a venue’s folder that holds one’s own', 'cloud://local.bucket/venues/avatars/m-may/1.png'],
    ['a way up from one’s own folder', `${folder('m-may')}/../m-lin/1.png`],
  ])('%s is refused as a picture', async (_, avatarFileId) => {
    const before = await club.document('members', 'm-may');
    const ask = club.as('may').member.updateProfile({ avatarFileId });
    expect(await outcome(ask)).toBe('PICTURE_INVALID');
    expect(await club.document('members', 'm-may')).toEqual(before);
  });

  test('a new picture leaves the old one to be deleted, once', async () => {
    const chen = club.as('chen');
    const [first, second] = [`${folder('m-chen')}/1.png`, `${folder('m-chen')}/2.png`];
    await chen.member.updateProfile({ avatarFileId: first });
    await chen.member.updateProfile({ avatarFileId: second });
    await chen.member.updateProfile({ avatarFileId: second });
    const left = await club.documents('outbox', { kind: 'deletePicture' });
    const files = left.map(({ payload }) => (payload as { fileId: string }).fileId);
    expect(files.filter((file) => file.includes('m-chen'))).toEqual([first]);
  });
});

describe('the member code', () => {
  test('is good for 60 s, says who and when, and differs from moment to moment', async () => {
    const lin = club.as('lin');
    const first = await lin.member.code({});
    expect(first.expiresAt - first.now).toBe(60_000);
    expect(first.text).toMatch(new RegExp(`^CM1\\.m-lin\\.${first.now}\\.[\\w-]{22}$`));
    club.cloud.clock.jump(club.cloud.clock.now() + 1000);
    expect((await lin.member.code({})).text).not.toBe(first.text);
  });
});
