import { drainOutbox } from '../_kit/outbox';
import type { Context } from '../_kit/serve';
import { lessonOutbox } from '../lessons/service';
import { memberOutbox } from '../member/erasing';
import { trainingOutbox } from './outbox';

/** Does what was left to be done, at once; if it cannot be done now, the timer does it. */
export async function follow(context: Context): Promise<void> {
  const { platform, newId } = context;
  const handlers = { ...trainingOutbox, ...lessonOutbox, ...memberOutbox };
  await drainOutbox(handlers, context).catch((fault) => platform.reportFault(fault, newId()));
}
