import {
  ageAtLeast,
  cleanNickname,
  isAdmin,
  isStaff,
  maskName,
  needsGuardian,
  ROLES,
  refusalToRegister,
} from '@shared/domain/member';
import { describe, expect, test } from 'vitest';
import { at } from './clock';

const now = at('2026-03-14 10:00');
const ask = { consent: true, birthYear: 1996, guardianConsent: false, nickname: '小新' };

describe('who needs a guardian', () => {
  test.each([
    // Born in 2011 one is 14 at the least all through 2026; born in 2012 one may still be 13.
    [2011, 14, false],
    [2012, 13, true],
    [2026, -1, true],
    [1996, 29, false],
  ])('born in %i: %i at least', (birthYear, age, guardian) => {
    expect(ageAtLeast(birthYear, now)).toBe(age);
    expect(needsGuardian(birthYear, now)).toBe(guardian);
  });

  test('the year is the club’s, not Greenwich’s', () => {
    expect(needsGuardian(2011, at('2025-12-31 23:59:59.999'))).toBe(true);
    expect(needsGuardian(2011, at('2026-01-01 00:00'))).toBe(false);
  });
});

test.each([
  ['all in order', {}, null],
  ['no consent', { consent: false }, 'CONSENT_REQUIRED'],
  ['no consent comes before all else', { consent: false, birthYear: 1 }, 'CONSENT_REQUIRED'],
  ['born next year', { birthYear: 2027 }, 'BIRTH_YEAR_INVALID'],
  ['born this year, with a guardian', { birthYear: 2026, guardianConsent: true }, null],
  ['the oldest', { birthYear: 1905 }, null],
  ['too old to be true', { birthYear: 1904 }, 'BIRTH_YEAR_INVALID'],
  ['half a year', { birthYear: 1996.5 }, 'BIRTH_YEAR_INVALID'],
  ['no year at all', { birthYear: Number.NaN }, 'BIRTH_YEAR_INVALID'],
  ['thirteen without a guardian', { birthYear: 2012 }, 'GUARDIAN_CONSENT_REQUIRED'],
  ['thirteen with a guardian', { birthYear: 2012, guardianConsent: true }, null],
  ['no nickname', { nickname: '  ' }, 'NICKNAME_INVALID'],
])('registering: %s', (_, change, refusal) => {
  expect(refusalToRegister({ ...ask, ...change }, now)).toBe(refusal);
});

test.each([
  ['小新', '小新'],
  ['  小 新  ', '小 新'],
  ['小\n\t　新', '小 新'],
  ['🏀', '🏀'],
  ['👨‍👩‍👧‍👦', '👨‍👩‍👧‍👦'],
  ['字'.repeat(20), '字'.repeat(20)],
  ['🏀'.repeat(20), '🏀'.repeat(20)],
  [` ${'字'.repeat(20)} `, '字'.repeat(20)],
  ['字'.repeat(21), null],
  ['🏀'.repeat(21), null],
  ['', null],
  [' \t\n　', null],
  ['小\u0000\u0007新', '小新'],
  ['\u200b\u200b', null],
  ['\u2060\ufeff\u00ad', null],
  ['\u200d\ufe0f', null],
  ['管理员\u202e新小', '管理员新小'],
  ['小\ud83c新', '小新'],
])('the nickname %j becomes %j', (text, clean) => {
  expect(cleanNickname(text)).toBe(clean);
});

test.each([
  ['', '*'],
  ['林', '林*'],
  ['林满', '林*'],
  ['林小满', '林*满'],
  ['亚历山大', '亚**大'],
  ['亚历山大·冯·洪堡特先生的球友', '亚***友'],
  ['🏀小🏀', '🏀*🏀'],
])('the desk sees %j as %j', (name, masked) => {
  expect(maskName(name)).toBe(masked);
});

test('the desk is staff, and admins are staff too', () => {
  expect(ROLES.map((role) => [role, isStaff(role), isAdmin(role)])).toEqual([
    ['MEMBER', false, false],
    ['STAFF', true, false],
    ['CAMPUS_ADMIN', true, true],
    ['SUPER_ADMIN', true, true],
  ]);
});
