import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { projectRoot } from './builder/project';
import { ensureChromium } from './checks/chromium';
import { type House, openHouse } from './house';

const images = join(projectRoot, 'docs/images');
const venue = { name: '中心健身房', id: 'v-centre-gym' };

/** `npm run screenshots`: README's pictures, taken anew from the seeded club. */
async function takeScreenshots(): Promise<void> {
  await mkdir(images, { recursive: true });
  const house = await openHouse({ port: 0, dataDir: null, timers: false, forecasts: true });
  const executablePath = await ensureChromium();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    await forecastMade(house.cloud);
    await stage(browser, house.cloud.url);
    await phones(browser, house.cloud);
  } finally {
    await browser.close();
    await house.close();
  }
}

/** The first night is made while people look around already; these pictures wait for it. */
async function forecastMade(cloud: House['cloud']): Promise<void> {
  for (;;) {
    const { forecast } = await call(cloud, 'lin', 'venue', 'detail', { id: venue.id });
    if (forecast !== null) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Lin has just checked in at the gym; May watches the list. */
async function stage(browser: Browser, url: string): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: 2,
    reducedMotion: 'reduce',
  });
  await page.goto(url);
  const screen = (name: string) => page.frameLocator(`[data-frame=${name}] iframe`);
  await screen('phone-2').getByText(venue.name).first().waitFor();
  await screen('phone-1').getByText('打卡', { exact: true }).first().click();
  await screen('phone-1').locator(`[data-code-of=${venue.name}]`).click();
  await screen('phone-1').getByText('打卡成功').waitFor();
  await screen('phone-2').getByRole('button', { name: '馆内 47 人' }).waitFor();
  await page.screenshot({ path: join(images, 'stage.png') });
  await page.close();
}

interface Picture {
  readonly name: string;
  readonly as: string;
  readonly path: string;
  /** Text that stands there once the page has its content. */
  readonly shows: string;
  readonly theme?: 'dark';
}

interface Shown {
  readonly bookingId: string;
  readonly lessonId: string;
}

const pictures = ({ bookingId, lessonId }: Shown): readonly Picture[] => [
  {
    name: 'venue',
    as: 'lin',
    path: `packages/venue/pages/detail/detail?id=${venue.id}`,
    shows: '今日人数',
  },
  { name: 'courts', as: 'lin', path: 'pages/booking/booking', shows: '5 号场' },
  {
    name: 'booking',
    as: 'lin',
    path: `packages/booking/pages/detail/detail?id=${bookingId}`,
    shows: '邀请同伴',
  },
  { name: 'wallet', as: 'lin', path: 'packages/wallet/pages/home/home', shows: '全部明细' },
  {
    name: 'coach',
    as: 'lin',
    path: 'packages/training/pages/coach/coach?id=m-coach-wang',
    shows: '未来一周',
  },
  {
    name: 'lesson',
    as: 'lin',
    path: `packages/training/pages/lesson/lesson?id=${lessonId}`,
    shows: '申请取消',
  },
  {
    name: 'workbench',
    as: 'coach-wang',
    path: 'packages/coach/pages/home/home',
    shows: '确认上课',
    theme: 'dark',
  },
  {
    name: 'takings',
    as: 'root',
    path: 'packages/books/pages/takings/takings',
    shows: '与账本一致',
    theme: 'dark',
  },
];

async function phones(browser: Browser, cloud: House['cloud']): Promise<void> {
  await trade(cloud);
  const shown = { bookingId: await bookingOfLin(cloud), lessonId: await lessonOfLin(cloud) };
  for (const { name, as, path, shows, theme = 'light' } of pictures(shown)) {
    const page = await browser.newPage({
      viewport: { width: 390, height: 844 },
      deviceScaleFactor: 2,
      reducedMotion: 'reduce',
    });
    await page.goto(`${cloud.url}/phone?${new URLSearchParams({ as, path, theme })}`);
    await page.getByText(shows).first().waitFor();
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: join(images, `${name}.png`) });
    await page.close();
  }
}

/** A morning at the till, and an hour that Lin pays from the wallet. */
async function trade(cloud: House['cloud']): Promise<void> {
  const sums = [
    ['lin', 'CASH', 20_000],
    ['may', 'CASH', 30_000],
    ['chen', 'BANK', 50_000],
  ] as const;
  for (const [who, channel, amount] of sums) {
    await call(cloud, 'desk-east', 'cashier', 'take', {
      ...{ memberId: `m-${who}`, campusId: 'c-east', amount, amountAgain: amount, channel },
      ...{ note: channel === 'BANK' ? '2026031400088' : '', requestId: `till-${who}` },
    });
  }
  await call(cloud, 'lin', 'booking', 'create', {
    ...{ venueId: 'v-centre-badminton', courtId: 'v-centre-badminton-1', date: '2026-03-14' },
    ...{ from: 14 * 60, until: 15 * 60, places: 1, expected: 6_000 },
    ...{ channel: 'WALLET', requestId: 'court' },
  });
}

/** The seeded one, with May: its code can be shown. */
async function bookingOfLin(cloud: House['cloud']): Promise<string> {
  const mine = { when: 'COMING', before: null };
  const { bookings } = await call(cloud, 'lin', 'booking', 'mine', mine);
  const [, tomorrow] = bookings as readonly { readonly id: string }[];
  if (!tomorrow) throw new Error('Lin has no booking for tomorrow');
  return tomorrow.id;
}

/** The seeded one with coach Wang: two days ahead, so that it can still be cancelled. */
async function lessonOfLin(cloud: House['cloud']): Promise<string> {
  const mine = { as: 'STUDENT', when: 'COMING', before: null };
  const { lessons } = await call(cloud, 'lin', 'lesson', 'mine', mine);
  const [next] = lessons as readonly { readonly id: string }[];
  if (!next) throw new Error('Lin has no lesson to come');
  return next.id;
}

async function call(
  cloud: House['cloud'],
  as: string,
  ...[name, action, input]: [string, string, object]
): Promise<Readonly<Record<string, unknown>>> {
  const reply = (await cloud.call(as, name, { action, input })) as Reply;
  if (!reply.ok) throw new Error(`${name}.${action} refused ${as}: ${reply.code}`);
  return reply.data;
}

type Reply =
  | { readonly ok: true; readonly data: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly code: string };

takeScreenshots().then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error);
    process.exit(1);
  },
);
