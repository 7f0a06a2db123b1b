import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Cloud } from '../../local/cloudbase/types';
import {
  bothSdks,
  type Collection,
  closed,
  type Documents,
  failureOf,
  nodeDb,
  startDocuments,
  wxDb,
} from './localCloud';

const NOON = Date.UTC(2026, 2, 14, 4);
let cloud: Cloud;

beforeAll(async () => {
  cloud = await startDocuments({ notes: closed, many: closed }, { clockAtReset: NOON });
});
afterAll(() => cloud.stop());

describe.each(bothSdks)('documents through %s', (_name, connect) => {
  let documents: Documents;
  let notes: Collection;

  beforeEach(async () => {
    await cloud.reset();
    documents = connect();
    notes = documents.db.collection('notes');
  });

  test('a document comes back as it went in, with its dates, nulls and nested parts', async () => {
    const note = {
      _id: 'one',
      text: 'hello 场边',
      at: new Date(1_700_000_000_123),
      count: 3,
      ratio: 0.1,
      large: 1_234_567_890_123,
      nothing: null,
      tags: ['a', ['b', { c: 1 }]],
      place: { city: '深圳' },
      'key.': 1,
    };
    expect(await documents.add(notes, note)).toBe('one');
    const read = await documents.read(notes.doc('one'));
    expect(read).toEqual(note);
    expect(read?.at).toBeInstanceOf(Date);
  });

  test('a document without _id gets 32 hex digits', async () => {
    expect(await documents.add(notes, { text: 'x' })).toMatch(/^[0-9a-f]{32}$/);
  });

  test('several documents are added at once', async () => {
    const ids = await documents.add(notes, [{ _id: 'a' }, { _id: 'b' }, {}]);
    expect(ids).toMatchObject(['a', 'b', expect.stringMatching(/^[0-9a-f]{32}$/)]);
    expect((await notes.count()).total).toBe(3);
  });

  test('a text of 24 hex digits and a number stay what they are as _id', async () => {
    const hex = '5f3c0e3a1c9d440000000000';
    await documents.add(notes, { _id: hex });
    await documents.add(notes, { _id: 42 });
    expect(await documents.read(notes.doc(hex))).toEqual({ _id: hex });
    expect(await documents.read(notes.doc(42))).toEqual({ _id: 42 });
    expect(await documents.read(notes.doc('42'))).toBeNull();
  });

  test('a second document with the same _id is refused with E11000', async () => {
    await documents.add(notes, { _id: 'one' });
    const failure = await failureOf(documents.add(notes, { _id: 'one' }));
    expect(failure.message).toContain('E11000 duplicate key error collection: ');
    expect(failure.message).toContain('index: _id_');
    if (documents.sdk === 'node-sdk') expect(failure.code).toBe('DATABASE_DUPLICATE_WRITE');
    else expect(failure.errCode).toBe(-502001);
  });

  test('of several documents with one duplicate none is added', async () => {
    await documents.add(notes, { _id: 'b' });
    await failureOf(documents.add(notes, [{ _id: 'a' }, { _id: 'b' }]));
    expect((await notes.count()).total).toBe(1);
  });

  test('a top-level field that starts with $ is refused', async () => {
    const failure = await failureOf(documents.add(notes, { $bad: 1 }));
    if (documents.sdk === 'node-sdk') expect(failure.code).toBe('DATABASE_REQUEST_FAILED');
    else expect(failure.errCode).toBe(-502001);
  });

  test('a collection that is not in the manifest does not exist and is not made', async () => {
    const failure = await failureOf(documents.add(documents.db.collection('nowhere'), { a: 1 }));
    if (documents.sdk === 'node-sdk') expect(failure.code).toBe('DATABASE_COLLECTION_NOT_EXIST');
    else expect(failure.errCode).toBe(-502005);
    expect(failure.message).toContain('Db or Table not exist: nowhere');
    await failureOf(documents.db.collection('nowhere').get());
  });

  test('all server dates of one insert share one reading of the clock', async () => {
    const { db } = documents;
    const dates = { at: db.serverDate(), later: db.serverDate({ offset: 60_000 }) };
    await documents.add(notes, [
      { _id: 'a', ...dates },
      { _id: 'b', ...dates },
    ]);
    const [a, b] = (await notes.orderBy('_id', 'asc').get()).data;
    expect(a?.at).toEqual(b?.at);
    const [at, later] = [a?.at, a?.later].map((date) => Number(date));
    expect(Number(later) - Number(at)).toBe(60_000);
    expect(Math.abs(Number(at) - cloud.clock.now())).toBeLessThan(5000);
  });

  test('set replaces the whole document, and says so even when nothing changed', async () => {
    await documents.add(notes, { _id: 'one', a: 1, b: 2 });
    expect(await documents.set(notes.doc('one'), { c: 3 })).toEqual({
      updated: 1,
      created: undefined,
    });
    expect(await documents.read(notes.doc('one'))).toEqual({ _id: 'one', c: 3 });
    expect((await documents.set(notes.doc('one'), { c: 3 })).updated).toBe(1);
  });

  test('set creates a missing document and names it', async () => {
    expect(await documents.set(notes.doc('new'), { a: 1 })).toEqual({ updated: 0, created: 'new' });
    expect(await documents.read(notes.doc('new'))).toEqual({ _id: 'new', a: 1 });
  });

  test('set with an _id in the data is refused', async () => {
    const failure = await failureOf(documents.set(notes.doc('one'), { _id: 'two' }));
    if (documents.sdk === 'wx-server-sdk') expect(failure.errCode).toBe(-501007);
    else expect(failure.code).toBe('INVALID_PARAM');
  });

  test('an update counts what it changed: nothing when missing, nothing when the same', async () => {
    await documents.add(notes, [
      { _id: 'a', n: 1, kind: 'x' },
      { _id: 'b', n: 2, kind: 'x' },
    ]);
    expect(await documents.update(notes.doc('missing'), { n: 1 })).toBe(0);
    expect(await documents.update(notes.doc('a'), { n: 1 })).toBe(0);
    expect(await documents.update(notes.doc('a'), { n: 5 })).toBe(1);
    expect(await documents.update(notes.where({ kind: 'x' }), { n: 5 })).toBe(1);
    expect(await documents.update(notes.where({ kind: 'y' }), { n: 5 })).toBe(0);
  });

  test('an update leaves the other fields alone and enters nested ones', async () => {
    await documents.add(notes, { _id: 'a', place: { city: 'SZ', zip: 1 }, n: 1 });
    await documents.update(notes.doc('a'), { place: { zip: 2 } });
    expect(await documents.read(notes.doc('a'))).toEqual({
      _id: 'a',
      place: { city: 'SZ', zip: 2 },
      n: 1,
    });
  });

  test('remove takes one document by id, or all that match', async () => {
    await documents.add(notes, [{ _id: 'a', k: 1 }, { _id: 'b', k: 1 }, { _id: 'c' }]);
    expect(await documents.remove(notes.doc('c'))).toBe(1);
    expect(await documents.remove(notes.doc('c'))).toBe(0);
    expect(await documents.remove(notes.where({ k: 1 }))).toBe(2);
    expect((await notes.count()).total).toBe(0);
  });

  test('createCollection refuses what exists and what the manifest lacks', async () => {
    const exists = await failureOf(documents.db.createCollection('notes'));
    expect(exists.message).toContain('Table exist');
    expect((await failureOf(documents.db.createCollection('new'))).message).toContain('manifest');
  });
});

