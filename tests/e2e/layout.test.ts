import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStage, type Stage } from './browser';

/** Every page, by somebody who may see it, and what shows that its content is there. */
const PAGES = [
  ['lin', 'pages/venues/venues', '.venue'],
  ['lin', 'pages/me/me', '.calendar__day'],
  ['new', 'pages/me/me', '.page-state__action'],
  ['lin', 'packages/venue/pages/detail/detail?id=v-centre-gym', '.hours'],
  ['new', 'packages/member/pages/register/register', '.field'],
  ['alex', 'packages/member/pages/profile/profile', '.field'],
  ['lin', 'packages/member/pages/visits/visits', '.visit__venue'],
  ['lin', 'packages/member/pages/code/code', 'canvas'],
  ['lin', 'packages/member/pages/privacy/privacy', '.row__value'],
  ['lin', 'packages/wallet/pages/home/home', '.balance'],
  ['lin', 'packages/wallet/pages/topup/topup', 'wx-button'],
  ['lin', 'packages/wallet/pages/statement/statement', '.filters'],
  ['lin', 'packages/membership/pages/home/home', '.usable'],
  ['yang', 'packages/membership/pages/home/home', '.progress'],
  ['yang', 'packages/membership/pages/lines/lines', '.turn'],
  ['lin', 'packages/message/pages/list/list', '.page-state__action'],
  [
    'lin',
    'packages/booking/pages/confirm/confirm?venueId=v-centre-gym&courtId=v-centre-gym-1&date=2026-03-15&sport=GYM&from=840&until=900',
    '.step',
  ],
  ['lin', 'packages/booking/pages/mine/mine', '.booking__court'],
  ['lin', 'packages/challenge/pages/home/home', '.card'],
  ['lin', 'packages/challenge/pages/create/create', '.tile'],
  ['alex', 'packages/challenge/pages/create/create?kind=STEPS', '.tile'],
  ['lin', 'packages/challenge/pages/ranking/ranking?among=CAMPUS', '.shown'],
  ['lin', 'packages/challenge/pages/blocked/blocked', '.page-state__action'],
  ['yang', 'packages/reward/pages/mall/mall', '.reward'],
  ['lin', 'packages/reward/pages/mall/mall', '.reward'],
  ['lin', 'packages/reward/pages/mine/mine', '.page-state__action'],
  ['lin', 'packages/reward/pages/code/code?id=none', '.page-state__action'],
  ['desk-east', 'packages/staff/pages/redeem/redeem', 'wx-input'],
  ['root', 'packages/admin/pages/shelf/shelf', '.row'],
  ['root', 'packages/admin/pages/reward/reward?campusId=c-east&id=rw-hour', 'wx-input'],
  ['desk-east', 'packages/staff/pages/home/home', '.card'],
  ['desk-east', 'packages/staff/pages/disputes/disputes', '.page-state__action'],
  ['desk-east', 'packages/staff/pages/door/door?venueId=v-east-gym', 'canvas'],
  ['desk-east', 'packages/staff/pages/inside/inside?venueId=v-east-gym', '.row'],
  ['root', 'packages/staff/pages/till/till', '.campus'],
  ['root', 'packages/admin/pages/home/home', '.card'],
  ['root', 'packages/admin/pages/campus/campus?id=c-east', 'wx-input'],
  ['root', 'packages/admin/pages/venue/venue?id=v-east-gym', 'wx-input'],
  ['root', 'packages/admin/pages/staff/staff', '.card'],
  ['root', 'packages/admin/pages/wall/wall?venueId=v-east-gym', 'canvas'],
  ['lin', 'packages/admin/pages/claim/claim', 'wx-input'],
  ['root', 'packages/admin/pages/rules/rules', '.rule__amount'],
  ['root', 'packages/admin/pages/points/points', 'wx-input'],
  ['root', 'packages/forecast/pages/home/home', '.row'],
  ['root', 'packages/forecast/pages/report/report?venueId=v-east-gym', '.weeks'],
  ['root', 'packages/books/pages/home/home', '.today'],
  ['root', 'packages/books/pages/takings/takings', '.campus'],
  ['root', 'packages/books/pages/refunds/refunds', '.page-state'],
  ['root', 'packages/books/pages/orders/orders', '.search'],
  ['root', 'packages/books/pages/reconciliation/reconciliation', '.days'],
  ['root', 'packages/books/pages/day/day?channel=WECHAT&date=2026-03-12', '.page-state'],
  ['coach-wang', 'packages/coach/pages/home/home', '.day'],
  ['coach-wang', 'packages/coach/pages/students/students', '.row'],
  ['coach-wang', 'packages/coach/pages/student/student?id=m-lin', '.figure'],
  ['coach-wang', 'packages/coach/pages/off/off', '.off__remove'],
  ['coach-wang', 'packages/coach/pages/income/income', '.total'],
  ['coach-wang', 'packages/coach/pages/apply/apply', '.words'],
  ['coach-he', 'packages/coach/pages/apply/apply', '.waiting'],
  ['alex', 'packages/coach/pages/apply/apply', '.by-wechat'],
  ['root', 'packages/school/pages/home/home', '.count'],
  ['root', 'packages/school/pages/applications/applications?campusId=c-centre', '.level'],
  ['root', 'packages/school/pages/people/people?campusId=c-centre', '.row'],
  ['root', 'packages/school/pages/person/person?id=m-lin', '.row'],
  ['root', 'packages/school/pages/edit/edit?id=m-coach-wang&kind=COACH', '.words'],
  ['root', 'packages/school/pages/lessons/lessons?campusId=c-centre', '.turn'],
  ['root', 'packages/school/pages/changes/changes?campusId=c-centre', '.page-state__action'],
  ['root', 'packages/school/pages/rates/rates?campusId=c-centre', '.rate'],
  ['root', 'packages/school/pages/log/log', '.dates'],
] as const;

