import type { MessageCursor, MessageView } from '@shared/contracts/message';
import type { Db } from '../_kit/db';
import { type MessageDoc, messages } from './store';

const PAGE = 30;

export const messageView = ({
  _id,
  memberId: _,
  notice: __,
  ...message
}: MessageDoc): MessageView => ({ id: _id, ...message });

export const unreadOf = (db: Db, memberId: string) =>
  db.count(messages, { memberId, readAt: null });

/**
 * A page of a member's messages, newest first. One event may send many at once, so the cursor names
 * the last one shown, not its moment alone.
 */
export async function messagePage(db: Db, memberId: string, before: MessageCursor | null) {
  const most = PAGE + 1;
  const found: MessageDoc[] = [];
  if (before) {
    const { at, id } = before;
    const where = { memberId, at, _id: { lt: id } };
    found.push(...(await db.find(messages, { where, order: [['_id', 'desc']], limit: most })));
  }
  const wanted = most - found.length;
  if (wanted > 0) {
    const where = before ? { memberId, at: { lt: before.at } } : { memberId };
    const order = [
      ['at', 'desc'],
      ['_id', 'desc'],
    ] as const;
    found.push(...(await db.find(messages, { where, order, limit: wanted })));
  }
  const page = found.slice(0, PAGE);
  const last = page.at(-1);
  const more = found.length > PAGE && last;
  return {
    messages: page.map(messageView),
    next: more ? { at: last.at, id: last._id } : null,
  };
}
