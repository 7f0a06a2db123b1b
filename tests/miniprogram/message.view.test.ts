import type { ClubDate, Instant } from '@shared/base/time';
import { clubDayStart, HOUR, MINUTE, plus } from '@shared/base/time';
import type { MessageView, TemplateView } from '@shared/contracts/message';
import { expect, test } from 'vitest';
import {
  asRead,
  messageDays,
  reminderNote,
} from '../../miniprogram/packages/message/pages/list/list.view';

const now = plus(clubDayStart('2026-03-14' as ClubDate), 10 * HOUR);

const message = (part: Partial<MessageView> = {}): MessageView => ({
  id: 'booking:1:booked',
  kind: 'BOOKED',
  title: '3 号羽毛球场',
  body: '今天 19:00 见',
  page: 'pages/me/me',
  at: now,
  readAt: null,
  ...part,
});

test('messages stand under the day they came, newest first', () => {
  const yesterday = plus(now, -11 * HOUR);
  const days = messageDays(
    [message(), message({ id: 'b', at: plus(now, -MINUTE) }), message({ id: 'c', at: yesterday })],
    now,
  );
  expect(days.map(({ title, rows }) => [title, rows.map(({ id }) => id)])).toEqual([
    ['今天 · 3 月 14 日 周六', ['booking:1:booked', 'b']],
    ['昨天 · 3 月 13 日 周五', ['c']],
  ]);
});

test('what is unread says so, also to who listens; what leads nowhere has no arrow', () => {
  const rows = messageDays([message(), message({ id: 'b', readAt: now, page: null })], now)[0]
    ?.rows;
  expect(rows?.map(({ unread, opens }) => [unread, opens])).toEqual([
    [true, true],
    [false, false],
  ]);
  expect(rows?.[0]?.label).toBe('未读，3 号羽毛球场，今天 19:00 见，预订成功 · 10:00');
  expect(rows?.[1]?.label).not.toContain('未读');
});

test('reading one leaves the others, and what was read keeps its moment', () => {
  const early = 1 as Instant;
  const all = [message(), message({ id: 'b' }), message({ id: 'c', readAt: early })];
  expect(asRead(all, ['b'], now).map(({ readAt }) => readAt)).toEqual([null, now, early]);
  expect(asRead(all, null, now).map(({ readAt }) => readAt)).toEqual([now, now, early]);
});

test('the row 微信提醒 says what may still come, and is not there where nothing can', () => {
  const template = (left: number, word: string): TemplateView => ({
    template: 'ROLE',
    templateId: 't',
    word,
    left,
  });
  expect(reminderNote([])).toBeNull();
  expect(reminderNote([template(0, '职务变动')])).toBe('有变动时，微信服务通知里也能收到');
  expect(reminderNote([template(2, '预订变动'), template(0, '空位'), template(1, '提醒')])).toBe(
    '还能收到 3 条，可以再开启',
  );
});
