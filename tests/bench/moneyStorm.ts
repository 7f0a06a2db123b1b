import fc from 'fast-check';
import { expectLedgerInOrder } from '../functions/books';
import { clearFaults } from '../functions/club';
import { type MoneyClub, openMoneyClub } from '../functions/money';
import { exactly, type Measurement, type Share } from './figure';
import { problemsOf } from './moneyBooks';
import { newPlayer, perform } from './moneyDeeds';
import { type Batch, batchOf } from './moneyEvents';

const sequences = 2000;
/** How many members are in one storm together, on one clock. */
const width = 10;

/** How often what happened, so that a storm in which nothing happens is seen. */
export type Tally = Record<
  | 'paid'
  | 'refunded'
  | 'closed'
  | 'reversed'
  | 'booked'
  | 'byAlipay'
  | 'takenBack'
  | 'late'
  | 'foundLate'
  | 'byHand',
  number
>;

/**
 * Members order, pay, pay twice, give up, withdraw, book and cancel at random while channels and
 * functions fail; when all is quiet, our books and the channels' have to agree. `STORM_SEED` and
 * `STORM_PATH`, as printed by a storm that ended otherwise, repeat it.
 */
export async function measure(share: Share = 1): Promise<Measurement[]> {
  const { wrong, tally, broken, report } = await storm(batchesOf(share));
  if (report !== null) console.error(report);
  const ran = `${batchesOf(share) * width} random sequences of money`;
  const paid = `${tally.paid} payments, ${tally.refunded} refunds, ${tally.closed} closed`;
  const never = Object.entries(tally).filter(([, times]) => times === 0);
  for (const [what] of never) console.error(`the storm met no ${what}`);
  const met = `${ran}: of ${Object.keys(tally).length} things to meet, never met`;
  return [
    exactly(0, 'sequences')(
      `${ran} (${paid}, ${broken} calls broken by ordered faults): ended otherwise than the channels say`,
      wrong,
    ),
    exactly(0, 'things')(met, never.length),
  ];
}

export const batchesOf = (share: Share) => Math.max(1, Math.round((sequences * share) / width));

/** Batches of sequences on one club; stops at the first that ends wrongly. */
export async function storm(batches: number) {
  const money = await openMoneyClub({ transactionMs: 700 });
  const { STORM_SEED, STORM_PATH } = process.env;
  let people = 0;
  let wrong = 0;
  let broken = 0;
  try {
    const result = await fc.check(
      fc.asyncProperty(batchOf(width), async (batch) => {
        const names = batch.sequences.map(() => `oStorm-${++people}`);
        const { problems, ...ran } = await run(money, batch, names);
        wrong += problems.length;
        broken += ran.broken;
        if (problems.length > 0) throw new Error(problems.join('\n'));
      }),
      {
        numRuns: batches,
        // What ran beside a sequence is part of why it went wrong: a smaller one proves nothing.
        endOnFailure: true,
        ...(STORM_SEED !== undefined && { seed: Number(STORM_SEED) }),
        ...(STORM_PATH !== undefined && { path: STORM_PATH }),
      },
    );
    const { seed, counterexamplePath: path, errorInstance } = result;
    // What is wrong with some sequences is wrong with the whole, too: they say more.
    if (!result.failed) await expectBooksAgree(money, seed);
    const repeat = `STORM_SEED=${seed} STORM_PATH=${path} npm run bench moneyStorm`;
    const report = result.failed ? `${(errorInstance as Error).stack}\n${repeat}` : null;
    // A storm that could not go on proves nothing: it counts as a sequence that went wrong.
    const ended = result.failed ? Math.max(1, wrong) : 0;
    return { wrong: ended, broken, report, tally: await tallyOf(money) };
  } finally {
    await money.close();
  }
}

/** The sequences that did not end as they should, each with why, and the calls that broke. */
async function run(money: MoneyClub, batch: Batch, names: readonly string[]) {
  let broken = 0;
  const players = await Promise.all(names.map((name) => newPlayer(money, name)));
  for (const [round, minutes] of batch.minutes.entries()) {
    const deeds = players.map((player, n) =>
      (batch.sequences[n]?.[round] ?? []).map((deed) => perform(money, player, deed)),
    );
    const went = await Promise.all(deeds.flat());
    broken += went.filter((how) => how === 'BROKEN').length;
    if (minutes > 0) await pass(money, minutes);
  }
  await settle(money);
  const found = await problemsOf(money, players);
  const problems = players.flatMap((player, n) => {
    const wrong = found.get(player) ?? [];
    const story = () => `${player.openid}: ${JSON.stringify(batch.sequences[n])}`;
    return wrong.length === 0 ? [] : [`${story()}\n  ${wrong.join('\n  ')}`];
  });
  return { problems, broken };
}

