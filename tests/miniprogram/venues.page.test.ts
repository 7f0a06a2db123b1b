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

async function pageIn(file: string): Promise<ShownPage> {
  let definition: ShownPage | undefined;
  vi.stubGlobal('Page', (page: ShownPage) => {
    definition = page;
  });
  await import(file);
  if (!definition) throw new Error(`${file} defines no page`);
  const page = definition;
  page.setData = (part) => {
    page.data = { ...page.data, ...part };
  };
  return page;
}
