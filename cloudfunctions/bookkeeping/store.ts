import { clubDate, count, instant } from '@shared/contracts/scalars';
import type { Account } from '@shared/domain/ledger';
import * as z from 'zod';
import { collection } from '../_kit/db';

/** What the accounts without a balance document held at the end of a day. Written once. */
const closing = z.object({
  _id: clubDate,
  /** The end of the day: entries from here on are not in it. */
  until: instant,
  at: instant,
  sums: z.array(z.object({ account: z.custom<Account>(), sum: z.int() })),
});
export type Closing = z.output<typeof closing>;
export const closings = collection('ledger_closings', closing);

/** How the newest check found an asset's books. */
const bookCheck = z.object({
  _id: z.enum(['fen', 'points']),
  at: instant,
  /** What Σ of all accounts is; nothing but 0 is right. */
  difference: z.int(),
  /** When this difference was first found; null while there is none. */
  since: instant.nullable(),
  /** A difference stood twice: a person has to look. Until Σ is zero again. */
  off: z.boolean(),
  balancedAt: instant.nullable(),
});
export type BookCheck = z.output<typeof bookCheck>;
export const bookChecks = collection('book_checks', bookCheck);

/** What waits for a person. */
const attention = z.object({
  notificationsWaiting: count,
  deedsFailing: count,
  refundsStuck: count,
  ordersOverdue: count,
  paidNotFulfilled: count,
  differencesOpen: count,
  daysBroken: count.default(0),
  booksOff: z.boolean(),
  booksUnchecked: z.boolean().default(false),
});
export type Attention = z.output<typeof attention>;

/** What the newest alarm said, so that it is said once. */
export const alarms = collection(
  'alarms',
  z.object({ _id: z.literal('money'), at: instant, said: attention }),
);
