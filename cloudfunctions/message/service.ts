import type { Instant } from '@shared/base/time';
import { type MessageKind, type Notice, TEMPLATE_NAMES } from '@shared/domain/message';
import type { Db, Transaction } from '../_kit/db';
import { leaveInOutbox } from '../_kit/outbox';
import { messageView } from './reading';
import { messages, subscriptionId, subscriptions } from './store';

export { unreadOf } from './reading';
export { messageOutbox } from './sending';

export interface Letter {
  /** The reason, once for each member: `booking:ID:booked`. Sent again, it changes nothing. */
  readonly key: string;
  readonly memberId: string;
  readonly kind: MessageKind;
  /** At most 20 characters. */
  readonly title: string;
  /** At most 200 characters. */
  readonly body: string;
  /** What a tap opens, without a leading slash, or null. */
  readonly page: string | null;
  readonly at: Instant;
  /** Goes out through WeChat, too, where the member accepted this template. */
  readonly subscribe?: Notice;
}

/**
 * Writes a message in the caller's transaction, and leaves its copy for WeChat in the outbox. A key
 * that is known is left as it is: what was read stays read. With `first`, the caller's own documents
 * prove in this transaction that nobody wrote the key before, which saves the look.
 */
export async function sendMessage(
  tx: Transaction,
  letter: Letter,
  { first = false } = {},
): Promise<void> {
  const { key, memberId, kind, title, body, page, at, subscribe } = letter;
  if (!first && (await tx.get(messages, key))) return;
  const accepted = subscribe && (await mayBeTold(tx, memberId, subscribe));
  const notice = accepted
    ? { ...subscribe, state: 'WAITING' as const, heldUntil: 0 as Instant }
    : null;
  await tx.put(messages, {
    _id: key,
    memberId,
    kind,
    title,
    body,
    page,
    at,
    readAt: null,
    notice,
  });
  if (!accepted) return;
  // The id alone: what the message says is erased with the member.
  const deed = { kind: 'sendSubscribe', payload: { messageId: key }, at };
  await leaveInOutbox(tx, { key: `subscribe:${key}`, ...deed });
}

const mayBeTold = async (tx: Transaction, memberId: string, { template }: Notice) => {
  const accepted = await tx.get(subscriptions, subscriptionId(memberId, template));
  return accepted !== null && accepted.remaining > 0;
};

/** What a WeChat accepted is not sent to it any more, once it is the member's no longer. */
export async function dropAcceptances(
  tx: Transaction,
  memberId: string,
  openid: string,
): Promise<void> {
  for (const template of TEMPLATE_NAMES) {
    const key = subscriptionId(memberId, template);
    const accepted = await tx.get(subscriptions, key);
    if (accepted?.openid === openid) await tx.remove(subscriptions, key);
  }
}

/** All of a member's messages, for the export. */
export const messagesOf = async (db: Db, memberId: string) =>
  (await db.all(messages, { memberId })).sort((a, b) => b.at - a.at).map(messageView);

export async function eraseMessagesOf(db: Db, memberId: string): Promise<void> {
  await db.removeAll(messages, { memberId });
  await db.removeAll(subscriptions, { memberId });
}
