import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createClock } from '../../local/cloudbase/clock';
import type { FunctionSpec } from '../../local/cloudbase/manifestTypes';
import { Timers } from '../../local/cloudbase/timers';
import type { Clock, FunctionHost, Invocation } from '../../local/cloudbase/types';

const SATURDAY = Date.parse('2026-03-14T10:00:00+08:00');
const MINUTE = 60_000;

interface Ran {
  readonly name: string;
  readonly trigger: string;
  readonly due: string;
  readonly clock: number;
}

/** A host that only notes what it is asked to run. */
function noting(clock: Clock, work: (name: string) => Promise<void> = async () => undefined) {
  const ran: Ran[] = [];
  const host: FunctionHost = {
    invoke: async ({ name, event, timer }: Invocation) => {
      const due = (event as { Time: string }).Time;
      ran.push({ name, trigger: timer?.name ?? '', due, clock: clock.now() });
      await work(name);
    },
    originOf: () => null,
    sourceOf: () => null,
    kill: async () => undefined,
    idle: async () => undefined,
    reload: async () => undefined,
    stop: async () => undefined,
  };
  return { host, ran };
}

const spec = (name: string, cron: string): FunctionSpec => ({
  timeoutSeconds: 3,
  memoryMb: 256,
  clients: false,
  openapi: [],
  timers: [{ name, cron }],
});

function start(functions: Record<string, FunctionSpec>, work?: (name: string) => Promise<void>) {
  const clock = createClock(null);
  clock.jump(SATURDAY);
  const { host, ran } = noting(clock, work);
  const failures: unknown[] = [];
  const timers = new Timers({
    host,
    clock,
    functions,
    automatic: false,
    onFailure: (...failure) => failures.push(failure),
  });
  return { clock, timers, ran, failures };
}

afterEach(() => vi.useRealTimers());

describe('moving the clock', () => {
  test('a day forward runs 1440 minutes, in order, each at its own instant', async () => {
    const { clock, timers, ran } = start({ minute: spec('minute', '0 * * * * * *') });
    await timers.set(SATURDAY + 1440 * MINUTE);
    expect(ran).toHaveLength(1440);
    ran.forEach(({ due, clock: shown }, i) => {
      expect(Date.parse(due)).toBe(SATURDAY + (i + 1) * MINUTE);
      expect(shown - Date.parse(due)).toBeLessThan(1000);
    });
    expect(Math.abs(clock.now() - (SATURDAY + 1440 * MINUTE))).toBeLessThan(1000);
  });

  test('two timers at one instant run one after the other, in the order of the manifest', async () => {
    const { timers, ran } = start({
      tenth: spec('tenth', '0 */10 * * * * *'),
      fifth: spec('fifth', '0 */5 * * * * *'),
    });
    await timers.advance(10 * MINUTE);
    expect(ran.map(({ name }) => name)).toEqual(['fifth', 'tenth', 'fifth']);
  });

  test('the next one waits until the one before has ended', async () => {
    let running = 0;
    const { timers } = start({ minute: spec('minute', '0 * * * * * *') }, async () => {
      running += 1;
      expect(running).toBe(1);
      await new Promise(setImmediate);
      running -= 1;
    });
    await timers.advance(5 * MINUTE);
  });

  test('backward nothing runs', async () => {
    const { clock, timers, ran } = start({ minute: spec('minute', '0 * * * * * *') });
    await timers.set(SATURDAY - 60 * MINUTE);
    expect(ran).toEqual([]);
    expect(clock.now()).toBeLessThan(SATURDAY);
  });

  test('a jump runs nothing on the way', async () => {
    const { timers, ran } = start({ minute: spec('minute', '0 * * * * * *') });
    await timers.jump(SATURDAY + 60 * MINUTE);
    expect(ran).toEqual([]);
  });

  test('two movements at once happen one after the other', async () => {
    const { clock, timers, ran } = start({ minute: spec('minute', '0 * * * * * *') });
    await Promise.all([timers.advance(2 * MINUTE), timers.advance(3 * MINUTE)]);
    expect(ran).toHaveLength(5);
    expect(Math.round((clock.now() - SATURDAY) / MINUTE)).toBe(5);
  });

  test('a timer that fails is reported and the following ones run', async () => {
    const { timers, ran, failures } = start(
      { minute: spec('minute', '0 * * * * * *') },
      async () => {
        throw new Error('no net');
      },
    );
    await timers.advance(3 * MINUTE);
    expect(ran).toHaveLength(3);
    expect(failures).toHaveLength(3);
  });
});

test('as time passes, timers run by themselves', async () => {
  vi.useFakeTimers();
  const clock = createClock(null);
  clock.jump(SATURDAY);
  const { host, ran } = noting(clock);
  const functions = { minute: spec('minute', '0 * * * * * *') };
  const timers = new Timers({ host, clock, functions, automatic: true, onFailure: () => {} });
  await vi.advanceTimersByTimeAsync(3 * MINUTE + 500);
  timers.stop();
  await vi.advanceTimersByTimeAsync(3 * MINUTE);
  expect(ran.map(({ due }) => due)).toEqual([
    '2026-03-14T02:01:00Z',
    '2026-03-14T02:02:00Z',
    '2026-03-14T02:03:00Z',
  ]);
});

test('the shift of the clock is kept with the data', () => {
  const folder = mkdtempSync(join(tmpdir(), 'clock-'));
  try {
    createClock(folder).jump(SATURDAY);
    const again = createClock(folder);
    expect(Math.abs(again.now() - SATURDAY)).toBeLessThan(5000);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
