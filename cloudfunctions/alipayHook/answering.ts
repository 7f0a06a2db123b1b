import type { Context } from '../_kit/serve';
import { type Merchant, openNotification } from '../alipay/notification';
import { type HttpAnswer, httpEvent } from '../payment/http';
import { takeTold } from '../payment/told';

/** Alipay is content with these seven letters and nothing else, and repeats after all other answers. */
const answer = (statusCode: number, body: 'success' | 'fail'): HttpAnswer => ({
  statusCode,
  headers: { 'content-type': 'text/plain' },
  body,
});

interface Asked {
  readonly merchant: Merchant | null;
  readonly event: unknown;
  /** The ms that are left for the answer. */
  readonly left: () => number;
}

/** Keeps a verified notification of a payment and answers; tries to settle it at once. */
export async function answerNotification(
  context: Context,
  { merchant, event, left }: Asked,
): Promise<HttpAnswer> {
  const parsed = httpEvent.safeParse(event);
  if (!parsed.success) return answer(400, 'fail');
  if (parsed.data.httpMethod !== 'POST') return answer(405, 'fail');
  if (!merchant) return answer(503, 'fail');
  const opened = openNotification(merchant, parsed.data, context.now);
  // Which check failed helps only somebody who forges; it is in the log for us.
  if ('doubt' in opened) {
    const fault = new Error(`a notification of Alipay is refused: ${opened.doubt}`);
    context.platform.reportFault(fault, context.newId());
    return answer(401, 'fail');
  }
  const { told } = opened;
  if (told) await takeTold(context, { channel: 'ALIPAY', told, left });
  return answer(200, 'success');
}

export const failed = (): HttpAnswer => answer(500, 'fail');
export const notHere = (): HttpAnswer => answer(403, 'fail');
