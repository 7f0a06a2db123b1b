import { fen } from '@shared/base/money';
import { clubDayStart, clubWeekdayOf, type Instant } from '@shared/base/time';
import type { studentContract } from '@shared/contracts/student';
import { DEFAULT_SHARE } from '@shared/domain/coach';
import { memberMoney } from '@shared/domain/ledger';
import { feeOf, refusalOfLessonTime, teachesThen } from '@shared/domain/lesson';
import { endOf, minutesOf, overlaps, startOf } from '@shared/domain/slots';
import { Refusal } from '@shared/refusals';
import type * as z from 'zod';
import type { Transaction } from '../_kit/db';
import { idOfRequest } from '../_kit/requests';
import type { Context } from '../_kit/serve';
import { balanceOf } from '../ledger/service';
import { type Offer, offersOfCampus } from '../offer/service';
import { claimsOnDays } from '../slots/service';
import {
  type Coach,
  coachById,
  isTied,
  type Student,
  studentIn,
  touchStudent,
} from '../training/service';
import { atOwnCourts } from './engaged';
import { holdFee } from './money';
import { followLessons } from './news';
import { occupy } from './occupying';
import { type Lesson, lessons } from './store';
import { type Table, tablesOf, tablesOpen } from './tables';
import { tell } from './telling';

type Form = z.output<typeof studentContract.book.input>;
type Wish = Pick<Form, 'coachId' | 'date' | 'from' | 'until'>;

/** Who asks: a student of a campus. */
export interface Asking {
  readonly studentId: string;
  readonly campusId: string;
}

type Hired = Coach & { readonly rate: NonNullable<Coach['rate']> };

/** A coach who teaches at the student's campus, and what the campus has of tables: two requests. */
async function teachingAt(
  { db }: Context,
  coachId: string,
  campusId: string,
): Promise<{ coach: Hired; offers: Offer[] }> {
  const [coach, offers] = await Promise.all([coachById(db, coachId), offersOfCampus(db, campusId)]);
  if (coach?.status === 'DISABLED') throw new Refusal('COACH_DISABLED');
  if (coach?.status !== 'ACTIVE' || coach.rate === null) throw new Refusal('COACH_NOT_FOUND');
  if (coach.campusId !== campusId) throw new Refusal('COACH_ELSEWHERE');
  return { coach: { ...coach, rate: coach.rate }, offers };
}

function expectTime(want: Wish, now: Instant): void {
  const refusal = refusalOfLessonTime(want, now);
  if (refusal) throw new Refusal(refusal);
}

/**
 * The tables of a time, what it costs and what the wallet has: the body of `student.tables`.
 *
 * @throws Refusal COACH_NOT_FOUND, COACH_TAKEN while the coach has booked a court as a member,
 * AT_OWN_COURT while the student has, LESSON_SPAN_INVALID, LESSON_TOO_SOON, LESSON_TOO_FAR, LESSON_CLOSED_HOURS
 */
export async function tablesFor(context: Context, { studentId, campusId }: Asking, want: Wish) {
  const { db, now } = context;
  expectTime(want, now);
  const [{ coach, offers }, elsewhere] = await Promise.all([
    teachingAt(context, want.coachId, campusId).catch(noCoach),
    atOwnCourts(db, [want.coachId, studentId], want),
  ]);
  if (elsewhere.includes(studentId)) throw new Refusal('AT_OWN_COURT');
  if (elsewhere.length > 0) throw new Refusal('COACH_TAKEN');
  const open = tablesOpen(offers, coach.sport, want);
  if (open.length === 0) throw new Refusal('LESSON_CLOSED_HOURS');
  const venueIds = [...new Set(open.map(({ venueId }) => venueId))];
  const [available, ...claims] = await Promise.all([
    balanceOf(db, memberMoney(studentId)),
    ...venueIds.map((venueId) => claimsOnDays(db, venueId, [want.date])),
  ]);
  const claimsOf = ({ id, venueId }: Table) =>
    claims[venueIds.indexOf(venueId)]?.(want.date, id) ?? [];
  return {
    tables: open.map((table) => ({
      id: table.id,
      name: table.name,
      venueName: table.venueName,
      free: !claimsOf(table).some((one) => overlaps(one, want)),
    })),
    fee: feeOf(coach.rate, minutesOf(want)),
    available: fen(available),
  };
}

/** The page of tables knows one word for a coach who cannot be asked. */
function noCoach(error: unknown): never {
  throw error instanceof Refusal ? new Refusal('COACH_NOT_FOUND') : error;
}

/**
 * Asks a coach for a lesson: coach, student and table are taken and the fee is set aside in one
 * commit, whose plain case is twenty requests with the caller's identity. The same form again
 * answers the lesson that exists.
 *
 * @throws Refusal as `student.book` declares
 */
