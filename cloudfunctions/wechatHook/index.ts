import { openHttpContext } from '../_kit/platform';
import type { HttpAnswer } from '../payment/http';
import { answerTime } from '../payment/told';
import { openMerchant } from '../wechatPay/notification';
import { answerNotification, failed, notHere } from './answering';

/** What WeChat Pay tells us, over HTTP access; nobody's phone calls this. */
export async function main(event: unknown): Promise<HttpAnswer> {
  const left = answerTime();
  const context = openHttpContext();
  if (!context) return notHere();
  try {
    return await answerNotification(context, { merchant: openMerchant(), event, left });
  } catch (fault) {
    context.platform.reportFault(fault, context.newId());
    return failed();
  }
}
