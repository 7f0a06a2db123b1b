import { plus } from '@shared/base/time';
import type { ChallengeBoard } from '@shared/contracts/challengeViews';
import { SETTLE_AFTER } from '@shared/domain/challenge';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStage, type Stage, scan } from './browser';

const HOME = 'packages/challenge/pages/home/home';
const HALL = 'v-centre-badminton';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.fresh());
afterEach(() => expect(stage.complaints()).toEqual([]));
afterAll(() => stage?.close());

const button = (page: Page, word: string) => page.locator('wx-button', { hasText: word });
/** WeChat's own sheet: what of the phone asks a person something. */
const wechat = (page: Page, word: string) => page.getByText(word, { exact: true });
const says = (page: Page, text: string) => page.getByText(text).first().waitFor();
const runner = (page: Page, name: string) => page.locator('.runner', { hasText: name });

const FORM = { kind: 'DAYS', shape: 'DUEL', stake: 50, target: null, days: 7, places: 2 };

async function made(who: string, wish: object = {}): Promise<ChallengeBoard> {
  const form = { ...FORM, ...wish, requestId: `wish-of-${who}` };
  return (await stage.call(who, 'challenge', 'create', form)) as unknown as ChallengeBoard;
}

const invitation = (token: string | null) =>
  `packages/challenge/pages/invitation/invitation?t=${encodeURIComponent(token ?? '')}`;
const boardPage = (id: string) => `packages/challenge/pages/board/board?id=${id}`;

/** The next card that lies in the chat of a phone; it is opened with `opens`. */
function nextCard(page: Page) {
  return page.evaluate(
    () =>
      new Promise<{ to: string; path: string; title: string }>((resolve) => {
        const channel = new BroadcastChannel('phones:alone');
        channel.onmessage = ({ data }) => {
          if (data.type === 'card') resolve({ to: data.to, ...data.card });
        };
      }),
  );
}

const opens = (page: Page, card: { to: string; path: string }) =>
  page.evaluate(({ to, path }) => {
    new BroadcastChannel('phones:alone').postMessage({ type: 'open', to, path });
  }, card);

async function checkIn(who: string): Promise<void> {
  const { codes } = await stage.call('root', 'desk', 'doorCodes', { venueId: HALL });
  const [code] = codes as { text: string }[];
  const page = await stage.phone(who, { path: `packages/venue/pages/detail/detail?id=${HALL}` });
  await button(page, '打卡').click();
  await scan(page, code?.text ?? '');
  await says(page, '打卡成功');
  await page.close();
}

test('Lin challenges May by card, May accepts, and her board moves when Lin checks in', async () => {
  const may = await stage.phone('may');
  const lin = await stage.phone('lin', { path: HOME });
  // Three taps: what, with whom, go.
  await button(lin, '发起挑战').click();
  await lin.locator('.tile', { hasText: '打卡天数' }).click();
  await lin.locator('.tile', { hasText: '一对一' }).click();
  await says(lin, '赢家得 100 积分');
  await button(lin, '发起').last().click();
  await says(lin, '等待应战');

  // Heard on a phone that is neither of the two: a channel does not hear itself.
  const card = nextCard(may);
  await button(lin, '发给好友').click();
  await wechat(lin, 'may').click();
  const sent = await card;
  expect(sent.title).toContain('打卡天数');
  await opens(lin, sent);

  await says(may, '向你发起挑战');
  await says(may, '每人 50 积分');
  await button(may, '押 50 积分应战').click();
  await says(may, '刚刚开始');
  await says(lin, '刚刚开始');

  await checkIn('lin');
  await says(may, '再 2 天就超过林小满');
  await runner(may, '林小满').getByText('1', { exact: true }).first().waitFor();
  await says(lin, '领先梅若雨 1 天');
  await may.locator('.race-curve canvas').waitFor();

  await may.getByLabel('为林小满加油').click();
  await says(may, '已为林小满加油');
  await lin.getByLabel('收到 1 次加油').waitFor();
});

test('when it is over Lin has won the pot, and can show it around', async () => {
  const { challenge, inviteToken } = await made('lin', { days: 1 });
  const ran = await stage.call('may', 'challenge', 'accept', { token: inviteToken });
  const { until } = (ran as unknown as ChallengeBoard).challenge;
  if (until === null) throw new Error('an accepted duel runs');
  const may = await stage.phone('may', { path: boardPage(challenge.id) });
  await checkIn('lin');
  await says(may, '再 2 天就超过林小满');

  stage.cloud.clock.jump(plus(until, SETTLE_AFTER));
  await stage.cloud.advanceClock(60_000);
  await says(may, '林小满赢了');
  await says(may, '−50 积分');
  const lin = await stage.phone('lin', { path: HOME });
  await says(lin, '+50 积分');
  await lin.locator('.challenge', { hasText: '+50 积分' }).click();
  await says(lin, '你赢了');
  await button(lin, '分享战绩').waitFor();
});

