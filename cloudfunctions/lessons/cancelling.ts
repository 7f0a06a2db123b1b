import { clubMonthOf, type Instant } from '@shared/base/time';
import { advanceLesson, refusalToCancel } from '@shared/domain/lesson';
import { refusalOfReason } from '@shared/domain/visit';
import { Refusal } from '@shared/refusals';
import type { Db, Transaction } from '../_kit/db';
import { idOfRequest } from '../_kit/requests';
import { endEarly, keepLesson } from './ending';
import { recordLesson } from './logging';
import {
  cancelQuotaId,
  cancelQuotas,
  type Lesson,
  type LessonCancel,
  lessonCancels,
  lessons,
} from './store';
import { tell } from './telling';
import { sideOf } from './views';

/** A reason as it is kept. @throws Refusal REASON_REQUIRED */
export function expectReason(reason: string): string {
  const refusal = refusalOfReason(reason);
  if (refusal) throw new Refusal(refusal);
  return reason.trim();
}

interface Wish {
  readonly lessonId: string;
  readonly reason: string;
  readonly requestId: string;
  readonly now: Instant;
}

/**
 * A party asks the other to cancel a confirmed lesson and uses one of three tries of this month. The
 * same form again answers the lesson.
 *
 * @throws Refusal LESSON_NOT_FOUND, LESSON_CLOSED, REASON_REQUIRED, CANCEL_TOO_LATE, CANCELS_USED_UP
 */
export function askToCancel(db: Db, memberId: string, wish: Wish): Promise<Lesson> {
  const { lessonId, requestId, now } = wish;
  const cancelId = idOfRequest(memberId, requestId);
  return db.transaction(async (tx) => {
    const lesson = await tx.get(lessons, lessonId);
    const side = lesson && sideOf(lesson, memberId);
    if (!lesson || !side) throw new Refusal('LESSON_NOT_FOUND');
    const known = await tx.get(lessonCancels, cancelId);
    if (known) return lesson;
    const reason = expectReason(wish.reason);
    const quota = await quotaIn(tx, memberId, now);
    const refusal = refusalToCancel(lesson, { usedThisMonth: quota.used.length, now });
    if (refusal) throw new Refusal(refusal);
    await tx.put(cancelQuotas, { ...quota, used: [...quota.used, cancelId] });
    const asked = { reason, status: 'PENDING', askedAt: now } as const;
    const month = clubMonthOf(now);
    const request: LessonCancel = {
      ...{ _id: cancelId, lessonId, requesterId: memberId, side, month, decidedAt: null },
      ...asked,
    };
    await tx.create(lessonCancels, request);
    const next: Lesson = {
      ...lesson,
      status: advanceLesson(lesson.status, 'askCancel'),
      cancellation: { id: cancelId, by: side, ...asked },
    };
    await tx.put(lessons, next);
    const deed = { action: 'lesson.askCancel', of: cancelId, actorId: memberId, at: now } as const;
    await recordLesson(tx, next, deed);
    await tell(tx, next, { news: 'CANCEL_ASKED', reason, at: now });
    return next;
  });
}

async function quotaIn(tx: Transaction, memberId: string, now: Instant) {
  const _id = cancelQuotaId(memberId, clubMonthOf(now));
  return (await tx.get(cancelQuotas, _id)) ?? { _id, memberId, used: [] };
}

interface Answer {
  readonly cancelId: string;
  readonly now: Instant;
}

/** A request to cancel with its lesson. Who is no party of it finds none. */
async function requestIn(tx: Transaction, cancelId: string, memberId: string) {
  const request = await tx.get(lessonCancels, cancelId);
  const lesson = request && (await tx.get(lessons, request.lessonId));
  if (!request || !lesson || !sideOf(lesson, memberId)) throw new Refusal('CANCEL_NOT_FOUND');
  const isOpen = lesson.status === 'CANCEL_PENDING' && lesson.cancellation?.id === cancelId;
  return { request, lesson, isOpen };
}

/**
 * The other party agrees, and the money comes back in the same commit, or keeps the lesson.
 *
 * @throws Refusal CANCEL_NOT_FOUND, LESSON_CLOSED, LESSON_STARTED, OWN_CANCEL
 */
export function answerCancel(
  db: Db,
  memberId: string,
  { cancelId, agree, now }: Answer & { readonly agree: boolean },
): Promise<Lesson> {
  return db.transaction(async (tx) => {
    const { request, lesson, isOpen } = await requestIn(tx, cancelId, memberId);
    if (request.requesterId === memberId) throw new Refusal('OWN_CANCEL');
    if (request.status === (agree ? 'APPROVED' : 'REJECTED')) return lesson;
    if (!isOpen) throw new Refusal('LESSON_CLOSED');
    if (now >= lesson.startAt) throw new Refusal('LESSON_STARTED');
    const { reason } = request;
    const next = agree
      ? await endEarly(tx, lesson, { event: 'agree', reason, at: now })
      : await keepLesson(tx, lesson, { status: 'REJECTED', at: now });
    const deed = { action: 'lesson.answerCancel', of: cancelId, actorId: memberId } as const;
    await recordLesson(tx, next, { ...deed, at: now });
    await tell(tx, next, { news: agree ? 'CANCEL_AGREED' : 'CANCEL_REFUSED', at: now });
    return next;
  });
}

/**
 * Whoever asked keeps the lesson; the try comes back.
 *
 * @throws Refusal CANCEL_NOT_FOUND, LESSON_CLOSED
 */
export function withdrawCancel(
  db: Db,
  memberId: string,
  { cancelId, now }: Answer,
): Promise<Lesson> {
  return db.transaction(async (tx) => {
    const { request, lesson, isOpen } = await requestIn(tx, cancelId, memberId);
    if (request.requesterId !== memberId) throw new Refusal('CANCEL_NOT_FOUND');
    if (request.status === 'WITHDRAWN') return lesson;
    if (!isOpen) throw new Refusal('LESSON_CLOSED');
    const next = await keepLesson(tx, lesson, { status: 'WITHDRAWN', at: now });
    const deed = { action: 'lesson.withdrawCancel', of: cancelId, actorId: memberId } as const;
    await recordLesson(tx, next, { ...deed, at: now });
    await tell(tx, next, { news: 'CANCEL_WITHDRAWN', at: now });
    return next;
  });
}
