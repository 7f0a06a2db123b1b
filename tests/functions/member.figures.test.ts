import type { ClubMonth } from '@shared/base/time';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at } from '../domain/clock';
import { type Club, GYM, openClub } from './club';

const WHO = 'oFigures';
const month = (text: string) => text as ClubMonth;
let club: Club;
let memberId = '';

beforeAll(async () => {
  club = await openClub();
  const form = { consent: true, birthYear: 1996, guardianConsent: false, nickname: '小新' };
  memberId = (await club.as(WHO).member.register(form)).id;
});
afterAll(() => club.close());

let made = 0;

/** A visit that is over, as the rules would have written it. */
function visitAt(when: string, minutes: number) {
  const checkedInAt = at(when);
  made += 1;
  return {
    _id: `figure-${made}`,
    memberId,
    venueId: GYM,
    venueName: '中心健身房',
    status: 'CLOSED',
    method: 'DOOR',
    checkedInAt,
    deadline: checkedInAt + 240 * 60_000,
    deadlineEnding: 'LONGEST_STAY',
    checkedOutAt: checkedInAt + minutes * 60_000,
    ending: 'MEMBER',
    reason: null,
    minutes,
    points: 0,
  };
}

const homeAt = async (now: string, asked?: ClubMonth) => {
  club.cloud.clock.jump(at(now));
  const { member } = await club.as(WHO).member.home(asked ? { month: asked } : {});
  if (!member) throw new Error('nobody is at home');
  return member;
};

describe('this week, last week and this month', () => {
  beforeAll(() =>
    club.cloud.load('visits', [
      visitAt('2026-02-22 23:59', 1),
      visitAt('2026-02-23 00:00', 2),
      visitAt('2026-02-28 23:58:59.999', 4),
      visitAt('2026-03-01 00:00', 8),
      visitAt('2026-03-01 23:59:59.999', 16),
      visitAt('2026-03-02 00:00', 32),
      visitAt('2026-03-08 23:58:59.999', 64),
      visitAt('2026-03-09 00:00', 128),
    ]),
  );

  // Every visit has its own power of two, so a sum says which visits are in it.
  test.each([
    [
      'in the last minute of Sunday',
      '2026-03-08 23:59',
      [32 + 64, 2 + 4 + 8 + 16],
      8 + 16 + 32 + 64,
    ],
    ['when Monday begins', '2026-03-09 00:00', [128, 32 + 64], 8 + 16 + 32 + 64 + 128],
    ['in the last minute of February', '2026-02-28 23:59', [2 + 4, 1], 1 + 2 + 4],
    ['when March begins, on a Sunday', '2026-03-01 00:00', [2 + 4 + 8, 1], 8],
    ['two weeks later', '2026-03-23 00:00', [0, 0], 8 + 16 + 32 + 64 + 128],
    ['in April', '2026-04-01 00:00', [0, 0], 0],
  ])('%s', async (_, now, [thisWeek, lastWeek], thisMonth) => {
    const { activity } = await homeAt(now);
    expect({
      thisWeek: activity.thisWeek.minutes,
      lastWeek: activity.lastWeek.minutes,
      thisMonth: activity.thisMonth.minutes,
    }).toEqual({ thisWeek, lastWeek, thisMonth });
    const ones = (sum = 0) => sum.toString(2).replaceAll('0', '').length;
    expect(activity.thisWeek.visits).toBe(ones(thisWeek));
    expect(activity.thisMonth.visits).toBe(ones(thisMonth));
  });

  test('the week between two years is one week', async () => {
    await club.cloud.load('visits', [
      visitAt('2026-12-28 00:00', 256),
      visitAt('2026-12-31 23:59', 512),
      visitAt('2027-01-01 00:00', 1024),
    ]);
    const { activity } = await homeAt('2027-01-03 23:59');
    expect(activity.thisWeek).toEqual({ visits: 3, minutes: 256 + 512 + 1024 });
    expect(activity.thisMonth).toEqual({ visits: 1, minutes: 1024 });
  });
});

describe('the calendar', () => {
  test('shows each day with a visit once, in order, and nothing of the months around', async () => {
    const february = { month: '2026-02', days: ['2026-02-22', '2026-02-23', '2026-02-28'] };
    const march = {
      month: '2026-03',
      days: ['2026-03-01', '2026-03-02', '2026-03-08', '2026-03-09'],
    };
    const lin = club.as(WHO).member;
    expect(await lin.calendar({ month: month('2026-02') })).toEqual(february);
    expect(await lin.calendar({ month: month('2026-03') })).toEqual(march);
    expect((await homeAt('2026-03-20 10:00')).calendar).toEqual(march);
    expect((await homeAt('2026-03-20 10:00', month('2026-02'))).calendar).toEqual(february);
    const future = await homeAt('2026-03-20 10:00', month('2026-05'));
    expect(future.calendar).toEqual({ month: '2026-05', days: [] });
  });

  test('the ends of the calendar’s world are months like any other', async () => {
    for (const text of ['0000-01', '8999-12']) {
      const answer = await club.as(WHO).member.calendar({ month: month(text) });
      expect(answer).toEqual({ month: text, days: [] });
    }
  });
});

test('an open visit counts the minutes so far, and today is checked in', async () => {
  club.cloud.clock.jump(at('2026-06-10 10:00'));
  const code = await club.doorCode(GYM);
  const { visit } = await club.as(WHO).visit.checkIn({ code });
  const { activity, openVisit, calendar } = await homeAt('2026-06-10 10:45:30');
  expect(activity.thisWeek).toEqual({ visits: 1, minutes: 45 });
  expect(activity).toMatchObject({ points: 5, streakDays: 1, checkedInToday: true });
  expect(activity.nextMilestone).toEqual({ days: 7, bonus: 30, left: 6 });
  expect(openVisit).toMatchObject({ id: visit.id });
  expect(calendar.days).toEqual(['2026-06-10']);
});

test('a visit past its deadline is over for its member before the timer has written it down', async () => {
  const { activity, openVisit } = await homeAt('2026-06-10 20:00');
  expect(openVisit).toBe(null);
  expect(activity.thisWeek.minutes).toBe(240);
});

test('a streak lives through the next day and ends with the day after it', async () => {
  expect((await homeAt('2026-06-11 23:59')).activity).toMatchObject({
    streakDays: 1,
    checkedInToday: false,
  });
  expect((await homeAt('2026-06-12 00:00')).activity.streakDays).toBe(0);
});
