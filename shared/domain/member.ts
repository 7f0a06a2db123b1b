import { clubDateOf, type Instant } from '../base/time';

export const MEMBER_REFUSALS = {
  CONSENT_REQUIRED: '请先阅读并同意隐私保护指引；不同意也可以继续浏览场馆',
  GUARDIAN_CONSENT_REQUIRED: '未满 14 周岁需要监护人同意，请监护人阅读后勾选',
  BIRTH_YEAR_INVALID: '请选择正确的出生年份',
  NICKNAME_INVALID: '昵称需要 1 到 20 个字，不能全是空格',
  MEMBER_NOT_FOUND: '没有找到这位会员，请核对手机号或会员码',
  PHONE_INVALID: '请填写 11 位手机号',
  PHONE_TAKEN: '这个手机号已属于另一个账号，请联系前台核实',
  ACCOUNT_DISABLED: '账号已被停用，请联系场馆前台',
  CHECK_OUT_FIRST: '你还在馆内，请先离场再注销账号',
  LAST_SUPER_ADMIN: '这是唯一的超级管理员，请先任命另一位再操作',
} as const;

export const ROLES = ['MEMBER', 'STAFF', 'CAMPUS_ADMIN', 'SUPER_ADMIN'] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_WORDS = {
  MEMBER: '会员',
  STAFF: '前台',
  CAMPUS_ADMIN: '校区管理员',
  SUPER_ADMIN: '超级管理员',
} as const satisfies Record<Role, string>;

export const isStaff = (role: Role) => role !== 'MEMBER';
export const isAdmin = (role: Role) => role === 'CAMPUS_ADMIN' || role === 'SUPER_ADMIN';

export const GUARDIAN_UNDER = 14;
const OLDEST = 120;

/** The youngest a person born in that year may be today: the year alone cannot tell more. */
export const ageAtLeast = (birthYear: number, now: Instant) =>
  Number(clubDateOf(now).slice(0, 4)) - birthYear - 1;

export const needsGuardian = (birthYear: number, now: Instant) =>
  ageAtLeast(birthYear, now) < GUARDIAN_UNDER;

const NICKNAME_LIMIT = 20;

// Control characters, halves of a pair, and what is invisible or turns the writing direction: with
// them a name could pass for another or for none. The joiner U+200D stays, families of emoji need it.
const UNSEEN = /[\p{Cc}\p{Cs}\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu;
const VISIBLE = /[^\p{C}\p{Z}\p{M}]/u;

/** Trimmed, inner white space folded; null when nothing to see is left or it is too long. */
export function cleanNickname(text: string): string | null {
  const clean = text.replace(/\s+/gu, ' ').replace(UNSEEN, '').trim();
  return VISIBLE.test(clean) && [...clean].length <= NICKNAME_LIMIT ? clean : null;
}

export interface Registration {
  readonly consent: boolean;
  readonly birthYear: number;
  readonly guardianConsent: boolean;
  readonly nickname: string;
}

/** Why somebody may not become a member, or null. The page asks this too. */
export function refusalToRegister(ask: Registration, now: Instant) {
  if (!ask.consent) return 'CONSENT_REQUIRED';
  const age = ageAtLeast(ask.birthYear, now);
  if (!Number.isInteger(ask.birthYear) || age < -1 || age > OLDEST) return 'BIRTH_YEAR_INVALID';
  if (needsGuardian(ask.birthYear, now) && !ask.guardianConsent) return 'GUARDIAN_CONSENT_REQUIRED';
  return cleanNickname(ask.nickname) === null ? 'NICKNAME_INVALID' : null;
}

const PHONE = /^1\d{10}$/;

/** A mobile number as it is stored: eleven digits. Null when it is none; spaces and `-` are let pass. */
export function cleanPhone(text: string): string | null {
  const digits = text.replace(/[\s-]/gu, '');
  return PHONE.test(digits) ? digits : null;
}

/** `138****0000`: what others see of a member's number. */
export const maskPhone = (phone: string) => `${phone.slice(0, 3)}****${phone.slice(-4)}`;

/** How the desk sees a member: the first and the last character, the middle hidden. */
export function maskName(name: string): string {
  const letters = [...name];
  if (letters.length <= 1) return `${letters[0] ?? ''}*`;
  if (letters.length === 2) return `${letters[0]}*`;
  return `${letters[0]}${'*'.repeat(Math.min(3, letters.length - 2))}${letters[letters.length - 1]}`;
}
