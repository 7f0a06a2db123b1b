const PAGES = '/packages/coach/pages';

/** The pages of this package, and those of training that a coach opens from them. */
export const PATHS = {
  apply: `${PAGES}/apply/apply`,
  home: `${PAGES}/home/home`,
  students: `${PAGES}/students/students`,
  off: `${PAGES}/off/off`,
  income: `${PAGES}/income/income`,
  lessons: '/packages/training/pages/lessons/lessons?as=COACH',
  me: '/pages/me/me',
} as const;

export const studentPath = (studentId: string) => `${PAGES}/student/student?id=${studentId}`;
export const lessonPath = (lessonId: string) =>
  `/packages/training/pages/lesson/lesson?id=${lessonId}`;
export const evaluatePath = (lessonId: string) =>
  `/packages/training/pages/evaluate/evaluate?id=${lessonId}`;
