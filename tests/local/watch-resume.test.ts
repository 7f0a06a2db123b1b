import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Cloud } from '../../local/cloudbase/types';
import { cutConnections, type Following, follow, loseEvents, prepareRealtime } from './following';
import { type Collection, nodeDb, open, startDocuments, webDb } from './localCloud';

let cloud: Cloud;
let boards: Collection;
const opened: Following[] = [];

beforeAll(async () => {
  prepareRealtime();
  cloud = await startDocuments({ boards: open });
  boards = nodeDb().collection('boards');
});
beforeEach(async () => {
  await cloud.reset();
  await cloud.load('boards', [{ _id: 'a', room: 'r', n: 0 }]);
});
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});
afterAll(() => cloud.stop());

const room = (): Following => {
  const following = follow(webDb(cloud, 'oAlice').collection('boards').where({ room: 'r' }));
  opened.push(following);
  return following;
};
const add = (n: number): Promise<unknown> => boards.doc('a').update({ n });

describe('a watch whose connection breaks', () => {
  test('comes back and gets what it missed, one snapshot a change', async () => {
    const following = room();
    await following.snapshot(1);
    await add(1);
    await following.snapshot(2);
    cutConnections();
    await add(2);
    await boards.add({ _id: 'b', room: 'r', n: 5 });
    const last = await following.snapshot(4);
    expect(following.snapshots.map(({ docs }) => docs[0]?.n)).toEqual([0, 1, 2, 2]);
    expect(last.docs).toHaveLength(2);
  });

  test('goes on as before afterwards', async () => {
    const following = room();
    await following.snapshot(1);
    cutConnections();
    await add(1);
    await following.snapshot(2);
    await add(2);
    expect((await following.snapshot(3)).docs).toMatchObject([{ n: 2 }]);
  });

  test('misses nothing when it breaks again and again while others write', async () => {
    const following = room();
    await following.snapshot(1);
    for (let n = 1; n <= 20; n++) {
      // Each time the client has to have come back, which the last event shows.
      if (n % 5 === 0) {
        await following.snapshot(n);
        cutConnections();
      }
      await add(n);
    }
    await following.snapshot(21);
    expect(following.snapshots.map(({ docs }) => docs[0]?.n)).toEqual(
      Array.from({ length: 21 }, (_each, n) => n),
    );
  });
});

describe('a watch that loses a message', () => {
  test('notices the gap at the next one and asks for both', async () => {
    const following = room();
    await following.snapshot(1);
    loseEvents(1);
    await add(1);
    await add(2);
    await following.snapshot(3);
    expect(following.snapshots.map(({ docs }) => docs[0]?.n)).toEqual([0, 1, 2]);
  });

  test('notices by itself: it asks for the last number after ten quiet seconds', async () => {
    const following = room();
    await following.snapshot(1);
    loseEvents(1);
    await add(1);
    expect((await following.snapshot(2, 25_000)).docs).toMatchObject([{ n: 1 }]);
  });
});
