import type { Instant } from '@shared/base/time';
import type { RefundView } from '@shared/contracts/books';
import { maskName } from '@shared/domain/member';
import { isStuck } from '@shared/domain/order';
import type { Db } from '../_kit/db';
import { membersById } from '../member/service';
import { hasEnded, type Refund } from '../order/service';

type Payer = { readonly memberId: string | null };

/** How payers are called before a manager: masked; who has no account has no name, nor a wallet. */
export async function payersOf(db: Db, payers: readonly Payer[]) {
  const ids = payers.flatMap(({ memberId }) => (memberId === null ? [] : [memberId]));
  const members = await membersById(db, ids);
  const accountOf = ({ memberId }: Payer) => members.get(memberId ?? '') ?? null;
  return {
    hasWallet: (payer: Payer): boolean => accountOf(payer) !== null,
    nameOf(payer: Payer): string {
      const member = accountOf(payer);
      if (member) return maskName(member.nickname);
      return payer.memberId === null ? '散客' : '已注销会员';
    },
  };
}
export type Payers = Awaited<ReturnType<typeof payersOf>>;

export function refundView(refund: Refund, payers: Payers, now: Instant): RefundView {
  const { _id: id, orderId, campusId, channel, amount, reason, status, createdAt } = refund;
  return {
    ...{ id, orderId, campusId, channel, amount, reason, status, createdAt },
    maskedName: payers.nameOf(refund),
    endedAt: hasEnded(refund) ? refund.endedAt : null,
    stuck: isStuck(refund, now),
    byHand: payers.hasWallet(refund) ? 'WALLET' : 'CASH',
  };
}
