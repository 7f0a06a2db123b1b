import { clubDateOf, type Instant } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import { COACH_LEVELS, LEVEL_WORDS, type Rates } from '@shared/domain/coach';
import { isLiveLesson } from '@shared/domain/lesson';
import { dateText } from '../../../../words/days';
import { type LessonLine, lessonStatusNow } from '../../../../words/lessons';
import { partiesLine } from '../lessons/lessons.view';
import { rateText } from '../rates/rates.view';

export type School = Awaited<ReturnType<Api['school']['home']>>;

export interface SchoolView {
  readonly campusId: string;
  readonly campuses: School['campuses'];
  readonly students: string;
  readonly coaches: string;
  /** Counts of what waits for the admin; empty when nothing does. */
  readonly applications: string;
  readonly changes: string;
  /** `今天 · 3 月 14 日 周六`. */
  readonly today: string;
  readonly lessons: readonly LessonLine[];
  /** What more there is than is shown: `今天还有 2 节，明天 3 节`; empty when nothing. */
  readonly more: string;
  /** `高级 ¥200 · 中级 ¥150 · 初级 ¥80`. */
  readonly rates: string;
}

/** Of today's lessons as many as fit above the links. */
const SHOWN = 5;

export function schoolView(school: School, now: Instant): SchoolView {
  const { applications, changes, students, coaches, rates } = school;
  const today = clubDateOf(now);
  const lessons = school.lessons
    .filter((lesson) => {
      const status = lessonStatusNow(lesson, now);
      return isLiveLesson(status) || status === 'COMPLETED';
    })
    .sort((a, b) => a.startAt - b.startAt);
  const ofToday = lessons.filter(({ date }) => date === today);
  const votes = changes.filter(({ mayVoteAs }) => mayVoteAs !== null).length;
  return {
    campusId: school.campusId,
    campuses: school.campuses,
    students: String(students),
    coaches: String(coaches),
    applications: applications.length > 0 ? `${applications.length} 份` : '',
    changes: votes > 0 ? `${votes} 个` : '',
    today: `今天 · ${dateText(today, now)}`,
    lessons: ofToday.slice(0, SHOWN).map((lesson) => partiesLine(lesson, now)),
    more: moreText(ofToday.length - SHOWN, lessons.length - ofToday.length),
    rates: ratesText(rates),
  };
}

const moreText = (today: number, tomorrow: number) =>
  [today > 0 ? `今天还有 ${today} 节` : '', tomorrow > 0 ? `明天 ${tomorrow} 节` : '']
    .filter((part) => part !== '')
    .join('，');

export const ratesText = (rates: Rates) =>
  COACH_LEVELS.map((level) => `${LEVEL_WORDS[level]} ${rateText(rates[level])}`).join(' · ');
