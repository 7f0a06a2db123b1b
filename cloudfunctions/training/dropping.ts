import type { Transaction } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { campusName, tellAll } from './acting';
import { type Event, type News, PAGES } from './letters';
import { untie } from './relating';
import { coachIn, studentIn } from './service';
import { type Coach, type Relation, relations } from './store';

interface Drop {
  readonly status: 'REJECTED' | 'WITHDRAWN';
  readonly reason: string;
  readonly news: (relation: Relation) => News;
  /** Whether it is to be dropped, by what the transaction sees. */
  readonly holds: (coach: Coach) => boolean;
}

/** Refuses all who wait for the answer of a coach who was stopped; each is told, and may ask another. */
export const refuseApplicants = (context: Context, coachId: string): Promise<void> =>
  eachApplication(
    context,
    { coachId },
    {
      status: 'REJECTED',
      reason: '教练暂停授课',
      news: ({ studentId, coach }) => ({
        memberId: studentId,
        title: '教练没有同意',
        body: `${coach.realName}教练暂停授课，你的申请已退回。可以选择其他教练。`,
        page: PAGES.student,
      }),
      // Teaching again, the coach answers.
      holds: ({ status }) => status !== 'ACTIVE',
    },
  );

/** Takes back all that a student who was stopped asked of coaches: they need not answer. */
export const withdrawApplications = (context: Context, studentId: string): Promise<void> =>
  eachApplication(
    context,
    { studentId },
    {
      status: 'WITHDRAWN',
      reason: '学员账号已停用',
      news: ({ coachId, studentName }) => ({
        memberId: coachId,
        title: '学员的申请已撤回',
        body: `学员${studentName}的账号已停用，想跟你学的申请不用再答复`,
        page: PAGES.coach,
      }),
      holds: () => true,
    },
  );

async function eachApplication(
  context: Context,
  whose: Partial<Pick<Relation, 'coachId' | 'studentId'>>,
  drop: Drop,
): Promise<void> {
  const { db, now } = context;
  for (const { _id, campusId } of await db.all(relations, { ...whose, status: 'PENDING' })) {
    const campus = await campusName(context, campusId);
    const event = { key: `relation:${_id}:dropped`, at: now, campusName: campus };
    await db.transaction((tx) => dropOne(tx, _id, drop, event));
  }
}

async function dropOne(tx: Transaction, relationId: string, drop: Drop, event: Event) {
  const relation = await tx.need(relations, relationId);
  if (relation.status !== 'PENDING') return;
  const student = await studentIn(tx, relation.studentId);
  const coach = await coachIn(tx, relation.coachId);
  if (!student || !coach) throw new Error(`both of ${relationId} should exist`);
  if (!drop.holds(coach)) return;
  const { status, reason, news } = drop;
  await tx.put(relations, { ...relation, status, reason, endedAt: event.at });
  await untie(tx, relationId, { student, coach });
  const { memberId, ...letter } = news(relation);
  await tellAll(tx, event, [memberId], letter);
}
