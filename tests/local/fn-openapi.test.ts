import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cloud } from '../../local/cloudbase/types';
import { fn, startFixtureCloud } from './fixtures/cloud';

let cloud: Cloud;

beforeAll(async () => {
  cloud = await startFixtureCloud(
    {
      functions: {
        wechat: fn({ openapi: ['wxacode.getUnlimited', 'urlscheme.generate'] }),
        relay: fn(),
      },
    },
    { appId: 'wx0123', pages: ['pages/home/home', 'packages/venue/venue'] },
  );
});
afterAll(() => cloud.stop());

interface Answer {
  readonly errCode: number;
  readonly errMsg: string;
  readonly contentType?: string;
  readonly base64?: string;
}

const getUnlimited = (data: object) =>
  cloud.call('oLin', 'wechat', { api: 'wxacode.getUnlimited', data }) as Promise<Answer>;

const page = 'packages/venue/venue';

function pixelsOf(answer: Answer): PNG {
  return PNG.sync.read(Buffer.from(answer.base64 ?? '', 'base64'));
}

describe('wxacode.getUnlimited', () => {
  test.each([undefined, 280, 1280])(
    'gives an image of width %s that a scanner reads',
    async (width) => {
      const answer = await getUnlimited({ page, scene: 'v=east&c=K7-._~!', width });
      expect(answer).toMatchObject({ errCode: 0, contentType: 'image/png' });
      const png = pixelsOf(answer);
      expect(png.width).toBe(width ?? 430);
      const code = jsQR(new Uint8ClampedArray(png.data), png.width, png.height);
      expect(code?.data).toBe(
        `wxacode://wx0123/${page}?scene=${encodeURIComponent('v=east&c=K7-._~!')}&env=release`,
      );
    },
  );

  test('draws in the wished colour on a transparent ground', async () => {
    const lineColor = { r: 10, g: '124', b: 74 };
    const png = pixelsOf(await getUnlimited({ page, scene: 'v=1', isHyaline: true, lineColor }));
    const colours = new Set<string>();
    for (let at = 0; at < png.data.length; at += 4) {
      colours.add(png.data.subarray(at, at + 4).join());
    }
    expect([...colours].sort()).toEqual(['10,124,74,255', '255,255,255,0']);
  });

  test.each([
    ['no scene', { page }, 40169],
    ['an empty scene', { page, scene: '' }, 40169],
    ['a scene of 33 characters', { page, scene: 'x'.repeat(33) }, 40169],
    ['Chinese in the scene', { page, scene: '场' }, 40129],
    ['a percent sign in the scene', { page, scene: 'a%20b' }, 40129],
    ['a page with a leading slash', { page: `/${page}`, scene: 'v=1' }, 41030],
    ['a page with a query', { page: `${page}?a=1`, scene: 'v=1' }, 41030],
    ['a page that is not there', { page: 'pages/x/x', scene: 'v=1' }, 41030],
    ['a width below 280', { page, scene: 'v=1', width: 200 }, 40097],
    ['an unknown version', { page, scene: 'v=1', envVersion: 'beta' }, 40097],
  ])('%s is refused with WeChat’s code', async (_what, data, errCode) => {
    const answer = await getUnlimited(data);
    expect(answer.errCode).toBe(errCode);
    expect(answer.errMsg).toContain('openapi.wxacode.getUnlimited:fail');
  });

  test('a scene of 32 characters and a page unchecked are taken', async () => {
    const data = { page: 'pages/later/later', scene: 'x'.repeat(32), checkPath: false };
    expect((await getUnlimited(data)).errCode).toBe(0);
  });
});

test('an API the function has no permission for is refused', async () => {
  const other = await startFixtureCloud({ functions: { wechat: fn() } });
  try {
    const call = { api: 'wxacode.getUnlimited', data: { page, scene: 'v=1' } };
    expect(await other.call('oLin', 'wechat', call)).toMatchObject({ errCode: -604101 });
  } finally {
    await other.stop();
  }
});

test('an API that is not there fails with its name', async () => {
  const call = { api: 'urlscheme.generate', data: {} };
  const { errCode, errMsg } = (await cloud.call('oLin', 'wechat', call)) as Answer;
  expect(errCode).not.toBe(0);
  expect(errMsg).toContain('openapi.urlscheme.generate is not in the local cloud');
});
