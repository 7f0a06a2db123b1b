import { plus } from '@shared/base/time';
import { REMIND_LESSON_BEFORE } from '@shared/domain/lesson';
import { drainOutbox, type OutboxHandlers } from '../_kit/outbox';
import type { Context } from '../_kit/serve';
import { sendMessage } from '../message/service';
import { closeLesson } from './closing';
import { lettersOf } from './letters';
import { remind } from './minding';
import { lessons } from './store';
import { newsSchema } from './telling';

/** Writes the letters. One who confirms within the last hour reminds both at once. */
async function lessonNews(payload: unknown, context: Context): Promise<void> {
  const { lessonId, news, reason, by, of, at } = newsSchema.parse(payload);
  const { db, now } = context;
  await db.transaction(async (tx) => {
    const lesson = await tx.get(lessons, lessonId);
    if (!lesson) return;
    for (const letter of lettersOf(news, lesson, { reason, by, of, at })) {
      await sendMessage(tx, letter);
    }
  });
  if (news !== 'CONFIRMED') return;
  const lesson = await db.get(lessons, lessonId);
  if (lesson && lesson.startAt <= plus(now, REMIND_LESSON_BEFORE)) await remind(db, lessonId, now);
}

/** What lessons, and closures of their tables, leave to be done. Done twice, it does nothing more. */
export const lessonOutbox: OutboxHandlers = {
  lessonNews: (payload, context) => lessonNews(payload, context),
  closeLesson: (payload, context) => closeLesson(payload, context),
};

/** Does what lessons left to be done, at once; if it cannot be done now, the timer does it. */
export async function followLessons(context: Context): Promise<void> {
  const { platform, newId } = context;
  await drainOutbox(lessonOutbox, context).catch((fault) => platform.reportFault(fault, newId()));
}
