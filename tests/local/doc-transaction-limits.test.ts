import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Cloud } from '../../local/cloudbase/types';
import { closed, type Db, failureOf, nodeDb, startDocuments, wxDb } from './localCloud';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startDocuments({
    accounts: closed,
    claims: {
      rules: {},
      indexes: [{ name: 'by_slot', fields: [['slot', 1]], unique: true }],
    },
  });
});
afterAll(() => cloud.stop());

describe('the rules of transactions', () => {
  beforeEach(() => cloud.reset());

  test('where().get() reads the snapshot and the own inserts', async () => {
    const db = nodeDb();
    await cloud.load('accounts', [{ _id: 'a', kind: 'x' }]);
    const transaction = await db.startTransaction();
    const inside = transaction.collection('accounts');
    await inside.add({ _id: 'own', kind: 'x' });
    await db.collection('accounts').add({ _id: 'later', kind: 'x' });
    const { data } = await inside.where({ kind: 'x' }).get();
    expect(data.map(({ _id }) => _id).sort()).toEqual(['a', 'own']);
    await transaction.rollback();
  });

  test('updateAndReturn works inside', async () => {
    const db = nodeDb();
    await cloud.load('accounts', [{ _id: 'a', n: 1 }]);
    const transaction = await db.startTransaction();
    const one = transaction.collection('accounts').where({ _id: 'a' });
    expect(await one.updateAndReturn({ n: db.command.inc(1) })).toMatchObject({
      updated: 1,
      doc: { _id: 'a', n: 2 },
    });
    await transaction.rollback();
    expect((await db.collection('accounts').doc('a').get()).data).toEqual([{ _id: 'a', n: 1 }]);
  });

  test('the SDK sends where().update() and count() without the transaction: they run outside', async () => {
    const db = nodeDb();
    await cloud.load('accounts', [{ _id: 'a', n: 1 }]);
    const transaction = await db.startTransaction();
    await transaction.collection('accounts').doc('a').get();
    await transaction.collection('accounts').where({ n: 1 }).update({ n: 9 });
    await transaction.rollback();
    expect((await db.collection('accounts').doc('a').get()).data).toEqual([{ _id: 'a', n: 9 }]);
  });

  test('the 101st operation ends the transaction', async () => {
    const db = nodeDb();
    const transaction = await db.startTransaction();
    for (let n = 0; n < 100; n++) await transaction.collection('accounts').doc('a').get();
    const failure = await failureOf(transaction.collection('accounts').doc('a').get());
    expect(failure.code).toBe('DATABASE_TRANSACTION_FAIL');
    expect((await failureOf(transaction.commit())).message).toContain('TransactionNotExist');
  });

  test('a duplicate key inside ends the transaction', async () => {
    const db = nodeDb();
    await cloud.load('accounts', [{ _id: 'a' }]);
    const transaction = await db.startTransaction();
    await transaction.collection('accounts').add({ _id: 'b' });
    const failure = await failureOf(transaction.collection('accounts').add({ _id: 'a' }));
    expect(failure.message).toContain('E11000');
    await failureOf(transaction.commit());
    expect((await db.collection('accounts').count()).total).toBe(1);
  });

  test('documents of more than 16 MB together are refused', async () => {
    const db = nodeDb();
    const transaction = await db.startTransaction();
    const text = 'x'.repeat(4 * 1024 * 1024);
    const inside = transaction.collection('accounts');
    for (let n = 0; n < 3; n++) await inside.doc(`big${n}`).set({ text });
    const failure = await failureOf(inside.doc('one-more').set({ text }));
    expect(failure.code).toBe('DATABASE_TRANSACTION_FAIL');
  });

  test('a unique value of an open transaction: another transaction conflicts', async () => {
    const db = nodeDb();
    const [one, two] = [await db.startTransaction(), await db.startTransaction()];
    await one.collection('claims').add({ _id: 'x', slot: 5 });
    const failure = await failureOf(two.collection('claims').add({ _id: 'y', slot: 5 }));
    expect(failure.code).toBe('DATABASE_TRANSACTION_CONFLICT');
    await one.commit();
  });

  test('a unique value of an open transaction: an ordinary insert waits and is then refused', async () => {
    const db = nodeDb();
    const one = await db.startTransaction();
    await one.collection('claims').add({ _id: 'x', slot: 5 });
    const waiting = failureOf(db.collection('claims').add({ _id: 'y', slot: 5 }));
    await one.commit();
    expect((await waiting).message).toContain('E11000');
  });

  test('a unique value freed by a transaction is free once it commits', async () => {
    const db = nodeDb();
    await cloud.load('claims', [{ _id: 'x', slot: 5 }]);
    const one = await db.startTransaction();
    await one.collection('claims').doc('x').remove();
    const waiting = db.collection('claims').add({ _id: 'y', slot: 5 });
    await one.commit();
    expect((await waiting).id).toBe('y');
  });

  test('40 at once on one counter: what was committed is counted, the rest were told', async () => {
    const db = nodeDb();
    await cloud.load('accounts', [{ _id: 'n', n: 0 }]);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, () =>
        db.runTransaction(async (transaction) => {
          const ref = transaction.collection('accounts').doc('n');
          const { n } = (await ref.get()).data as { n: number };
          await ref.update({ n: n + 1 });
        }),
      ),
    );
    const committed = outcomes.filter(({ status }) => status === 'fulfilled').length;
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') {
        expect(outcome.reason.message).toContain('TransactionConflict');
      }
    }
    expect((await db.collection('accounts').doc('n').get()).data).toEqual([
      { _id: 'n', n: committed },
    ]);
    expect(committed).toBeGreaterThan(0);
  });
});

describe('a conflict at an operation', () => {
  /** Runs a transaction that another write always overtakes; resolves to how often it was tried. */
  async function overtaken(db: Db, data: (change: object) => object): Promise<number> {
    await cloud.load('accounts', [{ _id: 'a', n: 0 }]);
    let tries = 0;
    const failure = await failureOf(
      db.runTransaction(async (transaction) => {
        tries++;
        const ref = transaction.collection('accounts').doc('a');
        await ref.get();
        await nodeDb().collection('accounts').doc('a').update({ n: tries });
        await ref.update(data({ n: -1 }));
      }),
    );
    expect(failure.message).toContain('TransactionConflict');
    return tries;
  }

  test('is tried four times in all by node-sdk', async () => {
    expect(await overtaken(nodeDb(), (change) => change)).toBe(4);
  });

  test('is not tried again by wx-server-sdk, which hides the code', async () => {
    expect(await overtaken(wxDb(), (data) => ({ data }))).toBe(1);
  });
});
