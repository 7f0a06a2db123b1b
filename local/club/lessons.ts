import { type Fen, fen } from '@shared/base/money';
import {
  addDays,
  type ClubDate,
  clubDateOf,
  DAY,
  HOUR,
  type Instant,
  MINUTE,
  plus,
} from '@shared/base/time';
import { DEFAULT_RATES } from '@shared/domain/coach';
import {
  type Account,
  frozenMoney,
  isGuarded,
  memberMoney,
  revenueMoney,
} from '@shared/domain/ledger';
import { feeOf } from '@shared/domain/lesson';
import { endOf, minutesOf, startOf } from '@shared/domain/slots';
import { idOf } from './chance';
import { offerDocuments } from './offers';
import { PERSONAS } from './personas';
import { relationIdOf, trainingDocuments, walletDocuments } from './training';

const COACH = 'coach-wang';
const HALL = 'v-centre-pingpong';

interface Wish {
  readonly student: string;
  /** Days from today. */
  readonly ahead: number;
  readonly table: number;
  readonly from: number;
  readonly until: number;
  readonly status: 'PENDING' | 'CONFIRMED' | 'COMPLETED';
}

const WISHES: readonly Wish[] = [
  // The clock stands on a Saturday: this was Tuesday.
  { student: 'lin', ahead: -4, table: 3, from: 19 * 60, until: 20.5 * 60, status: 'COMPLETED' },
  { student: 'lin', ahead: 2, table: 3, from: 19 * 60, until: 20.5 * 60, status: 'CONFIRMED' },
  { student: 'may', ahead: 3, table: 5, from: 18 * 60, until: 19 * 60, status: 'PENDING' },
];

const SAID = {
  STUDENT: { stars: 5, text: '反手拧拉的发力点终于找到了；教训是步法一慢就够不着。' },
  COACH: {
    stars: null,
    text: '反手进步明显，下节课多练正手位的移动，回家可以每天练 10 分钟滑步。',
  },
} as const;

const nicknameOf = (name: string) =>
  PERSONAS.find((persona) => persona.name === name)?.nickname ?? name;

/** A lesson with all that it leaves behind: what it occupies, the hold of its fee and the entries. */
function documentsOf(wish: Wish, today: ClubDate) {
  const offer = offerDocuments().find(({ _id }) => _id === HALL);
  const court = offer?.courts[wish.table - 1];
  if (!offer || !court) throw new Error(`no table ${wish.table} at ${HALL}`);
  const { student, from, until, status } = wish;
  const [studentId, coachId] = [`m-${student}`, `m-${COACH}`];
  const date = addDays(today, wish.ahead);
  const _id = idOf(`lesson:${student}:${date}:${from}`).slice(0, 24);
  const [startAt, endAt] = [startOf(date, wish), endOf(date, wish)];
  const createdAt = plus(startAt, -3.5 * DAY);
  const confirmedAt = status === 'PENDING' ? null : plus(createdAt, 2 * HOUR);
  const fee = feeOf(DEFAULT_RATES.SENIOR, minutesOf(wish));
  const lesson = {
    _id,
    status,
    studentId,
    coachId,
    studentName: nicknameOf(student),
    coachName: nicknameOf(COACH),
    relationId: relationIdOf(student, COACH),
    campusId: offer.campusId,
    venueId: HALL,
    venueName: offer.venue.name,
    tableId: court.id,
    tableName: court.name,
    ...{ date, from, until, startAt, endAt, rate: DEFAULT_RATES.SENIOR, fee },
    captured: confirmedAt === null ? fen(0) : fee,
    refunded: fen(0),
    ...{ reason: '', cancelledBy: null, cancellation: null, ip: null },
    evaluatedBy: status === 'COMPLETED' ? ['STUDENT', 'COACH'] : [],
    createdAt,
    confirmedAt,
    remindedAt: status === 'COMPLETED' ? plus(startAt, -HOUR) : null,
    endedAt: status === 'COMPLETED' ? endAt : null,
  };
  const claim = { ownerId: _id, kind: 'LESSON', memberId: studentId, from, until, places: 1 };
  const day = (subject: string, venueId: string | null) => ({
    ...{ _id: `${subject}:${date}`, subject, venueId, date },
    claims: [venueId === null ? { ...claim, courtId: court.id } : claim],
    ...{ line: [], minutes: minutesOf(wish) },
  });
  return {
    lesson,
    days: [
      day(`court:${court.id}`, HALL),
      day(`person:${coachId}`, null),
      day(`person:${studentId}`, null),
    ],
    ...moneyOf(lesson),
    evaluations: status === 'COMPLETED' ? evaluationsOf(lesson) : [],
  };
}

