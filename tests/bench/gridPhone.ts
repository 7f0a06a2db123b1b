import type { BrowserContext, Page } from 'playwright-core';
import { openHouse } from '../../tools/house';
import { launchBrowser, PHONE } from '../browser';
import { atMost, type Measurement, percentile } from './figure';
import { COURTS, claimsOfDay, greatHall, slotDaysOf } from './gridDay';

const openings = 5;
const BOOKED = 300;

interface Shown {
  readonly milliseconds: number;
  readonly nodes: number;
  /** The largest `setData`, bytes of its JSON. */
  readonly largest: number;
}

/** The great hall in Chromium: from the tap on the tab to its cells, then scrolled to its end. */
export async function gridFiguresOnPhone(): Promise<Measurement[]> {
  const house = await openHouse({ port: 0, dataDir: null, timers: false });
  const browser = await launchBrowser();
  try {
    await house.cloud.load('offers', [greatHall()]);
    await house.cloud.load('slot_days', slotDaysOf(claimsOfDay(BOOKED)));
    const shown: Shown[] = [];
    for (let opening = 0; opening < openings; opening += 1) {
      const context = await browser.newContext(PHONE);
      shown.push(await open(context, house.cloud.url));
      await context.close();
    }
    const times = shown.map(({ milliseconds }) => milliseconds);
    const most = (key: 'nodes' | 'largest') => Math.max(...shown.map((one) => one[key]));
    const grid = `grid of ${COURTS} courts`;
    return [
      atMost(500, 'ms')(`${grid} visible after tapping the tab, Chromium`, percentile(times, 0.5)),
      atMost(1_000, 'nodes')(`nodes of the ${grid}, scrolled through`, most('nodes')),
      atMost(64, 'KB')(`largest setData, ${grid}, scrolled through`, most('largest') / 1024),
    ];
  } finally {
    await browser.close();
    await house.close();
  }
}

async function open(context: BrowserContext, url: string): Promise<Shown> {
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(`${url}/phone?as=lin`);
  await page.getByText('中心健身房').first().click({ trial: true });
  await page.evaluate(countSetData);
  const milliseconds = await page.evaluate(timeOfTab);
  const nodes = await page.evaluate(nodesWhileScrolling);
  const largest = await page.evaluate(() => (window as unknown as Counting).largestSetData);
  await expectEnd(page);
  if (largest === 0) throw new Error('no setData was seen: what is counted is not what pages use');
  return { milliseconds, nodes, largest };
}

interface Counting {
  largestSetData: number;
  getCurrentPages: () => object[];
}

/** All pages and components inherit one `setData`: it notes how much it is given. */
function countSetData(): void {
  const counting = window as unknown as Counting;
  counting.largestSetData = 0;
  let owner: object | null = counting.getCurrentPages()[0] ?? null;
  while (owner && !Object.hasOwn(owner, 'setData')) owner = Object.getPrototypeOf(owner);
  if (!owner) throw new Error('pages have no setData');
  const shared = owner as { setData: (data: object, ...rest: unknown[]) => unknown };
  const { setData } = shared;
  shared.setData = function (this: unknown, data, ...rest) {
    const bytes = new TextEncoder().encode(JSON.stringify(data)).length;
    counting.largestSetData = Math.max(counting.largestSetData, bytes);
    return setData.call(this, data, ...rest);
  };
}

/** From the tap until the first court's cells stand in a frame that was painted. */
async function timeOfTab(): Promise<number> {
  const tabs = [...document.querySelectorAll<HTMLElement>('[role=tab]')];
  const tab = tabs.find(({ textContent }) => textContent?.includes('预约'));
  if (!tab) throw new Error('there is no tab 预约');
  const started = performance.now();
  tab.click();
  for (;;) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const cell = document.querySelector<HTMLElement>('[aria-label^="1 号场 "]');
    if (cell && cell.getBoundingClientRect().height > 0) break;
    if (performance.now() - started > 15_000) throw new Error('the grid never stands');
  }
  // The frame in which it first stands is painted when the next one begins.
  await new Promise((resolve) => requestAnimationFrame(resolve));
  return performance.now() - started;
}

/** The most nodes that the grid has on the way from its first court to its last. */
async function nodesWhileScrolling(): Promise<number> {
  let scroller = document.querySelector('[aria-label^="1 号场 "]');
  while (scroller && getComputedStyle(scroller).overflowX !== 'auto') {
    scroller = scroller.parentElement;
  }
  const grid = scroller?.closest('wx-scroll-view');
  if (!scroller || !grid) throw new Error('the grid does not scroll');
  let most = 0;
  const step = 60;
  for (let left = 0; left <= scroller.scrollWidth; left += step) {
    scroller.scrollLeft = left;
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await new Promise((resolve) => requestAnimationFrame(resolve));
    most = Math.max(most, grid.querySelectorAll('*').length);
  }
  return most;
}

/** Scrolled to its end, the last court stands there: what is counted is a grid that works. */
const expectEnd = (page: Page) =>
  page.locator(`[aria-label^="${COURTS} 号场 "]`).first().waitFor({ state: 'visible' });
