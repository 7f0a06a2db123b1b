import { fen } from '@shared/base/money';
import { DAY, HOUR, type Instant, MINUTE, plus } from '@shared/base/time';
import { type CoachLevel, DEFAULT_RATES, type Gender } from '@shared/domain/coach';
import { cashMoney, frozenMoney, memberMoney } from '@shared/domain/ledger';
import type { NotTeaching } from '@shared/domain/lesson';
import { CAMPUSES, PERSONAS } from './personas';

const nicknameOf = (name: string) =>
  PERSONAS.find((persona) => persona.name === name)?.nickname ?? name;

type StudentRow = readonly [
  name: string,
  campusId: string,
  gender: Gender | null,
  age: number | null,
];
const STUDENTS: readonly StudentRow[] = [
  ['lin', CAMPUSES.centre, 'FEMALE', 26],
  ['may', CAMPUSES.centre, 'FEMALE', 31],
  ['chen', CAMPUSES.centre, 'MALE', 17],
  ['zhao', CAMPUSES.centre, 'MALE', null],
  ['sun', CAMPUSES.east, 'MALE', 12],
  ['zhou', CAMPUSES.east, null, null],
];

interface SeedCoach {
  readonly name: string;
  readonly campusId: string;
  /** Null waits for approval. */
  readonly level: CoachLevel | null;
  readonly gender: Gender;
  readonly age: number;
  readonly achievements: string;
  readonly off: readonly NotTeaching[];
}

const weekly = (weekday: number, from: number, until: number): NotTeaching => ({
  weekday,
  date: null,
  from: from * 60,
  until: until * 60,
});

const COACHES: readonly SeedCoach[] = [
  {
    name: 'coach-wang',
    campusId: CAMPUSES.centre,
    level: 'SENIOR',
    gender: 'MALE',
    age: 46,
    achievements:
      '前省队主力，1998 年全国青年锦标赛男单第三名。国家一级运动员，执教 20 年，带出 3 名省队队员，擅长横板两面弧圈。',
    off: [weekly(1, 8, 18), weekly(3, 12, 14)],
  },
  {
    name: 'coach-li',
    campusId: CAMPUSES.centre,
    level: 'INTERMEDIATE',
    gender: 'FEMALE',
    age: 34,
    achievements:
      '2014 年浙江省运动会女团冠军成员，国家二级运动员。执教 9 年，擅长少儿启蒙和步法训练。',
    off: [weekly(0, 8, 12)],
  },
  {
    name: 'coach-liu',
    campusId: CAMPUSES.east,
    level: 'JUNIOR',
    gender: 'MALE',
    age: 25,
    achievements: '2021 年杭州市大学生联赛男单八强，体育教育专业毕业，执教 2 年，耐心细致。',
    off: [],
  },
  {
    name: 'coach-he',
    campusId: CAMPUSES.centre,
    level: null,
    gender: 'FEMALE',
    age: 29,
    achievements: '2017 年浙江省大学生锦标赛女双亚军，国家二级运动员，曾在少年宫兼职执教 3 年。',
    off: [],
  },
];

type TieRow = readonly [student: string, coach: string, status: 'ESTABLISHED' | 'PENDING'];
const TIES: readonly TieRow[] = [
  ['lin', 'coach-wang', 'ESTABLISHED'],
  ['may', 'coach-wang', 'ESTABLISHED'],
  ['chen', 'coach-li', 'ESTABLISHED'],
  ['sun', 'coach-liu', 'ESTABLISHED'],
  ['zhao', 'coach-wang', 'PENDING'],
];

const idOf = (name: string) => `m-${name}`;
/** The relation of two of the club. */
export const relationIdOf = (student: string, coach: string) => `r-${student}-${coach}`;

/** What the identity of somebody says of training. */
export function trainingOfPersona(memberId: string) {
  const student = STUDENTS.find(([name]) => idOf(name) === memberId);
  const coach = COACHES.find(({ name, level }) => idOf(name) === memberId && level !== null);
  return { studentOf: student?.[1] ?? null, coachOf: coach?.campusId ?? null };
}

