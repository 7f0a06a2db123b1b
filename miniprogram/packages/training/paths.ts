import type { DaySpan } from '@shared/domain/slots';

const PAGES = '/packages/training/pages';

/** The pages of this package by what they show. */
export const PATHS = {
  home: `${PAGES}/home/home`,
  register: `${PAGES}/register/register`,
  coaches: `${PAGES}/coaches/coaches`,
  lessons: `${PAGES}/lessons/lessons`,
  records: `${PAGES}/records/records`,
  /** Where somebody asks to teach. */
  applyToTeach: '/packages/coach/pages/apply/apply',
} as const;

export const coachPath = (coachId: string) => `${PAGES}/coach/coach?id=${coachId}`;
export const lessonPath = (lessonId: string) => `${PAGES}/lesson/lesson?id=${lessonId}`;
export const evaluatePath = (lessonId: string) => `${PAGES}/evaluate/evaluate?id=${lessonId}`;
/** With the coach to change from, where it is known. */
export const changePath = (coachId = '') =>
  `${PAGES}/change/change${coachId === '' ? '' : `?from=${coachId}`}`;

/** The page that books a time; the coach's name is only shown. */
export function bookPath(
  coach: { readonly id: string; readonly name: string },
  { date, from, until }: DaySpan & { readonly date: string },
): string {
  const query = `coachId=${coach.id}&date=${date}&from=${from}&until=${until}`;
  return `${PAGES}/book/book?${query}&name=${encodeURIComponent(coach.name)}`;
}
