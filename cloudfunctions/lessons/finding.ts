import { clubMonthOf, DAY, type Instant, plus } from '@shared/base/time';
import { type LessonStatus, MOST_CANCELS, type Side } from '@shared/domain/lesson';
import type { Db, Where } from '../_kit/db';
import { cancelQuotaId, cancelQuotas, evaluations, type Lesson, lessons } from './store';

export const LIVE = [
  'PENDING',
  'CONFIRMED',
  'CANCEL_PENDING',
] as const satisfies readonly LessonStatus[];

export const lessonById = (db: Db, lessonId: string) => db.get(lessons, lessonId);

const byStart = (a: Lesson, b: Lesson) => a.startAt - b.startAt || (a._id < b._id ? -1 : 1);

/** Whose lessons are asked for. */
export type Whose = { readonly [Field in 'studentId' | 'coachId' | 'campusId']?: string };

/** All lessons of somebody, or of a campus, that begin in [from, until), soonest first. */
export async function lessonsBetween(
  db: Db,
  { from, until, ...whose }: Whose & { readonly from: Instant; readonly until: Instant },
): Promise<Lesson[]> {
  return (await db.all(lessons, { ...whose, startAt: { gte: from, lt: until } })).sort(byStart);
}

/** Lessons that a student took from beginning to end, for minutes of training. */
export const completedLessonsBetween = async (
  db: Db,
  span: { readonly studentId: string; readonly from: Instant; readonly until: Instant },
) => (await lessonsBetween(db, span)).filter(({ status }) => status === 'COMPLETED');

/** Lessons that these students took from beginning to end and that began in a stretch. */
export const lessonsAmong = (
  db: Db,
  of: { readonly studentIds: readonly string[]; readonly from: Instant; readonly until: Instant },
) =>
  db.all(lessons, {
    studentId: { in: of.studentIds },
    status: 'COMPLETED',
    startAt: { gte: of.from, lt: of.until },
  });

/** Lessons of everybody that were taken from beginning to end and began since. */
export const lessonsTakenSince = (db: Db, since: Instant) =>
  db.all(lessons, { status: 'COMPLETED', startAt: { gte: since } });

/** What comes for a student, confirmed or not, soonest first. */
export const comingLessonsOf = async (db: Db, studentId: string, now: Instant) =>
  (await db.all(lessons, { studentId, status: { in: LIVE } }))
    .filter(({ endAt }) => endAt > now)
    .sort(byStart);

/** Who has not evaluated a lesson for so long is no longer asked to; it can still be done. */
const ASKED_FOR = 30 * DAY;

/** Lessons that wait for somebody's evaluation, as student or as coach, newest first. */
export async function toEvaluateOf(db: Db, memberId: string, now: Instant): Promise<Lesson[]> {
  const ended = { status: 'COMPLETED', startAt: { gt: plus(now, -ASKED_FOR) } } as const;
  const [taken, given] = await Promise.all([
    db.all(lessons, { studentId: memberId, ...ended }),
    db.all(lessons, { coachId: memberId, ...ended }),
  ]);
  const without = (side: Side) => (lesson: Lesson) => !lesson.evaluatedBy.includes(side);
  return [...taken.filter(without('STUDENT')), ...given.filter(without('COACH'))]
    .sort(byStart)
    .reverse();
}

/** What waits for a coach's answer: lessons asked for, and students' wishes to cancel one. */
export async function lessonRequestsOf(db: Db, coachId: string, now: Instant) {
  const waiting = { in: ['PENDING', 'CANCEL_PENDING'] as const };
  const found = (await db.all(lessons, { coachId, status: waiting, startAt: { gt: now } })).sort(
    byStart,
  );
  return {
    lessons: found.filter(({ status }) => status === 'PENDING'),
    cancellations: found
      .filter(({ cancellation }) => cancellation?.by === 'STUDENT')
      .filter(({ status }) => status === 'CANCEL_PENDING'),
  };
}

/** How often somebody may still ask to cancel a lesson in this calendar month. */
export async function cancelsLeftOf(db: Db, memberId: string, now: Instant): Promise<number> {
  const quota = await db.get(cancelQuotas, cancelQuotaId(memberId, clubMonthOf(now)));
  return Math.max(0, MOST_CANCELS - (quota?.used.length ?? 0));
}

/** Whether a person, or a relation, still has lessons that are not over. */
export async function hasLiveLessons(
  db: Db,
  whose: { readonly [Field in 'studentId' | 'coachId' | 'relationId']?: string },
): Promise<boolean> {
  return (await db.count(lessons, { ...whose, status: { in: LIVE } })) > 0;
}

/** What both sides wrote about some lessons. */
export const evaluationsOf = async (db: Db, lessonIds: readonly string[]) =>
  lessonIds.length === 0 ? [] : db.all(evaluations, { lessonId: { in: lessonIds } });

/** The tables of a venue on which lessons stand, or are asked for, that are not over. */
export async function tablesWithLessons(
  db: Db,
  venueId: string,
  now: Instant,
): Promise<Set<string>> {
  const found = await db.all(lessons, { venueId, status: { in: LIVE }, endAt: { gt: now } });
  return new Set(found.map(({ tableId }) => tableId));
}

const PAGE = 20;

/**
 * Somebody's lessons, a page at a time: what comes soonest first, what was newest first. A page ends
 * between two starts, so that `before` loses nobody.
 */
export async function pageOf(
  db: Db,
  ask: {
    readonly memberId: string;
    readonly as: Side;
    readonly when: 'COMING' | 'PAST';
    readonly before: Instant | null;
  },
) {
  const coming = ask.when === 'COMING';
  const whose: Where<Lesson> =
    ask.as === 'STUDENT' ? { studentId: ask.memberId } : { coachId: ask.memberId };
  const status = coming ? { in: LIVE } : { notIn: LIVE };
  const beyond =
    ask.before === null ? {} : { startAt: coming ? { gt: ask.before } : { lt: ask.before } };
  const found = await db.find(lessons, {
    where: { ...whose, status, ...beyond },
    order: [['startAt', coming ? 'asc' : 'desc']],
    limit: PAGE + 1,
  });
  const [first, next] = [found[0], found[PAGE]];
  if (!first || !next) return { lessons: found, next: null };
  const page = found.filter(({ startAt }) => startAt !== next.startAt);
  // More than a page that begin at one moment: all of them.
  const shown =
    page.length > 0 ? page : await db.all(lessons, { ...whose, status, startAt: first.startAt });
  return { lessons: shown, next: shown.at(-1)?.startAt ?? null };
}
