import * as z from 'zod';
import { isPagePath, MESSAGE_KINDS, TEMPLATE_NAMES } from '../domain/message';
import { type Contract, procedure } from './procedure';
import { count, instant } from './scalars';

/** The key that made it unique: `booking:ID:booked`. */
export const messageId = z.string().regex(/^[\w:.-]{1,120}$/);
export const pagePath = z.custom<string>((value) => typeof value === 'string' && isPagePath(value));

/** A message as its member sees it. */
export const messageView = z.object({
  id: messageId,
  kind: z.enum(MESSAGE_KINDS),
  title: z.string(),
  body: z.string(),
  /** The page it is about, without a leading slash. */
  page: pagePath.nullable(),
  at: instant,
  readAt: instant.nullable(),
});
export type MessageView = z.output<typeof messageView>;

const templateId = z.string().regex(/^[\w-]{1,64}$/);

/** A WeChat subscribe message that this installation can send, and how many were accepted. */
const templateView = z.object({
  template: z.enum(TEMPLATE_NAMES),
  templateId,
  word: z.string(),
  /** Messages that may still be sent: WeChat allows one for each acceptance. */
  left: count,
});
export type TemplateView = z.output<typeof templateView>;

const cursor = z.object({ at: instant, id: messageId });
export type MessageCursor = z.output<typeof cursor>;

export const MOST_READ_AT_ONCE = 60;

export const messageContract = {
  /** The page 消息 in one call: newest first, thirty a page, before the cursor. */
  list: procedure({
    caller: 'member',
    input: z.object({ before: cursor.nullable() }),
    output: z.object({
      messages: z.array(messageView),
      unread: count,
      next: cursor.nullable(),
      /** With the first page only. */
      templates: z.array(templateView),
      now: instant,
    }),
    refuses: [],
  }),
  read: procedure({
    caller: 'member',
    input: z.object({ ids: z.array(messageId).min(1).max(MOST_READ_AT_ONCE) }),
    output: z.object({ unread: count }),
    refuses: [],
  }),
  /** All that the person has seen: a message that came later stays unread. */
  readAll: procedure({
    caller: 'member',
    input: z.object({ upTo: instant }),
    output: z.object({ unread: count }),
    refuses: [],
  }),
  /** What WeChat may be asked for; empty where the club sends no subscribe messages. */
  templates: procedure({
    caller: 'member',
    input: z.object({}),
    output: z.object({ templates: z.array(templateView) }),
    refuses: [],
  }),
  /** The phone tells what was accepted in WeChat's sheet: one more message of each. */
  subscribed: procedure({
    caller: 'member',
    input: z.object({ accepted: z.array(templateId).min(1).max(TEMPLATE_NAMES.length) }),
    output: z.object({ templates: z.array(templateView) }),
    refuses: [],
  }),
} satisfies Contract;
