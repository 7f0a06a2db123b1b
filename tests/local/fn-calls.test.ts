import cloudbase from '@cloudbase/js-sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Cloud } from '../../local/cloudbase/types';
import { ask, closed, fn, startFixtureCloud } from './fixtures/cloud';

const SATURDAY = Date.parse('2026-03-14T10:00:00+08:00');
let cloud: Cloud;
const lines: string[] = [];

beforeAll(async () => {
  cloud = await startFixtureCloud(
    {
      functions: {
        whoami: fn(),
        relay: fn(),
        trouble: fn(),
        tick: fn({ clients: false, timers: [{ name: 'minute', cron: '0 * * * * * *' }] }),
        steps: fn(),
      },
      collections: { ticks: closed, notes: closed },
    },
    { personas: { lin: 'oLin' }, clockAtReset: SATURDAY, log: (line) => lines.push(line) },
  );
});
afterAll(() => cloud.stop());

interface Who {
  readonly event: Record<string, unknown>;
  readonly wx: Record<string, unknown>;
}

describe('calls by a person', () => {
  test('the web SDK calls a function as the person it signed in', async () => {
    const app = cloudbase.init({
      env: 'local',
      accessKey: 'openid:oMay',
      endPointMode: 'CLOUD_API',
    } as Parameters<typeof cloudbase.init>[0]);
    (app as unknown as { registerHost(host: string, protocol: string): void }).registerHost(
      `127.0.0.1:${cloud.port}`,
      'http',
    );
    const { result } = (await app.callFunction({ name: 'whoami', data: { x: 7 } })) as {
      result: Who;
    };
    expect(result.wx).toMatchObject({ OPENID: 'oMay', SOURCE: 'wx_client' });
    expect(result.event).toMatchObject({ x: 7, userInfo: { openId: 'oMay' } });
  });

  test('/__dev/call calls as a persona or an openid', async () => {
    for (const [as, openid] of [
      ['lin', 'oLin'],
      ['oSomeone', 'oSomeone'],
    ]) {
      const reply = await ask(`${cloud.url}/__dev/call`, 'POST', {
        as,
        name: 'whoami',
        data: { x: 1 },
      });
      expect(reply.status).toBe(200);
      expect((reply.body as Who).wx.OPENID).toBe(openid);
    }
  });

  test('a failure comes back from /__dev/call with its code', async () => {
    const missing = await ask(`${cloud.url}/__dev/call`, 'POST', {
      as: 'lin',
      name: 'missing',
      data: {},
    });
    expect(missing).toMatchObject({ status: 500, body: { code: 'FUNCTION_NOT_FOUND' } });
    const malformed = await ask(`${cloud.url}/__dev/call`, 'POST', { name: 'whoami' });
    expect(malformed).toMatchObject({ status: 400, body: { code: 'INVALID_PARAM' } });
  });

  test('a function closed to clients is refused', async () => {
    await expect(cloud.call('lin', 'tick', {})).rejects.toMatchObject({ code: 'EXCEED_AUTHORITY' });
  });

  test('a mini-program sends at most 100 KB', async () => {
    const fits = { action: 'fine', text: 'x'.repeat(100 * 1024 - 100) };
    expect(await cloud.call('lin', 'trouble', fits)).toBe('fine');
    const tooMuch = { action: 'fine', text: 'x'.repeat(101 * 1024) };
    await expect(cloud.call('lin', 'trouble', tooMuch)).rejects.toMatchObject({
      code: 'EXCEED_MAX_PAYLOAD_SIZE',
    });
  });

  test('a client gets at most 1 MB; another function gets more', async () => {
    const large = { action: 'large', bytes: 1024 * 1024 };
    await expect(cloud.call('lin', 'trouble', large)).rejects.toMatchObject({
      code: 'FUNCTION_RESULT_SIZE_EXCEED_LIMIT',
    });
    const relayed = cloud.call('lin', 'relay', { name: 'trouble', data: large });
    await expect(relayed).rejects.toMatchObject({ code: 'FUNCTION_RESULT_SIZE_EXCEED_LIMIT' });
  });
});

