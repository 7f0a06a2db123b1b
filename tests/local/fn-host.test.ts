import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClock } from '../../local/cloudbase/clock';
import { createFunctionHost, type WorkerHost } from '../../local/cloudbase/functions/host';
import type { FunctionSpec } from '../../local/cloudbase/manifestTypes';
import type { Invocation } from '../../local/cloudbase/types';

const root = fileURLToPath(new URL('./fixtures/functions', import.meta.url));
const spec = (over: Partial<FunctionSpec> = {}): FunctionSpec => ({
  timeoutSeconds: 10,
  memoryMb: 256,
  clients: true,
  openapi: [],
  timers: [],
  ...over,
});
const clock = createClock(null);
const lines: string[] = [];
let host: WorkerHost;

const invoke = (name: string, event: unknown = {}, over: Partial<Invocation> = {}) =>
  host.invoke({ name, event, openid: 'oLin', source: 'wx_client', ip: null, ...over });
const trouble = (action: string, more: object = {}) => invoke('trouble', { action, ...more });

beforeAll(async () => {
  process.env.TZ = 'Asia/Shanghai';
  host = await createFunctionHost({
    functions: {
      whoami: spec({ env: { STAGE: 'test' } }),
      trouble: spec({ timeoutSeconds: 1 }),
      hungry: spec({ timeoutSeconds: 30, memoryMb: 64 }),
      broken: spec(),
      missing: spec(),
    },
    root,
    clock,
    url: 'http://127.0.0.1:9',
    envId: 'local',
    appId: 'wxlocal',
    maxInstances: 3,
    log: (line) => lines.push(line),
  });
});
afterAll(() => host.stop());

interface Who {
  readonly event: { i: number; userInfo?: { appId: string; openId: string } };
  readonly calls: number;
  readonly wx: Record<string, unknown>;
  readonly user: Record<string, unknown>;
  readonly context: Record<string, unknown>;
  readonly env: Record<string, string>;
  readonly time: [number, number, string];
}

