import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cloud } from '../../local/cloudbase/types';
import { bothSdks, closed, type Documents, failureOf, startDocuments } from './localCloud';

const D = (day: number): Date => new Date(Date.UTC(2026, 2, day));

const rows = [
  { _id: 'a', n: 1, s: 'apple', tags: ['x', 'y'], at: D(1), in: { a: 1, b: 2 }, z: null },
  { _id: 'b', n: 2, s: 'Banana', tags: ['y'], at: D(2), in: { a: 1, b: 3 }, flag: true },
  {
    _id: 'c',
    n: 3,
    s: 'cherry',
    tags: [],
    at: D(3),
    list: [
      { k: 1, v: 5 },
      { k: 2, v: 9 },
    ],
  },
  { _id: 'd', n: '3', s: 'durian', flag: false, list: [{ k: 1, v: 9 }], scores: [3, 8] },
  { _id: 'e', n: 10, s: 'a\nb', scores: [50] },
];

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startDocuments({ items: closed });
  await cloud.load('items', rows);
});
afterAll(() => cloud.stop());

describe.each(bothSdks)('filters through %s', (_name, connect) => {
  let documents: Documents;
  beforeAll(() => {
    documents = connect();
  });
  const idsOf = async (filter: unknown): Promise<string> => {
    const found = await documents.db.collection('items').where(filter).get();
    return found.data
      .map(({ _id }) => _id)
      .sort()
      .join('');
  };
  type Filter = (_: Documents['command'], db: Documents['db']) => unknown;

  test.each<[string, Filter, string]>([
    ['a plain value means equality', () => ({ n: 1 }), 'a'],
    ['a plain value matches an element of an array', () => ({ tags: 'y' }), 'ab'],
    ['a whole array matches exactly', () => ({ tags: ['y'] }), 'b'],
    ['a nested object asks for each of its fields', () => ({ in: { a: 1 } }), 'ab'],
    ['a dotted path enters objects', () => ({ 'in.b': 3 }), 'b'],
    ['a dotted path enters arrays of objects', () => ({ 'list.v': 9 }), 'cd'],
    ['a dotted path may name a position', () => ({ 'list.1.v': 9 }), 'c'],
    ['null matches null and missing', () => ({ flag: null }), 'ace'],
    ['a date equals the same instant', () => ({ at: D(2) }), 'b'],
    ['eq compares whole objects', (_) => ({ in: _.eq({ a: 1, b: 3 }) }), 'b'],
    ['eq compares a value', (_) => ({ n: _.eq(2) }), 'b'],
    ['neq is also true of missing fields', (_) => ({ flag: _.neq(true) }), 'acde'],
    ['gt never compares across types', (_) => ({ n: _.gt(1) }), 'bce'],
    ['gte includes the bound', (_) => ({ n: _.gte(3) }), 'ce'],
    ['lt of dates', (_) => ({ at: _.lt(D(2)) }), 'a'],
    ['lte includes the bound', (_) => ({ at: _.lte(D(2)) }), 'ab'],
    ['gt of texts', (_) => ({ s: _.gt('b') }), 'cd'],
    ['bounds may be met by different elements', (_) => ({ scores: _.gt(5).and(_.lt(4)) }), 'd'],
    ['in', (_) => ({ n: _.in([1, '3', 99]) }), 'ad'],
    ['in with null matches missing', (_) => ({ at: _.in([null, D(1)]) }), 'ade'],
    ['nin', (_) => ({ n: _.nin([1, 2, 3]) }), 'de'],
    ['and joins conditions of a field', (_) => ({ n: _.gt(1).and(_.lt(10)) }), 'bc'],
    ['and joins filters', (_) => _.and([{ tags: 'y' }, { n: _.gt(1) }]), 'b'],
    ['or joins conditions of a field', (_) => ({ n: _.lt(2).or(_.gt(5)) }), 'ae'],
    ['or joins filters', (_) => _.or([{ n: 1 }, { s: 'cherry' }]), 'ac'],
    ['nor', (_) => _.nor([{ tags: 'y' }, { n: 10 }]), 'cd'],
    ['not', (_) => ({ n: _.not(_.gt(1)) }), 'ad'],
    ['exists', (_) => ({ flag: _.exists(true) }), 'bd'],
    ['exists is true of null', (_) => ({ z: _.exists(true) }), 'a'],
    ['exists false', (_) => ({ at: _.exists(false) }), 'de'],
    ['mod', (_) => ({ n: _.mod(2, 0) }), 'be'],
    ['all', (_) => ({ tags: _.all(['y', 'x']) }), 'a'],
    ['size', (_) => ({ tags: _.size(0) }), 'c'],
    [
      'elemMatch wants one element to satisfy all',
      (_) => ({ list: _.elemMatch({ k: 1, v: _.gt(5) }) }),
      'd',
    ],
    ['elemMatch of values', (_) => ({ scores: _.elemMatch({ $gt: 5, $lt: 10 }) }), 'd'],
    [
      'elemMatch with fields passes over scalars',
      (_) => ({ tags: _.elemMatch({ length: 1 }) }),
      '',
    ],
    ['a regular expression', () => ({ s: /^[a-c]/ }), 'ace'],
    [
      'a regular expression of the SDK with options',
      (_, db) => ({ s: db.RegExp({ regexp: '^b', options: 'i' }) }),
      'b',
    ],
    [
      'a regular expression over lines',
      (_, db) => ({ s: db.RegExp({ regexp: '^b$', options: 'm' }) }),
      'e',
    ],
    [
      'expr compares fields of one document',
      (_) => _.expr(_.aggregate.gt?.(['$in.b', '$n'])),
      'ab',
    ],
    ['nothing matches everything', () => ({}), 'abcde'],
  ])('%s', async (_title, filter, expected) => {
    expect(await idsOf(filter(documents.command, documents.db))).toBe(expected);
  });

  test('jsonSchema is a filter, also inside nor', async () => {
    const { command: _ } = documents;
    const schema = { required: ['flag'], properties: { flag: { bsonType: 'bool' } } };
    expect(await idsOf(_.jsonSchema(schema))).toBe('bd');
    expect(await idsOf(_.nor([_.jsonSchema(schema)]))).toBe('ace');
  });
});

