import { type Fen, fen } from '../base/money';
import type { ClubDate } from '../base/time';
import type { NotTeaching } from './lesson';
import { isOnGrid } from './slots';

export const COACH_REFUSALS = {
  STUDENT_FIRST: '请先登记成为学员，只要半分钟',
  COACH_ONLY: '只有在职教练可以操作，请联系校区管理员',
  ALREADY_COACH: '你已经是教练了，可以直接修改教练资料',
  COACH_PENDING: '教练申请还在审核，请等校区管理员处理',
  COACH_NOT_FOUND: '没有找到这位教练，请刷新后再试',
  COACH_DISABLED: '这位教练暂停授课，请选择其他教练',
  STUDENT_NOT_FOUND: '没有找到这位学员，请刷新后再试',
  SEARCH_EMPTY: '请至少填写一项：姓名，性别或年龄',
  REAL_NAME_INVALID: '请填写真实姓名，2 到 20 个字',
  AGE_INVALID: '请填写 1 到 150 之间的年龄',
  EMAIL_INVALID: '请填写正确的邮箱',
  SHARE_INVALID: '教练分成要填 0 到 100 的整数',
  EMAIL_TAKEN: '这个邮箱已经有人使用，请换一个',
  ID_NUMBER_INVALID: '请填写正确的 18 位身份证号',
  ID_NUMBER_TAKEN: '这个身份证号已经登记过，请核对',
  PHONE_REFUSED: '没有拿到微信手机号，请重试或手动填写',
  PHONE_NEEDED: '学员和教练要留手机号，可以换成新的号码',
  OPEN_ACCOUNT_FIRST: '这个会员账号已停用，请先启用账号',
  ACHIEVEMENTS_INVALID: '请写一写过往成绩，10 到 500 个字',
  PHOTO_REQUIRED: '请上传一张本人照片',
  NOT_TEACHING_INVALID: '不上课的时间有误，请检查起止时间',
  SETTLE_TRAINING_FIRST: '还有未结束的课程或师生关系，请先处理',
  RATE_INVALID: '请填写 1 到 2000 元的整元课时费',
  MOVE_CAMPUS_FIRST: '有教练关系或课程时不能换校区，请先结束',
} as const;

/** The life of a coach's account. Who was refused may apply again. */
const NEXT = {
  PENDING: { approve: 'ACTIVE', refuse: 'REJECTED' },
  REJECTED: { apply: 'PENDING' },
  ACTIVE: { disable: 'DISABLED' },
  DISABLED: { enable: 'ACTIVE' },
} as const;
export type CoachStatus = keyof typeof NEXT;
export const COACH_STATUSES = Object.keys(NEXT) as [CoachStatus, ...CoachStatus[]];
export type CoachEvent = 'approve' | 'refuse' | 'apply' | 'disable' | 'enable';

export function nextCoachStatus(status: CoachStatus, event: CoachEvent): CoachStatus | null {
  const exits: Partial<Record<CoachEvent, CoachStatus>> = NEXT[status];
  return exits[event] ?? null;
}

export const COACH_WORDS = {
  PENDING: '待审核',
  REJECTED: '未通过',
  ACTIVE: '在职',
  DISABLED: '已停用',
} as const satisfies Record<CoachStatus, string>;

export const COACH_LEVELS = ['SENIOR', 'INTERMEDIATE', 'JUNIOR'] as const;
export type CoachLevel = (typeof COACH_LEVELS)[number];
export const LEVEL_WORDS = {
  SENIOR: '高级',
  INTERMEDIATE: '中级',
  JUNIOR: '初级',
} as const satisfies Record<CoachLevel, string>;

/** Fen an hour by level; a campus may set its own. */
export type Rates = Readonly<Record<CoachLevel, Fen>>;
export const DEFAULT_RATES: Rates = {
  SENIOR: fen(20_000),
  INTERMEDIATE: fen(15_000),
  JUNIOR: fen(8_000),
};
/** Whole yuan an hour, in fen: half an hour is whole fen, too. */
const RATE_LIMITS = { least: 100, most: 200_000 } as const;
export const isRate = (rate: number) =>
  rate % 100 === 0 && RATE_LIMITS.least <= rate && rate <= RATE_LIMITS.most;

