import { id, instant } from '@shared/contracts/scalars';
import { fenAmount } from '@shared/contracts/wallet';
import type { Account, Posting } from '@shared/domain/ledger';
import * as z from 'zod';
import { collection } from '../_kit/db';

const account = z.custom<Account>((value) =>
  /^(fen|points):(member|frozen|channel|cash|bank|revenue|refunding|house):./.test(String(value)),
);

/** An account of money. */
export const moneyAccount = account
  .refine((value) => value.startsWith('fen:'))
  .transform((value) => value as Account<'fen'>);

const posting = z.custom<Posting>(
  (value) =>
    z.object({ from: account, to: account, amount: z.int().min(1) }).safeParse(value).success,
);

/** Append-only. The id says why value moved, so the same reason cannot move it twice. */
const entry = z.object({
  _id: z.string().min(1).max(200),
  at: instant,
  /** Every account it touches, so that each one's entries can be listed and summed. */
  accounts: z.array(account),
  /** The order that it belongs to, if it does. */
  orderId: id.optional(),
  postings: z.array(posting),
});
export type LedgerEntry = z.output<typeof entry>;
export const ledgerEntries = collection('ledger_entries', entry);

/** What a guarded account holds; changed only together with an entry. */
export const ledgerBalances = collection(
  'ledger_balances',
  z.object({ _id: account, balance: z.int().min(0) }),
);

/** Value set aside for something: placed once, then captured (whole or in part) or released, once. */
const hold = z.object({
  _id: z.string().min(1).max(120),
  memberId: z.string(),
  amount: fenAmount,
  captured: fenAmount,
  status: z.enum(['PLACED', 'CAPTURED', 'RELEASED']),
  placedAt: instant,
});
export type Hold = z.output<typeof hold>;
export const holds = collection('ledger_holds', hold);
