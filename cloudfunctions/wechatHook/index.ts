import { openHttpContext } from '../_kit/platform';
import type { HttpAnswer } from '../payment/http';
import { openMerchant } from '../wechatPay/notification';
import { answerNotification, failed, notHere } from './answering';

/** What WeChat Pay tells us, over HTTP access; nobody's phone calls this. */
export async function main(event: unknown): Promise<HttpAnswer> {
  const context = openHttpContext();
  if (!context) return notHere();
  try {
    return await answerNotification(context, openMerchant(), event);
  } catch (fault) {
    context.platform.reportFault(fault, context.newId());
    return failed();
  }
}
