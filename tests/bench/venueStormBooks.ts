import type { Club } from '../functions/club';

interface Posting {
  readonly from: string;
  readonly to: string;
  readonly amount: number;
}

/** Accounts that never hold less than nothing: what members have, and what is set aside of it. */
const isGuarded = (account: string) => /^(fen|points):(member|frozen):/.test(account);

/** How far back a look reads again: what was begun before the last one is written after it. */
const OVERLAP = 60 * 60_000;

/**
 * Follows the books of a batch, reading at each look only what was written since the last: every
 * posting takes from one account what it gives another, and what each member has is the sum of the
 * entries, never below nothing. Answers what is out of order.
 */
export function bookkeeper({ cloud, documents }: Club): () => Promise<string[]> {
  const known = new Set<string>();
  const sums = new Map<string, number>();
  const add = (account: string, amount: number) =>
    sums.set(account, (sums.get(account) ?? 0) + amount);
  let since = 0;
  return async () => {
    const at = cloud.clock.now();
    const entries = await documents('ledger_entries', { at: { $gte: since } });
    const fresh = entries.filter(({ _id }) => !known.has(String(_id)));
    const postings = fresh.flatMap((entry) => entry.postings as Posting[]);
    for (const { _id } of fresh) known.add(String(_id));
    for (const { from, to, amount } of postings) {
      add(from, -amount);
      add(to, amount);
    }
    since = at - OVERLAP;
    const balances = await documents('ledger_balances');
    const held = new Map(balances.map(({ _id, balance }) => [String(_id), Number(balance)]));
    const accounts = new Set([...sums.keys(), ...held.keys()]);
    return [
      ...postings
        .filter(({ amount }) => !Number.isInteger(amount) || amount <= 0)
        .map((posting) => `${JSON.stringify(posting)} moves nothing`),
      ...[...accounts].filter(isGuarded).flatMap((account) => {
        const [has, should] = [held.get(account) ?? 0, sums.get(account) ?? 0];
        if (has < 0) return [`${account} holds ${has}`];
        return has === should ? [] : [`${account} holds ${has}, its entries say ${should}`];
      }),
    ];
  };
}

/** What is left to be done when nothing is: an order that is not final, a place that nobody has. */
export async function unfinished({ documents }: Club): Promise<string[]> {
  const open = await Promise.all([
    documents('orders', { status: { $in: ['PENDING', 'REFUNDING'] } }),
    documents('orders', { status: 'PAID', fulfilledAt: null }),
    documents('refunds', { status: { $in: ['OPEN', 'ABNORMAL'] } }),
    documents('bookings', { status: 'PENDING_PAY' }),
    documents('bookings', { change: { $ne: null } }),
    documents('closures', { done: false }),
    documents('outbox', { kind: { $in: OURS } }),
  ]);
  return open.flat().map((one) => `never finished: ${JSON.stringify(one)}`);
}

/** What bookings and their orders leave to be done. */
const OURS = ['offerFreed', 'cancelFollowing', 'fulfilOrder', 'sendRefund'];
