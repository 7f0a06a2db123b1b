import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { self, student } from './coaching';
import { now, TODAY } from './training';

interface Workbench {
  data: { state: { kind: string; home?: { requests: readonly unknown[] }; hint?: string } };
  setData(part: Record<string, unknown>): void;
  onShow(): Promise<void>;
  onHide(): void;
}

const home = (students: readonly unknown[]) => ({
  ok: true,
  data: {
    now,
    from: TODAY,
    coach: self(),
    lessons: [],
    requests: { students, lessons: [], cancellations: [], changes: [] },
    toEvaluate: [],
    cancelsLeft: 3,
  },
});

let answer: () => Promise<unknown>;
let asked = 0;

beforeEach(() => {
  asked = 0;
  vi.useFakeTimers({ now });
  vi.stubGlobal('wx', {
    cloud: {
      callFunction: async () => {
        asked += 1;
        return { result: await answer() };
      },
    },
    getWindowInfo: () => ({ windowWidth: 375 }),
    canIUse: () => false,
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function workbench(): Promise<Workbench> {
  let page: Workbench | null = null;
  vi.stubGlobal('Page', (options: Workbench) => {
    page = {
      ...options,
      data: { ...options.data },
      setData(part) {
        Object.assign(this.data, part);
      },
    };
  });
  vi.resetModules();
  await import('../../miniprogram/packages/coach/pages/home/home');
  if (!page) throw new Error('the workbench makes no page');
  return page;
}

test('a request shows up within half a minute while the workbench is in sight; put away, it asks no more', async () => {
  const page = await workbench();
  answer = async () => home([]);
  await page.onShow();
  expect(page.data.state.home?.requests).toEqual([]);
  answer = async () => home([student()]);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(page.data.state.home?.requests).toHaveLength(1);
  page.onHide();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(asked).toBe(2);
});

test('a look that fails says nothing: what is known stays, and the next one tries again', async () => {
  const page = await workbench();
  answer = async () => home([]);
  await page.onShow();
  answer = () => Promise.reject(new Error('timeout'));
  await vi.advanceTimersByTimeAsync(30_000);
  expect(page.data.state).toMatchObject({ kind: 'ready', hint: '' });
  answer = async () => home([student()]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(page.data.state.home?.requests).toHaveLength(1);
  page.onHide();
});
