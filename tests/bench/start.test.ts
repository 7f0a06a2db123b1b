import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { projectRoot } from '../../tools/builder/project';
import { type RunningStage, startStage } from './stage';

const running: RunningStage[] = [];
afterEach(async () => {
  for (const stage of running.splice(0)) await stage.stop();
});

test('npm start prints an address under which the stage, a phone and the cloud answer', async () => {
  const stage = await startStage();
  running.push(stage);
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
