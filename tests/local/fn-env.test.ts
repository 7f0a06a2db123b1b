import { expect, test } from 'vitest';
import { fn, startFixtureCloud } from './fixtures/cloud';

test('a function has the variables given at the start over those of the manifest', async () => {
  const cloud = await startFixtureCloud(
    { functions: { whoami: fn({ env: { STAGE: 'test', KEY: 'none' } }) } },
    { functionEnv: (url) => ({ whoami: { KEY: 'secret', BACK: `${url}/http/pay` } }) },
  );
  try {
    const { env } = (await cloud.call('lin', 'whoami', {})) as { env: Record<string, string> };
    const { STAGE, KEY, BACK } = env;
    expect({ STAGE, KEY, BACK }).toEqual({
      STAGE: 'test',
      KEY: 'secret',
      BACK: `${cloud.url}/http/pay`,
    });
  } finally {
    await cloud.stop();
  }
});
