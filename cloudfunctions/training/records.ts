import type { Db, Where } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { memberById } from '../member/service';
import { allCampuses } from '../venue/service';
import { openIdNumber } from './idNumbers';
import { type CoachChange, changes, coaches, relations, students, trainingClaims } from './store';
import { changeView, coachSelf, studentView, tieView } from './views';

const ERASED = 'erased';
const NOBODY = '已注销';

/** All that the school stores about a member, for the member. */
export async function trainingRecordOf({ db, now }: Context, memberId: string) {
  const [member, student, coach, campuses, asked, answered, wished, from, to] = await Promise.all([
    memberById(db, memberId),
    db.get(students, memberId),
    db.get(coaches, memberId),
    allCampuses(db),
    db.all(relations, { studentId: memberId }),
    db.all(relations, { coachId: memberId }),
    db.all(changes, { studentId: memberId }),
    db.all(changes, { fromId: memberId }),
    db.all(changes, { toId: memberId }),
  ]);
  const nameOf = (campusId: string) => campuses.find(({ _id }) => _id === campusId)?.name ?? '';
  return {
    student: student && studentView(student, member, nameOf(student.campusId)),
    coach: coach && {
      ...coachSelf(coach, member, nameOf(coach.campusId)),
      // To its owner, and to nobody else, the number is told whole.
      idNumber: coach.idNumber && openIdNumber(coach._id, coach.idNumber.sealed),
    },
    relations: asked
      .sort((a, b) => b.appliedAt - a.appliedAt)
      .map((relation) => tieView(relation, undefined)),
    taught: answered
      .sort((a, b) => b.appliedAt - a.appliedAt)
      .map(({ studentName, status, reason, appliedAt, answeredAt, endedAt }) => ({
        studentName,
        status,
        reason,
        appliedAt,
        answeredAt,
        endedAt,
      })),
    changes: [...wished, ...from, ...to]
      .sort((a, b) => b.createdAt - a.createdAt)
      .map((change) => changeView(change, null, now)),
  };
}

/**
 * What the school remembers of a member who left stays without the person. Done twice, it does
 * nothing the second time.
 */
export async function eraseTrainingOf(db: Db, memberId: string): Promise<void> {
  await db.changeAll(
    relations,
    { studentId: memberId },
    { set: { studentId: ERASED, studentName: NOBODY } },
  );
  for (const { _id, coach, status } of await db.all(relations, { coachId: memberId })) {
    // Why somebody was refused are the coach's words; why a relation ended, an admin's.
    const words = status === 'REJECTED' ? { reason: '' } : {};
    const nobody = { ...words, coachId: ERASED, coach: { ...coach, realName: NOBODY } };
    await db.changeIf(relations, { _id }, { set: nobody });
  }
  await eraseChangesOf(db, memberId);
  await db.changeAll(coaches, { decidedBy: memberId }, { set: { decidedBy: ERASED } });
  await db.removeAll(trainingClaims, { memberId });
}

const SIDES = [
  { field: 'studentId', name: 'student' },
  { field: 'fromId', name: 'from' },
  { field: 'toId', name: 'to' },
] as const;

async function eraseChangesOf(db: Db, memberId: string): Promise<void> {
  for (const { field, name } of SIDES) {
    for (const change of await db.all(changes, { [field]: memberId })) {
      const names = { ...change.names, [name]: NOBODY };
      // The words of the wish are the student's, those of a vote the coach's.
      const words =
        name === 'student'
          ? { reason: '' }
          : { votes: { ...change.votes, [name]: { ...change.votes[name], by: ERASED, note: '' } } };
      const set = { ...words, names, [field]: ERASED };
      await db.changeIf(changes, { _id: change._id }, { set });
    }
  }
  const votedAsAdmin = { 'votes.admin.by': memberId } as Where<CoachChange>;
  for (const { _id, votes } of await db.all(changes, votedAsAdmin)) {
    const admin = { ...votes.admin, by: ERASED, note: '' };
    await db.changeIf(changes, { _id }, { set: { votes: { ...votes, admin } } });
  }
}
