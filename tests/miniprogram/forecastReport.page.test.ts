import { type ClubDate, clubDayStart, HOUR, plus } from '@shared/base/time';
import type { ForecastReport } from '@shared/contracts/forecast';
import { REFUSALS } from '@shared/refusals';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ReportView } from '../../miniprogram/packages/forecast/pages/report/report.view';

interface ReportPage {
  data: {
    state: { kind: string; report?: ReportView };
    draft: { date: string; day: string; kind: string; note: string };
    busy: string;
  };
  setData(part: Record<string, unknown>): void;
  onLoad(query: object): void;
  onShow(): Promise<void>;
  onDate(event: object): void;
  onKind(event: object): void;
  onNote(event: object): void;
  onMark(): Promise<void>;
  onUnmark(event: object): Promise<void>;
  onWeather(): Promise<void>;
}

const now = plus(clubDayStart('2026-03-14' as ClubDate), 10 * HOUR);
const none = { people: null, share: null, weeks: [] };
const FESTIVAL = { date: '2026-03-20' as ClubDate, kind: 'AS_HOLIDAY', note: '' } as const;
const GAMES = { date: '2026-03-21' as ClubDate, kind: 'EVENT', note: '市民运动会' } as const;
const REPORT: ForecastReport = {
  ...{ venueName: '健身房', capacity: 40, trainedAt: null, days: [], oddities: [], now },
  errors: { '1h': none, '3h': none, '24h': none, '168h': none },
  special: [FESTIVAL],
  weather: { wanted: false, available: true },
};
const REFUSED = { ok: false, code: 'DAY_TOO_FAR', traceId: 't' };

interface Sent {
  readonly data: { readonly action: string; readonly input: object };
}
/** What was asked after the page was there. */
const sent: Sent['data'][] = [];
const toasts: string[] = [];
let report = REPORT;
let answer: () => Promise<unknown> = () => Promise.reject(new Error('nobody answers'));

