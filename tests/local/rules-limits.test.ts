import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadManifest } from '../../local/cloudbase/index';
import type { Cloud } from '../../local/cloudbase/types';
import { follow, prepareRealtime } from './following';
import { nodeDb, open, type Row, startDocuments, webDb } from './localCloud';

let cloud: Cloud;
beforeAll(async () => {
  prepareRealtime();
  cloud = await startDocuments({
    notes: open,
    own: { rules: { read: 'doc._openid == auth.openid', write: false }, indexes: [] },
    PRIVATE: { rules: 'PRIVATE', indexes: [] },
  });
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.stop());

/** A request of a mini-program's own client, which has no package for Node. */
async function mini(action: string, params: Row): Promise<Row> {
  const response = await fetch(`${cloud.url}/web`, {
    method: 'POST',
    body: JSON.stringify({ action, client: 'mp', access_token: 'openid:oLin', ...params }),
  });
  return (await response.json()) as Row;
}

const rowsOf = ({ data }: Row): number => (data as { list: unknown[] }).list.length;

describe('a mini-program', () => {
  const query = { collectionName: 'notes', query: {} };

  test('gets 20 rows, also when it asks for more', async () => {
    await cloud.load(
      'notes',
      Array.from({ length: 150 }, (_each, n) => ({ _id: `n${n}` })),
    );
    expect(rowsOf(await mini('database.queryDocument', query))).toBe(20);
    expect(rowsOf(await mini('database.queryDocument', { ...query, limit: 100 }))).toBe(20);
    expect(rowsOf(await mini('database.queryDocument', { ...query, limit: 5 }))).toBe(5);
    expect(rowsOf(await mini('database.queryDocument', { ...query, limit: 20, offset: 145 }))).toBe(
      5,
    );
  });
});

describe('a web client', () => {
  test('gets 100 rows, and up to 1000 when it asks', async () => {
    await cloud.load(
      'notes',
      Array.from({ length: 1100 }, (_each, n) => ({ _id: `n${n}` })),
    );
    const notes = webDb(cloud, 'oLin').collection('notes');
    expect((await notes.get()).data).toHaveLength(100);
    expect((await notes.limit(1000).get()).data).toHaveLength(1000);
  });
});

describe('every client', () => {
  const big = (bytes: number): Row => ({ text: 'x'.repeat(bytes) });

  test('writes at most 512 KB at once', async () => {
    const notes = webDb(cloud, 'oLin').collection('notes');
    expect(await notes.add(big(500_000))).toHaveProperty('id');
    const outcome = await notes.add(big(530_000)).catch((error: unknown) => error);
    expect(outcome).toMatchObject({ code: 'DATABASE_REQUEST_FAILED' });
    const change = await notes
      .where({})
      .update(big(530_000))
      .catch((error: unknown) => error);
    expect(JSON.stringify(change)).not.toContain('"updated":1');
  });

  test('reads at most 1 MB at once', async () => {
    await cloud.load(
      'notes',
      [1, 2, 3].map((n) => ({ _id: `n${n}`, ...big(400_000) })),
    );
    const notes = webDb(cloud, 'oLin').collection('notes');
    expect((await notes.limit(2).get()).data).toHaveLength(2);
    const outcome = await notes.get().catch((error: unknown) => error);
    expect(outcome).toMatchObject({ code: 'DATABASE_QUERY_SIZE_EXCEED_LIMIT' });
  });

  test('may aggregate where it may read, but not look into other collections', async () => {
    await cloud.load('notes', [
      { _id: 'a', n: 1 },
      { _id: 'b', n: 2 },
    ]);
    const pipeline = webDb(cloud, 'oLin').collection('notes').aggregate();
    const { data } = await pipeline
      .match({})
      .group({ _id: null, sum: { $sum: '$n' } })
      .end();
    expect(data).toEqual([{ _id: null, sum: 3 }]);
    const other = webDb(cloud, 'oLin').collection('notes').aggregate();
    const lookup = { from: 'own', localField: 'n', foreignField: 'n', as: 'own' };
    const refused = await other
      .lookup(lookup)
      .end()
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'DATABASE_PERMISSION_DENIED' });
  });

  test('dates and patterns travel in its own form', async () => {
    const notes = webDb(cloud, 'oLin').collection('notes');
    const at = new Date(1_700_000_000_000);
    await notes.add({ at, text: 'Hall', made: webDb(cloud, 'oLin').serverDate() });
    expect((await notes.where({ at, text: /^ha/i }).get()).data).toMatchObject([{ at }]);
    expect(((await nodeDb().collection('notes').get()).data[0]?.made as Date) instanceof Date).toBe(
      true,
    );
  });
});

