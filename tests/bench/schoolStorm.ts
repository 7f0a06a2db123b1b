import fc from 'fast-check';
import type { CoachChange } from '../../cloudfunctions/training/store';
import type { Club } from '../functions/club';
import { type MoneyClub, openMoneyClub } from '../functions/money';
import { exactly, inParallel, type Measurement, type Share } from './figure';
import { pass, settle } from './moneyStorm';
import { perform } from './schoolStormDeeds';
import { type Batch, batchOf, EVENTS } from './schoolStormEvents';
import { problemsNow } from './schoolStormRules';
import { openSchoolOf, PEOPLE, type School } from './schoolStormSchool';

const lives = 500;
/** How many schools live side by side, on one clock. */
const width = 25;

/** How often what happened, so that a storm in which nothing happens is seen. */
export type Tally = Record<
  | 'asked'
  | 'confirmed'
  | 'ended'
  | 'cancelled'
  | 'completed'
  | 'reminded'
  | 'evaluated'
  | 'changed'
  | 'refused'
  | 'waived'
  | 'stopped'
  | 'usedUp',
  number
>;

const batchesOf = (share: Share) => Math.max(1, Math.round((lives * share) / width));

/**
 * Schools live at random: students ask for lessons, coaches answer, both cancel, agree and evaluate,
 * relations begin, change and end, courts are closed, admins step in, strangers try, the clock moves
 * and functions die. After every event the rules hold. `STORM_SEED` and `STORM_PATH`, as printed by a
 * storm that ended otherwise, repeat it.
 */
export async function measure(share: Share = 1): Promise<Measurement[]> {
  const { wrong, tally, report } = await storm(batchesOf(share));
  if (report !== null) console.error(report);
  const met = `${tally.asked} lessons, ${tally.completed} given, ${tally.cancelled} cancelled`;
  const ran = `${batchesOf(share) * width} × ${EVENTS} random events of a school (${met})`;
  const missed = Object.entries(tally).filter(([, times]) => times === 0);
  const names = missed.map(([what]) => what).join(', ') || 'none';
  return [
    exactly(0, 'schools')(`${ran}: out of order`, wrong),
    exactly(0, 'deeds')(`what no school of these met: ${names}`, missed.length),
  ];
}

/** Batches of schools, each on a fresh club; stops at the first that ends wrongly. */
export async function storm(batches: number) {
  const money = await openMoneyClub({ transactionMs: 1500 });
  const { STORM_SEED, STORM_PATH } = process.env;
  const tally: Tally = {
    ...{ asked: 0, confirmed: 0, ended: 0, cancelled: 0 },
    ...{ completed: 0, reminded: 0, evaluated: 0, changed: 0 },
    ...{ refused: 0, waived: 0, stopped: 0, usedUp: 0 },
  };
  let wrong = 0;
  try {
    const result = await fc.check(
      fc.asyncProperty(batchOf(width), async (batch) => {
        await money.reset();
        const { problems, usedUp } = await live(money, batch);
        tally.usedUp += usedUp;
        await count(money.club, tally);
        if (problems.length === 0) return;
        wrong += 1;
        throw new Error(problems.join('\n'));
      }),
      {
        numRuns: batches,
        // What ran beside a school is part of why it went wrong: a smaller one proves nothing.
        endOnFailure: true,
        ...(STORM_SEED !== undefined && { seed: Number(STORM_SEED) }),
        ...(STORM_PATH !== undefined && { path: STORM_PATH }),
      },
    );
    const { seed, counterexamplePath: path, errorInstance } = result;
    const repeat = `STORM_SEED=${seed} STORM_PATH=${path} npm run bench schoolStorm`;
    const report = result.failed ? `${(errorInstance as Error).stack}\n${repeat}` : null;
    return { wrong: result.failed ? Math.max(1, wrong) : 0, report, tally };
  } finally {
    await money.close();
  }
}

/** What goes out of order in a batch, at the first event after which something is. */
async function live(money: MoneyClub, batch: Batch) {
  const { club } = money;
  const schools = await openSchools(club, batch.runs.length);
  for (const [round, minutes] of batch.minutes.entries()) {
    const deeds = schools.map((school, n) =>
      (batch.runs[n]?.[round] ?? []).map((deed) => perform(club, school, deed)),
    );
    await Promise.all(deeds.flat());
    if (minutes > 0) await pass(money, minutes);
    const problems = await problemsNow(club, schools);
    if (problems.length > 0) return { problems: [...problems, `at event ${round + 1}`], usedUp: 0 };
  }
  await settle(money);
  const left = await untilFollowed(money);
  const waiting = left.map(({ _id }) => `${_id} was never done`);
  const usedUp = schools.reduce((sum, school) => sum + school.usedUp, 0);
  return { problems: [...(await problemsNow(club, schools)), ...waiting], usedUp };
}

const MOST_WAITS = 20;

/** What dying functions left to be done, the timer does; answers what it never does. */
async function untilFollowed(money: MoneyClub) {
  for (let waits = 0; waits < MOST_WAITS; waits += 1) {
    if ((await money.club.documents('outbox')).length === 0) break;
    // Longer each time a deed failed: a few minutes at most while one function died.
    await pass(money, 5);
  }
  return money.club.documents('outbox');
}

async function openSchools(club: Club, size: number): Promise<School[]> {
  const stored = await club.documents('members');
  const guests = stored.map(({ _id }) => String(_id)).filter((id) => id.startsWith('m-guest'));
  if (guests.length < size * PEOPLE) throw new Error(`only ${guests.length} guests`);
  const people = guests.map((memberId) => ({
    memberId,
    openid: memberId.replace('m-', 'oCourtside-'),
  }));
  const numbers = Array.from({ length: size }, (_, number) => number);
  return inParallel(numbers, 4, (number) =>
    openSchoolOf(club, number, people.slice(number * PEOPLE, (number + 1) * PEOPLE)),
  );
}

async function count(club: Club, tally: Tally): Promise<void> {
  const lessons = await club.documents('lessons');
  const having = (...statuses: string[]) =>
    lessons.filter(({ status }) => statuses.includes(String(status))).length;
  tally.asked += lessons.length;
  tally.confirmed += lessons.filter(({ confirmedAt }) => confirmedAt !== null).length;
  tally.ended += having('REJECTED', 'WITHDRAWN', 'EXPIRED');
  tally.cancelled += having('CANCELLED');
  tally.completed += having('COMPLETED');
  tally.reminded += lessons.filter(({ remindedAt }) => remindedAt !== null).length;
  tally.evaluated += (await club.documents('evaluations')).length;
  const changes = (await club.documents('coach_changes')) as unknown as CoachChange[];
  tally.changed += changes.filter(({ status }) => status === 'COMPLETED').length;
  tally.refused += changes.filter(({ status }) => status === 'REJECTED').length;
  tally.waived += changes.filter(({ votes }) => votes.from.vote === 'WAIVED').length;
  const stops = await club.documents('audit_entries', { action: 'school.stopTeaching' });
  tally.stopped += stops.length;
}
