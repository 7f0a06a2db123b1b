import {
  addDays,
  type ClubDate,
  clubDayStart,
  clubWeekdayOf,
  type Instant,
  plus,
} from '@shared/base/time';
import type { CoachDay } from '@shared/contracts/training';
import { isLiveLesson, LESSON_DAYS_AHEAD, LESSON_LEAD, teachesThen } from '@shared/domain/lesson';
import { type DaySpan, overlaps, SLOT_MINUTES, slotsOf, startOf } from '@shared/domain/slots';
import type { Context } from '../_kit/serve';
import { type Offer, offersOfCampus } from '../offer/service';
import type { Coach } from '../training/service';
import { lessonsBetween } from './finding';
import type { Lesson } from './store';
import { hoursOfTables } from './tables';

/** Today and the days that can be booked beyond it. */
const DAYS = LESSON_DAYS_AHEAD + 1;

interface Week {
  readonly coach: Coach;
  readonly offers: readonly Offer[];
  readonly lessons: readonly Lesson[];
  readonly viewerId: string;
  readonly now: Instant;
}

/** A coach's week from a day on, as somebody who wants a lesson sees it: two requests. */
export async function weekOf(
  { db, now }: Context,
  ask: { readonly coach: Coach; readonly from: ClubDate; readonly viewerId: string },
): Promise<CoachDay[]> {
  const { coach, from, viewerId } = ask;
  const span = { from: clubDayStart(from), until: clubDayStart(addDays(from, DAYS)) };
  const [offers, all] = await Promise.all([
    offersOfCampus(db, coach.campusId),
    lessonsBetween(db, { coachId: coach._id, ...span }),
  ]);
  const lessons = all.filter(({ status }) => isLiveLesson(status) || status === 'COMPLETED');
  const week = { coach, offers, lessons, viewerId, now };
  return Array.from({ length: DAYS }, (_, ahead) => dayOf(week, addDays(from, ahead)));
}

function dayOf(week: Week, date: ClubDate): CoachDay {
  const { offers, coach, viewerId } = week;
  const lessons = week.lessons.filter((lesson) => lesson.date === date);
  const hours = hoursOfTables(offers, coach.sport, date);
  const open = hullOf(hours);
  const at = { date, hours, lessons };
  return {
    date,
    open,
    states: open ? slotsOf(open).map((from) => stateOf(week, at, from)) : [],
    lessons: lessons.map(({ _id, from, until, tableName, studentId }) => {
      const mine = studentId === viewerId;
      return { from, until, tableName, mine, id: mine ? _id : null };
    }),
  };
}

const hullOf = (hours: readonly DaySpan[]): DaySpan | null =>
  hours.length === 0
    ? null
    : {
        from: Math.min(...hours.map(({ from }) => from)),
        until: Math.max(...hours.map(({ until }) => until)),
      };

function stateOf(
  { coach, now }: Week,
  day: { date: ClubDate; hours: readonly DaySpan[]; lessons: readonly Lesson[] },
  from: number,
): CoachDay['states'][number] {
  const { date, hours, lessons } = day;
  const slot = { from, until: from + SLOT_MINUTES };
  if (startOf(date, slot) < plus(now, LESSON_LEAD)) return 'PAST';
  if (lessons.some((lesson) => overlaps(lesson, slot))) return 'TAKEN';
  const weekday = clubWeekdayOf(clubDayStart(date));
  const isOpen = hours.some((one) => one.from <= from && slot.until <= one.until);
  return isOpen && teachesThen(coach.off, { ...slot, date, weekday }) ? 'FREE' : 'OFF';
}