describe('watches obey the rules', () => {
  test('a watch that does not prove the rule is refused', async () => {
    const refused = follow(webDb(cloud, 'oLin').collection('own').where({ n: 1 }));
    expect(JSON.stringify(await refused.failure())).toContain('COLLECTION_PERMISSION_DENIED');
  });

  test('a watch that proves it sees the own documents only', async () => {
    await cloud.load('own', [
      { _id: 'a', _openid: 'oLin' },
      { _id: 'b', _openid: 'oMay' },
    ]);
    const own = follow(webDb(cloud, 'oLin').collection('own').where({ _openid: '{openid}' }));
    expect((await own.snapshot(1)).docs).toEqual([{ _id: 'a', _openid: 'oLin' }]);
    await nodeDb().collection('own').doc('b').update({ n: 1 });
    await nodeDb().collection('own').doc('a').update({ n: 2 });
    expect((await own.snapshot(2)).docs).toMatchObject([{ _id: 'a', n: 2 }]);
    await own.close();
  });

  test('a simple permission narrows a watch', async () => {
    await cloud.load('PRIVATE', [{ _id: 'b', _openid: 'oMay' }]);
    const own = follow(webDb(cloud, 'oLin').collection('PRIVATE').where({}));
    expect((await own.snapshot(1)).docs).toEqual([]);
    await own.close();
  });

  test('a socket without a sign is turned away', async () => {
    const socket = new WebSocket(`${cloud.url.replace('http', 'ws')}/ws?sign=guess`);
    const closed = await new Promise((resolve) => {
      socket.onopen = () => resolve('open');
      socket.onerror = () => resolve('refused');
    });
    expect(closed).toBe('refused');
  });
});

describe('the manifest', () => {
  const withRead = (read: unknown): unknown => ({ collections: { a: { rules: { read } } } });
  const withIndexes = (indexes: unknown): unknown => ({
    collections: { a: { rules: {}, indexes } },
  });
  const index = (over: Row = {}): Row => ({ name: 'i', fields: [['f', 1]], ...over });

  test.each<[string, unknown, RegExp]>([
    ['a rule of 1025 characters', withRead(`doc.a == "${'x'.repeat(1014)}"`), /1024 characters/],
    ['a rule that is no expression', withRead('doc. =='), /not a rule expression/],
    ['an unknown field', { colections: {} }, /colections/],
    [
      '101 indexes',
      withIndexes(Array.from({ length: 101 }, (_each, n) => index({ name: `i${n}` }))),
      /100 indexes/,
    ],
    [
      '32 fields in an index',
      withIndexes([index({ fields: Array.from({ length: 32 }, (_each, n) => [`f${n}`, 1]) })]),
      /31 fields/,
    ],
    ['two indexes of one name', withIndexes([index(), index()]), /same name/],
    [
      'two triggers of a function',
      { functions: { f: { timers: ['a', 'b'].map((name) => ({ name, cron: '0 * * * * * *' })) } } },
      /one trigger/,
    ],
    [
      'a cron of five fields',
      { functions: { f: { timers: [{ name: 'a', cron: '* * * * *' }] } } },
      /7-field cron/,
    ],
    ['a time-out of 901 s', { functions: { f: { timeoutSeconds: 901 } } }, /900/],
    [
      'a route to no function',
      { routes: [{ path: '/x', function: 'nobody' }] },
      /unknown function nobody/,
    ],
  ])('is refused with %s', (_title, manifest, message) => {
    expect(() => loadManifest(manifest)).toThrow(message);
  });
});
