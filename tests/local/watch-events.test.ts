import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Cloud } from '../../local/cloudbase/types';
import { type Following, follow, prepareRealtime } from './following';
import { type Db, nodeDb, open, startDocuments, until, webDb } from './localCloud';

let cloud: Cloud;
let server: Db;
const opened: Following[] = [];

beforeAll(async () => {
  prepareRealtime();
  cloud = await startDocuments({ boards: open, other: open });
  server = nodeDb();
});
beforeEach(() => cloud.reset());
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});
afterAll(() => cloud.stop());

describe.each([
  ['js-sdk', () => webDb(cloud, 'oAlice')],
  ['node-sdk', () => nodeDb()],
])('a watch of %s', (_name, connect) => {
  const room = (filter: object = { room: 'r' }): Following => {
    const following = follow(connect().collection('boards').where(filter));
    opened.push(following);
    return following;
  };
  const boards = () => server.collection('boards');

  test('starts with what is there', async () => {
    await cloud.load('boards', [
      { _id: 'a', room: 'r', n: 1 },
      { _id: 'b', room: 'else' },
    ]);
    const first = await room().snapshot(1);
    expect(first.docs).toEqual([{ _id: 'a', room: 'r', n: 1 }]);
    expect(first.docChanges.map(({ dataType }) => dataType)).toEqual(['init']);
  });

  test('starts with an empty snapshot of type init when nothing is there', async () => {
    const first = await room().snapshot(1);
    expect(first).toMatchObject({ type: 'init', docs: [] });
  });

  test('tells of an update with its fields', async () => {
    await cloud.load('boards', [{ _id: 'a', room: 'r', n: 1, gone: 1, deep: { x: 1 } }]);
    const following = room();
    await following.snapshot(1);
    const { command: _ } = server;
    await boards()
      .doc('a')
      .update({ n: _.inc(1), gone: _.remove(), 'deep.x': 5 });
    const { docs, docChanges } = await following.snapshot(2);
    expect(docs).toEqual([{ _id: 'a', room: 'r', n: 2, deep: { x: 5 } }]);
    expect(docChanges).toMatchObject([
      {
        docId: 'a',
        dataType: 'update',
        queueType: 'update',
        updatedFields: { n: 2, 'deep.x': 5 },
        removedFields: ['gone'],
      },
    ]);
  });

  test('tells of documents that come and go', async () => {
    const following = room();
    await following.snapshot(1);
    await boards().add({ _id: 'new', room: 'r' });
    expect(await following.snapshot(2)).toMatchObject({
      docs: [{ _id: 'new' }],
      docChanges: [{ dataType: 'add', queueType: 'enqueue' }],
    });
    await boards().doc('new').update({ room: 'else' });
    expect(await following.snapshot(3)).toMatchObject({
      docs: [],
      docChanges: [{ dataType: 'update', queueType: 'dequeue' }],
    });
    await boards().doc('new').update({ room: 'r' });
    expect((await following.snapshot(4)).docChanges).toMatchObject([
      { dataType: 'update', queueType: 'enqueue' },
    ]);
    await boards().doc('new').set({ room: 'r', n: 2 });
    expect(await following.snapshot(5)).toMatchObject({
      docs: [{ _id: 'new', room: 'r', n: 2 }],
      docChanges: [{ dataType: 'replace', queueType: 'update' }],
    });
    await boards().doc('new').remove();
    expect(await following.snapshot(6)).toMatchObject({
      docs: [],
      docChanges: [{ dataType: 'remove', queueType: 'dequeue', docId: 'new' }],
    });
  });

  test('gets all changes of a transaction as one snapshot, and nothing before the commit', async () => {
    await cloud.load('boards', [{ _id: 'a', room: 'r', n: 1 }]);
    const following = room();
    await following.snapshot(1);
    await server.runTransaction(async (transaction) => {
      await transaction.collection('boards').doc('a').update({ n: 50 });
      await transaction.collection('boards').doc('b').set({ room: 'r', n: 3 });
      await transaction.collection('other').add({ room: 'r' });
      expect(following.snapshots).toHaveLength(1);
    });
    const { docs, docChanges } = await following.snapshot(2);
    expect(docs).toHaveLength(2);
    expect(docChanges).toHaveLength(2);
  });

  test('is not told of other documents and of changes that change nothing', async () => {
    await cloud.load('boards', [
      { _id: 'a', room: 'r', n: 1 },
      { _id: 'b', room: 'else' },
    ]);
    const following = room();
    await following.snapshot(1);
    await boards().doc('b').update({ n: 9 });
    await boards().doc('a').update({ n: 1 });
    await boards().doc('a').update({ n: 2 });
    expect((await following.snapshot(2)).docs).toMatchObject([{ n: 2 }]);
    expect(following.snapshots).toHaveLength(2);
  });

  test('filters with operators and dates arrive as plain JSON', async () => {
    const following = room({ n: connect().command.gt(5) });
    await following.snapshot(1);
    await boards().add({ _id: 'low', n: 1 });
    await boards().add({ _id: 'high', n: 9, at: new Date(5) });
    expect((await following.snapshot(2)).docs).toEqual([{ _id: 'high', n: 9, at: { $date: 5 } }]);
  });

  test('follows one document by id', async () => {
    await cloud.load('boards', [{ _id: 'a', n: 1 }]);
    const following = room({ _id: 'a' });
    await following.snapshot(1);
    await boards().doc('a').update({ n: 2 });
    expect((await following.snapshot(2)).docs).toEqual([{ _id: 'a', n: 2 }]);
  });

  test('hears nothing after it was closed', async () => {
    const following = room();
    await following.snapshot(1);
    await following.close();
    const other = room();
    await other.snapshot(1);
    await boards().add({ room: 'r' });
    await other.snapshot(2);
    expect(following.snapshots).toHaveLength(1);
  });
});