export async function bookLesson(context: Context, asking: Asking, form: Form): Promise<Lesson> {
  const { db } = context;
  const lessonId = idOfRequest(asking.studentId, form.requestId);
  try {
    const lesson = await ask(context, asking, { ...form, lessonId });
    await followLessons(context);
    return lesson;
  } catch (error) {
    // What stands in the way of a second try may be the first.
    const known = await db.get(lessons, lessonId);
    if (known?.studentId === asking.studentId) return known;
    throw error;
  }
}

async function ask(context: Context, asking: Asking, form: Form & { readonly lessonId: string }) {
  const { db, now } = context;
  expectTime(form, now);
  const { coach, offers } = await teachingAt(context, form.coachId, asking.campusId);
  const weekday = clubWeekdayOf(clubDayStart(form.date));
  const tables = tablesAsked(offers, coach, form);
  if (!teachesThen(coach.off, { ...form, weekday })) throw new Refusal('COACH_NOT_TEACHING');
  const fee = feeOf(coach.rate, minutesOf(form));
  if (fee !== form.expectedFee) throw new Refusal('FEE_CHANGED');
  return db.transaction((tx) => take(tx, { asking, form, coach, tables, now }));
}

/** A request may look at this many tables, far below what one transaction may touch. */
const MOST_LOOKS = 60;

/**
 * The table asked for, or all that are open in an order of this lesson's own, so that those who
 * leave it to the club do not all begin with the same one.
 */
function tablesAsked(
  offers: readonly Offer[],
  { sport }: Coach,
  form: Form & { readonly lessonId: string },
): Table[] {
  const open = tablesOpen(offers, sport, form);
  const { tableId, lessonId } = form;
  if (tableId !== null) {
    const known = offers.flatMap((offer) => tablesOf(offer, sport));
    if (!known.some(({ id }) => id === tableId)) throw new Refusal('TABLE_NOT_FOUND');
  }
  const asked = open.filter(({ id }) => tableId === null || id === tableId);
  if (asked.length === 0) throw new Refusal('LESSON_CLOSED_HOURS');
  const first = Number.parseInt(lessonId.slice(0, 8), 16) % asked.length;
  return [...asked.slice(first), ...asked.slice(0, first)].slice(0, MOST_LOOKS);
}

interface Taking {
  readonly asking: Asking;
  readonly form: Form & { readonly lessonId: string };
  readonly coach: Hired;
  readonly tables: readonly Table[];
  readonly now: Instant;
}

async function take(tx: Transaction, { asking, form, coach, tables, now }: Taking) {
  const { studentId, campusId } = asking;
  const { lessonId: _id, coachId, date, from, until } = form;
  const student = await studentIn(tx, studentId);
  const relationId = student && isTied(student, coachId);
  if (!student || relationId === null) throw new Refusal('NOT_MY_COACH');
  if (student.campusId !== campusId) throw new Refusal('COACH_ELSEWHERE');
  const got = await occupy(tx, { _id, studentId, coachId, date, from, until }, tables);
  if (got === 'MINE') return tx.need(lessons, _id);
  if (got === 'NO_TABLE_FREE') throw new Refusal(form.tableId === null ? got : 'TABLE_TAKEN');
  if (typeof got === 'string') throw new Refusal(got);
  await touchStudent(tx, student);
  const facts = { coach, student, relationId, table: got, ip: tx.origin, now };
  const lesson = newLesson(form, facts);
  const short = await holdFee(tx, lesson, now);
  if (short) throw new Refusal(short);
  await tx.create(lessons, lesson);
  await tell(tx, lesson, { news: 'ASKED', at: now });
  return lesson;
}

interface Facts {
  readonly coach: Hired;
  readonly student: Student;
  readonly relationId: string;
  readonly table: Table;
  readonly ip: string | null;
  readonly now: Instant;
}

function newLesson(form: Taking['form'], facts: Facts): Lesson {
  const { coach, student, relationId, table, ip, now } = facts;
  const { date, from, until } = form;
  return {
    _id: form.lessonId,
    status: 'PENDING',
    studentId: student._id,
    coachId: coach._id,
    studentName: student.realName,
    coachName: coach.realName,
    relationId,
    campusId: student.campusId,
    venueId: table.venueId,
    venueName: table.venueName,
    tableId: table.id,
    tableName: table.name,
    ...{ date, from, until, startAt: startOf(date, form), endAt: endOf(date, form) },
    rate: coach.rate,
    fee: feeOf(coach.rate, minutesOf(form)),
    captured: fen(0),
    refunded: fen(0),
    share: DEFAULT_SHARE,
    reason: '',
    cancelledBy: null,
    cancellation: null,
    evaluatedBy: [],
    createdAt: now,
    ip,
    confirmedAt: null,
    remindedAt: null,
    endedAt: null,
  };
}
