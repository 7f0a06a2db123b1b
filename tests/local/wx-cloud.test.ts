import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Cloud, type CloudOptions, startCloud } from '../../local/cloudbase';
import { createCloud } from '../../local/phone/runtime/cloud';
import type { PhoneFiles } from '../../local/phone/runtime/cloud/storage';
import type { Snapshot, WatchOptions } from '../../local/phone/runtime/cloud/watch';

const ECHO = `
exports.main = async (event) => {
  if (event.fail) throw new Error('no such court');
  const { userInfo, ...rest } = event;
  return { got: rest, openid: userInfo && userInfo.openId };
};`;

const BOARD = { read: true, write: false } as const;
const OWN = { read: 'doc._openid == auth.openid', write: 'doc._openid == auth.openid' } as const;

function manifest(): CloudOptions['manifest'] {
  const spec = { timeoutSeconds: 5, memoryMb: 256, openapi: [], timers: [] };
  return {
    functions: { echo: { ...spec, clients: true }, inner: { ...spec, clients: false } },
    routes: [],
    collections: {
      boards: { rules: BOARD, indexes: [] },
      notes: { rules: OWN, indexes: [] },
      closed: { rules: { read: false, write: false }, indexes: [] },
    },
    storage: { rules: { read: true, write: 'resource.openid == auth.openid' } },
  };
}

/** What a page gets: here a phone's files are blobs kept under a path. */
function memoryFiles(): PhoneFiles {
  const kept = new Map<string, Blob>();
  return {
    keep(content, name) {
      kept.set(`tmp/${name}`, content);
      return `tmp/${name}`;
    },
    async read(file) {
      const content = kept.get(file);
      if (content === undefined) throw new Error('file not exist');
      return content;
    },
  };
}

let root: string;
let cloud: Cloud;
const files = memoryFiles();

function phone(openid: string) {
  const wxCloud = createCloud({ origin: cloud.url, openid }, files);
  wxCloud.init({ env: 'local' });
  return wxCloud;
}

