import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COLLECTIONS } from './books';
import { BASKETBALL, type Club, openClub } from './club';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.close());

type Answer = { code?: string; data?: Record<string, unknown> };

/** One request as a phone or a browser sends it, by somebody who tries what they like. */
async function ask(who: string | null, action: string, params: object): Promise<Answer> {
  const token = who === null ? {} : { access_token: `openid:${club.cloud.openidOf(who)}` };
  const response = await fetch(`${club.cloud.url}/web?env=local`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ action, envName: 'local', ...token, ...params }),
  });
  return (await response.json()) as Answer;
}

const DENIED = 'DATABASE_PERMISSION_DENIED';
const WHO = [null, 'lin', 'root'] as const;

/** Everything a client can ask of a collection, aimed at one document of it. */
const readings = (collectionName: string, _id: unknown) =>
  [
    ['database.queryDocument', { collectionName, query: {} }],
    ['database.queryDocument', { collectionName, query: { _id }, queryType: 'DOC' }],
    ['database.queryDocument', { collectionName, query: { _openid: '{openid}' } }],
    ['database.queryDocument', { collectionName, query: { memberId: 'm-lin' }, client: 'mp' }],
    ['database.countDocument', { collectionName, query: {} }],
    [
      'database.aggregate',
      { collectionName, stages: [{ stageKey: '$match', stageValue: JSON.stringify({ _id }) }] },
    ],
  ] as const;

const writings = (collectionName: string, _id: unknown) =>
  [
    ['database.addDocument', { collectionName, data: { memberId: 'm-lin', mine: true } }],
    ['database.addDocument', { collectionName, _id: 'mine', data: { mine: true } }],
    ['database.updateDocument', { collectionName, query: { _id }, data: { $set: { mine: true } } }],
    [
      'database.updateDocument',
      { collectionName, query: {}, multi: true, data: { $set: { a: 1 } } },
    ],
    [
      'database.updateDocument',
      { collectionName, query: { _id: 'x' }, data: { mine: true }, upsert: true, merge: false },
    ],
    ['database.deleteDocument', { collectionName, query: { _id } }],
    ['database.deleteDocument', { collectionName, query: {}, multi: true }],
  ] as const;

const everything = async () =>
  Object.fromEntries(
    await Promise.all(COLLECTIONS.map(async (name) => [name, await club.documents(name)] as const)),
  );

test('the manifest’s collections are all there, and only these', async () => {
  expect(COLLECTIONS).toContain('venue_boards');
  const answer = await ask('lin', 'database.queryDocument', {
    collectionName: 'secrets',
    query: {},
  });
  expect(answer.code).toBeTruthy();
});

/** What a member reads only with a filter that names them: see the last tests. */
const OWN = ['challenge_boards'];

describe.each(COLLECTIONS)('%s', (name) => {
  const open = name === 'venue_boards';

  test(`is ${open ? 'read by everybody' : 'closed to every client'}`, async () => {
    const [first] = await club.documents(name);
    for (const who of WHO) {
      for (const [action, params] of readings(name, first?._id ?? 'nothing')) {
        if (OWN.includes(name) && 'query' in params && '_openid' in params.query) continue;
        const { code, data } = await ask(who, action, params);
        const shown = `${who} ${action}: ${JSON.stringify(data)}`;
        if (open) expect(code, shown).toBe(undefined);
        else expect(code, shown).toBe(DENIED);
      }
    }
  });

  test('is written by no client', async () => {
    const before = await club.documents(name);
    for (const who of WHO) {
      for (const [action, params] of writings(name, before[0]?._id ?? 'nothing')) {
        const { code, data } = await ask(who, action, params);
        expect(code, `${who} ${action}: ${JSON.stringify(data)}`).toBe(DENIED);
      }
    }
    expect(await club.documents(name)).toEqual(before);
  });
});

test('a pipeline over the boards brings nothing else along', async () => {
  const before = await everything();
  for (const stage of ['$lookup', '$unionWith', '$graphLookup', '$out', '$merge']) {
    const stageValue = JSON.stringify(
      stage === '$out' || stage === '$merge'
        ? 'venue_boards'
        : { from: 'members', localField: '_id', foreignField: 'x', as: 'them', coll: 'members' },
    );
    const stages = [{ stageKey: stage, stageValue }];
    const answer = await ask('lin', 'database.aggregate', {
      collectionName: 'venue_boards',
      stages,
    });
    expect(answer.code, `${stage} ${JSON.stringify(answer.data)}`).toBeTruthy();
  }
  expect(await everything()).toEqual(before);
});

test('the actions of the server SDKs are no client’s', async () => {
  const query = JSON.stringify({});
  for (const action of [
    'database.getDocument',
    'database.modifyDocument',
    'database.removeDocument',
    'database.insertDocument',
    'database.aggregateDocuments',
    'database.calculateDocument',
    'database.startTransaction',
  ]) {
    const answer = await ask('root', action, { collectionName: 'members', query, data: '{}' });
    expect(answer.code, `${action} ${JSON.stringify(answer)}`).toBeTruthy();
  }
});

test('what a board shows is a headcount and nothing about anybody', async () => {
  const { data } = await ask(null, 'database.queryDocument', {
    collectionName: 'venue_boards',
    query: { _id: BASKETBALL },
  });
  const [board] = (data?.list ?? []) as object[];
  expect(Object.keys(board ?? {}).sort()).toEqual([
    '_id',
    'at',
    'capacity',
    'free',
    'headcount',
    'version',
  ]);
});
