import {
  addDays,
  type ClubDate,
  clubDateOf,
  clubDayStart,
  clubWeekdayOf,
  formatClub,
  type Instant,
} from '@shared/base/time';
import type { Api } from '@shared/contracts';
import type { LessonView } from '@shared/contracts/training';
import { LEVEL_WORDS } from '@shared/domain/coach';
import { isLiveLesson, MOST_CANCELS } from '@shared/domain/lesson';
import { MOST_STUDENTS } from '@shared/domain/relation';
import { dateText } from '../../../../words/days';
import { type LessonLine, lessonStatusNow, partyLine } from '../../../../words/lessons';
import { WEEKDAYS } from '../../../../words/opening';
import { type RequestCard, requestCards } from './requests.view';

export type Home = Awaited<ReturnType<Api['coach']['home']>>;

export interface WeekDay {
  readonly date: ClubDate;
  readonly weekday: string;
  readonly number: string;
  /** Lessons that day; empty when there is none. */
  readonly lessons: string;
  readonly chosen: boolean;
  readonly today: boolean;
  /** For who does not see it: `3 月 14 日 周六，2 节课`. */
  readonly label: string;
}

export interface HomeView {
  readonly name: string;
  /** `高级教练 · 中心校区`. */
  readonly what: string;
  readonly photoUrl: string;
  readonly requests: readonly RequestCard[];
  readonly toEvaluate: readonly LessonLine[];
  readonly week: {
    readonly title: string;
    readonly days: readonly WeekDay[];
    readonly before: ClubDate;
    readonly after: ClubDate;
  };
  readonly dayTitle: string;
  readonly lessons: readonly LessonLine[];
  /** `2 / 20`. */
  readonly students: string;
  readonly off: string;
  readonly quota: string;
}

const WEEK = 7;

/** The workbench with one day of the week open; the first when the chosen one is not in it. */
export function homeView(home: Home, chosen: ClubDate | null, now: Instant): HomeView {
  const { coach, from, cancelsLeft } = home;
  const dates = Array.from({ length: WEEK }, (_, index) => addDays(from, index));
  const open = dates.find((date) => date === chosen) ?? from;
  const shown = home.lessons.filter((lesson) => takesPlace(lesson, now));
  const linesOf = (lessons: readonly LessonView[]) =>
    [...lessons]
      .sort((a, b) => a.startAt - b.startAt)
      .map((lesson) => partyLine(lesson, 'COACH', now));
  const level = coach.level === null ? '' : `${LEVEL_WORDS[coach.level]}教练`;
  return {
    name: coach.realName,
    what: [level, coach.campusName].filter(Boolean).join(' · '),
    photoUrl: coach.photoUrl ?? '',
    requests: requestCards(home, now),
    toEvaluate: linesOf(home.toEvaluate),
    week: {
      title: weekTitle(from),
      days: dates.map((date) => weekDay(date, { lessons: shown, open, now })),
      before: addDays(from, -WEEK),
      after: addDays(from, WEEK),
    },
    dayTitle: dateText(open, now),
    lessons: linesOf(shown.filter(({ date }) => date === open)),
    students: `${coach.students} / ${MOST_STUDENTS}`,
    off: coach.off.length === 0 ? '没有设置' : `${coach.off.length} 段`,
    quota: `本月还可申请取消 ${cancelsLeft} 次，共 ${MOST_CANCELS} 次`,
  };
}

/** What was cancelled or never came about is no lesson of the day. */
function takesPlace(lesson: LessonView, now: Instant): boolean {
  const status = lessonStatusNow(lesson, now);
  return isLiveLesson(status) || status === 'COMPLETED';
}

const weekTitle = (from: ClubDate) => {
  const [first, last] = [clubDayStart(from), clubDayStart(addDays(from, WEEK - 1))];
  return `${formatClub(first, 'M 月 D 日')} – ${formatClub(last, 'M 月 D 日')}`;
};

function weekDay(
  date: ClubDate,
  facts: {
    readonly lessons: readonly LessonView[];
    readonly open: ClubDate;
    readonly now: Instant;
  },
): WeekDay {
  const at = clubDayStart(date);
  const count = facts.lessons.filter((lesson) => lesson.date === date).length;
  const today = date === clubDateOf(facts.now);
  return {
    date,
    weekday: today ? '今天' : (WEEKDAYS[clubWeekdayOf(at)] ?? ''),
    number: formatClub(at, 'D'),
    lessons: count === 0 ? '' : `${count} 节`,
    chosen: date === facts.open,
    today,
    label: `${dateText(date, facts.now)}，${count === 0 ? '没有课' : `${count} 节课`}`,
  };
}
