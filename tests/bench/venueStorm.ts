import fc from 'fast-check';
import { expectLedgerInOrder } from '../functions/books';
import type { Club } from '../functions/club';
import { expectPaidFor, type Stored } from '../functions/courtsInOrder';
import { type MoneyClub, openMoneyClub } from '../functions/money';
import { expectPointsInOrder } from '../functions/points';
import { exactly, inParallel, type Measurement, type Share } from './figure';
import { expectBooksAgree, pass, settle } from './moneyStorm';
import { bookkeeper, unfinished } from './venueStormBooks';
import { perform } from './venueStormDeeds';
import { type Batch, batchOf, EVENTS, MEMBERS } from './venueStormEvents';
import { problemsNow, unexplained } from './venueStormRules';
import { count, emptyTally, type Tally } from './venueStormTally';
import { openVenue, type Venue } from './venueStormVenue';

const lives = 1000;
/** How many venues live side by side, on one clock. */
const width = 25;

export const batchesOf = (share: Share) => Math.max(1, Math.round((lives * share) / width));

/**
 * Venues live at random: people book, pay, pay late, cancel, move and do not come, the desk sells,
 * lets in and cancels, management closes courts, notifications are lost and functions die. After
 * every event courts and limits have to be in order, in the end the money, too. `STORM_SEED` and
 * `STORM_PATH`, as printed by a storm that ended otherwise, repeat it.
 */
export async function measure(share: Share = 1): Promise<Measurement[]> {
  const { wrong, tally, report } = await storm(batchesOf(share));
  if (report !== null) console.error(report);
  const never = Object.entries(tally).flatMap(([what, times]) => (times === 0 ? [what] : []));
  if (never.length > 0) throw new Error(`a storm in which nothing was ${never.join(', ')}`);
  const ran = `${batchesOf(share) * width} × ${EVENTS} random events of a venue`;
  const met = `${tally.booked} booked, ${tally.cancelled} cancelled, ${tally.moved} moved, ${tally.broken} calls broken by ordered faults`;
  return [exactly(0, 'venues')(`${ran} (${met}): courts or money out of order`, wrong)];
}

/** Batches of venues, each on a fresh club; stops at the first that ends wrongly. */
export async function storm(batches: number) {
  const log: string[] = [];
  const money = await openMoneyClub({ transactionMs: 1500, log: (line) => log.push(line) });
  const { STORM_SEED, STORM_PATH } = process.env;
  const tally = emptyTally();
  let wrong = 0;
  try {
    const result = await fc.check(
      fc.asyncProperty(batchOf(width), async (batch) => {
        await money.reset();
        log.length = 0;
        const problems = [...(await live(money, batch, tally)), ...unexplained(log)];
        await count(money.club, tally);
        if (problems.length === 0) return;
        const venues = problems.flatMap((one) => /v-storm-\d+/.exec(one) ?? []);
        wrong += Math.max(1, new Set(venues).size);
        throw new Error(problems.join('\n'));
      }),
      {
        numRuns: batches,
        // What ran beside a venue is part of why it went wrong: a smaller one proves nothing.
        endOnFailure: true,
        ...(STORM_SEED !== undefined && { seed: Number(STORM_SEED) }),
        ...(STORM_PATH !== undefined && { path: STORM_PATH }),
      },
    );
    const { seed, counterexamplePath: path, errorInstance } = result;
    const repeat = `STORM_SEED=${seed} STORM_PATH=${path} npm run bench venueStorm`;
    const report = result.failed ? `${(errorInstance as Error).stack}\n${repeat}` : null;
    return { wrong: result.failed ? Math.max(1, wrong) : 0, report, tally };
  } finally {
    await money.close();
  }
}

/** What goes out of order in a batch, at the first event after which something is. */
async function live(money: MoneyClub, batch: Batch, tally: Tally): Promise<string[]> {
  const { club } = money;
  const venues = await openVenues(club, batch.runs.length);
  const books = bookkeeper(club);
  const look = async () => [...(await problemsNow(club, venues)), ...(await books())];
  for (const [round, minutes] of batch.minutes.entries()) {
    const deeds = venues.map((venue, n) =>
      (batch.runs[n]?.[round] ?? []).map((deed) => perform(money, venue, deed)),
    );
    const went = await Promise.all(deeds.flat());
    tally.broken += went.filter((how) => how === 'BROKEN').length;
    if (minutes > 0) await pass(money, minutes);
    const problems = await lasting(money, look);
    if (problems.length > 0) return [...problems, ...storyOf(batch, { round, problems })];
  }
  await settle(money);
  await untilClosed(money);
  await expectLedgerInOrder(club);
  await expectPointsInOrder(club);
  await expectBooksAgree(money, 0);
  await expectPaidFor(club, (await club.documents('bookings')) as unknown as Stored[]);
  return [...(await look()), ...(await unfinished(club))];
}

/** A look takes several readings: what a notification on its way changes between them is none. */
async function lasting({ wechat }: MoneyClub, look: () => Promise<string[]>): Promise<string[]> {
  const seen = await look();
  if (seen.length === 0) return seen;
  await wechat.idle();
  return look();
}

/** What the venues that went wrong had met until then. */
function storyOf(
  batch: Batch,
  { round, problems }: { readonly round: number; readonly problems: readonly string[] },
): string[] {
  const numbers = new Set(problems.flatMap((one) => /v-storm-(\d+)/.exec(one)?.[1] ?? []));
  return [...numbers].map((number) => {
    const events = batch.runs[Number(number)]?.slice(0, round + 1);
    return `v-storm-${number}, ${round + 1} events: ${JSON.stringify(events)}`;
  });
}

async function openVenues(club: Club, size: number): Promise<Venue[]> {
  const stored = await club.documents('members');
  const guests = stored.map(({ _id }) => String(_id)).filter((id) => id.startsWith('m-guest'));
  if (guests.length < size * MEMBERS) throw new Error(`only ${guests.length} guests`);
  const people = guests.map((memberId) => ({
    memberId,
    openid: memberId.replace('m-', 'oCourtside-'),
    couponId: `${memberId}-coupon`,
  }));
  const numbers = Array.from({ length: size }, (_, number) => number);
  return inParallel(numbers, 4, (number) =>
    openVenue(club, `v-storm-${number}`, people.slice(number * MEMBERS, (number + 1) * MEMBERS)),
  );
}

const MOST_WAITS = 10;

/** The timer finishes what a dying function left of a closure. */
async function untilClosed(money: MoneyClub): Promise<void> {
  for (let waits = 0; waits < MOST_WAITS; waits += 1) {
    if ((await money.club.documents('closures', { done: false })).length === 0) break;
    await pass(money, 1);
  }
  // What a closure sent away has its money on the way back.
  await settle(money);
}