/** The narrowest and the widest phone in use, px. */
const WIDTHS = [320, 430] as const;

/** A finger needs this much, px. */
const TOUCH = 44;

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.fresh());
afterAll(() => stage?.close());

/** What reaches beyond the right edge of the screen. */
const beyondTheEdge = (page: Page) =>
  page.evaluate(() => {
    const edge = document.documentElement.clientWidth;
    return [...document.querySelectorAll('wx-page *')]
      .filter((element) => element.getBoundingClientRect().right > edge + 0.5)
      .map((element) => `${element.className} ends at ${element.getBoundingClientRect().right}`);
  });

/** What can be tapped and is smaller than a finger. */
const tooSmall = (page: Page) =>
  page.evaluate((touch) => {
    const targets = document.querySelectorAll(
      'wx-page [role=button], wx-page [role=radio], wx-page wx-button, wx-page wx-input',
    );
    return [...targets]
      .map((target) => ({ target, size: target.getBoundingClientRect() }))
      .filter(({ size }) => size.width > 0 && (size.height < touch || size.width < touch))
      .map(({ target, size }) => `${target.className}: ${size.width} × ${size.height}`);
  }, TOUCH);

async function expectInReach(page: Page): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 720 });
    expect(await beyondTheEdge(page), `${width} px`).toEqual([]);
    expect(await tooSmall(page), `${width} px`).toEqual([]);
  }
}

test.each(PAGES)(
  '%s finds everything of %s in reach, on every phone',
  async (as, path, content) => {
    const page = await stage.phone(as, { path, width: WIDTHS[0], height: 720 });
    await page.locator(`wx-page ${content}`).first().waitFor();
    await expectInReach(page);
  },
);

const MATCH = { kind: 'MATCH', shape: 'DUEL', stake: 0, target: null, days: 7, places: 2 };

/** A match of Alex, whose name is long. */
async function madeByAlex(requestId: string) {
  const { challenge, inviteToken } = await stage.call('alex', 'challenge', 'create', {
    ...MATCH,
    requestId,
  });
  const { id: challengeId } = challenge as { id: string };
  return { challengeId, token: String(inviteToken) };
}

test('a challenge of somebody with a long name is in reach, from its card to its dispute', async () => {
  const open = await madeByAlex('open');
  const told = await madeByAlex('told');
  const { challengeId } = told;
  await stage.call('lin', 'challenge', 'accept', { token: told.token });
  await stage.call('alex', 'challenge', 'score', { challengeId, mine: 11, theirs: 9 });
  const board = `packages/challenge/pages/board/board?id=${challengeId}`;
  const opened = async (as: string, path: string, content: string) => {
    const page = await stage.phone(as, { path, width: WIDTHS[0], height: 720 });
    await page.locator(`wx-page ${content}`).first().waitFor();
    await expectInReach(page);
    await page.close();
  };
  const card = `packages/challenge/pages/invitation/invitation?t=${encodeURIComponent(open.token)}`;
  await opened('lin', card, '.facts');
  await opened('lin', board, '.score');
  await opened('lin', 'packages/challenge/pages/home/home', '.challenge');
  await stage.call('lin', 'challenge', 'confirmScore', { challengeId, agree: false });
  await opened('root', 'packages/staff/pages/disputes/disputes', '.player');
});
