import type { Fen } from '@shared/base/money';
import { type ClubDate, type Instant, plus } from '@shared/base/time';
import type { LessonView } from '@shared/contracts/training';
import { feeOf } from '@shared/domain/lesson';
import { startOf } from '@shared/domain/slots';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { day } from '../domain/clock';
import { fill } from './booking';
import type { Club } from './club';
import { type MoneyClub, openMoneyClub } from './money';

export const HALL = 'v-centre-pingpong';
export const CAMPUS = 'c-centre';
export const TABLE_1 = `${HALL}-1`;
/** The clock stands at ten on Saturday the 14th: there is plenty of time to cancel on Tuesday. */
export const TUESDAY = day('2026-03-17');
const FUNDS = 100_000;

export const memberOf = (name: string) => `m-${name}`;
const openidOf = (memberId: string) => memberId.replace(/^m-/, 'oCourtside-');
export const relationOf = (student: string, coach: string) => `r-${student}-${coach}`;

/** What the coaches of the seeded club cost an hour. */
const RATES: Readonly<Record<string, number>> = { 'coach-wang': 20_000, 'coach-li': 15_000 };

/** One of the seeded club, for those who come to it. */
const patternOf = async (club: Club, collection: string, name: string) =>
  (await club.document(collection, name)) ?? {};

/** Says of a member, where a function reads it, which campus teaches them or lets them teach. */
async function assign(club: Club, memberId: string, to: object): Promise<void> {
  const known = await club.document('identities', openidOf(memberId));
  await club.cloud.load('identities', [{ ...known, ...to }]);
}

/** Makes a member a student, bound to nobody. */
export async function enrol(club: Club, memberId: string, campusId = CAMPUS): Promise<void> {
  const pattern = await patternOf(club, 'students', 'm-zhao');
  const student = { ...pattern, _id: memberId, campusId, ties: [], version: 1 };
  await club.cloud.load('students', [student]);
  await assign(club, memberId, { studentOf: campusId });
}

/** Makes a member a coach without students. */
export async function hire(
  club: Club,
  memberId: string,
  { campusId = CAMPUS, rate = 20_000 } = {},
): Promise<void> {
  const pattern = await patternOf(club, 'coaches', 'm-coach-wang');
  const coach = { ...pattern, _id: memberId, campusId, rate, ties: [], off: [], version: 1 };
  await club.cloud.load('coaches', [coach]);
  await assign(club, memberId, { coachOf: campusId });
}

/** Binds a student to a coach. */
export async function tie(club: Club, studentId: string, coachId: string): Promise<void> {
  const student = await patternOf(club, 'students', studentId);
  const coach = await patternOf(club, 'coaches', coachId);
  const pattern = await patternOf(club, 'coach_relations', relationOf('lin', 'coach-wang'));
  const _id = relationOf(studentId.slice(2), coachId.slice(2));
  const { campusId } = student;
  await club.cloud.load('coach_relations', [{ ...pattern, _id, studentId, coachId, campusId }]);
  const bond = { relationId: _id, coachId, status: 'ESTABLISHED' };
  const ties = [...((student.ties ?? []) as object[]), bond];
  await club.cloud.load('students', [{ ...student, ties }]);
  const { status } = bond;
  const taught = [...((coach.ties ?? []) as object[]), { relationId: _id, studentId, status }];
  await club.cloud.load('coaches', [{ ...coach, ties: taught }]);
}

/** The school of the seeded club: Lin has two coaches and money, and they teach whenever it is open. */
export async function openSchool(money: MoneyClub): Promise<void> {
  const { club } = money;
  await tie(club, 'm-lin', 'm-coach-li');
  const coaches = await club.documents('coaches');
  await club.cloud.load(
    'coaches',
    coaches.map((coach) => ({ ...coach, off: [] })),
  );
  await fill(money, 'lin', FUNDS);
}

export const clock = (hours: number, minutes = 0) => hours * 60 + minutes;

export interface Wish {
  readonly coach?: string;
  readonly date?: ClubDate;
  readonly from?: number;
  readonly until?: number;
  readonly tableId?: string | null;
  readonly expectedFee?: Fen;
  readonly requestId?: string;
}

let made = 0;

/** Asks for a lesson as the page does; Tuesday from seven to half past eight unless said otherwise. */
export function ask(club: Club, who: string, wish: Wish = {}): Promise<LessonView> {
  const { coach = 'coach-wang', date = TUESDAY, from = clock(19), until = clock(20, 30) } = wish;
  made += 1;
  const { tableId = TABLE_1, requestId = `lesson-${made}` } = wish;
  const expectedFee = wish.expectedFee ?? feeOf((RATES[coach] ?? 0) as Fen, until - from);
  const form = { coachId: memberOf(coach), date, from, until, tableId, expectedFee, requestId };
  return club.as(who).student.book(form);
}

/** A lesson that the coach has confirmed. */
export async function confirmed(club: Club, who: string, wish: Wish = {}): Promise<LessonView> {
  const lesson = await ask(club, who, wish);
  return club.as(wish.coach ?? 'coach-wang').lesson.confirm({ lessonId: lesson.id });
}

/** Asks to cancel a lesson. */
export function askCancel(club: Club, who: string, lessonId: string, requestId?: string) {
  made += 1;
  const form = { lessonId, reason: '临时有事', requestId: requestId ?? `cancel-${made}` };
  return club.as(who).lesson.askCancel(form);
}

/** The moment a span of a day begins. */
export const startAt = (date: ClubDate, from: number) => startOf(date, { from, until: from + 30 });

export const before = (moment: Instant, ms: number) => plus(moment, -ms);

/** Titles of what somebody was told, oldest first. */
export async function toldTo(club: Club, who: string): Promise<string[]> {
  const all = await club.documents('messages', { memberId: memberOf(who) });
  return all
    .filter(({ page }) => String(page).includes('lesson?id='))
    .sort((a, b) => Number(a.at) - Number(b.at))
    .map(({ title }) => String(title));
}

/** What somebody can spend, and what is set aside. */
export async function purse(club: Club, who: string) {
  const { balance, frozen } = await club.as(who).wallet.home({});
  return { balance, frozen };
}

/** Opens the club for the tests of a file, and the school anew for each of them. */
export function atSchool(take: (opened: MoneyClub) => void): void {
  let money: MoneyClub;
  beforeAll(async () => {
    money = await openMoneyClub();
    take(money);
  });
  afterAll(() => money.close());
  beforeEach(async () => {
    await money.reset();
    await openSchool(money);
  });
}

/** How many lessons somebody may still cancel this month. */
export const cancelsLeft = async (club: Club, who: string, lessonId: string) =>
  (await club.as(who).lesson.detail({ lessonId })).cancelsLeft;

/** Somebody asks to cancel a lesson: the request's id. */
export async function cancelWish(club: Club, who: string, lessonId: string): Promise<string> {
  const { cancellation } = await askCancel(club, who, lessonId);
  if (!cancellation) throw new Error('nobody asked');
  return cancellation.id;
}
