import { openHttpContext } from '../_kit/platform';
import { openMerchant } from '../alipay/notification';
import type { HttpAnswer } from '../payment/http';
import { answerNotification, failed, notHere } from './answering';

/** What Alipay tells us, over HTTP access; nobody's phone calls this. */
export async function main(event: unknown): Promise<HttpAnswer> {
  const context = openHttpContext();
  if (!context) return notHere();
  try {
    return await answerNotification(context, await openMerchant(), event);
  } catch (fault) {
    context.platform.reportFault(fault, context.newId());
    return failed();
  }
}
