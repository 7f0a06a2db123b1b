import { afterEach, expect, test, vi } from 'vitest';

interface ShownPage {
  data: Record<string, unknown>;
  setData(part: Record<string, unknown>): void;
  onLoad(query: object): void;
  onShow(): Promise<void>;
  onHide(): void;
}

const CLUB = { registered: true, campuses: [], venues: [], openVisit: null, now: 0 };
const VENUE = {
  id: 'v-1',
  campusId: 'c-1',
  name: '馆',
  pictureUrl: null,
  headcount: 1,
  capacity: 2,
  opening: { open: true, suspended: false, changesAt: null },
  heatRank: 1,
  favourite: false,
};
const HOURS = Array.from({ length: 7 }, () => null);
const DETAIL = {
  ...CLUB,
  venue: { ...VENUE, campusName: '', address: '', phone: '', longestStayMinutes: 60, hours: HOURS },
  today: null,
  curve: [],
};

afterEach(() => vi.unstubAllGlobals());

test.each([
  ['the list', '../../miniprogram/pages/venues/venues', { ...CLUB, venues: [VENUE] }],
  ['a venue’s page', '../../miniprogram/packages/venue/pages/detail/detail', DETAIL],
])('%s that was left before its answer came watches nothing', async (_name, file, data) => {
  let watches = 0;
  let answer: () => void = () => undefined;
  const watch = () => {
    watches += 1;
    const close = () => {
      watches -= 1;
    };
    return { close };
  };
  const database = () => ({
    command: { in: () => ({}) },
    collection: () => ({ where: () => ({ watch }) }),
  });
  const callFunction = () =>
    new Promise((resolve) => {
      answer = () => resolve({ result: { ok: true, data } });
    });
  vi.stubGlobal('wx', { cloud: { callFunction, database }, setNavigationBarTitle: () => {} });
  const page = await pageIn(file);
  page.onLoad({ id: 'v-1' });

  const left = page.onShow();
  page.onHide();
  answer();
  await left;
  expect(watches).toBe(0);

  const seen = page.onShow();
  answer();
  await seen;
  expect(watches).toBe(1);
  page.onHide();
  expect(watches).toBe(0);
});

interface VenuePage extends ShownPage {
  onReminder(): Promise<void>;
  onDay(event: object): void;
}

const detailPage = async (detail: object, asked: (request: string) => object) => {
  const callFunction = ({ data }: { data: { action: string } }) =>
    Promise.resolve({ result: { ok: true, data: { ...detail, ...asked(data.action) } } });
  const watch = () => ({ close: () => undefined });
  const database = () => ({
    command: { in: () => ({}) },
    collection: () => ({ where: () => ({ watch }) }),
  });
  const requestSubscribeMessage = () => Promise.resolve(asked('WeChat'));
  const wx = { requestSubscribeMessage, setNavigationBarTitle: () => {}, showToast: () => {} };
  vi.stubGlobal('wx', { ...wx, cloud: { callFunction, database } });
  const file = '../../miniprogram/packages/venue/pages/detail/detail';
  const page = (await pageIn(file)) as VenuePage;
  page.onLoad({ id: 'v-1' });
  await page.onShow();
  return page;
};

test.each([
  ['a member', true, ['WeChat']],
  ['a visitor, whose answer nobody could keep,', false, []],
])('%s asks to hear of a quiet hour', async (_, registered, sheets) => {
  const asked: string[] = [];
  const templates = [{ template: 'VACANCY', templateId: 't', remaining: 0 }];
  const page = await detailPage({ ...DETAIL, registered, waiting: false }, (request) => {
    asked.push(request);
    return { templates, waiting: asked.includes('awaitQuiet') };
  });
  await page.onReminder();
  expect(asked.filter((request) => request === 'WeChat')).toEqual(sheets);
  expect(asked).toContain('awaitQuiet');
  page.onHide();
});

test('the day that was chosen is today again when a night that failed leaves fewer', async () => {
  const day = { first: 9, hours: [{ middle: 1, low: 1, high: 1 }], event: null };
  const week = ['2026-03-14', '2026-03-15', '2026-03-16'].map((date) => ({ ...day, date }));
  let days = 3;
  const page = await detailPage({ ...DETAIL, waiting: false }, () => ({
    forecast: { ahead: [], quiet: [], week: week.slice(0, days), borrowed: false },
  }));
  page.onDay({ currentTarget: { dataset: { index: 2 } } });
  await page.onShow();
  expect(page.data.chosen).toBe(2);
  days = 2;
  await page.onShow();
  expect(page.data.chosen).toBe(0);
  page.onHide();
});

async function pageIn(file: string): Promise<ShownPage> {
  let definition: ShownPage | undefined;
  vi.stubGlobal('Page', (page: ShownPage) => {
    definition = page;
  });
  // A page defines itself once a load.
  vi.resetModules();
  await import(file);
  if (!definition) throw new Error(`${file} defines no page`);
  const page = definition;
  page.setData = (part) => {
    page.data = { ...page.data, ...part };
  };
  return page;
}
