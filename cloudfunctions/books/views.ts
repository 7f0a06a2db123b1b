import type { Instant } from '@shared/base/time';
import type { RefundView } from '@shared/contracts/books';
import { maskName } from '@shared/domain/member';
import { isStuck } from '@shared/domain/order';
import type { Db } from '../_kit/db';
import { membersById } from '../member/service';
import type { Refund } from '../order/service';

type Payer = { readonly memberId: string | null };

/** How payers are called before a manager: masked; who has no account has no name. */
export async function payerNames(db: Db, payers: readonly Payer[]) {
  const ids = payers.flatMap(({ memberId }) => (memberId === null ? [] : [memberId]));
  const members = await membersById(db, ids);
  return ({ memberId }: Payer): string => {
    if (memberId === null) return '散客';
    const member = members.get(memberId);
    return member ? maskName(member.nickname) : '已注销会员';
  };
}

export function refundView(refund: Refund, maskedName: string, now: Instant): RefundView {
  const { _id: id, orderId, channel, amount, reason, status, createdAt, endedAt } = refund;
  const facts = { id, orderId, channel, amount, reason, status, createdAt };
  const open = status === 'OPEN' || status === 'ABNORMAL';
  return { ...facts, maskedName, endedAt: open ? null : endedAt, stuck: isStuck(refund, now) };
}