/** What of a lesson's fee is the coach's income, in whole percent; a campus may set its own. */
export const DEFAULT_SHARE = 100;
export const isShare = (share: number) => Number.isInteger(share) && 0 <= share && share <= 100;
/** Of each lesson apart, in whole fen; what is left over is the club's. */
export const shareOf = (fee: Fen, share: number): Fen => fen(Math.floor((fee * share) / 100));

export const GENDERS = ['MALE', 'FEMALE'] as const;
export type Gender = (typeof GENDERS)[number];
export const GENDER_WORDS = { MALE: '男', FEMALE: '女' } as const satisfies Record<Gender, string>;

const REAL_NAME = /^[\p{Script=Han}A-Za-z·. -]{2,20}$/u;
/** Trimmed, inner white space folded; null when it is no name. */
export function cleanRealName(text: string): string | null {
  const clean = text.replace(/\s+/gu, ' ').trim();
  return REAL_NAME.test(clean) ? clean : null;
}

const EMAIL = /^[\w.%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}$/;
/** As it is stored: lower case. Null when it is none or longer than 100 characters. */
export function cleanEmail(text: string): string | null {
  const clean = text.trim().toLowerCase();
  return clean.length <= 100 && EMAIL.test(clean) ? clean : null;
}

export const isAge = (age: number) => Number.isInteger(age) && 1 <= age && age <= 150;

const ACHIEVEMENT_LENGTHS = { least: 10, most: 500 } as const;
export function cleanAchievements(text: string): string | null {
  const clean = text.trim();
  const { length } = [...clean];
  return ACHIEVEMENT_LENGTHS.least <= length && length <= ACHIEVEMENT_LENGTHS.most ? clean : null;
}

// GB 11643-1999: weights of the seventeen digits and the check character by the remainder of 11.
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECKS = '10X98765432';
const ID_NUMBER = /^\d{6}(\d{4})(\d{2})(\d{2})\d{3}[\dX]$/;

/** A resident identity number as it is stored, its date and check character proved; null when it is none. */
export function cleanIdNumber(text: string): string | null {
  const clean = text.replace(/\s/gu, '').toUpperCase();
  const [, year, month, day] = ID_NUMBER.exec(clean) ?? [];
  if (year === undefined) return null;
  const born = new Date(`${year}-${month}-${day}T00:00:00Z`);
  const isDate =
    !Number.isNaN(born.getTime()) && born.toISOString().startsWith(`${year}-${month}-${day}`);
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(clean[index]), 0);
  return isDate && CHECKS[sum % 11] === clean[17] ? clean : null;
}

/** Where a coach's photo is uploaded to: pictures lie in the own folder, or they are not the coach's. */
export const coachPhotoFolder = (memberId: string) => `coaches/${memberId}`;
/** Whether a file id is `cloud://<environment>/coaches/<member>/<file>` and nothing deeper. */
export function isCoachPhotoOf(memberId: string, fileId: string): boolean {
  const path = fileId.replace(/^cloud:\/\/[^/]+\//, '');
  const file = path.slice(coachPhotoFolder(memberId).length + 1);
  return path === `${coachPhotoFolder(memberId)}/${file}` && /^[^/]+$/.test(file);
}

/** Its place among the others: what is every week, from Sunday on, then dates; each by the clock. */
const placeOf = ({ weekday, date, from }: NotTeaching) =>
  `${date === null ? 0 : 1} ${date ?? weekday} ${String(from).padStart(4, '0')}`;

/**
 * Hours without lessons as they are stored: what lies on past dates left out, in the order of the
 * week and then of the calendar. Null when one of them is not whole half-hours of one weekday or
 * one date.
 */
export function cleanOff(off: readonly NotTeaching[], today: ClubDate): NotTeaching[] | null {
  const valid = off.every((one) => isOnGrid(one) && (one.weekday === null) !== (one.date === null));
  if (!valid) return null;
  return off
    .filter(({ date }) => date === null || date >= today)
    .sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

/** `110101********1234`: what an admin sees of it. */
export const maskIdNumber = (idNumber: string) =>
  `${idNumber.slice(0, 6)}********${idNumber.slice(-4)}`;