describe('watchers together', () => {
  test('fifty watchers of one board all hear of a change', async () => {
    await cloud.load('boards', [{ _id: 'a', room: 'r', n: 1 }]);
    const db = webDb(cloud, 'oAlice');
    const all = Array.from({ length: 50 }, () =>
      follow(db.collection('boards').where({ room: 'r' })),
    );
    opened.push(...all);
    await Promise.all(all.map((each) => each.snapshot(1)));
    await server.collection('boards').doc('a').update({ n: 2 });
    for (const each of all) expect((await each.snapshot(2)).docs).toMatchObject([{ n: 2 }]);
  });

  test('a watch of more than 5000 documents is refused, at the start and later', async () => {
    await cloud.load(
      'boards',
      Array.from({ length: 5000 }, (_each, n) => ({ _id: `d${n}`, room: 'r' })),
    );
    const db = webDb(cloud, 'oAlice');
    const following = follow(db.collection('boards').where({ room: 'r' }));
    opened.push(following);
    expect((await following.snapshot(1)).docs).toHaveLength(5000);
    await server.collection('boards').add({ room: 'r' });
    expect(JSON.stringify(await following.failure())).toContain('5000');
    const late = follow(db.collection('boards').where({ room: 'r' }));
    opened.push(late);
    expect(JSON.stringify(await late.failure())).toContain('5000');
  });

  test('one client that closes its watch leaves another’s of the same name alone', async () => {
    await cloud.load('boards', [{ _id: 'a', room: 'r', n: 1 }]);
    const [lin, may] = [await rawClient('oLin'), await rawClient('oMay')];
    const query = JSON.stringify({ room: 'r' });
    for (const { say, hear } of [lin, may]) {
      say('INIT_WATCH', { collName: 'boards', query });
      await hear('INIT_EVENT');
    }
    lin.say('CLOSE_WATCH', null);
    lin.say('PING', null);
    await lin.hear('PONG');
    await server.collection('boards').doc('a').update({ n: 2 });
    await may.hear('NEXT_EVENT');
    expect(lin.heard()).not.toContain('NEXT_EVENT');
    for (const { close } of [lin, may]) close();
  });

  test('a collection that does not exist is refused', async () => {
    const following = follow(webDb(cloud, 'oAlice').collection('nowhere').where({}));
    opened.push(following);
    expect(JSON.stringify(await following.failure())).toContain('DATABASE_COLLECTION_NOT_EXIST');
  });
});

/** A client that names its only watch as every other one does: WeChat's number them from one. */
async function rawClient(openid: string) {
  const response = await fetch(`${cloud.url}/web?env=local`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ action: 'auth.wsWebSign', access_token: `openid:${openid}` }),
  });
  const { data } = (await response.json()) as { data: { wsUrl: string } };
  const socket = new WebSocket(data.wsUrl);
  const heard: string[] = [];
  socket.on('message', (text) => heard.push(JSON.parse(String(text)).msgType));
  await new Promise((resolve) => socket.once('open', resolve));
  return {
    say: (msgType: string, msgData: object | null) =>
      socket.send(JSON.stringify({ watchId: 'watchid_1', requestId: 'r', msgType, msgData })),
    hear: (msgType: string) => until(() => heard.includes(msgType)),
    heard: () => heard,
    close: () => socket.close(),
  };
}
