import { drainOutbox } from '../_kit/outbox';
import type { Context } from '../_kit/serve';
import { bookingOutbox } from './offering';

/** Does what bookings left to be done, at once; if it cannot be done now, the timer does it. */
export async function follow(context: Context): Promise<void> {
  const { platform, newId } = context;
  await drainOutbox(bookingOutbox, context).catch((fault) => platform.reportFault(fault, newId()));
}
