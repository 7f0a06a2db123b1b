import { type Instant, plus, SECOND } from '@shared/base/time';
import { messageId } from '@shared/contracts/message';
import { fittedData } from '@shared/domain/message';
import * as z from 'zod';
import type { Db } from '../_kit/db';
import type { OutboxHandlers } from '../_kit/outbox';
import type { Context } from '../_kit/serve';
import { type MessageDoc, messages, type NoticeDoc, subscriptionId, subscriptions } from './store';

/** Longer than a function may run, and over when the next minute's timer comes. */
const HOLD = 58 * SECOND;

/** WeChat: nothing was accepted (any more), or the person switched it off. Normal. */
const NOT_ACCEPTED = [43101, 43107];
/** WeChat: the template, the page or the data is wrong. Ours to mend; sent again it stays wrong. */
const WRONG = [40037, 41030, 47003];

const payloadSchema = z.object({ messageId });

/** What `sendMessage` leaves: the copy of a message for WeChat, one for each acceptance. */
export const messageOutbox: OutboxHandlers = {
  async sendSubscribe(payload, context) {
    const taken = await take(context.db, payloadSchema.parse(payload).messageId, context.now);
    if (taken) await send(taken, context);
  },
};

interface Taken {
  readonly message: MessageDoc;
  readonly notice: NoticeDoc;
  readonly openid: string;
  readonly templateId: string;
}

/**
 * Uses up an acceptance for a message and keeps others from sending it meanwhile; null when it went
 * out or there is none. After a crash the acceptance is the message's own: it takes no second one.
 *
 * @throws while another is at it, so that the deed stays
 */
function take(db: Db, id: string, now: Instant): Promise<Taken | null> {
  return db.transaction(async (tx) => {
    const message = await tx.get(messages, id);
    if (!message?.notice || message.notice.state === 'OVER') return null;
    if (message.notice.heldUntil > now) throw new Error(`${id} is being sent`);
    const key = subscriptionId(message.memberId, message.notice.template);
    const accepted = await tx.get(subscriptions, key);
    if (!accepted) return null;
    if (message.notice.state === 'WAITING') {
      if (accepted.remaining === 0) return null;
      await tx.put(subscriptions, { ...accepted, remaining: accepted.remaining - 1 });
    }
    const notice: NoticeDoc = { ...message.notice, state: 'TAKEN', heldUntil: plus(now, HOLD) };
    await tx.change(messages, id, { set: { notice } });
    const { openid, templateId } = accepted;
    return { message, notice, openid, templateId };
  });
}

/** Sends it. A failure of the moment is thrown and tried again, with the same acceptance. */
async function send({ message, notice, openid, templateId }: Taken, context: Context) {
  const { db, platform, newId } = context;
  let code = 0;
  try {
    const data = fittedData(notice.template, notice.data);
    code = await platform.sendSubscribe({ openid, templateId, page: message.page, data });
  } catch (fault) {
    if (!(fault instanceof RangeError)) throw fault;
    platform.reportFault(fault, newId());
  }
  if (NOT_ACCEPTED.includes(code)) {
    const _id = subscriptionId(message.memberId, notice.template);
    // Only of the template that WeChat spoke of: it may have been replaced meanwhile.
    await db.changeIf(subscriptions, { _id, openid, templateId }, { set: { remaining: 0 } });
  } else if (WRONG.includes(code)) {
    platform.reportFault(new Error(`subscribeMessage.send: ${code} for ${message._id}`), newId());
  } else if (code !== 0) throw new Error(`subscribeMessage.send: ${code}`);
  const over: NoticeDoc = { ...notice, state: 'OVER' };
  await db.changeIf(messages, { _id: message._id }, { set: { notice: over } });
}
