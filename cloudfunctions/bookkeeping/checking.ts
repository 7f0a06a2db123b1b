import { addDays, clubDateOf, earlier, type Instant, MINUTE } from '@shared/base/time';
import type { Asset } from '@shared/domain/ledger';
import type { Db } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { countEntries, type Sums, sumOfBalances, sumsAfter } from '../ledger/totals';
import { lotDifferences } from '../points/service';
import { newestClosing, sumsOf } from './closing';
import { type BookCheck, bookChecks } from './store';

const ASSETS = ['fen', 'points'] as const satisfies readonly Asset[];
type Totals = Readonly<Record<Asset, number>>;

const MOST_READINGS = 3;
/** Two checks that overlap are one. */
const APART = MINUTE;

/**
 * Checks that Σ of all accounts is zero: balance documents, and the others from the newest closing
 * and the entries since. A difference counts when the next check finds the same (decision 0002).
 */
export async function checkBooks({ db, now }: Context): Promise<void> {
  const totals = await quietTotals(db, now);
  // Somebody moved value during every reading: nothing can be said, an hour later it can.
  if (!totals) return;
  for (const asset of ASSETS) await note(db, asset, totals[asset], now);
}

/**
 * Σ of each asset at one moment, or null when there was none. Reads are no snapshot, but an entry is
 * never taken back: if there are as many after the balances were read as before, nothing moved
 * between.
 */
async function quietTotals(db: Db, now: Instant): Promise<Totals | null> {
  const closing = await newestClosing(db, addDays(clubDateOf(now), -1));
  const since = { from: closing?.until ?? null, until: null };
  for (let reading = 0; reading < MOST_READINGS; reading += 1) {
    const { sums, entries } = await sumsAfter(db, sumsOf(closing), since);
    const [fen, points] = await Promise.all(ASSETS.map((asset) => sumOfBalances(db, asset)));
    if ((await countEntries(db, since)) !== entries) continue;
    return {
      fen: (fen ?? 0) + totalOf(sums, 'fen'),
      // Points are also what their lots say, account by account.
      points: (points ?? 0) + totalOf(sums, 'points') + (await lotDifferences(db)),
    };
  }
  return null;
}

const totalOf = (sums: Sums, asset: Asset) =>
  [...sums].reduce(
    (total, [account, sum]) => (account.startsWith(`${asset}:`) ? total + sum : total),
    0,
  );

async function note(db: Db, asset: Asset, difference: number, now: Instant): Promise<void> {
  const known = await db.get(bookChecks, asset);
  const told = found(asset, known, difference, now);
  if (!known) await db.insert(bookChecks, told);
  else if (now - known.at >= APART || known.at > now) {
    const { _id, ...set } = told;
    await db.changeIf(bookChecks, { _id, at: known.at }, { set });
  }
}

function found(asset: Asset, known: BookCheck | null, difference: number, at: Instant): BookCheck {
  if (difference === 0) {
    return { _id: asset, at, difference, since: null, off: false, balancedAt: at };
  }
  const stood = known?.difference === difference;
  const since = stood ? known.since : at;
  const off = stood || known?.off === true;
  return { _id: asset, at, difference, since, off, balancedAt: known?.balancedAt ?? null };
}

export interface BookState {
  /** When Σ of every asset was last found to be zero; null when one was never. */
  readonly balancedAt: Instant | null;
  /** Σ of an asset is not zero, found twice. */
  readonly off: boolean;
}

/** How the books stand, as the newest check found them. */
export async function bookState(db: Db): Promise<BookState> {
  const checks = await db.find(bookChecks, { where: {}, limit: ASSETS.length });
  const balanced = checks.flatMap(({ balancedAt }) => balancedAt ?? []);
  return {
    balancedAt: balanced.length < ASSETS.length ? null : balanced.reduce(earlier),
    off: checks.some(({ off }) => off),
  };
}