/** Collects snapshots and waits for the n-th. */
function listener() {
  const snapshots: Snapshot[] = [];
  const errors: unknown[] = [];
  let wake = (): void => undefined;
  const options: WatchOptions = {
    onChange: (snapshot) => {
      snapshots.push(snapshot);
      wake();
    },
    onError: (error) => {
      errors.push(error);
      wake();
    },
  };
  const until = async (done: () => boolean): Promise<void> => {
    while (!done()) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  const nth = async (count: number): Promise<Snapshot> => {
    await until(() => snapshots.length >= count || errors.length > 0);
    const snapshot = snapshots[count - 1];
    if (snapshot === undefined) throw errors[0];
    return snapshot;
  };
  return { options, nth, snapshots, errors, until };
}

beforeAll(async () => {
  globalThis.WebSocket ??= WebSocket as unknown as typeof globalThis.WebSocket;
  root = mkdtempSync(path.join(tmpdir(), 'wx-cloud-'));
  for (const name of ['echo', 'inner']) {
    mkdirSync(path.join(root, name));
    writeFileSync(path.join(root, name, 'index.js'), ECHO);
  }
  cloud = await startCloud({
    manifest: manifest(),
    functionsRoot: root,
    dataDir: null,
    timers: false,
    log: null,
  });
});

beforeEach(() => cloud.reset());

afterAll(async () => {
  await cloud.stop();
  rmSync(root, { recursive: true, force: true });
});

describe('wx.cloud.callFunction', () => {
  test('the function sees who calls and what was sent; the page gets result and requestID', async () => {
    const answer = await phone('oLin').callFunction({ name: 'echo', data: { court: 3 } });
    expect(answer).toMatchObject({
      errMsg: 'cloud.callFunction:ok',
      result: { got: { court: 3 }, openid: 'oLin' },
    });
    expect(answer?.requestID).toEqual(expect.stringMatching(/./));
  });

  test('callbacks are called instead of a promise when they are given', async () => {
    const seen = await new Promise<string[]>((resolve) => {
      const calls: string[] = [];
      const returned = phone('oLin').callFunction({
        name: 'echo',
        success: () => void calls.push('success'),
        complete: () => resolve([...calls, 'complete']),
      });
      expect(returned).toBeUndefined();
    });
    expect(seen).toEqual(['success', 'complete']);
  });

  test('data over 100 KB is refused before it leaves the phone', async () => {
    const data = { text: 'x'.repeat(101 * 1024) };
    await expect(phone('oLin').callFunction({ name: 'echo', data })).rejects.toMatchObject({
      errMsg: expect.stringContaining('data exceed max size'),
    });
  });

  test('a function that throws, is missing or is closed to clients rejects with errCode and errMsg', async () => {
    const { callFunction } = phone('oLin');
    await expect(callFunction({ name: 'echo', data: { fail: true } })).rejects.toMatchObject({
      errCode: -504002,
      errMsg: expect.stringMatching(
        /^cloud\.callFunction:fail Error: errCode: -504002 .*no such court/s,
      ),
    });
    await expect(callFunction({ name: 'nowhere' })).rejects.toMatchObject({ errCode: -501000 });
    await expect(callFunction({ name: 'inner' })).rejects.toMatchObject({
      errMsg: expect.stringContaining('cloud.callFunction:fail'),
    });
  });

  test('wx.cloud refuses to work before init', async () => {
    const early = createCloud({ origin: cloud.url, openid: 'oLin' }, files);
    await expect(early.callFunction({ name: 'echo' })).rejects.toThrow('wx.cloud.init');
    expect(() => early.database()).toThrow('wx.cloud.init');
  });
});

describe('wx.cloud.database', () => {
  const boards = Array.from({ length: 30 }, (_, n) => ({
    _id: `b${String(n).padStart(2, '0')}`,
    n,
    campus: n % 2 ? 'east' : 'west',
    hours: { open: 8, close: 20 + (n % 3) },
    at: new Date(n * 1000),
  }));

  test('a phone reads 20 rows at most, ordered, skipped and projected', async () => {
    await cloud.load('boards', boards);
    const all = phone('oLin').database().collection('boards');
    const page = await all.orderBy('n', 'desc').limit(100).get();
    expect(page?.data).toHaveLength(20);
    const next = await all.orderBy('n', 'desc').skip(20).field({ n: true }).get();
    expect(next?.data).toEqual(
      Array.from({ length: 10 }, (_, i) => ({ _id: `b0${9 - i}`, n: 9 - i })),
    );
    expect(await all.where({ campus: 'east' }).count()).toMatchObject({ total: 15 });
  });

  test('commands compare, combine and reach into nested fields; dates come back as dates', async () => {
    await cloud.load('boards', boards);
    const db = phone('oLin').database();
    const _ = db.command;
    const ids = async (query: unknown): Promise<string[]> => {
      const found = await db.collection('boards').where(query).orderBy('n', 'asc').get();
      const rows = (found?.data ?? []) as { _id: string }[];
      return rows.map(({ _id }) => _id);
    };
    expect(await ids({ n: _.gt(3).and(_.lte(5)) })).toEqual(['b04', 'b05']);
    expect(await ids({ n: _.in([1, 7]).or(_.eq(9)) })).toEqual(['b01', 'b07', 'b09']);
    expect(await ids(_.or([{ n: 2 }, { n: _.gte(29) }]))).toEqual(['b02', 'b29']);
    expect(await ids({ hours: { close: 22 }, n: _.lt(9), campus: _.neq('east') })).toEqual([
      'b02',
      'b08',
    ]);
    expect(await ids({ _id: db.RegExp({ regexp: '^b2[89]$' }) })).toEqual(['b28', 'b29']);
    expect(await ids({ at: _.gt(new Date(28_000)) })).toEqual(['b29']);
    const one = await db.collection('boards').doc('b03').get();
    expect(one?.data).toMatchObject({ at: new Date(3000) });
  });

  test('own documents are added, changed field by field, replaced and removed', async () => {
    const db = phone('oLin').database();
    const notes = db.collection('notes');
    const added = await notes.add({ data: { text: 'a', tags: ['x'], seen: { by: 1, at: 2 } } });
    const mine = notes.where({ _id: added?._id, _openid: '{openid}' });
    const updated = await mine.update({
      data: {
        seen: { by: db.command.inc(4) },
        tags: db.command.push(['y']),
        text: db.command.remove(),
      },
    });
    expect(updated).toMatchObject({ stats: { updated: 1 } });
    const { data } = (await mine.get()) as unknown as { data: unknown[] };
    expect(data).toEqual([
      { _id: added?._id, _openid: 'oLin', tags: ['x', 'y'], seen: { by: 5, at: 2 } },
    ]);
    expect(await mine.remove()).toMatchObject({ stats: { removed: 1 } });
  });

  test('what is closed, missing or not there is an error with WeChat’s number', async () => {
    const db = phone('oLin').database();
    await expect(db.collection('closed').get()).rejects.toMatchObject({
      errCode: -502003,
      errMsg: expect.stringContaining('collection.get:fail -502003 database permission denied'),
    });
    await expect(db.collection('nowhere').get()).rejects.toMatchObject({ errCode: -502005 });
    await expect(db.collection('boards').doc('none').get()).rejects.toMatchObject({
      errMsg: 'document.get:fail document with _id none does not exist',
    });
  });
});

describe('wx.cloud watch', () => {
  test('a watch begins with an init snapshot and follows every commit in order', async () => {
    await cloud.load('boards', [{ _id: 'b1', count: 1 }]);
    const heard = listener();
    const board = phone('oLin').database().collection('boards').where({ _id: 'b1' });
    const watch = board.watch(heard.options);
    expect(await heard.nth(1)).toMatchObject({ type: 'init', docs: [{ _id: 'b1', count: 1 }] });
    for (const count of [2, 3]) await cloud.load('boards', [{ _id: 'b1', count }]);
    await heard.until(() => heard.snapshots.at(-1)?.docs[0]?.count === 3);
    expect(heard.snapshots.map(({ docs }) => docs[0]?.count)).toEqual([1, 2, 3]);
    await watch.close();
    await cloud.load('boards', [{ _id: 'b1', count: 4 }]);
    expect(heard.snapshots).toHaveLength(3);
  });

  test('documents enter and leave a filtered watch', async () => {
    await cloud.load('boards', [{ _id: 'b1', open: true, n: 1 }]);
    const heard = listener();
    phone('oLin').database().collection('boards').where({ open: true }).watch(heard.options);
    await heard.nth(1);
    await cloud.load('boards', [{ _id: 'b2', open: true, n: 2 }]);
    expect((await heard.nth(2)).docs.map(({ _id }) => _id)).toEqual(['b1', 'b2']);
    await cloud.load('boards', [{ _id: 'b1', open: false, n: 1 }]);
    const left = await heard.nth(3);
    expect(left.docs.map(({ _id }) => _id)).toEqual(['b2']);
    expect(left.docChanges[0]).toMatchObject({ queueType: 'dequeue', docId: 'b1' });
  });

  test('after the connection breaks the watch resumes and hears what it missed, once', async () => {
    const sockets: globalThis.WebSocket[] = [];
    const Real = globalThis.WebSocket;
    globalThis.WebSocket = class extends Real {
      constructor(url: string | URL) {
        super(url);
        sockets.push(this);
      }
    };
    try {
      await cloud.load('boards', [{ _id: 'b1', count: 1 }]);
      const heard = listener();
      phone('oLin').database().collection('boards').doc('b1').watch(heard.options);
      await heard.nth(1);
      // As a lost network: no closing handshake.
      (sockets[0] as unknown as WebSocket).terminate();
      await cloud.load('boards', [{ _id: 'b1', count: 2 }]);
      expect((await heard.nth(2)).docs).toEqual([{ _id: 'b1', count: 2 }]);
      await cloud.load('boards', [{ _id: 'b1', count: 3 }]);
      await heard.nth(3);
      expect(heard.snapshots.map(({ docs }) => docs[0]?.count)).toEqual([1, 2, 3]);
      expect(sockets).toHaveLength(2);
    } finally {
      globalThis.WebSocket = Real;
    }
  });

  test('a watch that the rules do not allow ends in onError', async () => {
    const heard = listener();
    phone('oLin').database().collection('closed').where({ a: 1 }).watch(heard.options);
    await heard.until(() => heard.errors.length > 0);
    expect(heard.errors[0]).toMatchObject({
      errCode: -402001,
      errMsg: expect.stringContaining('COLLECTION_PERMISSION_DENIED'),
    });
  });
});

describe('wx.cloud files', () => {
  test('a file is uploaded, found by a temporary address, downloaded and deleted', async () => {
    const wxCloud = phone('oLin');
    const filePath = files.keep(new Blob(['court'], { type: 'text/plain' }), 'a.txt');
    const uploaded = await wxCloud.uploadFile({ cloudPath: 'notes/a.txt', filePath });
    const fileID = String(uploaded?.fileID);
    expect(fileID).toMatch(/^cloud:\/\//);
    const urls = await wxCloud.getTempFileURL({ fileList: [fileID] });
    const [file] = (urls?.fileList ?? []) as { tempFileURL: string; status: number }[];
    expect(file?.status).toBe(0);
    expect(await (await fetch(String(file?.tempFileURL))).text()).toBe('court');
    const downloaded = await wxCloud.downloadFile({ fileID });
    expect(await (await files.read(String(downloaded?.tempFilePath))).text()).toBe('court');
    await wxCloud.deleteFile({ fileList: [fileID] });
    await expect(wxCloud.downloadFile({ fileID })).rejects.toMatchObject({ errCode: -503003 });
  });
});

test('a CloudID is looked up at the top level of a call only; one that nobody issued says so', async () => {
  const lin = phone('oLin');
  const cloudID = lin.CloudID('made-up');
  const data = { steps: cloudID, deeper: { steps: cloudID } };
  const { result } = (await lin.callFunction({ name: 'echo', data })) as unknown as {
    result: { got: object };
  };
  expect(result.got).toEqual({
    steps: { cloudID: 'made-up', errCode: -601005, errMsg: 'cloudID invalid' },
    deeper: { steps: 'made-up' },
  });
});

test('a CloudID that WeChat issued for steps stands for them, to the person it was issued to', async () => {
  const asked = await fetch(`${cloud.url}/__wechat/we-run`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ openid: 'oLin' }),
  });
  const { cloudID } = (await asked.json()) as { cloudID: string };
  const stepsFor = async (openid: string) => {
    const person = phone(openid);
    const data = { steps: person.CloudID(cloudID) };
    const { result } = (await person.callFunction({ name: 'echo', data })) as unknown as {
      result: { got: { steps: { data?: { stepInfoList: { step: number }[] } } } };
    };
    return result.got.steps;
  };
  const mine = await stepsFor('oLin');
  expect(mine.data?.stepInfoList).toHaveLength(31);
  expect(mine.data?.stepInfoList.at(0)?.step).toBeGreaterThanOrEqual(3_000);
  expect(await stepsFor('oMei')).toEqual({ cloudID, errCode: -601005, errMsg: 'cloudID invalid' });
});
