import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CollectionSpec } from '../../local/cloudbase/manifestTypes';
import type { Cloud } from '../../local/cloudbase/types';
import { type Collection, type Db, failureOf, type Row, startDocuments, webDb } from './localCloud';

const MINE = 'doc._openid == auth.openid';
const spec = (rules: CollectionSpec['rules']): CollectionSpec => ({ rules, indexes: [] });

const collections = {
  closed: spec({}),
  public: spec({ read: true, write: false }),
  mine: spec({ read: MINE, write: MINE }),
  PRIVATE: spec('PRIVATE'),
  READONLY: spec('READONLY'),
  ADMINWRITE: spec('ADMINWRITE'),
  ADMINONLY: spec('ADMINONLY'),
  split: spec({ read: true, create: 'auth != null', update: MINE, delete: false }),
  rooms: spec({ read: 'doc.room == "lobby" || doc.owner == auth.openid', write: false }),
  levels: spec({ read: 'doc.level <= 3', write: 'doc.level in [1, 2]' }),
  dated: spec({ read: 'doc.until > now', write: 'request.data.text != null' }),
  members: spec({ read: 'auth.openid in doc.members', write: false }),
  staff: spec({ read: `get(\`database.people.\${auth.openid}\`).role == "staff"`, write: false }),
  people: spec({}),
  notThis: spec({ read: '!(doc.hidden == true)', write: false }),
  visible: spec({ read: 'doc.hidden != true', write: false }),
};

let cloud: Cloud;
let lin: Db;
let nobody: Db;
beforeAll(async () => {
  cloud = await startDocuments(collections);
  lin = webDb(cloud, 'oLin');
  nobody = webDb(cloud, null);
});
afterAll(() => cloud.stop());
beforeEach(async () => {
  await cloud.reset();
  for (const name of Object.keys(collections)) {
    await cloud.load(name, [
      { _id: 'own', _openid: 'oLin', n: 1 },
      { _id: 'other', _openid: 'oMay', n: 2 },
    ]);
  }
});

const DENIED = 'DATABASE_PERMISSION_DENIED';
/** js-sdk hands some failures back as results. */
const codeOf = async (work: Promise<unknown>): Promise<string> => {
  const outcome = await work.catch((error: unknown) => error);
  const { code, message } = outcome as { code?: string; message?: string };
  return code ?? (/DATABASE_\w+|INVALID_PARAM/.exec(message ?? '')?.[0] || 'allowed');
};
const ids = async (query: Pick<Collection, 'get'>): Promise<string> =>
  (await query.get()).data
    .map(({ _id }) => _id)
    .sort()
    .join(' ');

/** What a person can do in a collection: read, create, update, delete. */
async function powers(db: Db, name: string): Promise<Row> {
  const at = db.collection(name);
  const own = at.where({ _openid: '{openid}' });
  return {
    read: await codeOf(at.get()),
    create: await codeOf(at.add({ n: 1 })),
    update: await codeOf(own.update({ n: 5 })),
    delete: await codeOf(own.remove()),
  };
}

const all = (code: string): Row => ({ read: code, create: code, update: code, delete: code });
const ok = 'allowed';

describe('simple permissions', () => {
  test.each<[string, Row]>([
    ['closed', all(DENIED)],
    ['ADMINONLY', all(DENIED)],
    ['ADMINWRITE', { ...all(DENIED), read: ok }],
    ['public', { ...all(DENIED), read: ok }],
    ['READONLY', all(ok)],
    ['PRIVATE', all(ok)],
    ['split', { read: ok, create: ok, update: ok, delete: DENIED }],
  ])('%s', async (name, expected) => {
    expect(await powers(lin, name)).toEqual(expected);
  });

  test('PRIVATE narrows every request to the own documents', async () => {
    const at = lin.collection('PRIVATE');
    expect(await ids(at)).toBe('own');
    expect((await at.count()).total).toBe(1);
    expect(await at.where({ n: 2 }).update({ n: 9 })).toMatchObject({ updated: 0 });
    expect(await at.where({ n: 2 }).remove()).toMatchObject({ deleted: 0 });
    expect((await at.doc('other').get()).data).toEqual([]);
  });

  test('READONLY lets everyone read and only the owner write', async () => {
    const at = lin.collection('READONLY');
    expect(await ids(at)).toBe('other own');
    expect(await at.where({ n: 2 }).update({ n: 9 })).toMatchObject({ updated: 0 });
  });

  test('someone who has not signed in owns nothing', async () => {
    expect(await powers(nobody, 'PRIVATE')).toEqual(all(DENIED));
    expect(await codeOf(nobody.collection('public').get())).toBe(ok);
  });
});

