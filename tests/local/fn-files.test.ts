import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import cloudbase from '@cloudbase/js-sdk';
import tcb from '@cloudbase/node-sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cloud } from '../../local/cloudbase/types';
import { ask, startFixtureCloud } from './fixtures/cloud';

const folder = mkdtempSync(join(tmpdir(), 'files-'));
let cloud: Cloud;
let server: ReturnType<typeof tcb.init>;

const start = () =>
  startFixtureCloud(
    { storage: { rules: { read: true, write: 'resource.openid == auth.openid' } } },
    { dataDir: folder, functionsRoot: null },
  );

beforeAll(async () => {
  cloud = await start();
  server = serverApp();
});
afterAll(async () => {
  await cloud.stop();
  rmSync(folder, { recursive: true });
});

const serverApp = () =>
  tcb.init({
    env: 'local',
    secretId: 'local',
    secretKey: 'local',
    serviceUrl: `${cloud.url}/admin`,
  } as Parameters<typeof tcb.init>[0]);

const upload = (cloudPath: string, text = 'picture') =>
  server.uploadFile({ cloudPath, fileContent: Buffer.from(text) });

/** A request of a person's client. */
const client = async (openid: string | null, action: string, params: object) => {
  const token = openid === null ? {} : { access_token: `openid:${openid}` };
  const { body } = await ask(`${cloud.url}/web`, 'POST', { action, ...token, ...params });
  return body as { code?: string; data?: Record<string, unknown> };
};

describe('a file of a function', () => {
  test('is uploaded, described, downloaded and deleted', async () => {
    const { fileID } = await upload('venues/东区 1/cover.png', 'bytes of a picture');
    expect(fileID).toBe('cloud://local.local/venues/东区 1/cover.png');
    const { fileContent } = await server.downloadFile({ fileID });
    expect(fileContent?.toString()).toBe('bytes of a picture');
    const info = await server.getFileInfo({ fileList: [fileID] });
    expect(info.fileList[0]).toMatchObject({ code: 'SUCCESS', size: 18, mime: 'image/png' });
    const deleted = await server.deleteFile({ fileList: [fileID] });
    expect(deleted.fileList[0]).toMatchObject({ code: 'SUCCESS', fileID });
    const gone = await server.getTempFileURL({ fileList: [fileID] });
    expect(gone.fileList[0]).toMatchObject({ code: 'STORAGE_FILE_NONEXIST', tempFileURL: '' });
  });

  test('is copied, and moved when the original is to go', async () => {
    await upload('a/one.txt', 'one');
    const copied = await server.copyFile({
      fileList: [{ srcPath: 'a/one.txt', dstPath: 'b/one.txt' }],
    });
    expect(copied.fileList[0]).toMatchObject({ code: 'SUCCESS' });
    const kept = await server.copyFile({
      fileList: [{ srcPath: 'a/one.txt', dstPath: 'b/one.txt', overwrite: false }],
    });
    expect(kept.fileList[0]).toMatchObject({ code: 'STORAGE_FILE_EXIST' });
    await server.copyFile({
      fileList: [{ srcPath: 'a/one.txt', dstPath: 'c/one.txt', removeOriginal: true }],
    });
    const ids = ['a', 'b', 'c'].map((name) => `cloud://local.local/${name}/one.txt`);
    const { fileList } = await server.getTempFileURL({ fileList: ids });
    expect(fileList.map(({ code }) => code)).toEqual([
      'STORAGE_FILE_NONEXIST',
      'SUCCESS',
      'SUCCESS',
    ]);
  });

  test.each([
    ['that is absolute', '/absolute.png'],
    ['with an empty part', 'a//b.png'],
    ['that leads out', '../up.png'],
    ['with a question mark', 'what?.png'],
    ['over 850 bytes', 'x'.repeat(851)],
    ['that is empty', ''],
  ])('cannot have a path %s', async (_what, cloudPath) => {
    await expect(upload(cloudPath)).rejects.toMatchObject({ code: 'INVALID_PARAM' });
  });

  test('is still there after a restart', async () => {
    const { fileID } = await upload('kept.txt', 'kept');
    await cloud.stop();
    cloud = await start();
    server = serverApp();
    const { fileContent } = await server.downloadFile({ fileID });
    expect(fileContent?.toString()).toBe('kept');
  });
});

