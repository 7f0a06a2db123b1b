import type { messageContract } from '@shared/contracts/message';
import type { ServerHandlers } from '../_kit/serve';
import { countAcceptances, templatesOf } from './accepting';
import { messagePage, unreadOf } from './reading';
import { messages } from './store';

export const messageHandlers: ServerHandlers<typeof messageContract> = {
  async list({ input: { before }, caller, context: { db, now } }) {
    const { memberId } = caller.identity;
    const [page, unread, templates] = await Promise.all([
      messagePage(db, memberId, before),
      unreadOf(db, memberId),
      before ? [] : templatesOf(db, caller),
    ]);
    return { ...page, unread, templates, now };
  },

  async read({ input: { ids }, caller, context: { db, now } }) {
    const { memberId } = caller.identity;
    const where = { _id: { in: ids }, memberId, readAt: null };
    await db.changeAll(messages, where, { set: { readAt: now } });
    return { unread: await unreadOf(db, memberId) };
  },

  async readAll({ input: { upTo }, caller, context: { db, now } }) {
    const { memberId } = caller.identity;
    const where = { memberId, readAt: null, at: { lte: upTo } };
    await db.changeAll(messages, where, { set: { readAt: now } });
    return { unread: await unreadOf(db, memberId) };
  },

  async templates({ caller, context: { db } }) {
    return { templates: await templatesOf(db, caller) };
  },

  async subscribed({ input: { accepted }, caller, context: { db } }) {
    await countAcceptances(db, caller, accepted);
    return { templates: await templatesOf(db, caller) };
  },
};
