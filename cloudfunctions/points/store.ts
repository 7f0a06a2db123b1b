import { clubDate, clubMonth, count, id, instant, pointsAmount } from '@shared/contracts/scalars';
import type { Account } from '@shared/domain/ledger';
import { LEVELS } from '@shared/domain/membership';
import * as z from 'zod';
import { collection } from '../_kit/db';

const lot = z.object({ day: clubDate, left: pointsAmount });

/**
 * A member's points: a balance of the ledger that also knows when they were earned. Changed only
 * together with an entry.
 */
const pointAccount = z.object({
  _id: z.custom<Account<'points'>>((value) => /^points:member:./.test(String(value))),
  /** What the lots add up to. */
  balance: z.int().min(0),
  lots: z.array(lot).default([]),
  /**
   * The day of the oldest lot, so that what expires can be found. Null without lots, and while nobody
   * has looked at the account since points came in unseen: its lots may lie there in any order.
   */
  oldest: clubDate.nullable().default(null),
  /** What was taken back of points that were spent already: the next earned pay it. */
  owed: count.default(0),
  /** What of the balance came in unseen: nothing of what is owed was paid from it yet. */
  unseen: count.default(0),
  /** All that was ever earned and not taken back: it decides the level. */
  earned: count.default(0),
  /** The level that was told by the points. */
  reached: z.enum(LEVELS).default('BASIC'),
  /** The newest month of whose expiry the member was told. */
  told: clubMonth.nullable().default(null),
});
export type PointAccount = z.output<typeof pointAccount>;
export const pointAccounts = collection('ledger_balances', pointAccount);

/** Points set aside for something, with their days: placed once, then consumed or released, once. */
const pointHold = z.object({
  _id: z.string().min(1).max(120),
  memberId: id,
  amount: pointsAmount,
  lots: z.array(lot),
  status: z.enum(['PLACED', 'CONSUMED', 'RELEASED']),
  /** What of consumed points came back. */
  returned: pointsAmount,
  placedAt: instant,
});
export type PointHold = z.output<typeof pointHold>;
export const pointHolds = collection('point_holds', pointHold);
