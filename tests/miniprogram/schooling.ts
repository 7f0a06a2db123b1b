import { DAY, plus } from '@shared/base/time';
import type { CoachSelf, StudentView } from '@shared/contracts/training';
import { now } from './training';

export const student: StudentView = {
  memberId: 'm-lin',
  campusId: 'c-centre',
  campusName: '中心校区',
  realName: '林小满',
  phone: '13800000001',
  gender: 'FEMALE',
  age: 26,
  email: null,
};

/** He, who applied to teach yesterday. */
export const coach = (part: Partial<CoachSelf> = {}): CoachSelf => ({
  ...student,
  memberId: 'm-he',
  status: 'PENDING',
  realName: '何敏',
  idNumber: null,
  sport: 'TABLE_TENNIS',
  photoUrl: null,
  achievements: '省大学生锦标赛女双亚军，执教三年',
  level: null,
  rate: null,
  rejectReason: '',
  students: 0,
  appliedAt: plus(now, -DAY),
  off: [],
  ...part,
});
