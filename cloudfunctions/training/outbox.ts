import { id } from '@shared/contracts/scalars';
import * as z from 'zod';
import type { OutboxHandlers } from '../_kit/outbox';
import { refusePendingLessons, withdrawPendingLessons } from '../lessons/service';
import { memberById } from '../member/service';
import { refuseApplicants, withdrawApplications } from './dropping';
import { repriceCoaches } from './rates';
import { coachById } from './service';
import { waiveVotes } from './voting';

const refusals = z.object({
  relationId: id.optional(),
  coachId: id.optional(),
  studentId: id.optional(),
});
const waiving = z.object({ coachId: id, actorId: id });
const repricing = z.object({ campusId: id });

/** What a change of people leaves to be done. Done twice, it does nothing the second time. */
export const trainingOutbox: OutboxHandlers = {
  async refuseLessons(payload, context) {
    const { relationId, coachId, studentId } = refusals.parse(payload);
    const { db } = context;
    if (relationId !== undefined) {
      await refusePendingLessons(context, { relationId, reason: '师生关系已结束' });
    }
    // Whoever teaches again, or was let in again, may have new requests by now: those stand.
    if (coachId !== undefined && (await coachById(db, coachId))?.status !== 'ACTIVE') {
      await refusePendingLessons(context, { coachId, reason: '教练暂停授课' });
      await refuseApplicants(context, coachId);
    }
    if (studentId !== undefined && (await memberById(db, studentId))?.status !== 'ACTIVE') {
      await withdrawPendingLessons(context, { studentId, reason: '学员账号已停用' });
      await withdrawApplications(context, studentId);
    }
  },
  waiveVotes: (payload, context) => waiveVotes(context, waiving.parse(payload)),
  repriceCoaches: (payload, context) => repriceCoaches(context, repricing.parse(payload).campusId),
};
