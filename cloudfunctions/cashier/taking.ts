import { createHash } from 'node:crypto';
import { fen } from '@shared/base/money';
import type { Channel } from '@shared/domain/order';
import { Refusal } from '@shared/refusals';
import type { Context, Member } from '../_kit/serve';
import { recordAudit } from '../audit/service';
import { membersById } from '../member/service';
import { newOrder, type Order, orderIn, sell } from '../order/service';
import { SELLERS } from '../payment/service';
import { campusOf, serves } from '../venue/service';
import { admitTopup, TOPUP_DESCRIPTION } from '../wallet/service';
import { topupEnabled } from '../wallet/settings';

/** The form of the till, as it is sent. */
export interface Taken {
  readonly memberId: string;
  readonly campusId: string;
  readonly amount: number;
  readonly amountAgain: number;
  readonly requestId: string;
}

/** What the form does not say of a new order. */
export type Tender = Pick<Order, 'channel' | 'note' | 'expiresAt'>;

/**
 * ≤ 32 characters; the same form sent twice is the same order. What is paid by code is another
 * order than what lies in the drawer: an open code must never pass for money that was taken.
 */
function orderIdOf(operatorId: string, form: Taken, channel: Channel): string {
  const { memberId, campusId, requestId } = form;
  const way = channel === 'ALIPAY' ? 'code' : 'desk';
  const reason = `${operatorId}:${campusId}:${memberId}:${requestId}:${way}`;
  return `C${createHash('sha256').update(reason).digest('hex').slice(0, 28)}`;
}

/**
 * The order of a form that may be taken as far as the form and the people tell, with what its receipt
 * names; whether the wallet has room is decided with the order.
 *
 * @throws Refusal STORED_VALUE_OFF, AMOUNTS_DIFFER, OWN_WALLET, CAMPUS_NOT_FOUND,
 *   MEMBER_NOT_FOUND, ACCOUNT_DISABLED
 */
export async function orderOf(
  { db, now }: Context,
  { identity }: Member,
  form: Taken,
  tender: Tender,
) {
  const { memberId, campusId, amount, amountAgain } = form;
  const operatorId = identity.memberId;
  if (!topupEnabled()) throw new Refusal('STORED_VALUE_OFF');
  if (!serves(identity, { campusId })) throw new Refusal('CAMPUS_NOT_FOUND');
  if (amount !== amountAgain) throw new Refusal('AMOUNTS_DIFFER');
  if (memberId === operatorId) throw new Refusal('OWN_WALLET');
  const [campus, people] = await Promise.all([
    campusOf(db, campusId),
    membersById(db, [memberId, operatorId]),
  ]);
  if (!campus) throw new Refusal('CAMPUS_NOT_FOUND');
  const member = people.get(memberId);
  if (!member) throw new Refusal('MEMBER_NOT_FOUND');
  if (member.status === 'DISABLED') throw new Refusal('ACCOUNT_DISABLED');
  const order = newOrder({
    ...tender,
    _id: orderIdOf(operatorId, form, tender.channel),
    memberId,
    kind: 'TOPUP',
    amount: fen(amount),
    description: TOPUP_DESCRIPTION,
    openid: '',
    campusId,
    operatorId,
    createdAt: now,
  });
  return { order, campus, people };
}

/**
 * Takes in money that lies on the counter or in the bank: order, entry and audit in one commit.
 * Asked again under the same id, it answers the order that exists.
 *
 * @throws Refusal TOPUP_AMOUNT_INVALID, WALLET_LIMIT, MEMBER_NOT_FOUND
 */
export function takeIn({ db, now }: Context, order: Order): Promise<Order> {
  const { _id: orderId, operatorId, campusId, channel, amount } = order;
  if (operatorId === null) throw new Error(`nobody took order ${orderId}`);
  return db.transaction(async (tx) => {
    const known = await orderIn(tx, orderId);
    if (known) return known;
    const refusal = await admitTopup(tx, order, now);
    if (refusal) throw new Refusal(refusal);
    const action = 'cashier.take' as const;
    const who = { actorId: operatorId, campusId };
    const what = { action, targetId: orderId, detail: `${channel} ${amount}` };
    await recordAudit(tx, { key: `order:${orderId}:take`, at: now, ...who, ...what });
    return sell(tx, order, SELLERS, now);
  });
}
