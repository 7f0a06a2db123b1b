import { clubDate, count, instant } from '@shared/contracts/scalars';
import { fenAmount } from '@shared/contracts/wallet';
import { ONLINE_CHANNELS } from '@shared/domain/order';
import { DIFFERENCE_KINDS } from '@shared/domain/reconciliation';
import * as z from 'zod';
import { collection } from '../_kit/db';

const sums = z.object({ count, amount: fenAmount, refunds: count, refunded: fenAmount });

const difference = z.object({
  id: z.string().max(120),
  kind: z.enum(DIFFERENCE_KINDS),
  /** As the channel has it: another till of the merchant may number in its own way. */
  orderId: z.string(),
  refundId: z.string().nullable(),
  ours: fenAmount.nullable(),
  theirs: fenAmount.nullable(),
});

/** How far a channel without bills has been asked about a day. */
const progress = z.object({
  /** The last that was asked about; they are asked about in the order of this text. */
  after: z.string(),
  ours: sums,
  theirs: sums,
  differences: z.array(difference),
});
export type Progress = z.output<typeof progress>;

const settledDifference = difference.extend({
  settled: z.object({ at: instant, by: z.string(), note: z.string() }).nullable(),
});
export type SettledDifference = z.output<typeof settledDifference>;

/** A channel's day against ours; the id is both. */
const reconciliation = z.object({
  _id: z.string(),
  channel: z.enum(ONLINE_CHANNELS),
  date: clubDate,
  /** WAITING: there was nothing to compare with yet. BROKEN: nor was there on the next day. */
  status: z.enum(['WAITING', 'BALANCED', 'DIFFERENT', 'BROKEN']),
  ours: sums,
  theirs: sums,
  differences: z.array(settledDifference),
  /** Differences that nobody has dealt with yet. */
  open: count,
  /** Whether something can only be said when the next day's bill is there. */
  unsure: z.boolean(),
  /** When it was compared, or (never compared) tried, for the last time. */
  at: instant,
  triedAt: instant,
  /** How often it was compared to the end: what two runs at once are told apart by. */
  attempts: count,
  progress: progress.nullable(),
});
export type Reconciliation = z.output<typeof reconciliation>;
export const reconciliations = collection('reconciliations', reconciliation);