describe('calls by functions', () => {
  test.each(['@cloudbase/node-sdk', 'wx-server-sdk'])(
    'through %s: the chain of sources grows, the openid does not travel',
    async (through) => {
      const call = { through, name: 'whoami', data: { y: 2 } };
      const { result, wx } = (await cloud.call('lin', 'relay', call)) as {
        result: Who;
        wx: object;
      };
      expect(wx).toMatchObject({ OPENID: 'oLin', SOURCE: 'wx_client' });
      expect(result.wx.SOURCE).toBe('wx_client,scf');
      expect(result.wx).not.toHaveProperty('OPENID');
      expect(result.event).toEqual({ y: 2 });
    },
  );

  test('a failure of the called function reaches the caller with its code', async () => {
    const call = { name: 'trouble', data: { action: 'throw' } };
    await expect(cloud.call('lin', 'relay', call)).rejects.toThrow('the net is torn');
  });
});

describe('the clock and the timers', () => {
  beforeEach(() => cloud.reset());

  test('an hour forward runs sixty minutes through the real SDK', async () => {
    await ask(`${cloud.url}/__dev/clock`, 'POST', { advance: 3_600_000 });
    const ticks = await documents('ticks');
    expect(ticks).toHaveLength(60);
    for (const { time, at, source } of ticks) {
      expect(Math.abs(Number(at) - Date.parse(String(time)))).toBeLessThan(2000);
      expect(source).toBe('wx_trigger');
    }
    expect(ticks[0]?.event).toEqual({
      Type: 'Timer',
      TriggerName: 'minute',
      Time: '2026-03-14T02:01:00Z',
      Message: '',
    });
  });

  test('the clock is read and set; a reset puts it back', async () => {
    await ask(`${cloud.url}/__dev/clock`, 'POST', { set: SATURDAY + 90_000 });
    const { body } = await ask(`${cloud.url}/__dev/clock`);
    const { now, offset } = body as { now: number; offset: number };
    expect(now - SATURDAY - 90_000).toBeLessThan(5000);
    expect(Math.abs(Date.now() + offset - now)).toBeLessThan(5000);
    await ask(`${cloud.url}/__dev/reset`, 'POST');
    expect(cloud.clock.now() - SATURDAY).toBeLessThan(5000);
    expect(await documents('ticks')).toEqual([]);
  });

  test('back to real time runs nothing on the way', async () => {
    await ask(`${cloud.url}/__dev/clock`, 'POST', { real: true });
    expect(Math.abs(cloud.clock.offset)).toBeLessThan(1000);
    expect(await documents('ticks')).toEqual([]);
  });

  test('listeners hear of a moved clock and of a reset', async () => {
    const response = await fetch(`${cloud.url}/__dev/events`);
    const heard: unknown[] = [];
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const listening = (async () => {
      for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) {
        for (const [, json = ''] of chunk.value.matchAll(/^data: (.*)$/gm)) {
          heard.push(JSON.parse(json));
        }
      }
    })();
    await cloud.setClock(SATURDAY + 3_600_000);
    await cloud.reset();
    await expect
      .poll(() => heard)
      .toEqual(
        expect.arrayContaining([{ type: 'clock', offset: cloud.clock.offset }, { type: 'reset' }]),
      );
    await reader?.cancel();
    await listening;
  });
});

describe('what can be seen of a call', () => {
  test('its database requests are counted under function and action', async () => {
    cloud.stats();
    await cloud.call('lin', 'steps', { action: 'pair', id: 'seen' });
    const { body } = await ask(`${cloud.url}/__dev/stats`);
    expect(body).toMatchObject({
      actions: [{ function: 'steps', action: 'pair', calls: 1, requests: 2 }],
    });
  });

  test('/healthz answers 200 once everything is up', async () => {
    expect((await ask(`${cloud.url}/healthz`)).status).toBe(200);
  });

  test('console output is logged line by line', async () => {
    await cloud.call('lin', 'trouble', { action: 'print' });
    expect(lines.join('')).toMatch(/^\[trouble [0-9a-f-]{36}\] first\n\[trouble .*\] second\n/m);
  });
});

/** All documents, read as a tool with admin rights does. */
async function documents(collection: string): Promise<Record<string, unknown>[]> {
  const { body } = await ask(`${cloud.url}/admin`, 'POST', {
    action: 'database.getDocument',
    collectionName: collection,
    queryType: 'WHERE',
    query: '{}',
    order: '{"time":1}',
    limit: 1000,
  });
  const { data } = body as { data: { list: string[] } };
  return data.list.map((text) => JSON.parse(text) as Record<string, unknown>);
}
