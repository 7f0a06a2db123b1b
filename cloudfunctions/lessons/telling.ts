import type { Instant } from '@shared/base/time';
import { id, instant } from '@shared/contracts/scalars';
import { SIDES } from '@shared/domain/lesson';
import * as z from 'zod';
import type { Transaction } from '../_kit/db';
import { leaveInOutbox } from '../_kit/outbox';
import { NEWS, type News } from './letters';
import type { Lesson } from './store';

export const newsSchema = z.object({
  lessonId: id,
  news: z.enum(NEWS),
  reason: z.string(),
  /** Who asked to cancel, where the news is about that. */
  by: z.enum(SIDES),
  /** The request to cancel, or nothing. */
  of: z.string(),
  at: instant,
});

/** Leaves what the parties have to read of a lesson to be written after the commit: one request. */
export async function tell(
  tx: Transaction,
  lesson: Lesson,
  {
    news,
    reason = '',
    at,
  }: { readonly news: News; readonly reason?: string; readonly at: Instant },
): Promise<void> {
  const { _id: lessonId, cancellation } = lesson;
  const about = news.startsWith('CANCEL_') ? cancellation : null;
  const of = about ? `:${about.id}` : '';
  const by = about?.by ?? 'STUDENT';
  const payload: z.output<typeof newsSchema> = { lessonId, news, reason, by, of, at };
  await leaveInOutbox(tx, {
    key: `lesson:${lessonId}:${news}${of}`,
    kind: 'lessonNews',
    payload,
    at,
  });
}
