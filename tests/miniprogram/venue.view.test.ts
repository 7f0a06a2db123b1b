import { type Instant, MINUTE, plus } from '@shared/base/time';
import { everyDay } from '@shared/domain/venue';
import { expect, test } from 'vitest';
import {
  detailView,
  hoursOfWeek,
  mainAction,
  shareCard,
  venueIdFrom,
} from '../../miniprogram/packages/venue/pages/detail/detail.view';
import { at, venueDetail } from './venueDetail';

const ten = at(10);
const detail = venueDetail;

const inside = (venueId: string, venueName: string) => ({
  id: 'x',
  venueId,
  venueName,
  checkedInAt: plus(ten, -35 * MINUTE),
  deadline: at(13),
});

test('the button checks in, and rests with the reason that the server would give', () => {
  expect(mainAction(detail(), ten)).toMatchObject({ kind: 'in', disabled: false, note: '' });
  expect(mainAction(detail(), at(22))).toMatchObject({ disabled: true });
  expect(mainAction(detail(), at(22)).note).toContain('开放时间');
  expect(mainAction(detail({ headcount: 10 }), ten).note).toContain('已满');
  const opening = { open: false, suspended: true, changesAt: null };
  expect(mainAction(detail({ opening }), ten).note).toContain('暂停');
});

test('what people think is a tenth of a star and a number, or not told', () => {
  const rated = { ...detail(), rating: { count: 23, average: 4.6 } };
  expect(detailView(rated, ten).rating).toBe('4.6 分 · 23 条评价');
  expect(detailView({ ...rated, rating: { count: 1, average: 5 } }, ten).rating).toBe(
    '5.0 分 · 1 条评价',
  );
  expect(detailView(detail(), ten).rating).toBe('');
});

test('inside this venue the same button is 离场, even when the venue is full', () => {
  const visiting = { ...detail({ headcount: 10 }), openVisit: inside('v1', '乒乓馆') };
  expect(mainAction(visiting, ten)).toMatchObject({ kind: 'out', word: '离场', disabled: false });
  expect(mainAction(visiting, ten).note).toBe('已 35 分钟 · 13:00 自动离场');
});

test('inside another venue it says what a check-in here will end', () => {
  const elsewhere = { ...detail(), openVisit: inside('v2', '健身房') };
  expect(mainAction(elsewhere, ten)).toMatchObject({
    kind: 'in',
    disabled: false,
    note: '打卡后会从「健身房」离场',
  });
});

test('of a venue that is suspended nothing is forecast, and nothing is wrong with its past', () => {
  const note = (suspended: boolean) => {
    const opening = { open: false, suspended, changesAt: null };
    return detailView(detail({ opening }), ten).outlook;
  };
  expect(note(false).note).toContain('数据还少');
  expect(note(true)).toMatchObject({ note: '', word: '', drawn: false, reminder: 'none' });
});

test('the week begins on Monday and marks today', () => {
  const hours = everyDay(9 * 60, 22 * 60).map((day, weekday) => (weekday === 1 ? null : day));
  const rows = hoursOfWeek(hours, ten);
  expect(rows[0]).toEqual({ weekday: '周一', text: '休息', today: false });
  expect(rows[5]).toEqual({ weekday: '周六', text: '09:00 – 22:00', today: true });
  expect(rows[6]?.weekday).toBe('周日');
});

test('a shared card says the number of this moment; of a closed venue when it opens', () => {
  expect(shareCard(detailView(detail(), ten))).toEqual({
    title: '乒乓馆 现在 4 人，适中',
    path: '/packages/venue/pages/detail/detail?id=v1',
  });
  const opening = { open: false, suspended: false, changesAt: at(33) as Instant };
  expect(shareCard(detailView(detail({ opening }), at(23))).title).toBe(
    '乒乓馆 · 休息中，明天 09:00 开门',
  );
});

test('the page opens from a link and from the code on the wall', () => {
  expect(venueIdFrom({ id: 'v-1' })).toBe('v-1');
  expect(venueIdFrom({ scene: 'v%2D1' })).toBe('v-1');
  expect(venueIdFrom({})).toBe('');
});

test.each<[string, number, number, string]>([
  ['this afternoon', 13, 16, '今天 13:00–16:00 停用：换地板'],
  ['from this afternoon on', 13, 24, '今天 13:00 起停用：换地板'],
  ['from this afternoon on for days', 13, 60, '今天 13:00 起停用：换地板'],
  ['now', 10, 16, '停用中：换地板，16:00 恢复'],
  ['since yesterday until tomorrow', -5, 30, '停用中：换地板'],
])('a hall that is closed %s says when and why', (_, from, until, said) => {
  const closure = { from: at(from), until: at(until), reason: '换地板' };
  expect(detailView(venueDetail({}, { closure }), ten).closure).toBe(said);
});