/** Time goes on; of a long time the timers run in the last minute, as after a pause of theirs. */
export async function pass({ club }: MoneyClub, minutes: number): Promise<void> {
  const { clock } = club.cloud;
  if (minutes > 1) clock.jump(clock.now() + (minutes - 1) * 60_000);
  await club.passMinutes(1);
}

const MOST_WAITS = 60;

/** Nothing fails any more and time passes until nothing is left to happen. */
export async function settle(money: MoneyClub): Promise<void> {
  const { club, wechat, alipay } = money;
  wechat.faults.clear();
  alipay.faults.clear();
  await clearFaults(club);
  for (let waits = 0; waits < MOST_WAITS; waits += 1) {
    wechat.releaseLate();
    alipay.releaseLate();
    for (const refundId of wechat.refundsUnderWay) wechat.endRefund(refundId, 'SUCCESS');
    for (const { outTradeNo, outRequestNo } of alipay.refundsUnderWay) {
      alipay.finishRefund(outTradeNo, outRequestNo);
    }
    await wechat.idle();
    await alipay.idle();
    await creditAbnormal(money);
    if (await isQuiet(money)) return;
    await pass(money, 4);
  }
}

/** What a channel cannot hand over, a person puts into the wallet. */
async function creditAbnormal({ club }: MoneyClub): Promise<void> {
  for (const { _id } of await club.documents('refunds', { status: 'ABNORMAL' })) {
    const ask = { refundId: String(_id), reason: '会员同意退到余额' };
    await club.as('root').books.creditRefund(ask);
  }
}

/** What still does not fit its order then is left to a person. */
const MOST_TRIES = 3;

async function isQuiet({ club }: MoneyClub): Promise<boolean> {
  const open = await Promise.all([
    club.documents('orders', { status: { $in: ['PENDING', 'REFUNDING'] } }),
    club.documents('orders', { status: 'PAID', fulfilledAt: null }),
    club.documents('refunds', { status: { $in: ['OPEN', 'ABNORMAL'] } }),
    club.documents('bookings', { status: 'PENDING_PAY' }),
    club.documents('outbox', { kind: { $in: ['fulfilOrder', 'askGivenUp', 'sendRefund'] } }),
    // What came in a moment after a code was given up is looked at again a minute later.
    club.documents('payment_inbox', { done: false, attempts: { $lte: MOST_TRIES } }),
  ]);
  return open.every((found) => found.length === 0);
}

/** Σ is zero, and what each channel owes us is what it took in and did not give back. */
export async function expectBooksAgree(money: MoneyClub, seed: number): Promise<void> {
  const { club, wechat, alipay } = money;
  await expectLedgerInOrder(club);
  for (const [channel, gateway] of [
    ['WECHAT', wechat],
    ['ALIPAY', alipay],
  ] as const) {
    const account = `fen:channel:${channel}`;
    const entries = await club.documents('ledger_entries', { accounts: account });
    const sum = entries
      .flatMap(({ postings }) => postings as { from: string; to: string; amount: number }[])
      .reduce((total, { from, to, amount }) => {
        return total + (to === account ? amount : 0) - (from === account ? amount : 0);
      }, 0);
    const { paid, refunded } = gateway.moneyOf();
    if (sum !== refunded - paid) {
      const owed = paid - refunded;
      throw new Error(`${channel} owes us ${owed} fen, our books say ${-sum}; STORM_SEED=${seed}`);
    }
  }
}

async function tallyOf({ club }: MoneyClub): Promise<Tally> {
  const many = async (collection: string, query: object) =>
    (await club.documents(collection, query)).length;
  const count = (query: object) => many('orders', query);
  const online = await club.documents('orders', { channel: { $in: ['WECHAT', 'ALIPAY'] } });
  return {
    paid: await count({ paidAt: { $ne: null } }),
    refunded: await count({ refunded: { $gt: 0 } }),
    closed: await count({ status: 'CLOSED' }),
    reversed: await count({ status: 'REVERSED' }),
    booked: await count({ kind: 'BOOKING', paidAt: { $ne: null } }),
    byAlipay: await count({ channel: 'ALIPAY', paidAt: { $ne: null } }),
    // Closed here, and paid all the same: the channel did not hear in time that it was given up.
    late: await count({ closedAt: { $ne: null }, paidAt: { $ne: null } }),
    // Paid in time, and handed over when its time was over: nothing told of it before.
    foundLate: online.filter(
      ({ closedAt, fulfilledAt, expiresAt }) =>
        closedAt === null && fulfilledAt !== null && Number(fulfilledAt) > Number(expiresAt),
    ).length,
    takenBack: await many('audit_entries', { action: 'wallet.withdraw' }),
    // What a channel could not hand over and a person put into the wallet.
    byHand: await many('audit_entries', { action: 'books.creditRefund' }),
  };
}
