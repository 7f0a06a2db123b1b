import { type Fen, fen } from '@shared/base/money';
import type { StatementLine } from '@shared/contracts/wallet';
import { channelMoney, frozenMoney, memberMoney } from '@shared/domain/ledger';
import { Refusal } from '@shared/refusals';
import type { Db, Transaction } from '../_kit/db';
import { balanceIn, closeBalance, gainOf, type LedgerEntry, move } from '../ledger/service';
import { pendingOrdersOf, type Seller } from '../order/service';

const TOPUP = 'topup:';

/** A paid top-up becomes balance: what the channel owes us is the member's. */
export const topupSeller: Seller = {
  async fulfil(tx, order, at) {
    const { memberId, channel, amount } = order;
    const postings = [{ from: channelMoney(channel), to: memberMoney(memberId), amount }];
    await move(tx, { reason: `${TOPUP}${order._id}`, postings, at });
    return true;
  },
};

/**
 * Takes an empty wallet away with its account. Money in it, or an order that may still be paid, has
 * to be settled first.
 *
 * @throws Refusal SETTLE_WALLET_FIRST
 */
export async function closeWallet(tx: Transaction, memberId: string): Promise<void> {
  for (const account of [memberMoney(memberId), frozenMoney(memberId)]) {
    if ((await balanceIn(tx, account)) > 0) throw new Refusal('SETTLE_WALLET_FIRST');
    await closeBalance(tx, account);
  }
}

/** Whether an order of the member waits for payment: money may come in for it at any moment. */
export const awaitsPayment = async (db: Db, memberId: string): Promise<boolean> =>
  (await pendingOrdersOf(db, memberId)).length > 0;

/** An entry of the ledger as a line of the member's statement. */
export function statementLine(entry: LedgerEntry, memberId: string): StatementLine {
  const amount: Fen = fen(gainOf(entry, memberMoney(memberId)));
  const topup = entry._id.startsWith(TOPUP);
  return {
    id: entry._id,
    at: entry.at,
    kind: topup ? 'TOPUP' : amount > 0 ? 'REFUND' : 'SPENDING',
    amount,
    orderId: topup ? entry._id.slice(TOPUP.length) : null,
  };
}