describe('an index changes the speed, not the answer', () => {
  test('every filter finds the same with and without indexes', async () => {
    await cloud.stop();
    const indexed = ['n', 's', 'tags', 'at', 'list.v', 'scores', 'flag'].map((field) => ({
      name: `by_${field}`,
      fields: [[field, 1]] as const,
      unique: false,
    }));
    const compound = {
      name: 'two',
      fields: [
        ['flag', 1],
        ['n', -1],
      ] as const,
      unique: false,
    };
    cloud = await startDocuments({
      plain: closed,
      items: { rules: {}, indexes: [...indexed, compound] },
    });
    const values = [null, 1, 2, '3', 3, true, false, 'x', 'y', 'cherry', D(1), D(3), [], 8, 50];
    const docs = Array.from({ length: 300 }, (_each, i) => ({
      ...Object.fromEntries(
        ['n', 's', 'tags', 'at', 'scores', 'flag'].flatMap((field, f) => {
          const value = values[(i * 7 + f * 5 + ((i * i) % 11)) % (values.length + 2)];
          const array = (i + f) % 4 === 0 ? [value ?? 1, values[(i + f) % values.length]] : value;
          return value === undefined ? [] : [[field, array]];
        }),
      ),
      _id: `d${i}`,
    }));
    await cloud.load('plain', docs);
    await cloud.load('items', docs);
    const { db, command: _ } = bothSdks[0][1]();
    const conditions = values.flatMap((value) => {
      if (Array.isArray(value)) return [_.eq(value)];
      return [
        _.eq(value),
        _.in([value, 2]),
        ...(value === null ? [] : [_.gt(value), _.lte(value), _.gte(value).and(_.lt(30))]),
      ];
    });
    for (const field of ['n', 'tags', 'at', 'flag', 'scores']) {
      for (const [i, condition] of conditions.entries()) {
        const filter = i % 3 === 0 ? { [field]: condition, flag: true } : { [field]: condition };
        const [slow, fast] = await Promise.all(
          ['plain', 'items'].map(async (name) =>
            (await db.collection(name).where(filter).limit(1000).get()).data
              .map(({ _id }) => _id)
              .sort(),
          ),
        );
        expect(fast, JSON.stringify({ field, condition })).toEqual(slow);
      }
    }
  });
});

describe('an ObjectId', () => {
  test('comes back as hex digits and is found by the ObjectId', async () => {
    const { db, command: _ } = bothSdks[0][1]();
    const id = '5f3c0e3a1c9d440000000000';
    const items = db.collection('items');
    await items.add({ _id: 'oid', ref: db.ObjectId({ id }) });
    expect((await items.doc('oid').get()).data).toEqual([{ _id: 'oid', ref: id }]);
    expect((await items.where({ ref: db.ObjectId({ id }) }).get()).data).toHaveLength(1);
    expect((await items.where({ ref: _.in([db.ObjectId({ id })]) }).get()).data).toHaveLength(1);
  });
});

describe('what cannot be asked', () => {
  test('an unknown operator is refused by name', async () => {
    const { db } = bothSdks[0][1]();
    const failure = await failureOf(
      db
        .collection('items')
        .where({ n: { $near2: 1 } })
        .get(),
    );
    expect(failure.code).toBe('DATABASE_REQUEST_FAILED');
    expect(failure.message).toContain('$near2');
  });

  test('a filter cannot run code', async () => {
    const { db } = bothSdks[0][1]();
    const failure = await failureOf(db.collection('items').where({ $where: 'true' }).get());
    expect(failure.code).toBe('DATABASE_REQUEST_FAILED');
  });
});
