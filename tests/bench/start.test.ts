import { spawnSync } from 'node:child_process';
import { utimes } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../../tools/builder/project';
import { type RunningStage, startStage } from './stage';

let stage: RunningStage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage?.stop());

test('npm start prints an address under which the stage, a phone and the cloud answer', async () => {
  for (const path of ['/', '/phone?as=lin', '/healthz']) {
    expect([path, (await fetch(stage.url + path)).status]).toEqual([path, 200]);
  }
  const call = await fetch(`${stage.url}/__dev/call`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as: 'lin', name: 'venue', data: { action: 'list', input: {} } }),
  });
  expect(await call.json()).toMatchObject({ ok: true });
});

test('a port that is taken is said in Chinese and English, with the way out', async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
  const { status, stderr } = spawnSync('npm', ['start', '--silent'], {
    cwd: projectRoot,
    env: { ...process.env, PORT: String(port), DATA_DIR: `${projectRoot}/dist/port-taken` },
    encoding: 'utf8',
  });
  server.close();
  expect(status).toBe(1);
  expect(stderr).toContain(`端口 ${port} 已被占用`);
  expect(stderr).toContain(`Port ${port} is taken. Choose another: PORT=3901 npm start`);
});

/** Resolves with the ms until the next `reload` that the local cloud announces. */
async function reloadAfter(url: string, save: () => Promise<void>): Promise<number> {
  const abort = new AbortController();
  const { body } = await fetch(`${url}/__dev/events`, { signal: abort.signal });
  const saved = performance.now();
  await save();
  const decoder = new TextDecoder();
  let heard = '';
  for await (const chunk of body ?? []) {
    heard += decoder.decode(chunk as Uint8Array, { stream: true });
    if (heard.includes('"type":"reload"')) break;
  }
  abort.abort();
  return performance.now() - saved;
}

test.each(['miniprogram/pages/venues/venues.wxml', 'cloudfunctions/visit/handlers.ts'])(
  'saving %s reloads the phones in under two seconds',
  async (file) => {
    const now = new Date();
    const delay = await reloadAfter(stage.url, () => utimes(join(projectRoot, file), now, now));
    expect(delay).toBeLessThan(2_000);
  },
);
