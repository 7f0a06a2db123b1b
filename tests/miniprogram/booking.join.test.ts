import { clubDayStart, DAY, HOUR, type Instant, plus } from '@shared/base/time';
import { Refusal } from '@shared/refusals';
import { expect, test } from 'vitest';
import {
  goneBecause,
  type Invitation,
  invitationView,
} from '../../miniprogram/packages/booking/pages/join/join.view';
import { NOW, TODAY } from './bookingGrid';

const at = (hours: number) => plus(clubDayStart(TODAY), hours * HOUR);

function invitation(part: Partial<Invitation> = {}): Invitation {
  return {
    bookingId: 'b1',
    venueName: '中心羽毛球馆',
    courtName: '3 号场',
    sport: 'BADMINTON',
    startAt: at(14),
    endAt: at(15.5),
    organiser: { nickname: '林小满', avatarUrl: null },
    companions: 2,
    joined: false,
    full: false,
    registered: true,
    now: NOW,
    ...part,
  };
}

test('a friend sees who invites, to what, where and when', () => {
  expect(invitationView(invitation(), NOW)).toMatchObject({
    organiser: '林小满',
    sport: '羽毛球',
    court: '中心羽毛球馆 · 3 号场',
    day: '今天 · 3 月 14 日 周六',
    time: '14:00–15:30',
    duration: '1 小时 30 分',
    companions: '已有 2 位同伴加入',
    action: 'join',
    button: '加入',
    note: '',
  });
});

test('somebody who invites alone waits for a first companion; a lost name is a friend', () => {
  const lonely = invitation({ companions: 0, organiser: { nickname: '', avatarUrl: null } });
  expect(invitationView(lonely, NOW)).toMatchObject({
    organiser: '朋友',
    companions: '还没有同伴，你来做第一个',
  });
});

test('tomorrow is called so, and midnight is 24:00', () => {
  const late = invitation({ startAt: plus(at(23), DAY), endAt: plus(at(24), DAY) });
  expect(invitationView(late, NOW)).toMatchObject({
    day: '明天 · 3 月 15 日 周日',
    time: '23:00–24:00',
  });
});

test.each<[string, Partial<Invitation>, Instant, string, string]>([
  ['before it begins one joins', {}, at(13.99), 'join', ''],
  ['from the beginning on one cannot', {}, at(14), 'book', '已经开始了，请直接联系邀请你的朋友'],
  ['at the end it is over', {}, at(15.5), 'book', '这次活动已经结束了'],
  ['full is full', { full: true }, NOW, 'book', '同伴已满，请联系邀请你的朋友'],
  ['who has joined looks at it', { joined: true, full: true }, NOW, 'open', '你已经加入了'],
  ['also while it is under way', { joined: true }, at(14.5), 'open', '你已经加入了'],
])('%s', (_, part, now, action, note) => {
  expect(invitationView(invitation(part), now)).toMatchObject({ action, note });
});

test.each<[string, unknown, string | null]>([
  ['was cancelled', new Refusal('BOOKING_CLOSED'), '这次活动已经取消或结束，可以自己订一场'],
  ['never was', new Refusal('BOOKING_NOT_FOUND'), '没有找到这个邀请，请联系邀请你的朋友'],
  ['was cut off', new Refusal('INVALID_INPUT'), '没有找到这个邀请，请联系邀请你的朋友'],
  ['cannot be asked for now', new Refusal('BUSY'), null],
  ['is out of reach', new Error('timeout'), null],
])('a card whose booking %s', (_, error, message) => {
  expect(goneBecause(error)).toBe(message);
});
