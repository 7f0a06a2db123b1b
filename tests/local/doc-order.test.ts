import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cloud } from '../../local/cloudbase/types';
import { bothSdks, closed, type Documents, type Row, startDocuments } from './localCloud';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startDocuments({ items: closed });
  await cloud.load('items', [
    { _id: 'a', n: 2, g: 'x', list: [1, 2, 3, 4], deep: { p: 1, q: 2 } },
    {
      _id: 'b',
      n: 1,
      g: 'y',
      list: [
        { k: 1, v: 'one' },
        { k: 2, v: 'two' },
      ],
    },
    { _id: 'c', n: 3, g: 'x' },
    { _id: 'd', g: 'y' },
    { _id: 'e', n: 'text', g: 'x' },
  ]);
});
afterAll(() => cloud.stop());

describe.each(bothSdks)('order and projection through %s', (_name, connect) => {
  let documents: Documents;
  beforeAll(() => {
    documents = connect();
  });
  const items = () => documents.db.collection('items');
  const ids = (rows: Row[]): string => rows.map(({ _id }) => _id).join('');

  test('ascending: missing first, then numbers, then texts', async () => {
    expect(ids((await items().orderBy('n', 'asc').get()).data)).toBe('dbace');
  });

  test('descending', async () => {
    expect(ids((await items().orderBy('n', 'desc').get()).data)).toBe('ecabd');
  });

  test('by several fields, each in its direction', async () => {
    const sorted = items().orderBy('g', 'desc').orderBy('n', 'asc');
    expect(ids((await sorted.get()).data)).toBe('dbace');
  });

  test('by a field of a nested object', async () => {
    expect(ids((await items().orderBy('deep.p', 'desc').limit(1).get()).data)).toBe('a');
  });

  test('skip and limit page through the order', async () => {
    const page = items().orderBy('_id', 'asc');
    expect(ids((await page.skip(1).limit(2).get()).data)).toBe('bc');
    expect(ids((await page.skip(4).limit(2).get()).data)).toBe('e');
    expect((await page.skip(5).get()).data).toEqual([]);
  });

  test.each<[string, Row, Row]>([
    ['named fields and the _id', { n: true }, { _id: 'a', n: 2 }],
    ['without the _id', { n: true, _id: false }, { n: 2 }],
    ['all but the named', { list: false, deep: false }, { _id: 'a', n: 2, g: 'x' }],
    ['a field of a nested object', { 'deep.q': true }, { _id: 'a', deep: { q: 2 } }],
  ])('projection: %s', async (_title, projection, expected) => {
    expect((await items().where({ _id: 'a' }).field(projection).get()).data).toEqual([expected]);
  });

  test('projection of one document', async () => {
    expect(await documents.read(items().doc('a').field({ g: true }))).toEqual({ _id: 'a', g: 'x' });
  });

  test('project.slice cuts an array', async () => {
    const { project } = documents.command;
    const cut = async (spec: unknown): Promise<unknown> => {
      const { data } = await items()
        .where({ _id: 'a' })
        .field({ list: project.slice(spec) })
        .get();
      return data[0]?.list;
    };
    expect(await cut(2)).toEqual([1, 2]);
    expect(await cut(-1)).toEqual([4]);
    expect(await cut([1, 2])).toEqual([2, 3]);
  });

  test('project.elemMatch keeps the first element that matches', async () => {
    const list = documents.command.project.elemMatch({ v: 'two' });
    const { data } = await items().where({ _id: 'b' }).field({ list }).get();
    expect(data).toEqual([{ _id: 'b', list: [{ k: 2, v: 'two' }] }]);
  });
});