test('May declines, Lin’s board says so, and the stake is back', async () => {
  const { challenge, inviteToken } = await made('lin');
  const may = await stage.phone('may', { path: invitation(inviteToken) });
  await button(may, '婉拒').click();
  await wechat(may, '婉拒').last().click();
  await says(may, '这个挑战已经不能加入了');
  const lin = await stage.phone('lin', { path: boardPage(challenge.id) });
  await says(lin, '对方婉拒了这次挑战');
  await says(lin, '积分已退回');
});

test('who is new opens the card, registers, and is back at it', async () => {
  const { inviteToken } = await made('lin', { stake: 0 });
  const guest = await stage.phone('new', { path: invitation(inviteToken) });
  await button(guest, '注册后应战').click();
  await guest.getByText('我已阅读并同意').click();
  await wechat(guest, '请选择').click();
  await wechat(guest, '确定').click();
  await guest.getByLabel('昵称').last().fill('小新');
  await button(guest, '完成注册').click();
  await button(guest, '应战').last().click();
  await says(guest, '刚刚开始');
});

test('a match: May tells the score, Lin disagrees, and the desk decides', async () => {
  const { challenge, inviteToken } = await made('lin', { kind: 'MATCH', stake: 20 });
  await stage.call('may', 'challenge', 'accept', { token: inviteToken });
  const lin = await stage.phone('lin', { path: boardPage(challenge.id) });
  await says(lin, '打完以后，由一方填写比分');
  const may = await stage.phone('may', { path: boardPage(challenge.id) });
  await button(may, '填写比分').click();
  await may.getByLabel('我的得分').locator('input').fill('11');
  await may.getByLabel('林小满的得分').locator('input').fill('9');
  await button(may, '提交').click();
  await says(may, '等林小满确认');

  // By itself: her phone follows the match.
  await says(lin, '梅若雨填的比分');
  await button(lin, '比分不对').click();
  await wechat(lin, '交给裁定').click();
  await says(lin, '等工作人员裁定');

  const desk = await stage.phone('root', { path: 'packages/staff/pages/disputes/disputes' });
  await says(desk, '梅若雨填的是 9:11，对方不同意');
  await desk.getByLabel('林小满的得分').locator('input').fill('11');
  await desk.getByLabel('梅若雨的得分').locator('input').fill('9');
  await says(desk, '林小满获胜');
  await button(desk, '裁定').click();
  await wechat(desk, '裁定').last().click();
  await says(desk, '没有要裁定的比分');
  await says(lin, '你赢了');
});

test('Lin adds WeChat’s steps to a challenge for fun', async () => {
  const { challenge, inviteToken } = await made('lin', { kind: 'STEPS', stake: 0 });
  await stage.call('may', 'challenge', 'accept', { token: inviteToken });
  const lin = await stage.phone('lin', { path: boardPage(challenge.id) });
  await says(lin, '仅供娱乐');
  await button(lin, '更新微信步数').click();
  await wechat(lin, '同意').click();
  await wechat(lin, '允许').click();
  await says(lin, '步数已更新');
  await says(lin, '领先梅若雨');
});

test('Lin reports and blocks May, finds her on the list, and lets her in again', async () => {
  const { inviteToken } = await made('may');
  const lin = await stage.phone('lin', { path: invitation(inviteToken) });
  await lin.getByText('举报或屏蔽').click();
  await wechat(lin, '举报').click();
  await lin.getByText('骚扰我').click();
  await button(lin, '举报').click();
  await says(lin, '已举报，工作人员会处理');
  await lin.getByText('举报或屏蔽').click();
  await wechat(lin, '屏蔽').click();
  await wechat(lin, '屏蔽').last().click();
  await says(lin, '已屏蔽');

  const list = await stage.phone('lin', { path: 'packages/challenge/pages/blocked/blocked' });
  await says(list, '梅若雨');
  await button(list, '解除').click();
  await says(list, '没有屏蔽任何人');
});

test('Lin takes herself off the campus board', async () => {
  // Counted by the timer.
  await stage.cloud.advanceClock(60_000);
  const path = 'packages/challenge/pages/ranking/ranking?among=CAMPUS';
  const lin = await stage.phone('lin', { path });
  await lin.locator('.place--you').waitFor();
  await lin.getByText('在校区榜展示我').click();
  await says(lin, '校区榜不再显示你');
  const may = await stage.phone('may', { path });
  await may.locator('.place').first().waitFor();
  expect(await may.locator('.place', { hasText: '林小满' }).count()).toBe(0);
});
