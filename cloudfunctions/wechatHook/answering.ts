import type { Context } from '../_kit/serve';
import type { WechatConfig } from '../wechatPay/config';
import { processInbox, receive, type SettlePayment } from '../wechatPay/inbox';
import { httpEvent, openNotification } from '../wechatPay/notification';

/** What HTTP access makes an answer of; WeChat wants 200 or its own words for a failure. */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: { readonly 'content-type': 'application/json' };
  readonly body: string;
}

const answer = (statusCode: number, code: 'SUCCESS' | 'FAIL', message: string): HttpAnswer => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ code, message }),
});

/** WeChat gives us five seconds; what is not settled by then the timer settles. */
const INLINE_MS = 2500;

/** Keeps a verified notification and answers; tries to settle it at once. */
export async function answerNotification(
  context: Context,
  config: WechatConfig | null,
  settle: SettlePayment,
  event: unknown,
): Promise<HttpAnswer> {
  const parsed = httpEvent.safeParse(event);
  if (!parsed.success) return answer(400, 'FAIL', 'no request');
  if (parsed.data.httpMethod !== 'POST') return answer(405, 'FAIL', 'POST only');
  if (!config) return answer(503, 'FAIL', 'no merchant');
  const opened = openNotification(config, parsed.data, context.now);
  // Which check failed helps only somebody who forges; it is in the log for us.
  if ('doubt' in opened) {
    const trace = context.newId();
    context.platform.reportFault(new Error(`a notification is refused: ${opened.doubt}`), trace);
    return answer(401, 'FAIL', `refused, ${trace}`);
  }
  const { id } = opened.notification;
  const isNew = await receive(context.db, opened.notification, context.now);
  if (isNew) await within(INLINE_MS, processInbox(context, settle, { only: id }), context);
  return answer(200, 'SUCCESS', '');
}

/** Waits for work that may be left to others, whether it fails or takes too long. */
async function within(ms: number, work: Promise<unknown>, { platform, newId }: Context) {
  const done = work.catch((fault) => platform.reportFault(fault, newId()));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([done, late]);
  clearTimeout(timer);
}

export const failed = (): HttpAnswer => answer(500, 'FAIL', 'try again');
export const notHere = (): HttpAnswer => answer(403, 'FAIL', 'HTTP only');