interface Paid {
  readonly _id: string;
  readonly studentId: string;
  readonly campusId: string;
  readonly fee: Fen;
  readonly captured: Fen;
  readonly createdAt: Instant;
  readonly confirmedAt: Instant | null;
}

function moneyOf({
  _id,
  studentId: memberId,
  campusId,
  fee,
  captured,
  createdAt,
  confirmedAt,
}: Paid) {
  const [own, frozen] = [memberMoney(memberId), frozenMoney(memberId)];
  const entry = (step: string, at: Instant, [from, to]: readonly [Account, Account]) => ({
    _id: `lesson:${_id}:${step}`,
    at,
    accounts: [from, to],
    postings: [{ from, to, amount: fee }],
  });
  const revenue = revenueMoney(campusId, 'LESSON');
  const status = confirmedAt === null ? 'PLACED' : 'CAPTURED';
  return {
    hold: { _id: `lesson:${_id}`, memberId, amount: fee, captured, status, placedAt: createdAt },
    entries: [
      entry('place', createdAt, [own, frozen]),
      ...(confirmedAt === null ? [] : [entry('capture', confirmedAt, [frozen, revenue])]),
    ],
  };
}

const evaluationsOf = (lesson: {
  readonly _id: string;
  readonly studentId: string;
  readonly coachId: string;
  readonly endAt: Instant;
}) =>
  (['STUDENT', 'COACH'] as const).map((by) => {
    const { _id: lessonId, studentId, coachId, endAt } = lesson;
    const [authorId, aboutId] = by === 'STUDENT' ? [studentId, coachId] : [coachId, studentId];
    const written = { at: plus(endAt, 40 * MINUTE), editedAt: null };
    return { _id: `${lessonId}:${by}`, lessonId, by, authorId, aboutId, ...SAID[by], ...written };
  });

/** The lessons of the club, by collection, on top of its school and what its students have paid in. */
export function lessonDocuments(now: Instant) {
  const made = WISHES.map((wish) => documentsOf(wish, clubDateOf(now)));
  const entries = made.flatMap((one) => one.entries);
  const evaluations = made.flatMap((one) => one.evaluations);
  const balances = new Map<string, number>(
    walletDocuments(now).ledger_balances.map(({ _id, balance }) => [_id, balance]),
  );
  const add = (account: string, amount: number) => {
    if (isGuarded(account as Account)) balances.set(account, (balances.get(account) ?? 0) + amount);
  };
  for (const { from, to, amount } of entries.flatMap(({ postings }) => postings)) {
    add(from, -amount);
    add(to, amount);
  }
  const rated = evaluations.filter(({ by }) => by === 'STUDENT');
  const starSum = rated.reduce((sum, { stars }) => sum + (stars ?? 0), 0);
  return {
    lessons: made.map(({ lesson }) => lesson),
    slot_days: made.flatMap(({ days }) => days),
    ledger_holds: made.map(({ hold }) => hold),
    ledger_entries: entries,
    ledger_balances: [...balances].map(([_id, balance]) => ({ _id, balance })),
    evaluations,
    coaches: trainingDocuments(now)
      .coaches.filter(({ _id }) => _id === `m-${COACH}`)
      .map((coach) => ({ ...coach, starSum, starCount: rated.length })),
  };
}