/** The training school, by collection: people and who is tied to whom. */
export function trainingDocuments(now: Instant) {
  const joined = plus(now, -60 * DAY);
  return {
    students: STUDENTS.map(([name, campusId, gender, age]) => ({
      _id: idOf(name),
      campusId,
      realName: nicknameOf(name),
      gender,
      age,
      email: null,
      createdAt: joined,
      ties: TIES.filter(([student]) => student === name).map(([, coach, status]) => ({
        relationId: relationIdOf(name, coach),
        coachId: idOf(coach),
        status,
      })),
      changeId: null,
      version: 1,
    })),
    coaches: COACHES.map((coach) => coachDocument(coach, now)),
    // Who registers as a student has an account for what lessons set aside.
    ledger_balances: STUDENTS.map(([name]) => ({ _id: frozenMoney(idOf(name)), balance: 0 })),
    coach_relations: TIES.map((tie) => relationDocument(tie, now)),
  };
}

function coachDocument({ name, level, off, ...person }: SeedCoach, now: Instant) {
  const appliedAt = plus(now, level === null ? -20 * HOUR : -90 * DAY);
  return {
    ...person,
    _id: idOf(name),
    realName: nicknameOf(name),
    email: null,
    createdAt: appliedAt,
    status: level === null ? 'PENDING' : 'ACTIVE',
    sport: 'TABLE_TENNIS',
    photoFileId: null,
    idNumber: null,
    level,
    rate: level && DEFAULT_RATES[level],
    rejectReason: '',
    ties: TIES.filter(([, coach]) => coach === name).map(([student, coach, status]) => ({
      relationId: relationIdOf(student, coach),
      studentId: idOf(student),
      status,
    })),
    off: [...off],
    starSum: 0,
    starCount: 0,
    appliedAt,
    decidedAt: level === null ? null : plus(appliedAt, DAY),
    decidedBy: level === null ? null : 'm-root',
    version: 1,
  };
}

function relationDocument([student, coachName, status]: TieRow, now: Instant) {
  const coach = COACHES.find(({ name }) => name === coachName);
  const level = coach?.level;
  if (!coach || !level) throw new Error(`${coachName} teaches nobody`);
  const appliedAt = plus(now, status === 'PENDING' ? -3 * HOUR : -50 * DAY);
  return {
    _id: relationIdOf(student, coachName),
    studentId: idOf(student),
    coachId: idOf(coachName),
    campusId: coach.campusId,
    studentName: nicknameOf(student),
    coach: {
      realName: nicknameOf(coachName),
      sport: 'TABLE_TENNIS',
      level,
      rate: DEFAULT_RATES[level],
    },
    status,
    source: 'APPLY',
    reason: '',
    appliedAt,
    answeredAt: status === 'PENDING' ? null : plus(appliedAt, 2 * HOUR),
    endedAt: null,
  };
}

const TOPPED_UP: readonly (readonly [name: string, amount: number])[] = [
  ['lin', 120_000],
  ['may', 80_000],
];

/** Money for lessons, paid in at the desk: for the stage, tests fill wallets as they need them. */
export function walletDocuments(now: Instant) {
  const at = plus(now, -30 * DAY);
  const made = TOPPED_UP.map(([name, amount]) => {
    const orderId = `W-seed-${name}`;
    const memberId = idOf(name);
    const [from, to] = [cashMoney(CAMPUSES.centre), memberMoney(memberId)];
    return {
      order: {
        _id: orderId,
        memberId,
        campusId: CAMPUSES.centre,
        operatorId: 'm-root',
        subjectId: null,
        kind: 'TOPUP',
        channel: 'CASH',
        status: 'PAID',
        amount: fen(amount),
        refunded: 0,
        description: '场边钱包充值',
        openid: '',
        note: '',
        prepayId: null,
        createdAt: at,
        expiresAt: plus(at, 15 * MINUTE),
        paidAt: at,
        transactionId: null,
        fulfilledAt: at,
      },
      entry: {
        _id: `topup:${orderId}`,
        at,
        accounts: [from, to],
        orderId,
        postings: [{ from, to, amount }],
      },
      balance: { _id: to, balance: amount },
    };
  });
  return {
    orders: made.map(({ order }) => order),
    ledger_entries: made.map(({ entry }) => entry),
    ledger_balances: made.map(({ balance }) => balance),
  };
}
