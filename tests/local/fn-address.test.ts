import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressOf } from '../../local/cloudbase/http';
import type { Cloud } from '../../local/cloudbase/types';
import { ask, fn, startFixtureCloud } from './fixtures/cloud';

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startFixtureCloud({
    functions: { whoami: fn(), relay: fn() },
    routes: [{ path: '/who', function: 'whoami' }],
  });
});
afterAll(() => cloud.stop());

interface Answer {
  readonly wx: Readonly<Record<string, unknown>>;
}

test('a phone’s call carries the address of its socket', async () => {
  const { body } = await ask(`${cloud.url}/web`, 'POST', {
    action: 'functions.invokeFunction',
    access_token: 'openid:oLin',
    function_name: 'whoami',
    request_data: '{"CLIENTIP":"1.2.3.4"}',
  });
  const { data } = body as { data: { response_data: string } };
  const { wx } = JSON.parse(data.response_data) as Answer;
  expect(wx).toMatchObject({ OPENID: 'oLin', CLIENTIP: '127.0.0.1' });
  expect(wx).not.toHaveProperty('CLIENTIPV6');
});

test('so does HTTP access, and a call for a persona comes from this machine', async () => {
  const { body } = await ask(`${cloud.url}/http/who`);
  expect((body as Answer).wx).toMatchObject({ CLIENTIP: '127.0.0.1' });
  const called = (await cloud.call('oLin', 'whoami', {})) as Answer;
  expect(called.wx).toMatchObject({ CLIENTIP: '127.0.0.1' });
});

test('a function that a function calls has no address before it', async () => {
  const { result } = (await cloud.call('oLin', 'relay', { name: 'whoami', data: {} })) as {
    result: Answer;
  };
  expect(result.wx).not.toHaveProperty('CLIENTIP');
});

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['::ffff:192.168.1.7', '192.168.1.7'],
  ['2001:db8::7', '2001:db8::7'],
  ['::ffff:0:1', '::ffff:0:1'],
])('a socket at %s is %s', (remoteAddress, address) => {
  expect(addressOf({ socket: { remoteAddress } } as never)).toBe(address);
});
