import { type Instant, MINUTE, plus, SECOND } from '@shared/base/time';
import { doorWindowOf, doorWindowStart } from '@shared/domain/codes';
import { REFUSALS } from '@shared/refusals';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

// Saturday 2026-03-14 10:00 at the club.
const ten = Date.UTC(2026, 2, 14, 2) as Instant;

interface DoorPage {
  data: {
    readonly state: { readonly kind: string; readonly message?: string };
    readonly code: string;
    readonly secondsLeft: number;
    readonly notice: string;
    readonly headcount: number;
  };
  setData(part: object): void;
  onLoad(query: object): void;
  onShow(): Promise<void>;
  onHide(): void;
}

/** What the cloud does with a call to `desk.doorCodes` at this moment. */
let answer: () => unknown;
let calls: number;
let boardChanged: (headcount: number) => void;
let watches: number;

const refused = (code: string) => () => ({ ok: false, code, traceId: 't' });
const gone = () => {
  throw new Error('request:fail');
};

function fiveCodes() {
  const now = Date.now() as Instant;
  const window = doorWindowOf(now);
  return {
    ok: true,
    data: {
      venue: {
        id: 'v-1',
        campusName: '东区',
        name: '东区乒乓球馆',
        headcount: 12,
        capacity: 40,
        open: true,
      },
      codes: Array.from({ length: 5 }, (_, ahead) => ({
        from: doorWindowStart(window + ahead),
        until: doorWindowStart(window + ahead + 1),
        text: `window-${window + ahead}`,
      })),
      now,
    },
  };
}

async function openDoor(): Promise<DoorPage> {
  vi.resetModules();
  let definition: DoorPage | undefined;
  vi.stubGlobal('Page', (page: DoorPage) => {
    definition = page;
  });
  await import('../../miniprogram/packages/staff/pages/door/door');
  if (!definition) throw new Error('door.ts defines no page');
  const page = definition;
  page.setData = (part) => {
    expect(Object.values(part)).not.toContain(undefined);
    page.data = { ...page.data, ...part };
  };
  page.onLoad({ venueId: 'v-1' });
  await page.onShow();
  return page;
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const currentCode = () => `window-${doorWindowOf(Date.now() as Instant)}`;

beforeEach(() => {
  vi.useFakeTimers({ now: plus(ten, 5 * SECOND) });
  answer = fiveCodes;
  calls = 0;
  watches = 0;
  boardChanged = () => undefined;
  type Watch = { onChange(snapshot: { docs: object[] }): void };
  const watch = ({ onChange }: Watch) => {
    watches += 1;
    boardChanged = (headcount) => onChange({ docs: [{ _id: 'v-1', headcount, capacity: 40 }] });
    return {
      close: () => {
        watches -= 1;
      },
    };
  };
  vi.stubGlobal('wx', {
    getWindowInfo: () => ({ windowWidth: 390, windowHeight: 760 }),
    setKeepScreenOn: async () => ({}),
    canIUse: () => false,
    cloud: {
      callFunction: async () => {
        calls += 1;
        return { result: answer() };
      },
      database: () => ({
        command: { in: () => ({}) },
        collection: () => ({ where: () => ({ watch }) }),
      }),
    },
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('the door turns its code every 30 s by itself and fetches new ones in time', async () => {
  const page = await openDoor();
  expect(page.data).toMatchObject({ code: currentCode(), secondsLeft: 25, headcount: 12 });
  for (let half = 0; half < 20; half += 1) {
    await pass(30 * SECOND);
    expect(page.data.code).toBe(currentCode());
    expect(page.data.notice).toBe('');
  }
  // Ten minutes with codes for two and a half: one call as often as half of them are used up.
  expect(calls).toBeLessThanOrEqual(10);
  page.onHide();
});

test('a short outage is bridged and said; when the codes run out the door shows none', async () => {
  const page = await openDoor();
  answer = gone;
  await pass(90 * SECOND);
  expect(page.data.code).toBe(currentCode());
  expect(page.data.notice).toContain('打卡码还能用');
  await pass(MINUTE);
  expect(page.data).toMatchObject({ code: '', secondsLeft: 0 });
  expect(page.data.notice).toContain('没有可用的打卡码');
  answer = fiveCodes;
  await pass(7 * SECOND);
  expect(page.data).toMatchObject({ code: currentCode(), notice: '' });
  page.onHide();
});

test('a tablet that starts before its network keeps trying by itself', async () => {
  answer = gone;
  const page = await openDoor();
  expect(page.data.state).toMatchObject({ kind: 'failed' });
  answer = fiveCodes;
  await pass(7 * SECOND);
  expect(page.data.state).toMatchObject({ kind: 'ready' });
  expect(page.data.code).toBe(currentCode());
  page.onHide();
});

test('somebody who is no longer staff sees no code any more', async () => {
  const page = await openDoor();
  answer = refused('NOT_ALLOWED');
  await pass(2 * MINUTE);
  expect(page.data.state).toMatchObject({ kind: 'failed', message: REFUSALS.NOT_ALLOWED });
  expect(page.data.code).toBe('');
  page.onHide();
});

test('the club’s clock is moved an hour ahead: the next second shows that hour’s code', async () => {
  const page = await openDoor();
  vi.setSystemTime(Date.now() + 60 * MINUTE);
  await pass(2 * SECOND);
  expect(page.data.code).toBe(currentCode());
  page.onHide();
});

test('a clock that is set back, the club’s or the tablet’s, blanks the door for a second only', async () => {
  const page = await openDoor();
  vi.setSystemTime(Date.now() - 60 * MINUTE);
  await pass(2 * SECOND);
  expect(page.data.code).toBe(currentCode());
  page.onHide();
});

test('the headcount follows the board; a hidden door neither ticks nor watches', async () => {
  const page = await openDoor();
  expect(watches).toBe(1);
  boardChanged(13);
  expect(page.data.headcount).toBe(13);
  page.onHide();
  expect(watches).toBe(0);
  const before = calls;
  await pass(10 * MINUTE);
  expect(calls).toBe(before);
  expect(vi.getTimerCount()).toBe(0);
});