describe('a temporary address', () => {
  const addressOf = async (path: string, maxAge: number) => {
    const { fileID } = await upload(path);
    const { fileList } = await server.getTempFileURL({ fileList: [{ fileID, maxAge }] });
    return fileList[0]?.tempFileURL ?? '';
  };

  test('ends with its time', async () => {
    const address = await addressOf('short.txt', 0.2);
    expect((await fetch(address)).status).toBe(200);
    await expect.poll(async () => (await fetch(address)).status).toBe(403);
  });

  test('serves its own file only, and not without its signature', async () => {
    const address = await addressOf('mine.txt', 60);
    await upload('other.txt');
    expect((await fetch(address.replace('mine.txt', 'other.txt'))).status).toBe(403);
    expect((await fetch(address.replace(/\?.*/, ''))).status).toBe(403);
    expect((await fetch(`${address}x`)).status).toBe(403);
  });

  test('does not let anyone write', async () => {
    const address = await addressOf('read.txt', 60);
    const sign = new URL(address).searchParams.get('sign') ?? '';
    const put = { method: 'PUT', headers: { authorization: sign }, body: 'changed' };
    expect((await fetch(address, put)).status).toBe(403);
  });
});

describe('a file of a person', () => {
  const app = (openid: string) => {
    const web = cloudbase.init({
      env: 'local',
      accessKey: `openid:${openid}`,
      endPointMode: 'CLOUD_API',
    } as Parameters<typeof cloudbase.init>[0]);
    (web as unknown as { registerHost(host: string, protocol: string): void }).registerHost(
      `127.0.0.1:${cloud.port}`,
      'http',
    );
    return web;
  };

  test.each(['put', 'post'])('is uploaded by the web SDK with %s', async (method) => {
    const web = app(`oWeb-${method}`);
    const cloudPath = `avatars/${method}.png`;
    const fileContent = new Blob(['face']) as unknown as undefined;
    const { fileID } = await web.uploadFile({ cloudPath, fileContent, method } as never);
    const { fileList } = await web.getTempFileURL({ fileList: [fileID] });
    expect(await (await fetch(fileList?.[0]?.tempFileURL ?? '')).text()).toBe('face');
  });

  test('can be replaced and deleted by its owner alone', async () => {
    const path = 'avatars/lin.png';
    const { data } = await client('oLin', 'storage.getUploadMetadata', { path });
    const { url, authorization, fileId } = data as Record<string, string>;
    const headers = { authorization: authorization ?? '' };
    expect((await fetch(url ?? '', { method: 'PUT', headers, body: 'lin' })).status).toBe(200);
    const refused = { code: 'STORAGE_EXCEED_AUTHORITY' };
    expect(await client('oMay', 'storage.getUploadMetadata', { path })).toMatchObject(refused);
    const deletion = { fileid_list: [fileId] };
    const [may] = await deleted('oMay', deletion);
    expect(may).toMatchObject(refused);
    const [lin] = await deleted('oLin', deletion);
    expect(lin).toMatchObject({ code: 'SUCCESS' });
  });

  test('cannot be uploaded by nobody', async () => {
    const answer = await client(null, 'storage.getUploadMetadata', { path: 'x.png' });
    expect(answer).toMatchObject({ code: 'STORAGE_EXCEED_AUTHORITY' });
  });

  test('a ticket for one path does not open another', async () => {
    const { data } = await client('oLin', 'storage.getUploadMetadata', { path: 'lin/a.png' });
    const { url, authorization } = data as Record<string, string>;
    const other = (url ?? '').replace('lin/a.png', 'lin/b.png');
    const headers = { authorization: authorization ?? '' };
    expect((await fetch(other, { method: 'PUT', headers, body: 'x' })).status).toBe(403);
  });

  const deleted = async (openid: string, params: object) => {
    const { data } = await client(openid, 'storage.batchDeleteFile', params);
    return data?.delete_list as Record<string, unknown>[];
  };
});
