import tcb from '@cloudbase/node-sdk';
import { fen } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import { cashMoney, frozenMoney, memberMoney, revenueMoney } from '@shared/domain/ledger';
import { cloudDb } from '../../cloudfunctions/_kit/cloudDb';
import type { Db, Transaction } from '../../cloudfunctions/_kit/db';
import {
  balanceOf,
  captureHold,
  move,
  placeHold,
  releaseHold,
} from '../../cloudfunctions/ledger/service';
import type { MoneyClub } from '../functions/money';
import { insist } from '../functions/steps';
import { exactly, type Measurement } from './figure';

const MEMBER = 'm-fifty';
const PRICE = fen(100);
const races = 50;
const funded = 10;
/** The release wins now and then; whoever lost the money by it asks again. */
const MOST_ATTEMPTS = 20;

/** Fifty writers of one document at once: most are told to come back later, and come. */
const insistent = <T>(db: Db, work: (tx: Transaction) => Promise<T>) =>
  insist(() => db.transaction(work));

/**
 * Fifty ask for a hold on a wallet that has money for ten; each hold is captured and released in the
 * same instant, until ten are captured and nothing is left.
 */
export async function holdFigures({ club }: MoneyClub): Promise<Measurement[]> {
  Object.assign(process.env, club.cloud.sdkEnv());
  const db = cloudDb(tcb.init({ env: 'local' }).database());
  const now = club.cloud.clock.now() as Instant;
  const to = revenueMoney('c-centre', 'COURT');
  const first = { from: cashMoney('c-centre'), to: memberMoney(MEMBER) };
  const postings = [{ ...first, amount: fen(PRICE * funded) }];
  await db.transaction((tx) => move(tx, { reason: 'cash:fifty', postings, at: now }));

  const ids = Array.from({ length: races }, (_, index) => `fifty-${index}`);
  const sellingTo = async (id: string): Promise<number> => {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const holdId = `${id}-${attempt}`;
      const ask = { holdId, memberId: MEMBER, amount: PRICE };
      if ((await insistent(db, (tx) => placeHold(tx, ask, now))) !== null) return 0;
      const [captured, released] = await Promise.all([
        insistent(db, (tx) => captureHold(tx, { holdId, to }, now)),
        insistent(db, (tx) => releaseHold(tx, holdId, now)),
      ]);
      if (captured === released) throw new Error(`${holdId} was settled twice, or not at all`);
      if (captured) return 1;
    }
    return 0;
  };
  const sold = await Promise.all(ids.map(sellingTo));
  const captured = sold.reduce((sum: number, one) => sum + one, 0);
  const left =
    (await balanceOf(db, memberMoney(MEMBER))) + (await balanceOf(db, frozenMoney(MEMBER)));
  const field = `${races} captures and releases race for a wallet with money for ${funded}`;
  return [exactly(funded, 'captured')(field, captured), exactly(0, 'fen')(`${field}: left`, left)];
}
