import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Cloud } from '../../local/cloudbase/types';
import { fn, startFixtureCloud } from './fixtures/cloud';

let cloud: Cloud;

beforeAll(async () => {
  cloud = await startFixtureCloud({
    functions: { web: fn(), whoami: fn(), trouble: fn({ timeoutSeconds: 1 }) },
    routes: [
      { path: '/pay', function: 'web' },
      { path: '/pay/who', function: 'whoami' },
      { path: '/slow', function: 'trouble' },
    ],
  });
});
afterAll(() => cloud.stop());

const http = (path: string, init?: RequestInit) => fetch(`${cloud.url}/http${path}`, init);

interface HttpEvent {
  readonly path: string;
  readonly httpMethod: string;
  readonly headers: Record<string, string>;
  readonly queryStringParameters: Record<string, string>;
  readonly requestContext: Record<string, unknown>;
  readonly body: string;
  readonly isBase64Encoded: boolean;
}

test('a request becomes the event of HTTP access', async () => {
  const response = await http('/pay/wx/notify?venue=1', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Wechatpay-Serial': 'K1' },
    body: '{"id":"EV-1"}',
  });
  expect(response.headers.get('content-type')).toBe('application/json');
  const event = (await response.json()) as HttpEvent;
  expect(event).toMatchObject({
    path: '/pay/wx/notify',
    httpMethod: 'POST',
    queryStringParameters: { venue: '1' },
    body: '{"id":"EV-1"}',
    isBase64Encoded: false,
  });
  expect(event.headers).toMatchObject({
    'content-type': 'application/json',
    'wechatpay-serial': 'K1',
  });
  expect(event.requestContext).toMatchObject({ envId: 'local' });
});

test('a body that is no text arrives as base64', async () => {
  const response = await http('/pay/x', {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array([0, 255, 1]),
  });
  const event = (await response.json()) as HttpEvent;
  expect(event).toMatchObject({ body: 'AP8B', isBase64Encoded: true });
});

test('an integrated response sets status, headers and bytes', async () => {
  const response = await http('/pay/image');
  expect(response.status).toBe(201);
  expect(response.headers.get('content-type')).toBe('image/png');
  expect(response.headers.get('x-court')).toBe('3');
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([137, 80, 78, 71]));
});

test('a plain answer is sent with status 200', async () => {
  expect(await (await http('/pay/plain')).text()).toBe('plain text');
  expect(await (await http('/pay/object')).json()).toEqual({ answer: 42 });
});

test('the longest route that fits is taken; nobody is calling', async () => {
  const { wx, event } = (await (await http('/pay/who/am/i')).json()) as {
    wx: Record<string, unknown>;
    event: Record<string, unknown>;
  };
  expect(wx).not.toHaveProperty('OPENID');
  expect(wx).toMatchObject({ SOURCE: 'wx_http' });
  expect(event).not.toHaveProperty('userInfo');
});

test.each([
  ['a path without a route', '/other', 404, 'INVALID_PATH'],
  ['a route that only begins the same', '/payment', 404, 'INVALID_PATH'],
  ['a function that throws', '/pay/throw', 500, 'FUNCTIONS_EXECUTE_FAIL'],
])('%s answers an error', async (_what, path, status, code) => {
  const response = await http(path);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ code });
});
