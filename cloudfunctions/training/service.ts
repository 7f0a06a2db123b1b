import type { Side } from '@shared/domain/lesson';
import type { Db, Transaction } from '../_kit/db';
import { type Coach, changes, coaches, relations, type Student, students } from './store';

export type { Coach, Relation, Student } from './store';

export const studentById = (db: Db, id: string) => db.get(students, id);
export const coachById = (db: Db, id: string) => db.get(coaches, id);

/** Those of them who are there, by id. */
export async function coachesById(db: Db, ids: readonly string[]) {
  const asked = [...new Set(ids)];
  if (asked.length === 0) return new Map<string, Coach>();
  const found = await db.find(coaches, { where: { _id: { in: asked } }, limit: asked.length });
  return new Map(found.map((coach) => [coach._id, coach]));
}

export async function studentsById(db: Db, ids: readonly string[]) {
  const asked = [...new Set(ids)];
  if (asked.length === 0) return new Map<string, Student>();
  const found = await db.find(students, { where: { _id: { in: asked } }, limit: asked.length });
  return new Map(found.map((student) => [student._id, student]));
}

export const studentIn = (tx: Transaction, id: string) => tx.get(students, id);
export const coachIn = (tx: Transaction, id: string) => tx.get(coaches, id);

/**
 * Writes a student, changed or not: whoever decides something by the document writes it, so that
 * two who decide at once meet in it.
 */
export async function touchStudent(tx: Transaction, student: Student): Promise<Student> {
  const next: Student = { ...student, version: student.version + 1 };
  await tx.put(students, next);
  return next;
}

/** The same for a coach. */
export async function touchCoach(tx: Transaction, coach: Coach): Promise<Coach> {
  const next: Coach = { ...coach, version: coach.version + 1 };
  await tx.put(coaches, next);
  return next;
}

/** The relation by which a coach teaches a student now, or null. */
export const isTied = (student: Student, coachId: string): string | null =>
  student.ties.find((tie) => tie.coachId === coachId && tie.status === 'ESTABLISHED')?.relationId ??
  null;

/** Those whom a coach teaches: who only asked takes no place. */
export const studentsOf = ({ ties }: Pick<Coach, 'ties'>): number =>
  ties.filter(({ status }) => status === 'ESTABLISHED').length;

/** A student or coach without the tie that a relation was. */
export const untied = <P extends { readonly ties: readonly { readonly relationId: string }[] }>(
  person: P,
  relationId: string,
): P => ({ ...person, ties: person.ties.filter((tie) => tie.relationId !== relationId) });

/** Counts a student's stars; `stars` is the difference when an evaluation was changed. */
export async function rateCoach(
  tx: Transaction,
  coachId: string,
  { stars, ratings }: { readonly stars: number; readonly ratings: number },
): Promise<void> {
  if (stars === 0 && ratings === 0) return;
  await tx.change(coaches, coachId, { increase: { starSum: stars, starCount: ratings } });
}

/** What the identities of a member have to say of training: for whoever makes a new one. */
export async function trainingOf(tx: Transaction, memberId: string) {
  const student = await tx.get(students, memberId);
  const coach = await tx.get(coaches, memberId);
  return {
    studentOf: student?.campusId ?? null,
    coachOf: coach?.status === 'ACTIVE' ? coach.campusId : null,
  };
}

/** Whether the school has to be able to call somebody: a student, or a coach who was not refused. */
export async function needsPhone(tx: Transaction, memberId: string): Promise<boolean> {
  if (await tx.get(students, memberId)) return true;
  const coach = await tx.get(coaches, memberId);
  return coach !== null && coach.status !== 'REJECTED';
}

/**
 * Whether somebody is bound to anybody as student or as coach, or asked to be, or a change of coach
 * is under way. Asked after the person's own document was written in a transaction, it misses
 * nothing that commits before.
 */
export async function hasTies(db: Db, side: Side, memberId: string): Promise<boolean> {
  const live = { in: ['PENDING', 'ESTABLISHED'] as const };
  const status = 'PENDING';
  const found =
    side === 'STUDENT'
      ? await Promise.all([
          db.count(relations, { studentId: memberId, status: live }),
          db.count(changes, { studentId: memberId, status }),
        ])
      : await Promise.all([
          db.count(relations, { coachId: memberId, status: live }),
          db.count(changes, { fromId: memberId, status }),
          db.count(changes, { toId: memberId, status }),
        ]);
  return found.some((count) => count > 0);
}
