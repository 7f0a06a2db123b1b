import { points } from '@shared/base/money';
import { addDays, type ClubMonth, clubDayStart, clubMonthSpan } from '@shared/base/time';
import type { POINT_KINDS, PointLine } from '@shared/contracts/membership';
import { memberPoints, type Posting } from '@shared/domain/ledger';
import type { Db } from '../_kit/db';
import { entriesOf, gainOf, type LedgerEntry, newestEntriesOf } from '../ledger/service';

type Kind = (typeof POINT_KINDS)[number];

/** What the house on the other side of a posting says that it was for. */
const BY_HOUSE: Readonly<Record<string, Kind>> = {
  'check-in': 'CHECK_IN',
  milestone: 'CHECK_IN',
  spending: 'SPENDING',
  review: 'REVIEW',
  invitation: 'INVITATION',
  challenge: 'CHALLENGE',
  adjustment: 'ADJUSTMENT',
  rewards: 'REWARD',
  spent: 'PAYMENT',
  reversed: 'REVERSAL',
  expired: 'EXPIRY',
  forfeited: 'EXPIRY',
};

/** What points are set aside for: the beginning of the hold's id, which begins the entry's reason. */
const BY_HOLD: readonly (readonly [RegExp, Kind])[] = [
  [/^(challenge|duel|pk)/, 'CHALLENGE'],
  [/^(reward|redeem)/, 'REWARD'],
];

/** Why an entry moved a member's points, by the first of its postings: the others follow from it. */
function kindOf({ _id, postings }: LedgerEntry, account: string): Kind {
  const first = postings.find(({ from, to }: Posting) => from === account || to === account);
  const other = first?.from === account ? first.to : first?.from;
  const house = /^points:house:(.+)$/.exec(other ?? '')?.[1];
  if (house !== undefined) return BY_HOUSE[house] ?? 'ADJUSTMENT';
  return BY_HOLD.find(([pattern]) => pattern.test(_id))?.[1] ?? 'PAYMENT';
}

/** A reason can hold letters that no list needs: a line is told apart by it and nothing else. */
function linesOf(entries: readonly LedgerEntry[], memberId: string): PointLine[] {
  const account = memberPoints(memberId);
  return entries.flatMap((entry) => {
    const amount = points(gainOf(entry, account));
    return amount === 0
      ? []
      : [{ id: entry._id, at: entry.at, kind: kindOf(entry, account), amount }];
  });
}

const RECENT = 10;

/** The newest movements of a member's points, newest first. */
export const recentLinesOf = async (db: Db, memberId: string): Promise<PointLine[]> =>
  linesOf(await newestEntriesOf(db, memberPoints(memberId), RECENT), memberId);

/** The movements of one month, newest first. */
export async function linesOfMonth(db: Db, memberId: string, month: ClubMonth) {
  const { first, last } = clubMonthSpan(month);
  const span = { from: clubDayStart(first), until: clubDayStart(addDays(last, 1)) };
  const entries = await entriesOf(db, memberPoints(memberId), span);
  return linesOf(entries.reverse(), memberId);
}