beforeEach(() => {
  sent.length = 0;
  toasts.length = 0;
  report = REPORT;
  vi.useFakeTimers({ now });
  vi.stubGlobal('wx', {
    cloud: {
      callFunction: async ({ data }: Sent) => {
        if (data.action === 'report') return { result: { ok: true, data: report } };
        sent.push({ action: data.action, input: data.input });
        return { result: await answer() };
      },
    },
    showToast: ({ title }: { title: string }) => toasts.push(title),
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function reportPage(): Promise<ReportPage> {
  let page: ReportPage | null = null;
  vi.stubGlobal('Page', (options: ReportPage) => {
    page = {
      ...options,
      data: { ...options.data },
      setData(part) {
        Object.assign(this.data, part);
      },
    };
  });
  vi.resetModules();
  await import('../../miniprogram/packages/forecast/pages/report/report');
  if (!page) throw new Error('the report makes no page');
  const made: ReportPage = page;
  made.onLoad({ venueId: 'v-1' });
  await made.onShow();
  return made;
}

const rows = (page: ReportPage) =>
  page.data.state.report?.special.map(({ day, text }) => `${day} ${text}`);
const tapped = (dataset: object) => ({ currentTarget: { dataset } });

/** The form of a special day, filled in. */
async function filledForm(): Promise<ReportPage> {
  const page = await reportPage();
  page.onDate({ detail: { value: GAMES.date } });
  page.onKind(tapped({ key: 'AS_WORKDAY' }));
  page.onNote({ detail: { value: ' 市民运动会 ' } });
  return page;
}

test('a day to mark is tomorrow until another is chosen, and stays chosen when the page is asked anew', async () => {
  const page = await reportPage();
  expect(page.data.draft).toMatchObject({ date: '2026-03-15', day: '3 月 15 日 周日', note: '' });
  page.onDate({ detail: { value: GAMES.date } });
  await page.onShow();
  expect(page.data.draft).toMatchObject({ date: GAMES.date, day: '3 月 21 日 周六' });
});

test('marking a day sends what was filled in, and its row appears', async () => {
  const page = await filledForm();
  const marked = { ...GAMES, kind: 'AS_WORKDAY' };
  answer = async () => ({ ok: true, data: { special: [FESTIVAL, marked] } });
  await page.onMark();
  expect(sent).toEqual([
    {
      action: 'markDay',
      input: {
        venueId: 'v-1',
        date: GAMES.date,
        special: { kind: 'AS_WORKDAY', note: '市民运动会' },
      },
    },
  ]);
  expect(rows(page)).toEqual(['3 月 20 日 周五 像周日', '3 月 21 日 周六 像工作日 · 市民运动会']);
  expect(page.data).toMatchObject({ busy: '', draft: { date: GAMES.date, note: '' } });
  expect(toasts).toEqual(['已标记，今晚起生效']);
});

test('taking a mark back sends the day without one, its row goes and the draft stays', async () => {
  report = { ...REPORT, special: [FESTIVAL, GAMES] };
  const page = await reportPage();
  page.onNote({ detail: { value: '比赛' } });
  answer = async () => ({ ok: true, data: { special: [FESTIVAL] } });
  await page.onUnmark(tapped({ date: GAMES.date }));
  expect(sent).toEqual([
    { action: 'markDay', input: { venueId: 'v-1', date: GAMES.date, special: null } },
  ]);
  expect(rows(page)).toEqual(['3 月 20 日 周五 像周日']);
  expect(page.data.draft.note).toBe('比赛');
  expect(toasts).toEqual(['已取消标记']);
});

test.each([
  ['refused says why', async () => REFUSED, REFUSALS.DAY_TOO_FAR],
  ['lost says so', () => Promise.reject(new Error('timeout')), '网络不太顺畅，请稍后再试'],
])('a mark that was %s; the rows and what was filled in stay', async (_, reply, words) => {
  const page = await filledForm();
  answer = reply;
  await page.onMark();
  expect(toasts).toEqual([words]);
  expect(rows(page)).toEqual(['3 月 20 日 周五 像周日']);
  expect(page.data).toMatchObject({ busy: '', draft: { note: ' 市民运动会 ' } });
  await page.onUnmark(tapped({ date: FESTIVAL.date }));
  expect(toasts).toEqual([words, words]);
  expect(rows(page)).toEqual(['3 月 20 日 周五 像周日']);
});

test('two taps mark the day once, and the weather waits for the answer', async () => {
  const page = await filledForm();
  answer = async () => ({ ok: true, data: { special: [GAMES] } });
  await Promise.all([page.onMark(), page.onMark(), page.onWeather()]);
  expect(sent).toHaveLength(1);
  expect(toasts).toHaveLength(1);
});

test('the weather is turned on and off again, and the marked days stay', async () => {
  const page = await reportPage();
  const on = () => page.data.state.report?.weather.on;
  answer = async () => ({ ok: true, data: { wanted: true } });
  await page.onWeather();
  expect(on()).toBe(true);
  answer = async () => ({ ok: true, data: { wanted: false } });
  await page.onWeather();
  expect(on()).toBe(false);
  expect(sent).toEqual([
    { action: 'setWeather', input: { venueId: 'v-1', wanted: true } },
    { action: 'setWeather', input: { venueId: 'v-1', wanted: false } },
  ]);
  expect(rows(page)).toHaveLength(1);
  expect(page.data.busy).toBe('');
});

test('a weather that the server refuses stays off, and the reason is shown', async () => {
  const page = await reportPage();
  answer = async () => ({ ok: false, code: 'NO_WEATHER_FEED', traceId: 't' });
  await page.onWeather();
  expect(toasts).toEqual([REFUSALS.NO_WEATHER_FEED]);
  expect(page.data).toMatchObject({ busy: '', state: { report: { weather: { on: false } } } });
});

test('where no weather is to be had the switch asks nothing', async () => {
  report = { ...REPORT, weather: { wanted: false, available: false } };
  const page = await reportPage();
  await page.onWeather();
  expect(sent).toEqual([]);
  expect(page.data.state.report?.weather.note).toBe('还没有接入天气服务');
});
