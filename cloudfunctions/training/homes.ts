import { addDays, type ClubDate, clubDateOf, clubDayStart } from '@shared/base/time';
import type { StudentCard } from '@shared/contracts/coach';
import type { LessonView } from '@shared/contracts/training';
import { maskPhone } from '@shared/domain/member';
import type { Db } from '../_kit/db';
import type { Context } from '../_kit/serve';
import {
  cancelsLeftOf,
  comingLessonsOf,
  type Lesson,
  lessonRequestsOf,
  lessonsBetween,
  lessonViewFor,
  toEvaluateOf,
} from '../lessons/service';
import { memberById, membersById } from '../member/service';
import { allCampuses } from '../venue/service';
import { coachesById, studentsById } from './service';
import {
  type Coach,
  type CoachChange,
  changes,
  coaches,
  type Relation,
  relations,
  students,
} from './store';
import { changeView, coachSelf, studentView, tieView } from './views';

export const viewsFor = (lessons: readonly Lesson[], viewerId: string): LessonView[] =>
  lessons.map((lesson) => lessonViewFor(lesson, viewerId));

/** The campuses of a form, by name. */
export async function campusChoices(db: Db) {
  const all = await allCampuses(db);
  return all
    .map(({ _id, name }) => ({ id: _id, name }))
    .sort((a, b) => a.name.localeCompare(b.name, 'zh-CN'));
}

const isLive = ({ status }: Relation) => status === 'PENDING' || status === 'ESTABLISHED';

/** Relations of a student, newest first, with the coaches as they are now. */
export async function tiesOf(db: Db, studentId: string) {
  const asked = await db.all(relations, { studentId });
  const known = await coachesById(
    db,
    asked.map(({ coachId }) => coachId),
  );
  return asked
    .sort((a, b) => b.appliedAt - a.appliedAt)
    .map((relation) => ({
      live: isLive(relation),
      view: tieView(relation, known.get(relation.coachId)),
    }));
}

const newestFirst = (a: CoachChange, b: CoachChange) => b.createdAt - a.createdAt;

/** Changes that a student asked for, newest first. */
export const changesOf = async (db: Db, studentId: string) =>
  (await db.all(changes, { studentId })).sort(newestFirst);

/** The page 我的训练. */
export async function studentHome(context: Context, memberId: string) {
  const { db, now } = context;
  const [student, coach, member, campuses] = await Promise.all([
    db.get(students, memberId),
    db.get(coaches, memberId),
    memberById(db, memberId),
    campusChoices(db),
  ]);
  const teaching = coach?.status ?? null;
  const nothing = { ties: [], change: null, lessons: [], cancelsLeft: 0, toEvaluate: [] };
  if (!student) return { now, student: null, campuses, teaching, ...nothing };
  const [ties, wished, lessons, cancelsLeft, toEvaluate] = await Promise.all([
    tiesOf(db, memberId),
    changesOf(db, memberId),
    comingLessonsOf(db, memberId, now),
    cancelsLeftOf(db, memberId, now),
    toEvaluateOf(db, memberId, now),
  ]);
  const [change = null] = wished;
  const campusName = campuses.find(({ id }) => id === student.campusId)?.name ?? '';
  const own = toEvaluate.filter(({ studentId }) => studentId === memberId);
  return {
    now,
    student: studentView(student, member, campusName),
    campuses,
    teaching,
    ties: ties.flatMap(({ live, view }) => (live ? [view] : [])),
    change: change && changeView(change, null, now),
    lessons: viewsFor(lessons, memberId),
    cancelsLeft,
    toEvaluate: viewsFor(own, memberId),
  };
}

/** The own account of a coach with what its views need, or null. */
export async function coachSelfOf({ db }: Context, memberId: string) {
  const [coach, member, campuses] = await Promise.all([
    db.get(coaches, memberId),
    memberById(db, memberId),
    campusChoices(db),
  ]);
  const campusName = campuses.find(({ id }) => id === coach?.campusId)?.name ?? '';
  return { coach: coach && coachSelf(coach, member, campusName), campuses, found: coach };
}

/** Those who ask to be, or are, a coach's students; the number is whole once they are. */
export async function studentCards(
  db: Db,
  coachId: string,
  status: 'PENDING' | 'ESTABLISHED',
): Promise<StudentCard[]> {
  const found = await db.all(relations, { coachId, status });
  const ids = found.map(({ studentId }) => studentId);
  const [people, members] = await Promise.all([studentsById(db, ids), membersById(db, ids)]);
  return found
    .sort((a, b) => a.appliedAt - b.appliedAt)
    .map((relation) => {
      const student = people.get(relation.studentId);
      const phone = members.get(relation.studentId)?.phone ?? '';
      return {
        memberId: relation.studentId,
        realName: student?.realName ?? relation.studentName,
        gender: student?.gender ?? null,
        age: student?.age ?? null,
        phone: status === 'ESTABLISHED' || phone === '' ? phone : maskPhone(phone),
        relationId: relation._id,
        status: relation.status,
        since: relation.answeredAt ?? relation.appliedAt,
      };
    });
}

/** The changes that wait for a coach's vote. */
async function changesToVoteOn({ db, now }: Context, coachId: string) {
  const [leaving, coming] = await Promise.all([
    db.all(changes, { fromId: coachId, status: 'PENDING' }),
    db.all(changes, { toId: coachId, status: 'PENDING' }),
  ]);
  return [
    ...leaving.map((change) => changeView(change, 'from', now)),
    ...coming.map((change) => changeView(change, 'to', now)),
  ].filter(({ mayVoteAs }) => mayVoteAs !== null);
}

const DAYS_SHOWN = 7;

/** A coach's first page: a week of lessons from a day on, and all that waits. */
export async function coachHome(context: Context, coach: Coach, day: ClubDate | null) {
  const { db, now } = context;
  const { _id: coachId } = coach;
  const from = day ?? clubDateOf(now);
  const span = { from: clubDayStart(from), until: clubDayStart(addDays(from, DAYS_SHOWN)) };
  const [lessons, asking, requests, votes, toEvaluate, cancelsLeft] = await Promise.all([
    lessonsBetween(db, { coachId, ...span }),
    studentCards(db, coachId, 'PENDING'),
    lessonRequestsOf(db, coachId, now),
    changesToVoteOn(context, coachId),
    toEvaluateOf(db, coachId, now),
    cancelsLeftOf(db, coachId, now),
  ]);
  return {
    now,
    from,
    lessons: viewsFor(lessons, coachId),
    requests: {
      students: asking,
      lessons: viewsFor(requests.lessons, coachId),
      cancellations: viewsFor(requests.cancellations, coachId),
      changes: votes,
    },
    toEvaluate: viewsFor(
      toEvaluate.filter((lesson) => lesson.coachId === coachId),
      coachId,
    ),
    cancelsLeft,
  };
}
