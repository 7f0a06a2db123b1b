import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Cloud } from '../../local/cloudbase/types';
import { type Following, follow, prepareRealtime } from './following';
import {
  type Collection,
  type Db,
  nodeDb,
  open,
  type Snapshot,
  startDocuments,
  webDb,
} from './localCloud';

let cloud: Cloud;
let server: Collection;
let web: Db;
const opened: Following[] = [];

beforeAll(async () => {
  prepareRealtime();
  cloud = await startDocuments({ scores: open });
  server = nodeDb().collection('scores');
  web = webDb(cloud, 'oAlice');
});
beforeEach(async () => {
  await cloud.reset();
  await cloud.load('scores', [
    { _id: 'a', points: 10 },
    { _id: 'b', points: 30 },
    { _id: 'c', points: 20 },
  ]);
});
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});
afterAll(() => cloud.stop());

const top = (rows: number): Following => {
  const following = follow(
    web.collection('scores').where({}).orderBy('points', 'desc').limit(rows),
  );
  opened.push(following);
  return following;
};
const ids = ({ docs }: Snapshot): string =>
  docs
    .map(({ _id }) => _id)
    .sort()
    .join('');

describe('a watch with an order and a limit', () => {
  test('starts with the first rows in order', async () => {
    const { docs } = await top(2).snapshot(1);
    expect(docs.map(({ _id }) => _id)).toEqual(['b', 'c']);
  });

  test('a row that rises enters, and the one it displaces leaves', async () => {
    const following = top(2);
    await following.snapshot(1);
    await server.doc('a').update({ points: 99 });
    const snapshot = await following.snapshot(2);
    expect(ids(snapshot)).toBe('ab');
    expect(snapshot.docChanges).toMatchObject([
      { docId: 'c', dataType: 'limit', queueType: 'dequeue' },
      { docId: 'a', dataType: 'update', queueType: 'enqueue' },
    ]);
  });

  test('a row that is removed makes room for the next', async () => {
    const following = top(2);
    await following.snapshot(1);
    await server.doc('b').remove();
    const snapshot = await following.snapshot(2);
    expect(ids(snapshot)).toBe('ac');
    expect(snapshot.docChanges).toMatchObject([
      { docId: 'b', dataType: 'remove', queueType: 'dequeue' },
      { docId: 'a', dataType: 'limit', queueType: 'enqueue' },
    ]);
  });

  test('changes below the window are not told', async () => {
    const following = top(2);
    await following.snapshot(1);
    await server.doc('a').update({ points: 11 });
    await server.doc('c').update({ points: 21 });
    const snapshot = await following.snapshot(2);
    expect(snapshot.docChanges).toMatchObject([{ docId: 'c', queueType: 'update' }]);
  });

  test('has no limit of 20 by default', async () => {
    await cloud.load(
      'scores',
      Array.from({ length: 60 }, (_each, n) => ({ _id: `x${n}`, points: n })),
    );
    const following = follow(web.collection('scores').where({}));
    opened.push(following);
    expect((await following.snapshot(1)).docs).toHaveLength(63);
  });
});
