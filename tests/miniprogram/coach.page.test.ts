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
/** What the club says of the own account as a coach. */
let own: unknown = null;

beforeEach(() => {
  asked = 0;
  own = null;
  vi.useFakeTimers({ now });
  vi.stubGlobal('wx', {
    cloud: {
      callFunction: async ({ data }: { data: { action: string } }) => {
        asked += 1;
        if (data.action === 'self') return { result: own };
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

test.each([
  ['somebody who was never a coach may apply', null, 'stranger'],
  ['an applicant still waits', self({ status: 'PENDING' }), 'stranger'],
  [
    'a coach whose teaching is paused finds the lessons that stand',
    self({ status: 'DISABLED' }),
    'paused',
  ],
])('%s', async (_, coach, kind) => {
  const page = await workbench();
  own = { ok: true, data: { coach, campuses: [] } };
  answer = async () => ({ ok: false, code: 'COACH_ONLY', traceId: 't' });
  await page.onShow();
  expect(page.data.state).toEqual({ kind });
  page.onHide();
});
