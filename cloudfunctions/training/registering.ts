import type { StudentView } from '@shared/contracts/training';
import { frozenMoney } from '@shared/domain/ledger';
import { Refusal } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { ensureBalance } from '../ledger/service';
import { hasLiveLessons } from '../lessons/service';
import { assignTraining, givePhone, type MemberDoc, memberById } from '../member/service';
import { campusOf } from '../venue/service';
import { type Deed, memberNeeded, recordDeed } from './acting';
import { claimEmail, emailOfCoach, emailOfStudent, type Person, readForm } from './people';
import { touchCoach, touchStudent } from './service';
import { type Coach, type Student, students } from './store';
import { studentView } from './views';

type Form = Parameters<typeof readForm>[1];

/** @throws Refusal PHONE_INVALID for who has no number at all, PHONE_TAKEN */
export function phoneFor(tx: Transaction, member: MemberDoc, { phone }: Person) {
  const number = phone ?? member.phone;
  if (number === null) throw new Refusal('PHONE_INVALID');
  return givePhone(tx, member, number);
}

/** @throws Refusal CAMPUS_NOT_FOUND */
export async function campusNeeded({ db }: Pick<Context, 'db'>, campusId: string) {
  const campus = await campusOf(db, campusId);
  if (!campus) throw new Refusal('CAMPUS_NOT_FOUND');
  return campus;
}

/**
 * Makes a member a student, once: asked again, it answers the student that exists.
 *
 * @throws Refusal CAMPUS_NOT_FOUND, PHONE_TAKEN, EMAIL_TAKEN and those of `readForm`
 */
export async function registerStudent(
  context: Context,
  deed: Deed,
  form: Form,
): Promise<StudentView> {
  const { db } = context;
  const memberId = deed.actorId;
  const known = await db.get(students, memberId);
  if (known) return viewOf(context, known);
  const campus = await campusNeeded(context, form.campusId);
  const person = await readForm(context, form);
  const { phone: _, ...written } = person;
  return db.transaction(async (tx) => {
    const before = await tx.get(students, memberId);
    const member = await memberNeeded(tx, memberId);
    if (before) return studentView(before, member, campus.name);
    const reachable = await phoneFor(tx, member, person);
    const other = await emailOfCoach(tx, memberId);
    await claimEmail(tx, { memberId, before: null, after: person.email, other });
    const student: Student = {
      _id: memberId,
      campusId: campus._id,
      ...written,
      createdAt: deed.at,
      ties: [],
      changeId: null,
      version: 1,
    };
    await tx.put(students, student);
    // Lessons set their fee aside there.
    await ensureBalance(tx, frozenMoney(memberId));
    await assignTraining(tx, reachable, { studentOf: campus._id });
    const what = { action: 'student.register', campusId: campus._id, targetId: memberId } as const;
    await recordDeed(tx, deed, { ...what, action: 'student.register' });
    return studentView(student, reachable, campus.name);
  });
}

async function viewOf(context: Context, student: Student): Promise<StudentView> {
  const member = await memberById(context.db, student._id);
  const campus = await campusOf(context.db, student.campusId);
  return studentView(student, member, campus?.name ?? '');
}

/**
 * What a student changes about the own account. Another campus only while nothing binds the student
 * to this one.
 *
 * @throws Refusal MOVE_CAMPUS_FIRST and those of `registerStudent`
 */
export async function updateStudent(context: Context, deed: Deed, form: Form) {
  const { db } = context;
  const campus = await campusNeeded(context, form.campusId);
  const person = await readForm(context, form);
  return db.transaction(async (tx) => {
    const student = await tx.get(students, deed.actorId);
    if (!student) throw new Refusal('STUDENT_FIRST');
    const moves = student.campusId !== campus._id;
    const bound = student.ties.length > 0 || student.changeId !== null;
    if (moves && bound) throw new Refusal('MOVE_CAMPUS_FIRST');
    const next = await writeStudent(tx, { ...student, campusId: campus._id }, person);
    // Asked after the student was written: a lesson booked meanwhile meets us there.
    if (moves && (await hasLiveLessons(db, { studentId: student._id })))
      throw new Refusal('MOVE_CAMPUS_FIRST');
    if (moves) await assignTraining(tx, next.member, { studentOf: campus._id });
    const what = { action: 'student.update', campusId: campus._id, targetId: student._id } as const;
    await recordDeed(tx, deed, what);
    return studentView(next.student, next.member, campus.name);
  });
}

/** Writes what a form says into a student and the member: for the student and for an admin. */
export async function writeStudent(tx: Transaction, student: Student, person: Person) {
  const member = await memberNeeded(tx, student._id);
  const reachable = await phoneFor(tx, member, person);
  const other = await emailOfCoach(tx, student._id);
  const { phone: _, ...written } = person;
  const kept = { memberId: student._id, before: student.email, after: person.email, other };
  await claimEmail(tx, kept);
  const next = await touchStudent(tx, { ...student, ...written });
  return { student: next, member: reachable };
}

/** The same for a coach. */
export async function writeCoach(tx: Transaction, coach: Coach, person: Person) {
  const member = await memberNeeded(tx, coach._id);
  const reachable = await phoneFor(tx, member, person);
  const other = await emailOfStudent(tx, coach._id);
  const { phone: _, ...written } = person;
  await claimEmail(tx, { memberId: coach._id, before: coach.email, after: person.email, other });
  const next = await touchCoach(tx, { ...coach, ...written });
  return { coach: next, member: reachable };
}
