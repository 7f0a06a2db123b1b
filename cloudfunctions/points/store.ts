import { instant, pointsAmount } from '@shared/contracts/scalars';
import type { Account } from '@shared/domain/ledger';
import * as z from 'zod';
import { collection } from '../_kit/db';

const account = z.custom<Account>((value) => /^points:(member|house):./.test(String(value)));

/** Append-only. The id says why the points moved, so the same reason cannot move them twice. */
const entry = z.object({
  _id: z.string().min(1).max(200),
  at: instant,
  /** The guarded accounts it touches, so that a member's entries can be listed. */
  accounts: z.array(account),
  postings: z.array(z.object({ from: account, to: account, amount: pointsAmount })),
});
export type LedgerEntry = z.output<typeof entry>;
export const ledgerEntries = collection('ledger_entries', entry);

/** What a guarded account holds; changed only together with an entry. */
export const ledgerBalances = collection(
  'ledger_balances',
  z.object({ _id: account, balance: z.int().min(0) }),
);