describe('who is calling', () => {
  test('200 concurrent calls by 10 people: each call sees its own caller and event', async () => {
    const replies = await Promise.all(
      Array.from({ length: 200 }, async (_, i) => {
        const openid = `u${i % 10}`;
        const reply = (await invoke('whoami', { i, wait: i % 3 }, { openid })) as Who;
        return { i, openid, reply };
      }),
    );
    const mixedUp = replies.filter(
      ({ i, openid, reply }) =>
        reply.event.i !== i ||
        reply.wx.OPENID !== openid ||
        reply.user.openId !== openid ||
        reply.event.userInfo?.openId !== openid,
    );
    expect(mixedUp).toEqual([]);
  });

  test('a client call carries openid, app, environment and source', async () => {
    const { wx, event } = (await invoke('whoami')) as Who;
    expect(wx).toMatchObject({ OPENID: 'oLin', APPID: 'wxlocal', ENV: 'local' });
    expect(wx.SOURCE).toBe('wx_client');
    expect(event.userInfo).toEqual({ appId: 'wxlocal', openId: 'oLin' });
  });

  test('what the client claims in userInfo is overwritten', async () => {
    const { event } = (await invoke('whoami', { userInfo: { openId: 'oBoss' } })) as Who;
    expect(event.userInfo?.openId).toBe('oLin');
  });

  test('a timer has no openid, and none is left over from the call before', async () => {
    for (let i = 0; i < 4; i += 1) await invoke('whoami');
    const over = { openid: null, source: 'wx_trigger', timer: { name: 'minute' } };
    const { wx, event, env } = (await invoke('whoami', {}, over)) as Who;
    expect(wx).not.toHaveProperty('OPENID');
    expect(wx.SOURCE).toBe('wx_trigger');
    expect(event.userInfo).toBeUndefined();
    expect(env.TRIGGER_SRC).toBe('timer');
    expect(env).not.toHaveProperty('WX_OPENID');
  });

  test('the context object carries request id, limits and name', async () => {
    const { context } = (await invoke('whoami')) as Who;
    expect(context).toMatchObject({
      function_name: 'whoami',
      time_limit_in_ms: 10_000,
      memory_limit_in_mb: 256,
      namespace: 'local',
    });
    expect(context.request_id).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('the environment of a function', () => {
  test('it holds the platform and the manifest variables, nothing else of this process', async () => {
    process.env.SECRET_OF_THE_HOST = 'x';
    const { env } = (await invoke('whoami')) as Who;
    expect(env).toMatchObject({ STAGE: 'test', TENCENTCLOUD_RUNENV: 'SCF', TCB_ENV: 'local' });
    expect(env).not.toHaveProperty('SECRET_OF_THE_HOST');
    expect(env).not.toHaveProperty('NODE_PATH');
    expect(JSON.parse(env.TCB_CONTEXT_CNFG ?? '')).toEqual({
      URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:9\/admin\/w[0-9a-f]+$/),
    });
  });

  test('globals survive from call to call of one instance, as on the platform', async () => {
    const first = (await trouble('leak')) as { leaked: number };
    const second = (await trouble('leak')) as { leaked: number };
    expect(second.leaked).toBe(first.leaked + 1);
  });

  test('Date shows the club clock; each call gets the clock of its start', async () => {
    const saturday = Date.parse('2026-03-14T02:00:00Z');
    clock.jump(saturday);
    const { time } = (await invoke('whoami')) as Who;
    for (const shown of time) {
      const passed = new Date(shown).getTime() - saturday;
      expect(passed).toBeGreaterThan(-1000);
      expect(passed).toBeLessThan(10_000);
    }
    clock.jump(saturday + 86_400_000);
    const later = (await invoke('whoami')) as Who;
    expect(later.time[0] - time[0]).toBeGreaterThanOrEqual(86_400_000 - 10_000);
  });
});

describe('Date in a function', () => {
  test('is Date in every respect, in UTC as on the platform', async () => {
    const seen = (await trouble('dates')) as Record<string, unknown>;
    expect(seen).toMatchObject({
      instance: true,
      constructor: true,
      parts: true,
      parsed: Date.parse('2020-02-29T04:00:00Z'),
      zone: 0,
    });
    expect(seen.subclass).toBeLessThan(1000);
    expect(seen.performance).toBeLessThan(3_600_000);
  });
});

describe('a function that misbehaves', () => {
  test('a busy loop ends at its time-out while other functions answer', async () => {
    let ended = false;
    const spinning = trouble('spin').finally(() => {
      ended = true;
    });
    spinning.catch(() => undefined);
    await invoke('whoami');
    expect(ended).toBe(false);
    await expect(spinning).rejects.toMatchObject({
      code: 'FUNCTIONS_TIME_LIMIT_EXCEEDED',
      message: 'Invoking task timed out after 1 seconds',
    });
    expect(await trouble('fine')).toBe('fine');
  });

  test('a promise that never settles ends at the time-out', async () => {
    await expect(trouble('hang')).rejects.toMatchObject({ code: 'FUNCTIONS_TIME_LIMIT_EXCEEDED' });
  });

  test('three hanging calls do not keep the fourth from its turn', async () => {
    const hanging = [1, 2, 3].map(() => trouble('hang').catch(() => 'timed out'));
    expect(await trouble('fine')).toBe('fine');
    expect(await Promise.all(hanging)).toEqual(['timed out', 'timed out', 'timed out']);
  });

  test('an exception is reported with its stack', async () => {
    const failure = await trouble('throw').catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'FUNCTIONS_EXECUTE_FAIL' });
    const { errorCode, stackTrace } = JSON.parse((failure as Error).message);
    expect(errorCode).toBe(1);
    expect(stackTrace).toMatch(/^Error: the net is torn\n {4}at .*trouble/);
  });

  test('a thrown object is reported by its errMsg', async () => {
    await expect(trouble('throwObject')).rejects.toThrow('document.get:fail');
  });

  test.each([
    ['process.exit', 'exit', 'exit code 7'],
    ['a rejection nobody handles', 'reject', 'nobody waits for me'],
    ['a reply that is no JSON', 'circle', 'circular'],
  ])('%s fails the call and leaves the function usable', async (_what, action, message) => {
    await expect(trouble(action)).rejects.toMatchObject({
      code: 'FUNCTIONS_EXECUTE_FAIL',
      message: expect.stringContaining(message),
    });
    expect(await trouble('fine')).toBe('fine');
  });

  test('too much memory ends the instance', async () => {
    await expect(invoke('hungry', { much: true })).rejects.toMatchObject({
      code: 'FUNCTIONS_MEMORY_LIMIT_EXCEEDED',
    });
    expect(await invoke('hungry')).toBe('had enough');
  });

  test('code that cannot be loaded says what is missing', async () => {
    await expect(invoke('broken')).rejects.toThrow('a-package-that-is-not-there');
  });

  test.each(['missing', 'unheard-of', 'toString', '../whoami'])(
    'function %s does not exist',
    async (name) => {
      await expect(invoke(name)).rejects.toMatchObject({ code: 'FUNCTION_NOT_FOUND' });
    },
  );
});

describe('payloads and output', () => {
  test('no reply is null', async () => {
    expect(await trouble('nothing')).toBeNull();
  });

  test('an event or a reply over 6 MB is refused', async () => {
    const refused = { code: 'EXCEED_MAX_PAYLOAD_SIZE' };
    const text = 'x'.repeat(6 * 1024 * 1024);
    await expect(trouble('fine', { text })).rejects.toMatchObject(refused);
    await expect(trouble('large', { bytes: 6 * 1024 * 1024 })).rejects.toMatchObject(refused);
  });

  test('each printed line carries function and request', async () => {
    lines.length = 0;
    await trouble('print');
    const prefix = /^\[trouble [0-9a-f-]{36}\] /;
    expect(lines.every((line) => prefix.test(line))).toBe(true);
    expect(lines.map((line) => line.replace(prefix, ''))).toEqual([
      'first',
      'second',
      'third',
      'no end of line',
    ]);
  });
});

describe('instances', () => {
  test('idle resolves once the calls in flight have ended', async () => {
    let ended = false;
    const call = invoke('whoami', { wait: 100 }).then(() => {
      ended = true;
    });
    await host.idle();
    expect(ended).toBe(true);
    await call;
  });

  test('an address is told in the name of its family', async () => {
    const { wx } = (await invoke('whoami', {}, { ip: '2001:db8::7' })) as Who;
    expect(wx).toMatchObject({ CLIENTIPV6: '2001:db8::7' });
    expect(wx).not.toHaveProperty('CLIENTIP');
  });

  test('a reload ends no call and starts anew', async () => {
    const before = (await trouble('leak')) as { leaked: number };
    const running = invoke('whoami', { i: 5, wait: 200 });
    await host.reload();
    const after = (await trouble('leak')) as { leaked: number };
    expect(before.leaked).toBeGreaterThan(0);
    expect(after.leaked).toBe(1);
    expect(((await running) as Who).event.i).toBe(5);
  });

  test('a killed worker fails its call, and only that one', async () => {
    const victim = invoke('whoami', { wait: 60_000 }).catch((error: unknown) => error);
    const other = trouble('hang').catch((error: unknown) => error);
    await expect.poll(() => serving('whoami'), { timeout: 10_000 }).toHaveLength(1);
    const [workerId = ''] = serving('whoami');
    await host.kill(workerId);
    expect(await victim).toMatchObject({ code: 'FUNCTIONS_EXECUTE_FAIL' });
    expect(await other).toMatchObject({ code: 'FUNCTIONS_TIME_LIMIT_EXCEEDED' });
    expect(((await invoke('whoami', { i: 9 })) as Who).event.i).toBe(9);
  });
});

/** Workers that serve a call of the function now. */
const serving = (name: string) =>
  host.workerIds().filter((id) => host.originOf(id)?.functionName === name);
