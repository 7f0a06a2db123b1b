import tcb from '@cloudbase/node-sdk';
import { fen } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import {
  cashMoney,
  frozenMoney,
  memberMoney,
  type Posting,
  revenueMoney,
} from '@shared/domain/ledger';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cloudDb } from '../../cloudfunctions/_kit/cloudDb';
import type { Db } from '../../cloudfunctions/_kit/db';
import {
  balanceOf,
  captureHold,
  move,
  placeHold,
  releaseHold,
} from '../../cloudfunctions/ledger/service';
import { expectLedgerInOrder } from './books';
import { type Club, openClub } from './club';

let club: Club;
let db: Db;
beforeAll(async () => {
  club = await openClub();
  Object.assign(process.env, club.cloud.sdkEnv(), { SILENCE: 'true' });
  db = cloudDb(tcb.init({ env: 'local' }).database());
});
afterAll(() => club.close());

const LIN = 'm-lin';
const now = 1 as Instant;
const courts = revenueMoney('c-centre', 'COURT');
const money = async () => [
  await balanceOf(db, memberMoney(LIN)),
  await balanceOf(db, frozenMoney(LIN)),
];

let round = 0;
beforeEach(async () => {
  round += 1;
  await club.removeDocument('ledger_balances', memberMoney(LIN)).catch(() => undefined);
  await club.removeDocument('ledger_balances', frozenMoney(LIN)).catch(() => undefined);
  for (const { _id } of await club.documents('ledger_entries', { accounts: memberMoney(LIN) })) {
    await club.removeDocument('ledger_entries', String(_id));
  }
  for (const { _id } of await club.documents('ledger_entries', { accounts: frozenMoney(LIN) })) {
    await club.removeDocument('ledger_entries', String(_id));
  }
  const postings: Posting[] = [
    { from: cashMoney('c-centre'), to: memberMoney(LIN), amount: fen(1000) },
  ];
  await db.transaction((tx) => move(tx, { reason: `cash:${round}`, postings, at: now }));
});

const place = (holdId: string, amount: number) =>
  db.transaction((tx) => placeHold(tx, { holdId, memberId: LIN, amount: fen(amount) }, now));
const capture = (holdId: string, amount?: number) =>
  db.transaction((tx) =>
    captureHold(tx, { holdId, to: courts, ...(amount && { amount: fen(amount) }) }, now),
  );
const release = (holdId: string) => db.transaction((tx) => releaseHold(tx, holdId, now));

test('a hold sets money aside once, however often it is asked for', async () => {
  expect(await place(`a${round}`, 400)).toBe(null);
  expect(await place(`a${round}`, 400)).toBe(null);
  expect(await money()).toEqual([600, 400]);
  expect(await place(`b${round}`, 601)).toBe('INSUFFICIENT_BALANCE');
  expect(await money()).toEqual([600, 400]);
  await expectLedgerInOrder(club);
});

test('a capture in part gives the rest back, and after it nothing moves any more', async () => {
  await place(`c${round}`, 400);
  expect(await capture(`c${round}`, 150)).toBe(true);
  expect(await money()).toEqual([850, 0]);
  expect(await capture(`c${round}`)).toBe(false);
  expect(await release(`c${round}`)).toBe(false);
  expect(await money()).toEqual([850, 0]);
  await expectLedgerInOrder(club);
});

test('fifty race for holds of a wallet that has money for ten: ten get it', async () => {
  const ids = Array.from({ length: 50 }, (_, index) => `race${round}-${index}`);
  const told: (string | null)[] = [];
  // Five at a time: fifty writers of one document would tell most of them to come back later.
  for (let from = 0; from < ids.length; from += 5) {
    told.push(...(await Promise.all(ids.slice(from, from + 5).map((id) => place(id, 100)))));
  }
  expect(told.filter((answer) => answer === null)).toHaveLength(10);
  expect(await money()).toEqual([0, 1000]);
  const held = ids.filter((_, index) => told[index] === null);
  await Promise.all(held.map((id, index) => (index % 2 ? capture(id) : release(id))));
  expect(await money()).toEqual([500, 0]);
  await expectLedgerInOrder(club);
});

test('capture and release race for one hold: one of them has it', async () => {
  await place(`d${round}`, 300);
  const done = await Promise.all([
    capture(`d${round}`),
    release(`d${round}`),
    capture(`d${round}`),
  ]);
  expect(done.filter(Boolean)).toHaveLength(1);
  expect((await money())[1]).toBe(0);
  await expectLedgerInOrder(club);
});
