import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Cloud } from '../../local/cloudbase/types';
import { fn, startFixtureCloud } from './fixtures/cloud';

const TEMPLATES = {
  'T-1': { title: '预订成功', fields: { thing1: '场地', time2: '时间' } },
};
const OPTIONS = { appId: 'wx0123', pages: ['pages/home/home'], templates: TEMPLATES };
const MANIFEST = { functions: { wechat: fn({ openapi: ['subscribeMessage.send'] }) } };

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startFixtureCloud(MANIFEST, OPTIONS);
});
beforeEach(() => cloud.reset());
afterAll(() => cloud.stop());

const accept = (openid: string, accepted: readonly string[], at = cloud) =>
  fetch(`${at.url}/__wechat/acceptances`, {
    method: 'POST',
    body: JSON.stringify({ openid, accepted }),
  });

const noticesOf = async (openid: string, at = cloud) => {
  const response = await fetch(`${at.url}/__wechat/notices?openid=${openid}`);
  return (await response.json()) as readonly { readonly lines: readonly object[] }[];
};

const GOOD = {
  touser: 'oLin',
  templateId: 'T-1',
  page: 'pages/home/home?id=1',
  data: { thing1: { value: '三号场' }, time2: { value: '2026年3月14日 19:00~20:00' } },
};

const send = (data: object, at = cloud) =>
  at.call('oLin', 'wechat', { api: 'subscribeMessage.send', data }) as Promise<{
    readonly errCode: number;
    readonly errMsg: string;
  }>;

test('one acceptance is one message, and it lies on that person’s phone alone', async () => {
  await accept('oLin', ['T-1']);
  expect(await send(GOOD)).toMatchObject({ errCode: 0 });
  expect(await send(GOOD)).toMatchObject({ errCode: 43101 });
  expect(await noticesOf('oLin')).toMatchObject([
    {
      title: '预订成功',
      page: 'pages/home/home?id=1',
      lines: [
        { label: '场地', value: '三号场' },
        { label: '时间', value: '2026年3月14日 19:00~20:00' },
      ],
    },
  ]);
  expect(await noticesOf('oMay')).toEqual([]);
});

test.each([
  ['an unknown template', { templateId: 'T-2' }, 40037],
  ['no person', { touser: '' }, 40003],
  ['a page that is not there', { page: 'pages/x/x' }, 41030],
  ['a page with a leading slash', { page: '/pages/home/home' }, 41030],
  ['a missing field', { data: { thing1: GOOD.data.thing1 } }, 47003],
  ['an empty field', { data: { ...GOOD.data, thing1: { value: '' } } }, 47003],
  ['21 characters', { data: { ...GOOD.data, thing1: { value: '字'.repeat(21) } } }, 47003],
  ['a line break', { data: { ...GOOD.data, thing1: { value: '一\n二' } } }, 47003],
  ['a time in words', { data: { ...GOOD.data, time2: { value: '今晚' } } }, 47003],
])('%s is refused with WeChat’s code, and uses up nothing', async (_what, part, code) => {
  await accept('oLin', ['T-1']);
  expect(await send({ ...GOOD, ...part })).toMatchObject({ errCode: code });
  expect(await send(GOOD)).toMatchObject({ errCode: 0 });
});

test('twenty notices are kept for a phone that was put away', async () => {
  for (let n = 0; n < 22; n += 1) {
    await accept('oLin', ['T-1']);
    const thing1 = { value: `${n} 号` };
    await send({ ...GOOD, data: { ...GOOD.data, thing1 } });
  }
  const kept = await noticesOf('oLin');
  expect(kept).toHaveLength(20);
  expect(kept[0]?.lines[0]).toMatchObject({ value: '21 号' });
});

test('acceptances and notices outlive a restart, and a reset forgets them', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'messaging-'));
  try {
    const first = await startFixtureCloud(MANIFEST, { ...OPTIONS, dataDir });
    await accept('oLin', ['T-1', 'T-1'], first);
    expect(await send(GOOD, first)).toMatchObject({ errCode: 0 });
    await first.stop();
    const second = await startFixtureCloud(MANIFEST, { ...OPTIONS, dataDir });
    expect(await noticesOf('oLin', second)).toHaveLength(1);
    expect(await send(GOOD, second)).toMatchObject({ errCode: 0 });
    await second.reset();
    expect(await noticesOf('oLin', second)).toEqual([]);
    await second.stop();
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
