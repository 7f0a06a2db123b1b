import { clubDateOf, type Instant } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import type { ActivityView } from '@shared/contracts/member';
import { isAdmin, isStaff, ROLE_WORDS } from '@shared/domain/member';
import type { MonthOfVisits } from '../../components/visit-calendar/calendar.view';
import { durationText } from '../../words/duration';

export type MemberHome = NonNullable<Awaited<ReturnType<Api['member']['home']>>['member']>;

/** A period's figures; `compared` is empty where there is nothing to compare with. */
export interface PeriodView {
  readonly word: string;
  readonly visits: number;
  readonly minutes: string;
  readonly compared: string;
}

export interface MilestoneView {
  readonly text: string;
  /** How far the streak is on its way, 0 to 100. */
  readonly percent: number;
}

/** The tab 我的 of a member, ready to print. */
export interface MeView {
  readonly nickname: string;
  readonly avatarUrl: string;
  /** What the person is besides a member, and where. */
  readonly duty: string;
  readonly points: number;
  readonly streakDays: number;
  readonly streakNote: string;
  readonly milestone: MilestoneView | null;
  readonly periods: readonly PeriodView[];
  readonly visits: MonthOfVisits;
  /** On the entry 消息; empty when everything is read. */
  readonly unread: string;
  readonly coach: boolean;
  readonly staff: boolean;
  readonly admin: boolean;
}

const MOST_ON_BADGE = 99;

export function meView(home: MemberHome, now: Instant): MeView {
  const { profile, activity, calendar, unread, teaches } = home;
  const { nickname, role, campusName } = profile;
  const duty = role === 'MEMBER' ? '' : [campusName, ROLE_WORDS[role]].filter(Boolean).join(' · ');
  return {
    nickname,
    avatarUrl: profile.avatarUrl ?? '',
    duty,
    points: activity.points,
    streakDays: activity.streakDays,
    streakNote: streakNote(activity),
    milestone: milestoneView(activity),
    periods: periodsOf(activity),
    visits: {
      month: calendar.month,
      days: calendar.days,
      today: clubDateOf(now),
      since: clubDateOf(profile.memberSince),
    },
    unread: unread > MOST_ON_BADGE ? `${MOST_ON_BADGE}+` : unread > 0 ? String(unread) : '',
    coach: teaches,
    staff: isStaff(role),
    admin: isAdmin(role),
  };
}

function streakNote({ streakDays, checkedInToday }: ActivityView): string {
  if (checkedInToday) return '今天已打卡';
  return streakDays > 0 ? '今天打卡，连续不断' : '今天打卡，开始连续';
}

function milestoneView({ streakDays, nextMilestone }: ActivityView): MilestoneView | null {
  if (!nextMilestone) return null;
  const { days, bonus, left } = nextMilestone;
  return {
    text: `再连续 ${left} 天，奖励 ${bonus} 积分`,
    percent: Math.round((streakDays / days) * 100),
  };
}

function periodsOf({ thisWeek, lastWeek, thisMonth }: ActivityView): PeriodView[] {
  const more = {
    visits: thisWeek.visits - lastWeek.visits,
    minutes: thisWeek.minutes - lastWeek.minutes,
  };
  return [
    {
      word: '本周',
      visits: thisWeek.visits,
      minutes: durationText(thisWeek.minutes),
      compared: comparison(more),
    },
    {
      word: '本月',
      visits: thisMonth.visits,
      minutes: durationText(thisMonth.minutes),
      compared: '',
    },
  ];
}

/** The difference to the whole week before. */
function comparison({ visits, minutes }: { visits: number; minutes: number }): string {
  if (visits === 0 && minutes === 0) return '和上周一样';
  const parts = [
    visits === 0 ? '' : `${signOf(visits)}${Math.abs(visits)} 次`,
    minutes === 0 ? '' : `${signOf(minutes)}${durationText(Math.abs(minutes))}`,
  ];
  return `比上周 ${parts.filter(Boolean).join('，')}`;
}

const signOf = (difference: number) => (difference > 0 ? '+' : '−');