describe('the query has to prove the rule', () => {
  test('without the condition a read is refused, with it allowed', async () => {
    const at = lin.collection('mine');
    expect(await codeOf(at.get())).toBe(DENIED);
    expect(await codeOf(at.doc('own').get())).toBe(DENIED);
    expect(await codeOf(at.where({ _openid: 'oMay' }).get())).toBe(DENIED);
    expect(await ids(at.where({ _openid: 'oLin' }))).toBe('own');
  });

  test('{openid} stands for the caller', async () => {
    const at = lin.collection('mine');
    expect(await ids(at.where({ _openid: '{openid}' }))).toBe('own');
    expect(await at.where({ _id: 'own', _openid: '{openid}' }).update({ n: 7 })).toMatchObject({
      updated: 1,
    });
    expect((await at.where({ _openid: '{openid}' }).count()).total).toBe(1);
  });

  test('either side of an or proves it; every branch of a query or has to', async () => {
    const at = lin.collection('rooms');
    const { command: _ } = lin;
    expect(await codeOf(at.where({ room: 'lobby' }).get())).toBe(ok);
    expect(await codeOf(at.where({ owner: 'oLin', n: _.gt(1) }).get())).toBe(ok);
    expect(await codeOf(at.where({ room: 'secret' }).get())).toBe(DENIED);
    expect(await codeOf(at.where(_.or([{ room: 'lobby' }, { owner: 'oLin' }])).get())).toBe(ok);
    expect(await codeOf(at.where(_.or([{ room: 'lobby' }, { n: 1 }])).get())).toBe(DENIED);
    expect(await codeOf(at.where(_.and([{ room: 'lobby' }, { n: 1 }])).get())).toBe(ok);
  });

  test('in: each value has to satisfy the rule', async () => {
    const at = lin.collection('rooms');
    const { command: _ } = lin;
    expect(await codeOf(at.where({ room: _.in(['lobby']) }).get())).toBe(ok);
    expect(await codeOf(at.where({ room: _.in(['lobby', 'x']) }).get())).toBe(DENIED);
  });

  test('a range proves a range that contains it', async () => {
    const at = lin.collection('levels');
    const { command: _ } = lin;
    expect(await codeOf(at.where({ level: _.lt(3) }).get())).toBe(ok);
    expect(await codeOf(at.where({ level: _.lte(3) }).get())).toBe(ok);
    expect(await codeOf(at.where({ level: 2 }).get())).toBe(ok);
    expect(await codeOf(at.where({ level: _.lte(4) }).get())).toBe(DENIED);
    expect(await codeOf(at.where({ level: _.gt(1) }).get())).toBe(DENIED);
    expect(await codeOf(at.where({ level: _.in([1, 2]) }).remove())).toBe(ok);
    expect(await codeOf(at.where({ level: 3 }).remove())).toBe(DENIED);
  });

  test('not equal is proved by another value or the same exclusion, not by a negation', async () => {
    const { command: _ } = lin;
    expect(await codeOf(lin.collection('visible').where({ hidden: false }).get())).toBe(ok);
    expect(
      await codeOf(
        lin
          .collection('visible')
          .where({ hidden: _.neq(true) })
          .get(),
      ),
    ).toBe(ok);
    expect(await codeOf(lin.collection('visible').get())).toBe(DENIED);
    expect(await codeOf(lin.collection('notThis').get())).toBe(DENIED);
  });

  test('now is the clock of the cloud', async () => {
    const { command: _ } = lin;
    const at = lin.collection('dated');
    const now = cloud.clock.now();
    expect(await codeOf(at.where({ until: _.gt(now + 60_000) }).get())).toBe(ok);
    expect(await codeOf(at.where({ until: _.gt(now - 60_000) }).get())).toBe(DENIED);
  });

  test('a member list is proved by asking for oneself', async () => {
    const at = lin.collection('members');
    expect(await codeOf(at.where({ members: 'oLin' }).get())).toBe(ok);
    expect(await codeOf(at.where({ members: 'oMay' }).get())).toBe(DENIED);
    expect(await codeOf(at.get())).toBe(DENIED);
  });

  test('get() looks into another collection', async () => {
    const at = lin.collection('staff');
    expect(await codeOf(at.get())).toBe(DENIED);
    await cloud.load('people', [{ _id: 'oLin', role: 'staff' }]);
    expect(await codeOf(at.get())).toBe(ok);
  });
});

