export { refusePendingLessons, withdrawPendingLessons } from './answering';
export { type Asking, bookLesson, tablesFor } from './asking';
export {
  cancelsLeftOf,
  comingLessonsOf,
  completedLessonsBetween,
  evaluationsOf,
  hasLiveLessons,
  lessonRequestsOf,
  lessonsAmong,
  lessonsBetween,
  lessonsTakenSince,
  tablesWithLessons,
  toEvaluateOf,
} from './finding';
export { lessonPage } from './letters';
export { lessonsMade } from './logging';
export { completeLessons, expireCancels, expireLessons, remindLessons } from './minding';
export { followLessons, lessonOutbox } from './news';
export { cancelByAdmin, incomeOf, lessonsOfCampus } from './overseeing';
export { eraseLessonsOf, lessonRecordOf } from './records';
export type { Evaluation, Lesson } from './store';
export { evaluationViewFor, lessonViewFor } from './views';
export { weekOf } from './week';
