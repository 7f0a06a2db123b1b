import type { Fen } from '@shared/base/money';
import type { ClubDate, ClubMonth } from '@shared/base/time';
import { frozenMoney } from '@shared/domain/ledger';
import type { Lesson, LessonCancel } from '../../../cloudfunctions/lessons/store';
import type { Coach, CoachChange, Relation, Student } from '../../../cloudfunctions/training/store';
import type { Club } from '../club';
import { at, clock, EAST, TABLE_1 } from '../courts';
import { letPersonaIn, memberIdOf } from './people';

const RELATION = 'rel-lin-wang';
const CHANGE = 'change-lin';
const LESSON = 'lesson-lin';
const PAID = 'lesson-lin-paid';
const CANCELLATION = 'cancel-lin';
const COACH = 'm-coach-wang';
const APPLICANT = memberIdOf('applicant');
const DATE = '2026-03-15' as ClubDate;
const SINCE = at(clock(9));

const person = (memberId: string, campusId: string) => ({
  _id: memberId,
  campusId,
  realName: '学员',
  gender: null,
  age: 30,
  email: null,
  createdAt: SINCE,
});

const student = (memberId: string, campusId: string, ties: Student['ties'] = []): Student => ({
  ...person(memberId, campusId),
  ties,
  changeId: ties.length > 0 ? CHANGE : null,
  version: 1,
});

const coach = (memberId: string, campusId: string, ties: Coach['ties'] = []): Coach => ({
  ...person(memberId, campusId),
  status: 'ACTIVE',
  sport: 'TABLE_TENNIS',
  photoFileId: null,
  achievements: '执教十年',
  idNumber: null,
  level: 'SENIOR',
  rate: 20_000 as Fen,
  rejectReason: '',
  ties,
  off: [],
  starSum: 0,
  starCount: 0,
  appliedAt: SINCE,
  decidedAt: SINCE,
  decidedBy: 'm-admin-east',
  version: 1,
});

const relation: Relation = {
  _id: RELATION,
  studentId: 'm-lin',
  coachId: COACH,
  campusId: 'c-east',
  studentName: '林小满',
  coach: { realName: '王建国', sport: 'TABLE_TENNIS', level: 'SENIOR', rate: 20_000 as Fen },
  status: 'ESTABLISHED',
  source: 'APPLY',
  reason: '',
  appliedAt: SINCE,
  answeredAt: SINCE,
  endedAt: null,
};

const open = { vote: 'PENDING', by: null, at: null, note: '' } as const;

const change: CoachChange = {
  _id: CHANGE,
  studentId: 'm-lin',
  fromId: COACH,
  toId: 'm-coach-liu',
  campusId: 'c-east',
  relationId: RELATION,
  reason: '时间对不上，想换一位教练',
  names: { student: '林小满', from: '王建国', to: '刘洋' },
  votes: { from: open, to: open, admin: open },
  status: 'PENDING',
  createdAt: SINCE,
  endedAt: null,
};

const lesson: Lesson = {
  _id: LESSON,
  status: 'PENDING',
  studentId: 'm-lin',
  coachId: COACH,
  studentName: '林小满',
  coachName: '王建国',
  relationId: RELATION,
  campusId: 'c-east',
  venueId: EAST,
  venueName: '东区乒乓球馆',
  tableId: TABLE_1,
  tableName: '1 号台',
  date: DATE,
  from: clock(16),
  until: clock(17),
  startAt: at(clock(16), DATE),
  endAt: at(clock(17), DATE),
  rate: 20_000 as Fen,
  fee: 20_000 as Fen,
  captured: 0 as Fen,
  refunded: 0 as Fen,
  share: 100,
  reason: '',
  cancelledBy: null,
  ip: null,
  cancellation: null,
  evaluatedBy: [],
  createdAt: SINCE,
  confirmedAt: null,
  remindedAt: null,
  endedAt: null,
};

const asked = { reason: '临时有事来不了', status: 'PENDING', askedAt: SINCE } as const;

/** Another one, confirmed, that Lin wishes to cancel. */
const paid: Lesson = {
  ...lesson,
  _id: PAID,
  status: 'CANCEL_PENDING',
  captured: lesson.fee,
  cancellation: { id: CANCELLATION, by: 'STUDENT', ...asked },
  confirmedAt: SINCE,
};

const cancellation: LessonCancel = {
  ...asked,
  _id: CANCELLATION,
  lessonId: PAID,
  requesterId: 'm-lin',
  side: 'STUDENT',
  month: '2026-03' as ClubMonth,
  decidedAt: null,
};

/** Lin learns with coach Wang in the east; others learn and teach in the east and in the west. */
export async function plantSchool(club: Club) {
  await letPersonaIn(club, 'lin', { studentOf: 'c-east' });
  await letPersonaIn(club, 'coach-wang', { coachOf: 'c-east' });
  const tie = { relationId: RELATION, status: 'ESTABLISHED' } as const;
  await club.cloud.load('students', [
    student('m-lin', 'c-east', [{ ...tie, coachId: COACH }]),
    student(memberIdOf('student-east'), 'c-east'),
    student(memberIdOf('student-west'), 'c-west'),
  ]);
  await club.cloud.load('coaches', [
    coach(COACH, 'c-east', [{ ...tie, studentId: 'm-lin' }]),
    coach(memberIdOf('coach-east'), 'c-east'),
    { ...coach(APPLICANT, 'c-east'), status: 'PENDING', level: null, rate: null },
    coach(memberIdOf('coach-west'), 'c-west'),
  ]);
  await club.cloud.load('coach_relations', [relation]);
  await club.cloud.load('coach_changes', [change]);
  await club.cloud.load('lessons', [lesson, paid]);
  const { studentId: memberId, fee: amount } = lesson;
  const hold = { _id: `lesson:${LESSON}`, memberId, amount, captured: 0, status: 'PLACED' };
  await club.cloud.load('ledger_holds', [{ ...hold, placedAt: SINCE }]);
  await club.cloud.load('ledger_balances', [{ _id: frozenMoney(memberId), balance: amount }]);
  await club.cloud.load('lesson_cancels', [cancellation]);
  const { requesterId, month } = cancellation;
  const quota = { memberId: requesterId, used: [CANCELLATION] };
  await club.cloud.load('cancel_quotas', [{ _id: `${requesterId}:${month}`, ...quota }]);
  await club.as('lin').account.create({ username: 'linxm', password: 'Court#26' });
  return {
    student: 'm-lin',
    coach: COACH,
    applicant: APPLICANT,
    relation: RELATION,
    change: CHANGE,
    lesson: LESSON,
    cancellation: CANCELLATION,
  } as const;
}
