import { fen } from '@shared/base/money';
import { DAY, HOUR, plus } from '@shared/base/time';
import type { StudentCard } from '@shared/contracts/coach';
import type { CoachSelf } from '@shared/contracts/training';
import { now } from './training';

/** Coach Wang, who teaches at the centre. */
export const self = (part: Partial<CoachSelf> = {}): CoachSelf => ({
  memberId: 'm-wang',
  status: 'ACTIVE',
  campusId: 'c-centre',
  campusName: '中心校区',
  realName: '王建国',
  phone: '13800000013',
  gender: 'MALE',
  age: 46,
  email: null,
  idNumber: null,
  sport: 'TABLE_TENNIS',
  photoUrl: null,
  achievements: '前省队主力，执教二十年，擅长横板',
  level: 'SENIOR',
  rate: fen(20_000),
  rejectReason: '',
  students: 2,
  appliedAt: plus(now, -DAY),
  off: [],
  ...part,
});

/** Zhao, who asks to be a student. */
export const student = (part: Partial<StudentCard> = {}): StudentCard => ({
  memberId: 'm-zhao',
  realName: '赵思远',
  gender: 'MALE',
  age: null,
  phone: '138****0004',
  relationId: 'r-zhao',
  status: 'PENDING',
  since: plus(now, -3 * HOUR),
  ...part,
});
