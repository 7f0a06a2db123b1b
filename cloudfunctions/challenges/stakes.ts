import { type Points, points } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import { housePoints } from '@shared/domain/ledger';
import type { Transaction } from '../_kit/db';
import { move } from '../ledger/service';
import { memberInTransaction } from '../member/service';
import { consumePoints, earn, thawPoints } from '../points/service';
import { type Challenge, holdOf } from './store';

type Stake = Pick<Challenge, '_id' | 'stake'>;
interface Whose {
  readonly memberId: string;
  readonly at: Instant;
}

/** What somebody put in goes into the pot. Once. */
export const forfeit = (tx: Transaction, { _id, stake }: Stake, { memberId, at }: Whose) =>
  stake > 0 && consumePoints(tx, { holdId: holdOf(_id, memberId), use: 'challenge' }, at);

/**
 * Gives somebody a payout for the stake, once: the own stake comes back as it was, with its days;
 * what is more is won from the others, what is less is all new. Of an account that has ended it goes
 * to the house.
 */
export async function payOut(
  tx: Transaction,
  { _id, stake }: Stake,
  { memberId, at, payout }: Whose & { readonly payout: Points },
): Promise<void> {
  if (stake === 0) return;
  const reason = `${holdOf(_id, memberId)}:won`;
  const holdId = holdOf(_id, memberId);
  if (!(await memberInTransaction(tx, memberId))) {
    const settled = await consumePoints(tx, { holdId, use: 'challenge' }, at);
    if (!settled || payout === 0) return;
    const postings = [
      { from: housePoints('challenge'), to: housePoints('forfeited'), amount: payout },
    ];
    await move(tx, { reason, postings, at });
    return;
  }
  const whole = payout >= stake;
  const settled = whole
    ? await thawPoints(tx, holdId, at)
    : await consumePoints(tx, { holdId, use: 'challenge' }, at);
  if (!settled) return;
  const amount = points(whole ? payout - stake : payout);
  await earn(tx, { reason, memberId, parts: [{ source: 'challenge', amount }], at });
}