describe('reading many', () => {
  const rows = Array.from({ length: 1200 }, (_, n) => ({ _id: `d${n}`, n }));

  beforeAll(async () => {
    await cloud.load('many', rows);
  });

  test('a server SDK gets 100 rows by default and at most 1000', async () => {
    const many = nodeDb().collection('many');
    expect((await many.get()).data).toHaveLength(100);
    expect((await many.limit(5000).get()).data).toHaveLength(1000);
    expect((await many.limit(7).get()).data).toHaveLength(7);
    expect((await wxDb().collection('many').get()).data).toHaveLength(100);
    expect((await wxDb().collection('many').limit(1000).get()).data).toHaveLength(1000);
  });

  test('count sees them all', async () => {
    expect((await nodeDb().collection('many').count()).total).toBe(1200);
  });

  test('remove ignores skip, limit and order', async () => {
    const some = nodeDb()
      .collection('many')
      .where({ n: nodeDb().command.lt(20) });
    await cloud.load('many', rows);
    expect(await some.orderBy('n', 'desc').skip(5).limit(2).remove()).toMatchObject({
      deleted: 20,
    });
  });
});

describe('a missing document', () => {
  test('is an empty list for node-sdk', async () => {
    expect((await nodeDb().collection('notes').doc('missing').get()).data).toEqual([]);
  });

  test('is an error for wx-server-sdk unless throwOnNotFound is off', async () => {
    const failure = await failureOf(wxDb().collection('notes').doc('missing').get());
    expect(failure.errCode).toBe(-1);
    expect(failure.message).toContain('document with _id missing does not exist');
    const calm = wxDb({ throwOnNotFound: false });
    expect((await calm.collection('notes').doc('missing').get()).data).toBeNull();
  });
});

describe('options', () => {
  test('multiple: false changes and removes one document only', async () => {
    const notes = nodeDb().collection('notes');
    await cloud.reset();
    await notes.add([{ k: 1 }, { k: 1 }, { k: 1 }]);
    const one = notes.where({ k: 1 }).options({ multiple: false });
    expect(await one.update({ k: 2 })).toMatchObject({ updated: 1 });
    expect(await one.remove()).toMatchObject({ deleted: 1 });
    expect((await notes.where({ k: 1 }).count()).total).toBe(1);
  });
});

describe('updateAndReturn', () => {
  test('gives the document after the update and counts matches', async () => {
    const { command } = nodeDb();
    const notes = nodeDb().collection('notes');
    await cloud.reset();
    await notes.add({ _id: 'a', n: 1 });
    const one = notes.where({ _id: 'a' });
    expect(await one.updateAndReturn({ n: command.inc(2) })).toMatchObject({
      updated: 1,
      doc: { _id: 'a', n: 3 },
    });
    expect(await one.updateAndReturn({ n: 3 })).toMatchObject({ updated: 1 });
    const none = await notes.where({ _id: 'b' }).updateAndReturn({ n: 1 });
    expect(none).toMatchObject({ updated: 0, doc: null });
  });
});
