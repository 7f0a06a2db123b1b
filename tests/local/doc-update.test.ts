import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cloud } from '../../local/cloudbase/types';
import {
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
  cloud = await startDocuments({ items: closed });
});
afterAll(() => cloud.stop());

type Change = (_: Command) => Row;

describe.each(bothSdks)('update operators through %s', (_name, connect) => {
  let documents: Documents;
  beforeAll(() => {
    documents = connect();
  });

  const changed = async (before: Row, change: Change): Promise<Row | null> => {
    await cloud.load('items', [{ _id: 'd', ...before }]);
    const ref = documents.db.collection('items').doc('d');
    await documents.update(ref, change(documents.command));
    const after = await documents.read(ref);
    delete after?._id;
    return after;
  };

  test.each<[string, Row, Change, Row]>([
    [
      'set replaces a nested object',
      { o: { a: 1 } },
      (_) => ({ o: _.set({ b: 2 }) }),
      { o: { b: 2 } },
    ],
    ['set through a dotted path', { o: { a: 1 } }, () => ({ 'o.b': 2 }), { o: { a: 1, b: 2 } }],
    ['a new nested path is made', {}, () => ({ 'a.b.c': 1 }), { a: { b: { c: 1 } } }],
    ['set of an element by position', { l: [1, 2] }, () => ({ 'l.1': 5 }), { l: [1, 5] }],
    [
      'set beyond the end fills with null',
      { l: [1] },
      () => ({ 'l.3': 5 }),
      { l: [1, null, null, 5] },
    ],
    ['remove', { a: 1, b: 2 }, (_) => ({ a: _.remove() }), { b: 2 }],
    [
      'remove of an element leaves null',
      { l: [1, 2] },
      (_) => ({ 'l.0': _.remove() }),
      { l: [null, 2] },
    ],
    ['inc', { n: 1 }, (_) => ({ n: _.inc(-4) }), { n: -3 }],
    ['inc of a missing field', {}, (_) => ({ 'a.n': _.inc(2) }), { a: { n: 2 } }],
    ['mul', { n: 3 }, (_) => ({ n: _.mul(1.5) }), { n: 4.5 }],
    ['mul of a missing field gives zero', {}, (_) => ({ n: _.mul(5) }), { n: 0 }],
    ['max raises', { n: 3 }, (_) => ({ n: _.max(5) }), { n: 5 }],
    ['max leaves what is larger', { n: 7 }, (_) => ({ n: _.max(5) }), { n: 7 }],
    ['min lowers', { n: 3 }, (_) => ({ n: _.min(1) }), { n: 1 }],
    ['min leaves what is smaller', { n: 0 }, (_) => ({ n: _.min(1) }), { n: 0 }],
    ['rename', { a: 1 }, (_) => ({ a: _.rename('b') }), { b: 1 }],
    ['rename into a nested object', { a: 1 }, (_) => ({ a: _.rename('o.b') }), { o: { b: 1 } }],
    ['bit and', { n: 13 }, (_) => ({ n: _.bit({ and: 10 }) }), { n: 8 }],
    ['bit or', { n: 1 }, (_) => ({ n: _.bit({ or: 6 }) }), { n: 7 }],
    ['bit xor', { n: 5 }, (_) => ({ n: _.bit({ xor: 1 }) }), { n: 4 }],
    ['push one', { l: [1] }, (_) => ({ l: _.push(2) }), { l: [1, 2] }],
    ['push several', { l: [1] }, (_) => ({ l: _.push([2, 3]) }), { l: [1, 2, 3] }],
    ['push makes the array', {}, (_) => ({ l: _.push(['a']) }), { l: ['a'] }],
    [
      'push at a position',
      { l: [1, 4] },
      (_) => ({ l: _.push({ each: [2, 3], position: 1 }) }),
      { l: [1, 2, 3, 4] },
    ],
    [
      'push, sort and keep the first',
      { l: [5, 1] },
      (_) => ({ l: _.push({ each: [3], sort: 1, slice: 2 }) }),
      { l: [1, 3] },
    ],
    [
      'push and keep the last',
      { l: [1, 2] },
      (_) => ({ l: _.push({ each: [3], slice: -2 }) }),
      { l: [2, 3] },
    ],
    [
      'push objects sorted by a field',
      { l: [{ n: 2 }] },
      (_) => ({ l: _.push({ each: [{ n: 1 }], sort: { n: 1 } }) }),
      { l: [{ n: 1 }, { n: 2 }] },
    ],
    ['unshift', { l: [3] }, (_) => ({ l: _.unshift([1, 2]) }), { l: [1, 2, 3] }],
    ['pop', { l: [1, 2] }, (_) => ({ l: _.pop() }), { l: [1] }],
    ['shift', { l: [1, 2] }, (_) => ({ l: _.shift() }), { l: [2] }],
    ['pull a value', { l: [1, 2, 1] }, (_) => ({ l: _.pull(1) }), { l: [2] }],
    ['pull by a condition', { l: [1, 5, 9] }, (_) => ({ l: _.pull(_.gte(5)) }), { l: [1] }],
    [
      'pull objects',
      { l: [{ k: 1, v: 1 }, { k: 2 }] },
      (_) => ({ l: _.pull({ k: 1 }) }),
      { l: [{ k: 2 }] },
    ],
    ['pullAll', { l: [1, 2, 3, 1] }, (_) => ({ l: _.pullAll([1, 3]) }), { l: [2] }],
    ['addToSet adds once', { l: [1] }, (_) => ({ l: _.addToSet(2) }), { l: [1, 2] }],
    [
      'addToSet leaves what is there',
      { l: [{ a: 1 }] },
      (_) => ({ l: _.addToSet({ a: 1 }) }),
      { l: [{ a: 1 }] },
    ],
    [
      'several operators at once',
      { n: 1, l: [] },
      (_) => ({ n: _.inc(1), l: _.push(['x']), t: 'new' }),
      { n: 2, l: ['x'], t: 'new' },
    ],
    ['a date', {}, () => ({ at: new Date(5) }), { at: new Date(5) }],
  ])('%s', async (_title, before, change, after) => {
    expect(await changed(before, change)).toEqual(after);
  });

  test('a server date is the time of the update', async () => {
    const after = await changed({}, () => ({ at: documents.db.serverDate() }));
    expect(Math.abs(Number(after?.at) - cloud.clock.now())).toBeLessThan(5000);
  });

  test('the positional $ changes the element that the filter met', async () => {
    const items = documents.db.collection('items');
    await cloud.load('items', [
      {
        _id: 'p',
        l: [
          { k: 1, n: 0 },
          { k: 2, n: 0 },
        ],
      },
    ]);
    await documents.update(items.where({ _id: 'p', 'l.k': 2 }), { 'l.$.n': 7 });
    expect((await documents.read(items.doc('p')))?.l).toEqual([
      { k: 1, n: 0 },
      { k: 2, n: 7 },
    ]);
  });

  test.each<[string, Row, Change, RegExp]>([
    [
      'inc of a text',
      { n: 'x' },
      (_) => ({ n: _.inc(1) }),
      /Cannot apply \$inc to a value of non-numeric/,
    ],
    ['inc of null', { n: null }, (_) => ({ n: _.inc(1) }), /non-numeric type/],
    ['mul of an array', { n: [1] }, (_) => ({ n: _.mul(2) }), /Cannot apply \$mul/],
    [
      'push to a number',
      { l: 1 },
      (_) => ({ l: _.push([1]) }),
      /must be an array but is of type number/,
    ],
    ['pop of a text', { l: 'x' }, (_) => ({ l: _.pop() }), /must be an array/],
    ['addToSet to an object', { l: {} }, (_) => ({ l: _.addToSet(1) }), /must be an array/],
    ['a field of null', { o: null }, () => ({ 'o.a': 1 }), /Cannot create field 'a' in element/],
    ['a field of a text', { o: 'x' }, () => ({ 'o.a': 1 }), /Cannot create field 'a' in element/],
    ['two changes of one path', { o: {} }, (_) => ({ 'o.a': 1, o: _.set({}) }), /conflict/],
  ])('is refused: %s', async (_title, before, change, message) => {
    const failure = await failureOf(changed(before, change));
    expect(failure.message).toMatch(message);
    expect(failure.code ?? failure.errCode).toBe(
      documents.sdk === 'node-sdk' ? 'DATABASE_REQUEST_FAILED' : -502001,
    );
    const ref = documents.db.collection('items').doc('d');
    expect(await documents.read(ref)).toEqual({ _id: 'd', ...before });
  });

  test('set with an update operator inside is refused', async () => {
    const { command: _ } = documents;
    const ref = documents.db.collection('items').doc('d');
    const failure = await failureOf(documents.set(ref, { n: _.inc(1) }));
    expect(failure.message).toContain('update operator complicit');
  });
});
