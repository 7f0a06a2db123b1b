import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tcb from '@cloudbase/node-sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Cloud, type Manifest, startCloud } from '../../local/cloudbase/index';
import { buildFunctions } from '../../tools/builder/functions';
import { projectRoot } from '../../tools/builder/project';

const source = join(projectRoot, 'tests/functions/fixtures/edge');
const MINUTE = 60_000;

let functionsRoot: string;
let manifest: Manifest;
let cloud: Cloud;

const start = (over: Partial<Manifest> = {}) =>
  startCloud({
    manifest: { ...manifest, ...over },
    functionsRoot,
    dataDir: null,
    timers: false,
    log: null,
    personas: { lin: 'o-lin', mei: 'o-mei' },
    phoneNumbers: { 'o-lin': '13800000001', 'o-mei': '+852 91234567' },
  });

beforeAll(async () => {
  functionsRoot = await mkdtemp(join(tmpdir(), 'edge-'));
  await buildFunctions({ source, out: functionsRoot });
  manifest = JSON.parse(await readFile(join(source, 'manifest.json'), 'utf8')) as Manifest;
  cloud = await start();
});
afterAll(async () => {
  await cloud?.stop();
  await rm(functionsRoot, { recursive: true, force: true });
});
beforeEach(() => cloud.reset({ keepInstances: true }));

/** What the tap on 允许 gives the page of a person. */
async function codeOf(openid: string, at = cloud): Promise<string> {
  const body = JSON.stringify({ openid });
  const response = await fetch(`${at.url}/__wechat/phone-number`, { method: 'POST', body });
  return ((await response.json()) as { code: string }).code;
}

const numberFor = async (code: string, at = cloud) =>
  ((await at.call('lin', 'caller', { code })) as { number: string | null }).number;

describe('the number that a person lets the club have', () => {
  test('comes for a code once, as eleven digits', async () => {
    const code = await codeOf('o-lin');
    expect(await numberFor(code)).toBe('13800000001');
    expect(await numberFor(code)).toBe(null);
  });

  test('does not come for a code that is five minutes old, or that nobody was given', async () => {
    const code = await codeOf('o-lin');
    await cloud.advanceClock(5 * MINUTE);
    expect(await numberFor(code)).toBe(null);
    expect(await numberFor('e31968a7f94cc5ee')).toBe(null);
  });

  test('does not come when it is a number of another country', async () => {
    expect(await numberFor(await codeOf('o-mei'))).toBe(null);
  });

  test('that WeChat refuses to tell for another reason is a fault, never “no number”', async () => {
    const [caller] = Object.values(manifest.functions);
    if (!caller) throw new Error('the manifest has one function');
    const forbidden = await start({ functions: { caller: { ...caller, openapi: [] } } });
    try {
      const code = await codeOf('o-lin', forbidden);
      await expect(numberFor(code, forbidden)).rejects.toMatchObject({
        code: 'FUNCTIONS_EXECUTE_FAIL',
      });
    } finally {
      await forbidden.stop();
    }
    await expect(numberFor('')).rejects.toMatchObject({ code: 'FUNCTIONS_EXECUTE_FAIL' });
  });
});

describe('the address of whoever calls', () => {
  const written = async () => {
    Object.assign(process.env, cloud.sdkEnv(), { SILENCE: 'true' });
    const { data } = await tcb.init({ env: 'local' }).database().collection('callers').get();
    return (data as { origin: string | null }[]).map(({ origin }) => origin);
  };

  test('is the visitor’s, and goes along in each transaction of the call', async () => {
    expect(await cloud.call('lin', 'caller', {})).toEqual({
      openid: 'o-lin',
      ip: '127.0.0.1',
      origin: '127.0.0.1',
    });
  });

  test('is nobody’s in a transaction of a timer', async () => {
    await cloud.advanceClock(MINUTE);
    expect(await written()).toEqual([null]);
  });

  test('is that of whoever knocks over HTTP', async () => {
    await fetch(`${cloud.url}/http/caller`);
    expect(await written()).toEqual(['127.0.0.1']);
  });
});
