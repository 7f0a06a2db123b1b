import { messageId, pagePath } from '@shared/contracts/message';
import { count, id, instant, text } from '@shared/contracts/scalars';
import { MESSAGE_KINDS, MESSAGE_LENGTHS, TEMPLATE_NAMES } from '@shared/domain/message';
import * as z from 'zod';
import { collection } from '../_kit/db';

/** The copy of a message that goes out through WeChat. */
const notice = z.object({
  template: z.enum(TEMPLATE_NAMES),
  data: z.record(z.string(), z.string()),
  /** `TAKEN`: an acceptance was used up for it; whether it went out is not known yet. */
  state: z.enum(['WAITING', 'TAKEN', 'OVER']),
  /** Somebody is sending it; nobody else begins before. */
  heldUntil: instant,
});
export type NoticeDoc = z.output<typeof notice>;

/** The id is the reason, so that nothing is told twice. */
const message = z.object({
  _id: messageId,
  memberId: id,
  kind: z.enum(MESSAGE_KINDS),
  title: text(1, MESSAGE_LENGTHS.title),
  body: text(1, MESSAGE_LENGTHS.body),
  page: pagePath.nullable(),
  at: instant,
  readAt: instant.nullable(),
  notice: notice.nullable(),
});
export type MessageDoc = z.output<typeof message>;
export const messages = collection('messages', message);

/** How many messages of a template WeChat lets us send to a member. The id is `subscriptionId`. */
export const subscriptions = collection(
  'subscriptions',
  z.object({
    _id: z.string(),
    memberId: id,
    /** Whom the acceptances belong to, and the template of which: with others they are void. */
    openid: z.string().min(1),
    templateId: z.string(),
    remaining: count,
  }),
);

export const subscriptionId = (memberId: string, template: string) => `${memberId}:${template}`;
