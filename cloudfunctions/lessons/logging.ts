import { formatClub, type Instant } from '@shared/base/time';
import type { AuditAction } from '@shared/domain/audit';
import type { Db, Transaction } from '../_kit/db';
import { recordAudit } from '../audit/service';
import { type Lesson, lessons } from './store';

const descriptionOf = ({ venueName, tableName, startAt }: Lesson) =>
  `${venueName} ${tableName} ${formatClub(startAt, 'M月D日 HH:mm')}`;

interface Deed {
  /** `lesson.confirm`, and where that may happen again, whatever sets it apart. */
  readonly action: AuditAction;
  readonly of?: string;
  readonly actorId: string;
  readonly at: Instant;
  readonly detail?: string;
}

/** Writes down who did what with a lesson, in the transaction that does it. */
export const recordLesson = (tx: Transaction, lesson: Lesson, deed: Deed): Promise<void> => {
  const { action, of = '', actorId, at, detail = descriptionOf(lesson) } = deed;
  const { _id: targetId, campusId } = lesson;
  const key = `${action}:${targetId}${of === '' ? '' : `:${of}`}`;
  return recordAudit(tx, { key, at, actorId, campusId, action, targetId, detail });
};

/**
 * Lessons that were asked for, newest first, for the log: asking is at the limit of its requests, and
 * the lesson itself says who asked, when, and for what.
 */
export async function lessonsMade(
  db: Db,
  ask: { campusId: string | null; from: Instant; until: Instant; limit: number },
) {
  const { campusId, from, until, limit } = ask;
  const where = { createdAt: { gte: from, lt: until } } as const;
  const found = await db.find(lessons, {
    where: { ...where, ...(campusId !== null && { campusId }) },
    order: [['createdAt', 'desc']],
    limit,
  });
  return found.map((lesson) => ({
    id: `lesson:${lesson._id}:book`,
    at: lesson.createdAt,
    actorId: lesson.studentId,
    campusId: lesson.campusId,
    targetId: lesson._id,
    detail: descriptionOf(lesson),
    ip: lesson.ip,
  }));
}
