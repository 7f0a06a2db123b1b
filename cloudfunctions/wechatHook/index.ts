import { drainOutbox } from '../_kit/outbox';
import { openHttpContext } from '../_kit/platform';
import { orderOutbox, settlePayment } from '../order/service';
import { topupSeller } from '../wallet/service';
import { readWechatConfig } from '../wechatPay/config';
import type { SettlePayment } from '../wechatPay/inbox';
import { answerNotification, failed, type HttpAnswer, notHere } from './answering';

/** Hands over at once what was paid for; if that fails, the timer does it. */
const settleAndFulfil: SettlePayment = async (context, payment) => {
  await settlePayment(context, payment);
  const { platform, newId } = context;
  const handlers = orderOutbox({ TOPUP: topupSeller });
  await drainOutbox(handlers, context).catch((fault) => platform.reportFault(fault, newId()));
};

/** What WeChat Pay tells us, over HTTP access; nobody's phone calls this. */
export async function main(event: unknown): Promise<HttpAnswer> {
  const context = openHttpContext();
  if (!context) return notHere();
  try {
    return await answerNotification(context, readWechatConfig(), settleAndFulfil, event);
  } catch (fault) {
    context.platform.reportFault(fault, context.newId());
    return failed();
  }
}
