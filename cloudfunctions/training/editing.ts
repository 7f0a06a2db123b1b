import type { CoachLevel } from '@shared/domain/coach';
import { Refusal } from '@shared/refusals';
import type { Transaction } from '../_kit/db';
import type { Context, Member } from '../_kit/serve';
import type { MemberDoc } from '../member/service';
import { sendMessage } from '../message/service';
import {
  administers,
  campusName,
  type Deed,
  deedOf,
  expectOther,
  memberNeeded,
  recordDeed,
} from './acting';
import { readAchievements } from './applying';
import { expectOwnCoach } from './coaching';
import { PAGES, profileLetter } from './letters';
import { claimIdNumber, readIdNumber, readPerson, type TypedForm } from './people';
import { ratesHeld } from './rates';
import { writeCoach, writeStudent } from './registering';
import { type Coach, coaches, type Student, students } from './store';

interface Stored {
  readonly person: Student | Coach;
  readonly member: Pick<MemberDoc, 'phone'>;
}

const FIELDS = {
  realName: '姓名',
  gender: '性别',
  age: '年龄',
  email: '邮箱',
  level: '等级',
  achievements: '过往成绩',
} as const;

/** What was changed, in words; to what stays out of the log. */
function changesOf(before: Stored, after: Stored): string {
  const old: Partial<Record<keyof typeof FIELDS, unknown>> = { ...before.person };
  const now: Partial<Record<keyof typeof FIELDS, unknown>> = { ...after.person };
  const fields = Object.keys(FIELDS) as (keyof typeof FIELDS)[];
  const hashOf = ({ person }: Stored) => ('idNumber' in person ? person.idNumber?.hash : undefined);
  return [
    ...fields.filter((field) => old[field] !== now[field]).map((field) => FIELDS[field]),
    ...(before.member.phone === after.member.phone ? [] : ['手机号']),
    ...(hashOf(before) === hashOf(after) ? [] : ['身份证号']),
  ].join('、');
}

interface Edited {
  readonly before: Stored;
  readonly after: Stored;
  readonly action: 'school.editStudent' | 'school.editCoach';
  readonly page: (typeof PAGES)['student'] | (typeof PAGES)['coach'];
  readonly campus: string;
}

/** Tells the person and writes it down, in the transaction that did it; nothing when nothing changed. */
async function tellEdited(tx: Transaction, deed: Deed, edited: Edited): Promise<void> {
  const { before, after, action, page, campus } = edited;
  const detail = changesOf(before, after);
  if (detail === '') return;
  const { _id: memberId, campusId } = after.person;
  await recordDeed(tx, deed, { action, campusId, targetId: memberId, detail });
  const event = { key: `school:${deed.id}:edited`, at: deed.at, campusName: campus };
  const letter = profileLetter(event, {
    memberId,
    title: '管理员修改了你的资料',
    body: `「${campus}」的管理员修改了你的${detail}，有疑问请联系校区管理员。`,
    page,
  });
  await sendMessage(tx, letter, { first: true });
}

/**
 * An admin corrects what is stored of a student.
 *
 * @throws Refusal STUDENT_NOT_FOUND and those of the form
 */
export async function editStudent(
  context: Context,
  caller: Member,
  { memberId, ...form }: TypedForm & { readonly memberId: string },
): Promise<void> {
  const deed = deedOf(caller, context);
  const person = readPerson(form);
  const known = await context.db.get(students, memberId);
  const campus = known ? await campusName(context, known.campusId) : '';
  await context.db.transaction(async (tx) => {
    const student = await tx.get(students, memberId);
    if (!student || !administers(caller, student.campusId)) throw new Refusal('STUDENT_NOT_FOUND');
    const before = { person: student, member: await memberNeeded(tx, memberId) };
    const written = await writeStudent(tx, student, person);
    const after = { person: written.student, member: written.member };
    const page = PAGES.student;
    await tellEdited(tx, deed, { before, after, action: 'school.editStudent', page, campus });
  });
}

interface CoachForm extends TypedForm {
  readonly memberId: string;
  readonly idNumber: string | null;
  readonly level: CoachLevel;
  readonly achievements: string;
}

/**
 * An admin corrects what is stored of a coach; with another level comes the campus' rate of it. Who
 * was never approved gets a level by approval only.
 *
 * @throws Refusal COACH_NOT_FOUND, NOT_ALLOWED for the own level, and those of the form
 */
export async function editCoach(context: Context, caller: Member, form: CoachForm): Promise<void> {
  const { memberId } = form;
  const deed = deedOf(caller, context);
  const person = readPerson(form);
  const idNumber = readIdNumber(form.idNumber);
  const achievements = readAchievements(form.achievements);
  const known = expectOwnCoach(caller, await context.db.get(coaches, memberId));
  const campus = await campusName(context, known.campusId);
  await context.db.transaction(async (tx) => {
    const coach = expectOwnCoach(caller, await tx.get(coaches, memberId));
    const before = { person: coach, member: await memberNeeded(tx, memberId) };
    const sealed = await claimIdNumber(tx, { memberId, before: coach.idNumber }, idNumber);
    const raised =
      coach.level === null || coach.level === form.level
        ? null
        : { level: form.level, rate: (await ratesHeld(tx, coach.campusId))[form.level] };
    if (raised !== null) expectOther(caller, memberId);
    const next = { ...coach, ...raised, achievements, idNumber: sealed };
    const written = await writeCoach(tx, next, person);
    const after = { person: written.coach, member: written.member };
    const page = PAGES.coach;
    await tellEdited(tx, deed, { before, after, action: 'school.editCoach', page, campus });
  });
}
