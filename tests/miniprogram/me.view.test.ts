import type { Points } from '@shared/base/money';
import { type ClubDate, type ClubMonth, clubDayStart, HOUR, plus } from '@shared/base/time';
import type { ActivityView } from '@shared/contracts/member';
import type { Role } from '@shared/domain/member';
import { expect, test } from 'vitest';
import { monthView } from '../../miniprogram/components/visit-calendar/calendar.view';
import { type MemberHome, meView } from '../../miniprogram/pages/me/me.view';

const now = plus(clubDayStart('2026-03-14' as ClubDate), 10 * HOUR);

function home(activity: Partial<ActivityView> = {}, role: Role = 'MEMBER'): MemberHome {
  return {
    profile: {
      id: 'm1',
      nickname: '林小满',
      avatarUrl: null,
      birthYear: 1998,
      phone: null,
      role,
      campusName: role === 'STAFF' ? '东校区' : null,
      memberSince: clubDayStart('2026-01-05' as ClubDate),
    },
    activity: {
      points: 120 as Points,
      streakDays: 4,
      checkedInToday: true,
      nextMilestone: { days: 7, bonus: 30 as Points, left: 3 },
      thisWeek: { visits: 3, minutes: 185 },
      lastWeek: { visits: 2, minutes: 125 },
      thisMonth: { visits: 6, minutes: 400 },
      ...activity,
    },
    openVisit: null,
    unread: 0,
    teaches: false,
    calendar: { month: '2026-03' as ClubMonth, days: ['2026-03-02' as ClubDate] },
  };
}

test('the next milestone says how many days are left and what they bring', () => {
  expect(meView(home(), now).milestone).toEqual({
    text: '再连续 3 天，奖励 30 积分',
    percent: 57,
  });
  expect(meView(home({ nextMilestone: null }), now).milestone).toBeNull();
});

test('a streak that today has not joined yet asks for today', () => {
  expect(meView(home(), now).streakNote).toBe('今天已打卡');
  expect(meView(home({ checkedInToday: false }), now).streakNote).toBe('今天打卡，连续不断');
  const fresh = home({ checkedInToday: false, streakDays: 0 });
  expect(meView(fresh, now).streakNote).toBe('今天打卡，开始连续');
});

test.each([
  [{ visits: 3, minutes: 185 }, { visits: 2, minutes: 125 }, '比上周 +1 次，+1 小时'],
  [{ visits: 1, minutes: 60 }, { visits: 3, minutes: 125 }, '比上周 −2 次，−1 小时 5 分'],
  [{ visits: 2, minutes: 90 }, { visits: 2, minutes: 60 }, '比上周 +30 分钟'],
  [{ visits: 2, minutes: 60 }, { visits: 2, minutes: 60 }, '和上周一样'],
])('%o after a week of %o: %s', (thisWeek, lastWeek, words) => {
  const [week] = meView(home({ thisWeek, lastWeek }), now).periods;
  expect(week).toMatchObject({ word: '本周', compared: words });
});

test('staff see the desk, admins the desk and the management, members neither', () => {
  const doors = (role: Role) => {
    const { staff, admin, duty } = meView(home({}, role), now);
    return { staff, admin, duty };
  };
  expect(doors('MEMBER')).toEqual({ staff: false, admin: false, duty: '' });
  expect(doors('STAFF')).toEqual({ staff: true, admin: false, duty: '东校区 · 前台' });
  expect(doors('SUPER_ADMIN')).toEqual({ staff: true, admin: true, duty: '超级管理员' });
});

const month = (month: string, days: readonly string[] = []) =>
  monthView({
    month: month as ClubMonth,
    days: days as ClubDate[],
    today: '2026-03-14' as ClubDate,
    since: '2026-01-05' as ClubDate,
  });

test('a month is whole weeks from Monday, with the visited days and today marked', () => {
  const view = month('2026-03', ['2026-03-02', '2026-03-14']);
  expect(view.title).toBe('2026 年 3 月');
  expect(view.weeks).toHaveLength(6);
  const days = view.weeks.flatMap((week) => week.days);
  expect(days[0]).toMatchObject({ date: '' });
  expect(days.filter(({ visited }) => visited).map(({ day }) => day)).toEqual(['2', '14']);
  expect(days.find(({ today }) => today)).toMatchObject({ day: '14', visited: true });
  expect(days.filter(({ date }) => date)).toHaveLength(31);
  expect(view.summary).toBe('打卡 2 天');
});

test('the calendar ends at this month and at the month of registration', () => {
  expect(month('2026-03')).toMatchObject({ before: '2026-02', after: '' });
  expect(month('2026-01')).toMatchObject({ before: '', after: '2026-02' });
});

test('a year begins after December', () => {
  const view = monthView({
    month: '2025-12' as ClubMonth,
    days: [],
    today: '2026-01-10' as ClubDate,
    since: '2025-01-01' as ClubDate,
  });
  expect(view).toMatchObject({ before: '2025-11', after: '2026-01', summary: '这个月还没有打卡' });
});

test('the workbench of coaches is there for who teaches, whatever else they are', () => {
  expect(meView(home(), now).coach).toBe(false);
  expect(meView({ ...home({}, 'STAFF'), teaches: true }, now)).toMatchObject({
    coach: true,
    staff: true,
  });
});
