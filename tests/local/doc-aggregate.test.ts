import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cloud } from '../../local/cloudbase/types';
import {
  type Aggregate,
  bothSdks,
  type Command,
  closed,
  type Documents,
  failureOf,
  type Row,
  startDocuments,
} from './localCloud';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startDocuments({ orders: closed, users: closed });
  await cloud.load('orders', [
    { _id: 1, user: 'u1', amount: 5, kind: 'paid', items: ['a', 'b'] },
    { _id: 2, user: 'u1', amount: 7, kind: 'paid', items: [] },
    { _id: 3, user: 'u2', amount: 100, kind: 'new', items: ['c'] },
    { _id: 4, user: 'u3', amount: 20, kind: 'new' },
  ]);
  await cloud.load('users', [
    { _id: 'u1', name: 'Lin', age: 20 },
    { _id: 'u2', name: 'May', age: 30 },
  ]);
});
afterAll(() => cloud.stop());

type Build = (pipeline: Aggregate, _: Command) => Aggregate;

describe.each(bothSdks)('aggregation through %s', (_name, connect) => {
  let documents: Documents;
  beforeAll(() => {
    documents = connect();
  });
  const run = (build: Build): Promise<Row[]> =>
    documents.aggregate(build(documents.db.collection('orders').aggregate(), documents.command));

  test.each<[string, Build, Row[]]>([
    [
      'match and project',
      (p, _) => p.match({ amount: _.gt(10) }).project({ amount: 1 }),
      [
        { _id: 3, amount: 100 },
        { _id: 4, amount: 20 },
      ],
    ],
    [
      'project computes and renames',
      (p) =>
        p.match({ _id: 1 }).project({ _id: 0, who: '$user', twice: { $multiply: ['$amount', 2] } }),
      [{ who: 'u1', twice: 10 }],
    ],
    [
      'addFields keeps the rest',
      (p) => p.match({ _id: 4 }).addFields({ 'extra.half': { $divide: ['$amount', 2] } }),
      [{ _id: 4, user: 'u3', amount: 20, kind: 'new', extra: { half: 10 } }],
    ],
    [
      'group with accumulators',
      (p, { aggregate: $ }) =>
        p
          .group({
            _id: '$kind',
            sum: $.sum?.('$amount'),
            n: $.sum?.(1),
            avg: $.avg?.('$amount'),
            first: $.first?.('$user'),
            last: $.last?.('$user'),
            max: $.max?.('$amount'),
            min: $.min?.('$amount'),
            all: $.push?.('$user'),
            each: $.addToSet?.('$user'),
          })
          .sort({ _id: 1 }),
      [
        {
          _id: 'new',
          sum: 120,
          n: 2,
          avg: 60,
          first: 'u2',
          last: 'u3',
          max: 100,
          min: 20,
          all: ['u2', 'u3'],
          each: ['u2', 'u3'],
        },
        {
          _id: 'paid',
          sum: 12,
          n: 2,
          avg: 6,
          first: 'u1',
          last: 'u1',
          max: 7,
          min: 5,
          all: ['u1', 'u1'],
          each: ['u1'],
        },
      ],
    ],
    [
      'group everything, deviations and merged objects',
      (p, { aggregate: $ }) =>
        p.match({ kind: 'paid' }).group({
          _id: null,
          pop: $.stdDevPop?.('$amount'),
          samp: $.stdDevSamp?.('$amount'),
          one: $.mergeObjects?.({ a: '$amount' }),
        }),
      [{ _id: null, pop: 1, samp: Math.SQRT2, one: { a: 7 } }],
    ],
    [
      'sort, skip and limit',
      (p) => p.sort({ amount: -1 }).skip(1).limit(2).project({ _id: 1 }),
      [{ _id: 4 }, { _id: 2 }],
    ],
    ['count', (p) => p.match({ kind: 'new' }).count('n'), [{ n: 2 }]],
    [
      'sortByCount',
      (p) => p.match({ user: { $ne: 'u3' } }).sortByCount('$user'),
      [
        { _id: 'u1', count: 2 },
        { _id: 'u2', count: 1 },
      ],
    ],
    [
      'unwind drops documents without elements',
      (p) => p.unwind('$items').project({ items: 1 }),
      [
        { _id: 1, items: 'a' },
        { _id: 1, items: 'b' },
        { _id: 3, items: 'c' },
      ],
    ],
    [
      'unwind keeps them on request, with positions',
      (p) =>
        p
          .match({ _id: { $in: [1, 2] } })
          .unwind({ path: '$items', preserveNullAndEmptyArrays: true, includeArrayIndex: 'at' })
          .project({ items: 1, at: 1 }),
      [
        { _id: 1, items: 'a', at: 0 },
        { _id: 1, items: 'b', at: 1 },
        { _id: 2, at: null },
      ],
    ],
    [
      'replaceRoot',
      (p) => p.match({ _id: 1 }).replaceRoot({ newRoot: { id: '$_id', n: '$amount' } }),
      [{ id: 1, n: 5 }],
    ],
    [
      'bucket',
      (p) =>
        p.bucket({
          groupBy: '$amount',
          boundaries: [0, 10, 50],
          default: 'more',
          output: { n: { $sum: 1 } },
        }),
      [
        { _id: 0, n: 2 },
        { _id: 10, n: 1 },
        { _id: 'more', n: 1 },
      ],
    ],
    [
      'bucketAuto',
      (p) => p.bucketAuto({ groupBy: '$amount', buckets: 2 }),
      [
        { _id: { min: 5, max: 20 }, count: 2 },
        { _id: { min: 20, max: 100 }, count: 2 },
      ],
    ],
    [
      'lookup by equality',
      (p) =>
        p
          .match({ kind: 'new' })
          .lookup({ from: 'users', localField: 'user', foreignField: '_id', as: 'who' })
          .project({ who: 1 }),
      [
        { _id: 3, who: [{ _id: 'u2', name: 'May', age: 30 }] },
        { _id: 4, who: [] },
      ],
    ],
    [
      'lookup with a pipeline and variables',
      (p, _) =>
        p
          .match({ _id: 1 })
          .lookup({
            from: 'users',
            let: { user: '$user' },
            pipeline: _.aggregate
              .pipeline()
              .match(_.expr(_.aggregate.eq?.(['$_id', '$$user'])))
              .project({ _id: 0, name: 1 })
              .done(),
            as: 'who',
          })
          .project({ who: 1 }),
      [{ _id: 1, who: [{ name: 'Lin' }] }],
    ],
    [
      'lookup into a collection that does not exist finds nothing',
      (p) =>
        p
          .match({ _id: 1 })
          .lookup({ from: 'nowhere', localField: 'user', foreignField: '_id', as: 'who' })
          .project({ who: 1 }),
      [{ _id: 1, who: [] }],
    ],
  ])('%s', async (_title, build, expected) => {
    expect(await run(build)).toEqual(expected);
  });

  test('sample takes each document at most once', async () => {
    const rows = await run((p) => p.sample({ size: 3 }));
    expect(new Set(rows.map(({ _id }) => _id)).size).toBe(3);
    expect(await run((p) => p.sample({ size: 99 }))).toHaveLength(4);
    expect(await run((p) => p.match({ _id: 99 }).sample({ size: 2 }))).toEqual([]);
  });

  test('stages leave the stored documents alone', async () => {
    await run((p) => p.addFields({ 'items.x': 1, amount: 0 }).unwind('$items'));
    const row = await documents.read(documents.db.collection('orders').doc(1));
    expect(row).toEqual({ _id: 1, user: 'u1', amount: 5, kind: 'paid', items: ['a', 'b'] });
  });

  test('geoNear anywhere but first and an unknown expression are refused', async () => {
    const late = run((p) =>
      p.match({}).geoNear({ near: { longitude: 1, latitude: 1 }, distanceField: 'd' }),
    );
    expect((await failureOf(late)).message).toContain('first stage');
    const unknown = run((p) => p.project({ x: { $nonsense: 1 } }));
    expect((await failureOf(unknown)).message).toContain('$nonsense');
  });

  test('a missing collection is an error', async () => {
    const nowhere = documents.db.collection('nowhere').aggregate().match({});
    expect((await failureOf(documents.aggregate(nowhere))).message).toContain('not exist');
  });
});
