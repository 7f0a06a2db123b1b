import { openHttpContext } from '../_kit/platform';
import { settlePayment } from '../order/service';
import { readWechatConfig } from '../wechatPay/config';
import { answerNotification, failed, type HttpAnswer, notHere } from './answering';

/** What WeChat Pay tells us, over HTTP access; nobody's phone calls this. */
export async function main(event: unknown): Promise<HttpAnswer> {
  const context = openHttpContext();
  if (!context) return notHere();
  try {
    return await answerNotification(context, readWechatConfig(), settlePayment, event);
  } catch (fault) {
    context.platform.reportFault(fault, context.newId());
    return failed();
  }
}
