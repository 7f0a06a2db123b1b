import { type ClubDate, clubDateOf, type Instant } from '@shared/base/time';
import type { CoachDay } from '@shared/contracts/training';
import { clockText } from '@shared/domain/hours';
import { LESSON_MINUTES, type LessonSlot, refusalOfLessonTime } from '@shared/domain/lesson';
import { type DaySpan, minutesOf, SLOT_MINUTES, slotsOf } from '@shared/domain/slots';
import { REFUSALS } from '@shared/refusals';
import { type DayChip, dayWord } from '../../../../pages/booking/booking.view';

/** A time that is being chosen. */
export interface Choice extends DaySpan {
  readonly date: ClubDate;
}

type SlotState = Exclude<LessonSlot, 'PAST'> | 'MINE';

/** A half-hour to tap. */
export interface Slot {
  readonly from: number;
  readonly time: string;
  readonly look: 'free' | 'short' | 'taken' | 'off' | 'mine' | 'chosen';
  /** Whether a lesson can begin here. */
  readonly free: boolean;
  /** Nobody has it: a tap chooses it, or says why no lesson can begin here. */
  readonly answers: boolean;
  /** What is read aloud: `09:00 可约`. */
  readonly label: string;
}

export interface BookedLesson {
  readonly key: string;
  readonly time: string;
  readonly tableName: string;
  /** The own lesson's id; empty for somebody else's. */
  readonly id: string;
  readonly mine: boolean;
}

export interface WeekView {
  readonly days: readonly DayChip[];
  /** Why nothing can be booked that day; empty when something may be. */
  readonly closed: string;
  readonly slots: readonly Slot[];
  readonly lessons: readonly BookedLesson[];
}

const LOOKS = {
  FREE: 'free',
  SHORT: 'short',
  TAKEN: 'taken',
  OFF: 'off',
  MINE: 'mine',
} as const;
const WORDS = {
  FREE: '可约',
  SHORT: '不够 60 分钟',
  TAKEN: '已约',
  OFF: '不上课',
  MINE: '我的课',
} as const satisfies Record<SlotState, string>;

/** One day of a coach's week with the days around it. */
export function weekView(
  week: readonly CoachDay[],
  date: ClubDate,
  { choice, now }: { readonly choice: Choice | null; readonly now: Instant },
): WeekView {
  const today = clubDateOf(now);
  const day = week.find((one) => one.date === date);
  return {
    days: week.map((one) => ({
      date: one.date,
      word: dayWord(one.date, today),
      day: `${Number(one.date.slice(8))}`,
      chosen: one.date === date,
      released: '',
    })),
    closed: closedOn(day, now),
    slots: day ? slotsView(day, choice, now) : [],
    lessons: (day?.lessons ?? []).map(({ from, until, tableName, mine, id }) => ({
      key: `${from}`,
      time: `${clockText(from)}–${clockText(until)}`,
      tableName,
      id: id ?? '',
      mine,
    })),
  };
}

function closedOn(day: CoachDay | undefined, now: Instant): string {
  if (!day?.open) return '这一天场馆休息，请换一天';
  return hasBeginning(day, now) ? '' : '这一天没有空闲时段了，请换一天';
}

function slotsView(day: CoachDay, choice: Choice | null, now: Instant): Slot[] {
  const { open, states, lessons } = day;
  if (!open) return [];
  return slotsOf(open).flatMap((from, index) => {
    const known = states[index] ?? 'OFF';
    // What is over, or too near by now, takes no room: of today only the rest is shown.
    if (known === 'PAST' || isTooSoon(day, from, now)) return [];
    const own = lessons.some((one) => one.mine && one.from <= from && from < one.until);
    const state = own ? 'MINE' : known;
    const chosen = choice?.date === day.date && choice.from <= from && from < choice.until;
    const slot: Slot = {
      from,
      time: clockText(from),
      look: chosen ? 'chosen' : LOOKS[state],
      free: state === 'FREE',
      answers: state === 'FREE' || state === 'SHORT',
      label: `${clockText(from)} ${chosen ? '已选' : WORDS[state]}`,
    };
    return [slot];
  });
}

/** The lengths of a lesson, minutes: 60, 90, 120. */
const LENGTHS = Array.from(
  { length: (LESSON_MINUTES.most - LESSON_MINUTES.least) / SLOT_MINUTES + 1 },
  (_, more) => LESSON_MINUTES.least + more * SLOT_MINUTES,
);

const isFree = (state: LessonSlot | undefined) => state === 'FREE' || state === 'SHORT';

/** Whether a whole span of a day can be asked for. */
function fits({ date, open, states }: CoachDay, span: DaySpan, now: Instant): boolean {
  if (!open || span.until > open.until || refusalOfLessonTime({ date, ...span }, now)) return false;
  return slotsOf(span).every((from) => isFree(states[(from - open.from) / SLOT_MINUTES]));
}

const shortest = (from: number): DaySpan => ({ from, until: from + LESSON_MINUTES.least });

/** Also of a page that was asked for a while ago. */
const isTooSoon = ({ date }: CoachDay, from: number, now: Instant) =>
  refusalOfLessonTime({ date, ...shortest(from) }, now) === 'LESSON_TOO_SOON';

/** Whether a lesson can begin on that day. */
const hasBeginning = (day: CoachDay, now: Instant) =>
  day.open !== null && slotsOf(day.open).some((from) => fits(day, shortest(from), now));

/**
 * What a tap on a free half-hour chooses: a lesson from there on, as long as the one before where
 * there is room, else the longest that fits; in words why not, where not even the shortest does. A
 * tap on the beginning of what is chosen lets it go.
 */
export function chosenFrom(
  day: CoachDay,
  from: number,
  { before, now }: { readonly before: Choice | null; readonly now: Instant },
): Choice | { readonly why: string } | null {
  if (before?.date === day.date && before.from === from) return null;
  const wished = before ? minutesOf(before) : LESSON_MINUTES.least;
  const lengths = LENGTHS.filter((minutes) => minutes <= wished).reverse();
  const minutes = lengths.find((each) => fits(day, { from, until: from + each }, now));
  if (minutes !== undefined) return { date: day.date, from, until: from + minutes };
  const soon = isTooSoon(day, from, now);
  return { why: soon ? REFUSALS.LESSON_TOO_SOON : '这里不够 60 分钟，请换一个开始时间' };
}

export interface Length {
  readonly minutes: number;
  readonly chosen: boolean;
  readonly fits: boolean;
}

/** How long a lesson from the chosen beginning can be. */
export const lengthsOf = (day: CoachDay, { from, until }: Choice, now: Instant): Length[] =>
  LENGTHS.map((minutes) => ({
    minutes,
    chosen: until - from === minutes,
    fits: fits(day, { from, until: from + minutes }, now),
  }));

/** A choice that is still free after the week was asked for again. */
export function stillFree(week: readonly CoachDay[], choice: Choice | null, now: Instant) {
  const day = choice && week.find(({ date }) => date === choice.date);
  return day && fits(day, choice, now) ? choice : null;
}

/** Where the page opens: the first day on which a lesson can begin, else today. */
export const firstDay = (week: readonly CoachDay[], now: Instant): ClubDate =>
  week.find((day) => hasBeginning(day, now))?.date ?? clubDateOf(now);
