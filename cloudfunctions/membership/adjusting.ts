import { points } from '@shared/base/money';
import { Refusal } from '@shared/refusals';
import { drainOutbox } from '../_kit/outbox';
import { idOfRequest } from '../_kit/requests';
import type { Context, Member } from '../_kit/serve';
import { recordAudit } from '../audit/service';
import { isWritten } from '../ledger/service';
import { memberInTransaction } from '../member/service';
import { type Letter, sendMessage } from '../message/service';
import { earn, MEMBERSHIP_PAGE, takeByHand } from '../points/service';
import { membershipOutbox } from './levels';

export interface Adjustment {
  readonly memberId: string;
  /** Negative: taken away. */
  readonly amount: number;
  readonly reason: string;
  readonly requestId: string;
}

/**
 * Gives or takes points by hand: logged, told, and once a form. What is given pays first what the
 * member owes, as anything that is earned.
 *
 * @throws Refusal OWN_POINTS, MEMBER_NOT_FOUND, INSUFFICIENT_POINTS
 */
export async function adjust(
  context: Context,
  { identity }: Member,
  { memberId, amount, reason, requestId }: Adjustment,
): Promise<void> {
  const { db, now, platform, newId } = context;
  const { memberId: actorId, campusId } = identity;
  if (memberId === actorId) throw new Refusal('OWN_POINTS');
  const key = `adjust:${idOfRequest(actorId, requestId)}`;
  await db.transaction(async (tx) => {
    // A second try of a form whose first reply was lost.
    if (await isWritten(tx, key)) return;
    if (!(await memberInTransaction(tx, memberId))) throw new Refusal('MEMBER_NOT_FOUND');
    if (amount > 0) {
      const parts = [{ source: 'adjustment', amount: points(amount) }] as const;
      await earn(tx, { reason: key, memberId, parts, at: now });
    } else {
      const taken = { reason: key, memberId, amount: points(-amount) };
      const short = await takeByHand(tx, taken, now);
      if (short) throw new Refusal(short);
    }
    const detail = `${amount > 0 ? '+' : ''}${amount}：${reason}`;
    const entry = { key, at: now, actorId, campusId, targetId: memberId, detail };
    await recordAudit(tx, { ...entry, action: 'membership.adjust' });
    await sendMessage(tx, adjustedLetter(key, { memberId, amount, reason, at: now }), {
      first: true,
    });
  });
  // A level that was reached is there when the manager looks; otherwise the timer gives it.
  await drainOutbox(membershipOutbox, context).catch((fault) =>
    platform.reportFault(fault, newId()),
  );
}

interface Told extends Omit<Adjustment, 'requestId'> {
  readonly at: Letter['at'];
}

const adjustedLetter = (key: string, { memberId, amount, reason, at }: Told): Letter => ({
  key,
  memberId,
  kind: 'POINTS',
  title: '积分已调整',
  body: `场馆为你${amount > 0 ? '增加' : '扣除'}了 ${Math.abs(amount)} 积分，原因：${reason}`,
  page: MEMBERSHIP_PAGE,
  at,
});
