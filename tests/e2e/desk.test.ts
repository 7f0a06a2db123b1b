import { REFUSALS } from '@shared/refusals';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStage, type Stage, scan } from './browser';

const VENUE = 'v-east-pingpong';
const NAME = '东区乒乓球馆';
const page = (name: string, query = '') => `packages/staff/pages/${name}/${name}${query}`;

/** A loaded machine takes its time; what is waited for comes or never does. */
const soon = { timeout: 10_000 };

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.fresh());
afterEach(() => expect(stage.complaints()).toEqual([]));
afterAll(() => stage?.close());

const memberCode = async (who: string) => String((await stage.call(who, 'member', 'code')).text);

const headcount = async () => {
  const { venues } = await stage.call('lin', 'venue', 'list');
  const all = venues as readonly { readonly id: string; readonly headcount: number }[];
  return all.find(({ id }) => id === VENUE)?.headcount;
};

/** The card of the venue on the desk's home. */
const card = (desk: Page) => desk.locator('.venue').filter({ hasText: NAME });
const sheet = (desk: Page) => desk.locator('.outcome');

test('the desk scans a member in and out again, and another phone sees the number move', async () => {
  const desk = await stage.phone('desk-east', { path: page('home') });
  const list = await stage.phone('may', { path: 'pages/venues/venues' });
  const before = Number(await headcount());
  const shown = list.getByText(NAME).locator('xpath=ancestor::*[contains(., "40")][1]');
  await shown.waitFor();
  await desk.bringToFront(); // a tab in the background draws once a second

  await card(desk).getByText('扫会员码').click();
  await scan(desk, await memberCode('may'));
  await sheet(desk).getByText('已入场').waitFor();
  await sheet(desk).getByText('梅*雨').waitFor();
  await card(desk)
    .getByLabel(`馆内 ${before + 1} 人`)
    .waitFor();
  await shown
    .getByText(String(before + 1))
    .first()
    .waitFor();

  await sheet(desk).getByText('继续扫码').click();
  await scan(desk, await memberCode('may'));
  await sheet(desk).getByText('已离场').waitFor();
  await sheet(desk).getByText('完成').click();
  await card(desk).getByLabel(`馆内 ${before} 人`).waitFor();
});

test('a used code, a foreign text and a full venue are each told in words', async () => {
  const desk = await stage.phone('root', { path: page('home') });
  const code = await memberCode('chen');
  const attempt = async (venue: string, text: string, answer: string) => {
    await desk.locator('.venue').filter({ hasText: venue }).getByText('扫会员码').click();
    await scan(desk, text);
    await sheet(desk).getByText(answer).waitFor();
    await sheet(desk).getByText('完成').click();
    await sheet(desk).waitFor({ state: 'hidden' });
  };
  await attempt(NAME, 'https://example.com', REFUSALS.MEMBER_CODE_INVALID);
  await attempt('西区瑜伽室', code, REFUSALS.VENUE_FULL);
  await attempt(NAME, code, '已入场');
  await attempt(NAME, code, REFUSALS.MEMBER_CODE_USED);
});

test('the door turns its code by itself; a member checks in with it and the door counts', async () => {
  const size = { width: 1024, height: 768 };
  const door = await stage.phone('desk-east', { path: page('door', `?venueId=${VENUE}`), ...size });
  const drawing = () =>
    door.locator('canvas').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
  await door.getByText('扫码打卡').waitFor();
  const before = Number(await headcount());
  const first = await drawing();

  const { codes } = await stage.call('desk-east', 'desk', 'doorCodes', { venueId: VENUE });
  const [current] = codes as readonly { readonly text: string }[];
  await stage.call('lin', 'visit', 'checkIn', { code: current?.text });
  await door.getByLabel(`馆内 ${before + 1} 人`).waitFor();

  await stage.cloud.advanceClock(30_000);
  await expect.poll(drawing, soon).not.toBe(first);
});

test('somebody who forgot to leave is checked out with a reason and the count is right', async () => {
  const desk = await stage.phone('desk-east', { path: page('inside', `?venueId=${VENUE}`) });
  const rows = desk.locator('.row');
  await rows.first().waitFor();
  const people = await rows.count();
  const before = Number(await headcount());
  expect(people).toBe(before);

  await rows.first().getByText('离场', { exact: true }).click();
  await desk.getByText('确认离场').click();
  await desk.getByText(REFUSALS.REASON_REQUIRED).waitFor();
  await desk.getByText('忘记离场').click();
  await desk.getByText('确认离场').click();
  await expect.poll(() => rows.count(), soon).toBe(people - 1);
  expect(await headcount()).toBe(before - 1);
});

test('the list follows somebody who comes in meanwhile', async () => {
  const desk = await stage.phone('desk-east', { path: page('inside', `?venueId=${VENUE}`) });
  const rows = desk.locator('.row');
  await rows.first().waitFor();
  const people = await rows.count();
  const code = await memberCode('wu');
  await stage.call('desk-east', 'desk', 'scan', { venueId: VENUE, code });
  await expect.poll(() => rows.count(), soon).toBe(people + 1);
});

test('an ordinary member who opens the desk’s page is refused in words', async () => {
  const phone = await stage.phone('zhao', { path: page('home') });
  await phone.getByText(REFUSALS.NOT_ALLOWED).waitFor();
});
