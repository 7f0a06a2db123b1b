import {
  addDays,
  type ClubDate,
  clubDateOf,
  clubDayStart,
  HOUR,
  type Instant,
  plus,
} from '@shared/base/time';
import { frozenPoints, memberPoints } from '@shared/domain/ledger';
import fc from 'fast-check';
import { expirePoints, lookAtAccounts, openAccount } from '../../cloudfunctions/points/service';
import { expectLedgerInOrder } from '../functions/books';
import { type Club, openClub } from '../functions/club';
import { expectPointsInOrder } from '../functions/points';
import { openTimerContexts } from '../functions/timerContext';
import { exactly, inParallel, type Measurement, type Share } from './figure';
import { newTally, perform, type Saver, type Tally } from './pointsStormDeeds';
import { type Life, livesOf, ROUNDS } from './pointsStormLife';
import { Purse } from './pointsStormModel';

const savers = 400;
/** How many save side by side. */
const width = 20;

export const batchesOf = (share: Share) => Math.max(1, Math.round((savers * share) / width));

/**
 * Members earn, set aside, spend, get back, lose to refunds and let expire over some four years, much
 * of it twice at once; after every round each account is what a purse of single points would be, to
 * the day of each point. `STORM_SEED` and `STORM_PATH`, as printed by a storm that ended otherwise,
 * repeat it.
 */
export async function measure(share: Share = 1): Promise<Measurement[]> {
  const { wrong, tally, report } = await storm(batchesOf(share));
  if (report !== null) console.error(report);
  const ran = `${batchesOf(share) * width} × ${ROUNDS} random deeds with points over years`;
  const never = Object.entries(tally).flatMap(([what, times]) => (times === 0 ? [what] : []));
  const missed = never.length === 0 ? '' : ` (${never.join(', ')})`;
  return [
    exactly(0, 'accounts')(`${ran}: not what a plain purse holds`, wrong),
    exactly(0, 'deeds')(
      `what none of them met of ${Object.keys(tally).length}${missed}`,
      never.length,
    ),
  ];
}

/** Batches of savers, each on a fresh club; stops at the first that ends wrongly. */
export async function storm(batches: number) {
  const club = await openClub({ transactionMs: 2_000 });
  const { STORM_SEED, STORM_PATH } = process.env;
  const tally = newTally();
  try {
    const result = await fc.check(
      fc.asyncProperty(livesOf(width), async (life) => {
        await club.cloud.reset({ keepInstances: true });
        await live(club, life, tally);
      }),
      {
        numRuns: batches,
        endOnFailure: true,
        ...(STORM_SEED !== undefined && { seed: Number(STORM_SEED) }),
        ...(STORM_PATH !== undefined && { path: STORM_PATH }),
      },
    );
    const { seed, counterexamplePath: path, errorInstance } = result;
    const repeat = `STORM_SEED=${seed} STORM_PATH=${path} npm run bench pointsStorm`;
    const report = result.failed ? `${(errorInstance as Error).stack}\n${repeat}` : null;
    return { wrong: result.failed ? 1 : 0, report, tally };
  } finally {
    await club.close();
  }
}

/** @throws Error saying which account is not what its purse is, at the first round after which one is */
async function live(club: Club, life: Life, tally: Tally): Promise<void> {
  const { db, contextAt, faults } = openTimerContexts(club);
  const people: Saver[] = life.deeds.map((_, n) => ({
    memberId: `m-saver-${n}`,
    purse: new Purse(),
    earnings: [],
    holds: [],
  }));
  for (const { memberId } of people) await db.transaction((tx) => openAccount(tx, memberId));
  let today: ClubDate = clubDateOf(club.cloud.clock.now() as Instant);
  for (const [round, days] of life.days.entries()) {
    today = addDays(today, days);
    // The clock never stands still: a second round of a day has a midnight a little later.
    const midnight = plus(clubDayStart(today), round);
    // Two timers at once, as it happens.
    await Promise.all([expirePoints(contextAt(midnight)), expirePoints(contextAt(midnight))]);
    for (const { purse } of people) if (purse.expire(today) > 0) tally.expired += 1;
    const now = plus(midnight, 10 * HOUR);
    await inParallel([...people.entries()], 4, async ([n, saver]) => {
      const deed = life.deeds[n]?.[round];
      if (deed) await perform(db, saver, { deed, reason: `storm:${n}-${round}`, now, tally });
    });
    await Promise.all([lookAtAccounts(contextAt(now)), lookAtAccounts(contextAt(now))]);
    await compare(club, people, round);
  }
  if (faults.length > 0) throw new Error(`faults: ${faults.map(({ fault }) => fault).join()}`);
  await expectLedgerInOrder(club);
  await expectPointsInOrder(club);
  await expectExpired(club, people);
}

const textOf = (of: object) => JSON.stringify(of);

async function compare(club: Club, people: readonly Saver[], round: number): Promise<void> {
  const balances = await club.documents('ledger_balances');
  const known = new Map(balances.map((one) => [String(one._id), one]));
  for (const { memberId, purse } of people) {
    const account = known.get(memberPoints(memberId));
    const frozen = Number(known.get(frozenPoints(memberId))?.balance ?? 0);
    const { lots, owed, earned } = account ?? {};
    const found = textOf({ lots, owed, earned, frozen });
    const plain = { lots: purse.lots(), owed: purse.owed, earned: purse.earned };
    const wanted = textOf({ ...plain, frozen: purse.frozen() });
    if (found !== wanted) throw new Error(`${memberId}, round ${round}: ${found}, not ${wanted}`);
  }
}

/** What went to the house of each use, by member. */
async function movedTo(club: Club, house: string): Promise<Map<string, number>> {
  const sums = new Map<string, number>();
  for (const { postings } of await club.documents('ledger_entries')) {
    for (const { from, to, amount } of postings as { from: string; to: string; amount: number }[]) {
      if (to === `points:house:${house}`) sums.set(from, (sums.get(from) ?? 0) + amount);
    }
  }
  return sums;
}

async function expectExpired(club: Club, people: readonly Saver[]): Promise<void> {
  const gone = await movedTo(club, 'expired');
  for (const { memberId, purse } of people) {
    const found = gone.get(memberPoints(memberId)) ?? 0;
    if (found !== purse.expired)
      throw new Error(`${memberId}: ${found} of ${purse.expired} expired`);
  }
}
