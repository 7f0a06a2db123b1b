import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Cloud } from '../../local/cloudbase/types';
import {
  bothSdks,
  type Collection,
  closed,
  type Documents,
  failureOf,
  startDocuments,
  type Transaction,
} from './localCloud';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startDocuments({ accounts: closed });
});
afterAll(() => cloud.stop());

describe.each(bothSdks)('transactions through %s', (_name, connect) => {
  let documents: Documents;
  let accounts: Collection;
  const within = (transaction: Transaction) => transaction.collection('accounts');
  const balance = async (id: string): Promise<unknown> =>
    (await documents.read(accounts.doc(id)))?.balance;

  beforeEach(async () => {
    await cloud.reset();
    documents = connect();
    accounts = documents.db.collection('accounts');
    await cloud.load('accounts', [
      { _id: 'a', balance: 100 },
      { _id: 'b', balance: 0 },
    ]);
  });

  test('what it wrote is seen inside at once, outside after the commit, all together', async () => {
    const { db, command: _ } = documents;
    const result = await db.runTransaction(async (transaction) => {
      await documents.update(within(transaction).doc('a'), { balance: _.inc(-30) });
      await documents.update(within(transaction).doc('b'), { balance: _.inc(30) });
      expect(await documents.read(within(transaction).doc('a'))).toMatchObject({ balance: 70 });
      expect(await balance('a')).toBe(100);
      return 'done';
    });
    expect(result).toBe('done');
    expect([await balance('a'), await balance('b')]).toEqual([70, 30]);
  });

  test('a missing document reads as null', async () => {
    const transaction = await documents.db.startTransaction();
    expect(await documents.read(within(transaction).doc('missing'))).toBeNull();
    await transaction.rollback();
  });

  test('a throw or a rollback leaves nothing behind', async () => {
    const { db } = documents;
    const boom = db.runTransaction(async (transaction) => {
      await documents.update(within(transaction).doc('a'), { balance: 0 });
      throw new Error('boom');
    });
    expect((await failureOf(boom)).message).toBe('boom');
    const reason = await failureOf(
      db.runTransaction(async (transaction) => {
        await documents.update(within(transaction).doc('a'), { balance: 0 });
        await transaction.rollback(-7);
      }),
    );
    expect(reason).toBe(-7);
    expect(await balance('a')).toBe(100);
  });

  test('the snapshot is taken by the first operation, not by the start', async () => {
    const transaction = await documents.db.startTransaction();
    await documents.update(accounts.doc('a'), { balance: 1 });
    expect(await documents.read(within(transaction).doc('a'))).toMatchObject({ balance: 1 });
    await documents.update(accounts.doc('a'), { balance: 2 });
    await documents.update(accounts.doc('b'), { balance: 2 });
    expect(await documents.read(within(transaction).doc('a'))).toMatchObject({ balance: 1 });
    expect(await documents.read(within(transaction).doc('b'))).toMatchObject({ balance: 0 });
    await transaction.rollback();
  });

  test('a write to what another open transaction wrote conflicts at the operation', async () => {
    const [one, two] = [
      await documents.db.startTransaction(),
      await documents.db.startTransaction(),
    ];
    await documents.read(within(one).doc('a'));
    await documents.read(within(two).doc('a'));
    await documents.update(within(one).doc('a'), { balance: 1 });
    const failure = await failureOf(documents.update(within(two).doc('a'), { balance: 2 }));
    expect(failure.message).toContain(
      '[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource operated by others.',
    );
    if (documents.sdk === 'node-sdk') expect(failure.code).toBe('DATABASE_TRANSACTION_CONFLICT');
    else expect(failure.errCode).toBe(-501001);
    await one.commit();
    expect(await balance('a')).toBe(1);
    expect((await failureOf(two.commit())).message).toContain('TransactionNotExist');
  });

  test('a write to what was committed after the snapshot conflicts', async () => {
    const transaction = await documents.db.startTransaction();
    await documents.read(within(transaction).doc('b'));
    await documents.update(accounts.doc('a'), { balance: 5 });
    const failure = await failureOf(documents.update(within(transaction).doc('a'), { balance: 6 }));
    expect(failure.message).toContain('TransactionConflict');
  });

  test('an insert of what was inserted after the snapshot conflicts', async () => {
    const transaction = await documents.db.startTransaction();
    await documents.read(within(transaction).doc('b'));
    await documents.add(accounts, { _id: 'new' });
    const failure = await failureOf(documents.add(within(transaction), { _id: 'new' }));
    expect(failure.message).toMatch(/TransactionConflict|E11000/);
  });

  test('write skew is not prevented: two may decide on what the other changes', async () => {
    const [one, two] = [
      await documents.db.startTransaction(),
      await documents.db.startTransaction(),
    ];
    await documents.read(within(one).doc('a'));
    await documents.read(within(two).doc('b'));
    await documents.update(within(one).doc('b'), { balance: 11 });
    await documents.update(within(two).doc('a'), { balance: 22 });
    await one.commit();
    await two.commit();
    expect([await balance('a'), await balance('b')]).toEqual([22, 11]);
  });

  test('an ordinary write waits for the lock and then sees what was committed', async () => {
    const transaction = await documents.db.startTransaction();
    await documents.update(within(transaction).doc('a'), { balance: 10 });
    let done = false;
    const waiting = documents
      .update(accounts.doc('a'), { balance: documents.command.inc(1) })
      .then(() => {
        done = true;
      });
    await documents.update(accounts.doc('b'), { balance: 1 });
    expect(await balance('a')).toBe(100);
    expect(done).toBe(false);
    await transaction.commit();
    await waiting;
    expect(await balance('a')).toBe(11);
  });

  test('an ordinary write that waited goes on after a rollback, too', async () => {
    const transaction = await documents.db.startTransaction();
    await documents.remove(within(transaction).doc('a'));
    const waiting = documents.update(accounts.doc('a'), { balance: documents.command.inc(1) });
    await transaction.rollback();
    expect(await waiting).toBe(1);
    expect(await balance('a')).toBe(101);
  });

  test('operations that overlap in one transaction are refused as busy', async () => {
    const transaction = await documents.db.startTransaction();
    const all = await Promise.allSettled(
      ['a', 'b', 'a'].map((id) => within(transaction).doc(id).get()),
    );
    const refused = all.filter((each) => each.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) {
      expect(reason.message).toContain('[ResourceUnavailable.TransactionBusy]');
      if (documents.sdk === 'node-sdk') expect(reason.code).toBe('DATABASE_TRANSACTION_FAIL');
    }
    await transaction.rollback();
  });

  test('nothing works after the end', async () => {
    const transaction = await documents.db.startTransaction();
    await transaction.commit();
    const failure = await failureOf(documents.update(within(transaction).doc('a'), { balance: 1 }));
    expect(failure.message).toContain('[ResourceUnavailable.TransactionNotExist]');
    if (documents.sdk === 'node-sdk') expect(failure.code).toBe('DATABASE_TRANSACTION_FAIL');
    expect((await failureOf(transaction.rollback())).message).toContain('TransactionNotExist');
  });

  test('set and add create, remove removes; adding and removing one document commits', async () => {
    const { db } = documents;
    await db.runTransaction(async (transaction) => {
      await documents.set(within(transaction).doc('set'), { n: 1 });
      await documents.add(within(transaction), { _id: 7 });
      await documents.add(within(transaction), { _id: 'brief' });
      await documents.remove(within(transaction).doc('brief'));
      await documents.remove(within(transaction).doc('b'));
    });
    const { data } = await accounts.orderBy('_id', 'asc').get();
    expect(data.map(({ _id }) => _id)).toEqual([7, 'a', 'set']);
  });

  test('a batch of 1001 documents is added', async () => {
    const { db } = documents;
    await db.runTransaction((transaction) =>
      documents.add(
        within(transaction),
        Array.from({ length: 1001 }, (_each, n) => ({ n })),
      ),
    );
    expect((await accounts.count()).total).toBe(1003);
  });
});
