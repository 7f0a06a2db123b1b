import { type Fen, fen } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import { type Account, frozenMoney, memberMoney, type Posting } from '@shared/domain/ledger';
import type { Transaction } from '../_kit/db';
import { move } from './moving';
import { type Hold, holds } from './store';

/**
 * Sets a member's money aside under an id that says what for. Asked again with the same id it
 * changes nothing. Answers why not, if there is too little. With `first`, the caller's own documents
 * prove in this transaction that nobody asked before, which saves the look.
 */
export async function placeHold(
  tx: Transaction,
  ask: {
    readonly holdId: string;
    readonly memberId: string;
    readonly amount: Fen;
    readonly first?: boolean;
  },
  at: Instant,
) {
  const { holdId, memberId, amount, first = false } = ask;
  if (!first && (await tx.get(holds, holdId))) return null;
  const from = memberMoney(memberId);
  const postings: Posting[] = [{ from, to: frozenMoney(memberId), amount }];
  const short = await move(tx, { reason: `${holdId}:place`, postings, at });
  if (short) return short;
  const placed: Hold = {
    _id: holdId,
    memberId,
    amount,
    captured: fen(0),
    status: 'PLACED',
    placedAt: at,
  };
  await tx.put(holds, placed);
  return null;
}

/** Pays a placed hold, whole or in part, to where it was meant for; the rest goes back. Once. */
export async function captureHold(
  tx: Transaction,
  ask: { readonly holdId: string; readonly to: Account<'fen'>; readonly amount?: Fen },
  at: Instant,
): Promise<boolean> {
  const hold = await tx.get(holds, ask.holdId);
  if (hold?.status !== 'PLACED') return false;
  const captured = ask.amount ?? hold.amount;
  if (captured <= 0 || captured > hold.amount) throw new RangeError(`capture ${captured}`);
  const from = frozenMoney(hold.memberId);
  const rest = fen(hold.amount - captured);
  const postings: Posting[] = [{ from, to: ask.to, amount: captured }];
  if (rest > 0) postings.push({ from, to: memberMoney(hold.memberId), amount: rest });
  await settle(tx, { ...hold, status: 'CAPTURED', captured }, postings, at);
  return true;
}

/** Gives a placed hold back. Once. */
export async function releaseHold(tx: Transaction, holdId: string, at: Instant): Promise<boolean> {
  const hold = await tx.get(holds, holdId);
  if (hold?.status !== 'PLACED') return false;
  const from = frozenMoney(hold.memberId);
  const postings: Posting[] = [{ from, to: memberMoney(hold.memberId), amount: hold.amount }];
  await settle(tx, { ...hold, status: 'RELEASED' }, postings, at);
  return true;
}

async function settle(tx: Transaction, hold: Hold, postings: readonly Posting[], at: Instant) {
  // The hold is written first: of two who settle it at once, one conflicts and finds it settled.
  await tx.put(holds, hold);
  const reason = `${hold._id}:${hold.status === 'CAPTURED' ? 'capture' : 'release'}`;
  const short = await move(tx, { reason, postings, at });
  if (short) throw new Error(`${hold._id} holds more than is frozen`);
}
