import type { Context } from '../_kit/serve';
import { type HttpAnswer, httpEvent } from '../payment/http';
import { takeTold } from '../payment/told';
import { type Merchant, openNotification } from '../wechatPay/notification';

/** WeChat wants 200 or its own words for a failure. */
const answer = (statusCode: number, code: 'SUCCESS' | 'FAIL', message: string): HttpAnswer => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ code, message }),
});

interface Asked {
  readonly merchant: Merchant | null;
  readonly event: unknown;
  /** The ms that are left for the answer. */
  readonly left: () => number;
}

/** Keeps a verified notification and answers; tries to settle it at once. */
export async function answerNotification(
  context: Context,
  { merchant, event, left }: Asked,
): Promise<HttpAnswer> {
  const parsed = httpEvent.safeParse(event);
  if (!parsed.success) return answer(400, 'FAIL', 'no request');
  if (parsed.data.httpMethod !== 'POST') return answer(405, 'FAIL', 'POST only');
  if (!merchant) return answer(503, 'FAIL', 'no merchant');
  const opened = await openNotification(merchant, parsed.data, context.now);
  // Which check failed helps only somebody who forges; it is in the log for us.
  if ('doubt' in opened) {
    const trace = context.newId();
    context.platform.reportFault(new Error(`a notification is refused: ${opened.doubt}`), trace);
    return answer(401, 'FAIL', `refused, ${trace}`);
  }
  await takeTold(context, { channel: 'WECHAT', told: opened.told, left });
  return answer(200, 'SUCCESS', '');
}

export const failed = (): HttpAnswer => answer(500, 'FAIL', 'try again');
export const notHere = (): HttpAnswer => answer(403, 'FAIL', 'HTTP only');
