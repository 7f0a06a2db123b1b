import { id } from '@shared/contracts/scalars';
import { isLiveLesson } from '@shared/domain/lesson';
import * as z from 'zod';
import type { Context } from '../_kit/serve';
import { sendAway } from '../booking/service';
import { sendMessage } from '../message/service';
import { endEarly } from './ending';
import { lettersOf } from './letters';
import { lessons } from './store';

const closedSchema = z.object({ closureId: id, lessonId: id });

/** Cancels a lesson whose table a closure takes: in full, and no try is used. */
export async function closeLesson(payload: unknown, { db, now }: Context): Promise<void> {
  const { closureId, lessonId } = closedSchema.parse(payload);
  await db.transaction(async (tx) => {
    const lesson = await tx.get(lessons, lessonId);
    // What is over was taught: the timer that completes it is only late.
    if (!lesson || !isLiveLesson(lesson.status) || lesson.endAt <= now) return;
    const closure = await sendAway(tx, closureId);
    if (!closure) return;
    const reason = `场地停用：${closure.reason}`;
    const cancelled = await endEarly(tx, lesson, { event: 'adminCancel', reason, at: now });
    const told = { reason: closure.reason, by: 'STUDENT', of: '', at: now } as const;
    for (const letter of lettersOf('CLOSED', cancelled, told)) {
      await sendMessage(tx, letter, { first: true });
    }
  });
}
