import type { Instant } from '@shared/base/time';
import { advanceLesson, type CancelStatus, type LessonEvent } from '@shared/domain/lesson';
import type { Transaction } from '../_kit/db';
import { giveBack } from './money';
import { vacate } from './occupying';
import { cancelQuotaId, cancelQuotas, type Lesson, lessonCancels, lessons } from './store';

/** What ends a lesson before it took place. */
type Ending = Extract<LessonEvent, 'refuse' | 'withdraw' | 'expire' | 'agree' | 'adminCancel'>;

interface Ended {
  readonly event: Ending;
  readonly reason?: string;
  readonly by?: string | null;
  readonly at: Instant;
}

/**
 * Ends a lesson that will not take place: the money goes back to where it came from, and coach,
 * student and table are free again, all in the caller's transaction.
 */
export async function endEarly(tx: Transaction, lesson: Lesson, ended: Ended): Promise<Lesson> {
  const { event, reason = '', by = null, at } = ended;
  const isOpen = lesson.cancellation?.status === 'PENDING';
  const cancellation = isOpen
    ? await settleCancel(tx, lesson, { status: event === 'agree' ? 'APPROVED' : 'EXPIRED', at })
    : lesson.cancellation;
  const next: Lesson = {
    ...lesson,
    status: advanceLesson(lesson.status, event),
    reason,
    cancelledBy: by,
    cancellation,
    refunded: await giveBack(tx, lesson, at),
    endedAt: at,
  };
  await vacate(tx, lesson, at);
  await tx.put(lessons, next);
  return next;
}

/** A lesson that somebody wished to cancel takes place after all; the try is given back. */
export async function keepLesson(
  tx: Transaction,
  lesson: Lesson,
  { status, at }: { readonly status: CancelStatus; readonly at: Instant },
): Promise<Lesson> {
  const next: Lesson = {
    ...lesson,
    status: advanceLesson(lesson.status, 'keep'),
    cancellation: await settleCancel(tx, lesson, { status, at }),
  };
  await tx.put(lessons, next);
  return next;
}

/** Writes down what became of a request to cancel. Only one that was agreed to uses the try. */
async function settleCancel(
  tx: Transaction,
  { _id, cancellation }: Lesson,
  { status, at }: { readonly status: CancelStatus; readonly at: Instant },
): Promise<NonNullable<Lesson['cancellation']>> {
  if (!cancellation) throw new Error(`nobody asked to cancel lesson ${_id}`);
  const asked = await tx.need(lessonCancels, cancellation.id);
  await tx.put(lessonCancels, { ...asked, status, decidedAt: at });
  if (status !== 'APPROVED') {
    const quota = await tx.need(cancelQuotas, cancelQuotaId(asked.requesterId, asked.month));
    const used = quota.used.filter((one) => one !== asked._id);
    await tx.put(cancelQuotas, { ...quota, used });
  }
  return { ...cancellation, status };
}
