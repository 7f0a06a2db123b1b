import type { Side } from '@shared/domain/lesson';
import { Refusal } from '@shared/refusals';
import type { Db, Transaction } from '../_kit/db';
import { leaveInOutbox } from '../_kit/outbox';
import type { Context, Member } from '../_kit/serve';
import { hasLiveLessons } from '../lessons/service';
import { assignTraining } from '../member/service';
import { sendMessage } from '../message/service';
import { administers, campusName, deedOf, memberNeeded, recordDeed } from './acting';
import { because, roleLetter } from './letters';
import { freeClaims } from './people';
import { hasTies } from './service';
import { type Coach, coaches, type Student, students } from './store';

interface Accounts {
  readonly student: Student | null;
  readonly coach: Coach | null;
}

/**
 * Whether anything of an account in the school is open. Asked after its document was written in the
 * transaction: who ties themselves to it meanwhile writes it, too, and one of both begins anew.
 */
const isBound = async (db: Db, side: Side, memberId: string) =>
  (await hasTies(db, side, memberId)) ||
  (await hasLiveLessons(db, side === 'STUDENT' ? { studentId: memberId } : { coachId: memberId }));

async function dropStudent(tx: Transaction, db: Db, { student, coach }: Accounts): Promise<void> {
  if (!student) return;
  await tx.remove(students, student._id);
  if (await isBound(db, 'STUDENT', student._id)) throw new Refusal('SETTLE_TRAINING_FIRST');
  await freeClaims(tx, student, coach?.email ?? null);
}

async function dropCoach(
  tx: Transaction,
  { db, now }: Pick<Context, 'db' | 'now'>,
  { student, coach }: Accounts,
): Promise<void> {
  if (!coach) return;
  await tx.remove(coaches, coach._id);
  if (await isBound(db, 'COACH', coach._id)) throw new Refusal('SETTLE_TRAINING_FIRST');
  await freeClaims(tx, coach, student?.email ?? null);
  const { photoFileId: fileId, _id, version } = coach;
  if (fileId === null) return;
  const key = `picture:${_id}:${version}:left`;
  await leaveInOutbox(tx, { key, kind: 'deletePicture', payload: { fileId }, at: now });
}

const accountsOf = async (tx: Transaction, memberId: string): Promise<Accounts> => ({
  student: await tx.get(students, memberId),
  coach: await tx.get(coaches, memberId),
});

/**
 * Takes a member out of the school with the account that ends. The history stays and loses the name
 * afterwards: `eraseTrainingOf`.
 *
 * @throws Refusal SETTLE_TRAINING_FIRST while a tie, a change or a lesson is open
 */
export async function closeTraining(
  tx: Transaction,
  context: Pick<Context, 'db' | 'now'>,
  memberId: string,
): Promise<void> {
  const { student, coach } = await accountsOf(tx, memberId);
  await dropStudent(tx, context.db, { student, coach });
  await dropCoach(tx, context, { student: null, coach });
}

const NOT_FOUND = { STUDENT: 'STUDENT_NOT_FOUND', COACH: 'COACH_NOT_FOUND' } as const;
const REMOVED = {
  STUDENT: { action: 'school.removeStudent', word: '学员', none: { studentOf: null } },
  COACH: { action: 'school.removeCoach', word: '教练', none: { coachOf: null } },
} as const;

/**
 * An admin takes somebody out of the school, as student or as coach: what is stored of the person
 * goes, the history of relations, lessons and money stays. The account of the club stays, too.
 *
 * @throws Refusal STUDENT_NOT_FOUND, COACH_NOT_FOUND, SETTLE_TRAINING_FIRST
 */
export async function removeFromSchool(
  context: Context,
  caller: Member,
  ask: { readonly memberId: string; readonly kind: Side; readonly reason: string },
): Promise<void> {
  const { memberId, kind, reason } = ask;
  const { db } = context;
  const deed = deedOf(caller, context);
  const known = await (kind === 'STUDENT' ? db.get(students, memberId) : db.get(coaches, memberId));
  const campus = known ? await campusName(context, known.campusId) : '';
  await db.transaction(async (tx) => {
    const accounts = await accountsOf(tx, memberId);
    const left = kind === 'STUDENT' ? accounts.student : accounts.coach;
    if (!left || !administers(caller, left.campusId)) throw new Refusal(NOT_FOUND[kind]);
    const { action, word, none } = REMOVED[kind];
    if (kind === 'STUDENT') await dropStudent(tx, db, accounts);
    else await dropCoach(tx, context, accounts);
    await assignTraining(tx, await memberNeeded(tx, memberId), none);
    const { campusId } = left;
    await recordDeed(tx, deed, { action, campusId, targetId: memberId, detail: reason });
    const event = { key: `school:${deed.id}:removed`, at: deed.at, campusName: campus };
    const letter = roleLetter(event, {
      memberId,
      title: `你已不是${word}`,
      body: `「${campus}」把你移出了${word}名单${because(reason)}。会员账号和已有的记录不受影响。`,
      page: null,
    });
    await sendMessage(tx, letter, { first: true });
  });
}
