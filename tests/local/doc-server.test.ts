import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Cloud } from '../../local/cloudbase/types';
import { closed, failureOf, nodeDb, startDocuments } from './localCloud';

const folder = mkdtempSync(join(tmpdir(), 'cloud-'));
let cloud: Cloud;
const seed = (target: Cloud): Promise<void> => target.load('notes', [{ _id: 'seed', n: 1 }]);

beforeAll(async () => {
  cloud = await startDocuments({ notes: closed }, { dataDir: folder, seed, latencyMs: 0 });
});
afterAll(async () => {
  await cloud.stop();
  rmSync(folder, { recursive: true });
});

const post = (path: string, body: string): Promise<Response> =>
  fetch(cloud.url + path, { method: 'POST', body });

describe('the server', () => {
  test('is seeded once, keeps what is written over a restart, and goes back on reset', async () => {
    await nodeDb().collection('notes').doc('seed').update({ n: 2 });
    await nodeDb()
      .collection('notes')
      .add({ _id: 'more', at: new Date(5) });
    await cloud.stop();
    cloud = await startDocuments({ notes: closed }, { dataDir: folder, seed });
    const notes = nodeDb().collection('notes');
    expect((await notes.orderBy('_id', 'asc').get()).data).toEqual([
      { _id: 'more', at: new Date(5) },
      { _id: 'seed', n: 2 },
    ]);
    await cloud.reset();
    expect((await notes.get()).data).toEqual([{ _id: 'seed', n: 1 }]);
  });

  test('answers an unknown action by its name', async () => {
    const reply = await post('/admin', JSON.stringify({ action: 'database.flyDocument' }));
    expect(reply.status).toBe(200);
    expect(await reply.json()).toMatchObject({
      requestId: expect.any(String),
      code: 'INVALID_PARAM',
      message: expect.stringContaining('database.flyDocument'),
    });
  });

  test('refuses what is no JSON, and says where nothing is', async () => {
    expect(await (await post('/admin', '{"action":')).json()).toMatchObject({
      code: 'INVALID_PARAM',
    });
    expect((await fetch(`${cloud.url}/nowhere`)).status).toBe(404);
  });

  test('lets web pages of other origins call', async () => {
    const reply = await fetch(`${cloud.url}/web`, {
      method: 'OPTIONS',
      headers: { origin: 'http://phone.test' },
    });
    expect(reply.status).toBe(204);
    expect(reply.headers.get('access-control-allow-origin')).toBe('http://phone.test');
  });

  test('counts database requests since the last look', async () => {
    cloud.stats();
    await nodeDb().collection('notes').get();
    await nodeDb().collection('notes').count();
    expect(cloud.stats().actions).toMatchObject([{ function: '', action: '', requests: 2 }]);
    expect(cloud.stats().actions).toEqual([]);
  });

  test('adds the ordered latency to each database request', async () => {
    const slow = await startDocuments({ notes: closed }, { latencyMs: 120 });
    const start = performance.now();
    await nodeDb().collection('notes').get();
    expect(performance.now() - start).toBeGreaterThanOrEqual(118);
    await slow.stop();
    Object.assign(process.env, cloud.sdkEnv());
  });

  test('says which port is taken', async () => {
    const second = startDocuments({}, { port: cloud.port });
    expect((await failureOf(second)).message).toContain('EADDRINUSE');
    Object.assign(process.env, cloud.sdkEnv());
  });
});

describe('a transaction', () => {
  test('ends by itself after 30 seconds, not before', async () => {
    const db = nodeDb();
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const early = await db.startTransaction();
    vi.advanceTimersByTime(29_000);
    const late = await db.startTransaction();
    vi.advanceTimersByTime(1000);
    vi.useRealTimers();
    const failure = await failureOf(early.collection('notes').doc('seed').get());
    expect(failure.code).toBe('DATABASE_TRANSACTION_FAIL');
    expect(failure.message).toContain('TransactionNotExist');
    await late.collection('notes').doc('seed').update({ n: 9 });
    await late.commit();
  });
});
