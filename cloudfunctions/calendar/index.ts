import { openHttpContext } from '../_kit/platform';
import type { HttpAnswer } from '../payment/http';
import { answerCalendar, failed, notHere } from './answering';

/** A booking for somebody's calendar, over HTTP access; nobody's phone calls this. */
export async function main(event: unknown): Promise<HttpAnswer> {
  const context = openHttpContext();
  if (!context) return notHere();
  try {
    return await answerCalendar(context, event);
  } catch (fault) {
    context.platform.reportFault(fault, context.newId());
    return failed();
  }
}