describe('writes by clients', () => {
  test('a create is checked against the document, an update against its request', async () => {
    const levels = lin.collection('levels');
    expect(await codeOf(levels.add({ level: 1 }))).toBe(ok);
    expect(await codeOf(levels.add({ level: 5 }))).toBe(DENIED);
    const dated = lin.collection('dated');
    expect(await codeOf(dated.add({ text: 'x' }))).toBe(ok);
    expect(await codeOf(dated.add({ other: 'x' }))).toBe(DENIED);
  });

  test('the platform writes _openid; a client that tries is refused', async () => {
    const at = lin.collection('PRIVATE');
    const { id } = await at.add({ n: 5 });
    expect((await at.doc(String(id)).get()).data).toEqual([{ _id: id, _openid: 'oLin', n: 5 }]);
    expect(await codeOf(at.add({ _openid: 'oMay' }))).toBe('INVALID_PARAM');
    expect(await codeOf(at.where({ n: 5 }).update({ _openid: 'oMay' }))).toBe('INVALID_PARAM');
    expect(await codeOf(at.doc('x').set({ _openid: 'oMay' }))).toBe('INVALID_PARAM');
  });

  test('set keeps the owner, and gives a new document one', async () => {
    const at = lin.collection('PRIVATE');
    await at.doc('own').set({ n: 7 });
    await at.doc('fresh').set({ n: 8 });
    expect((await at.orderBy('n', 'asc').get()).data).toEqual([
      { _id: 'own', _openid: 'oLin', n: 7 },
      { _id: 'fresh', _openid: 'oLin', n: 8 },
    ]);
  });

  test('set of a document that belongs to another is refused', async () => {
    const code = await codeOf(lin.collection('PRIVATE').doc('other').set({ n: 7 }));
    expect(code).toBe('DATABASE_DUPLICATE_WRITE');
    expect(await webDb(cloud, 'oMay').collection('PRIVATE').count()).toMatchObject({ total: 1 });
  });

  test('a client cannot run transactions or server actions', async () => {
    const reply = await fetch(`${cloud.url}/web`, {
      method: 'POST',
      body: JSON.stringify({
        action: 'database.getDocument',
        collectionName: 'closed',
        query: '{}',
        access_token: 'openid:oLin',
      }),
    });
    const body = (await reply.json()) as Row;
    expect(body.code).toBe(DENIED);
    expect(body.data).toBeUndefined();
    expect((await failureOf(lin.startTransaction())).code).toBe(DENIED);
  });
});

test('somebody who is not signed in is nobody’s owner, also not of documents without one', async () => {
  await cloud.load('mine', [{ _id: 'unowned', _openid: null, n: 3 }]);
  const query = nobody.collection('mine').where({ _openid: null });
  expect(await codeOf(query.get())).toBe(DENIED);
});
