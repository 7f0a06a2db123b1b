import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadManifest } from '../../local/cloudbase/manifest';

const BUILT = 'dist/cloudfunctions';
const { functions } = loadManifest(`${BUILT}/manifest.json`);

/** What stands in the reader of such settings, which is not built into who does not call it. */
const READ_AS = {
  WXPAY: 'WeChat Pay is configured wrongly',
  ALIPAY: 'Alipay is configured wrongly',
  WALLET: 'process.env.WALLET_RECHARGE_ENABLED',
  SUBSCRIBE: 'process.env.SUBSCRIBE_TEMPLATES',
  HTTP: 'process.env.HTTP_BASE_URL',
  WEATHER: 'process.env.WEATHER_URL',
  IDENTITY: 'IDENTITY_KEY is not 32 bytes in base64',
};

describe('the keys of an installation', () => {
  test.each(Object.entries(functions))('%s is given those that its code reads', (name, spec) => {
    const code = readFileSync(`${BUILT}/${name}/index.js`, 'utf8');
    const reads = Object.entries(READ_AS).flatMap(([setting, text]) =>
      code.includes(text) ? [setting] : [],
    );
    expect(spec.settings ?? []).toEqual(reads);
  });

  test('are named by the beginning of their names, which is no pattern and no text', () => {
    const withSettings = (settings: unknown) => () =>
      loadManifest({ functions: { wallet: { settings } } });
    expect(withSettings(['WXPAY'])).not.toThrow();
    for (const prefix of ['', 'WXPAY_', 'wxpay', '.*']) {
      expect(withSettings([prefix])).toThrow('no prefix of variables');
    }
  });
});
