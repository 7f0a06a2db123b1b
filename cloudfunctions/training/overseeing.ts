import { addDays, clubDateOf, clubDayStart } from '@shared/base/time';
import { isLiveLesson, LESSON_DAYS_AHEAD } from '@shared/domain/lesson';
import { voterOf } from '@shared/domain/relation';
import { Refusal } from '@shared/refusals';
import type { Db } from '../_kit/db';
import type { Context, Member } from '../_kit/serve';
import { comingLessonsOf, lessonsBetween } from '../lessons/service';
import { membersById } from '../member/service';
import { allCampuses, type Campus } from '../venue/service';
import { administers } from './acting';
import { personOf } from './finding';
import { viewsFor } from './homes';
import { ratesOf } from './rates';
import { changes, coaches, relations, students } from './store';
import { changeView, coachSelf } from './views';

const ownCampuses = async ({ db }: Context, caller: Member) =>
  (await allCampuses(db))
    .filter(({ _id }) => administers(caller, _id))
    // The centre first, then by name.
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'zh-CN'));
const rank = ({ kind }: Campus) => (kind === 'CENTRE' ? 0 : 1);

/**
 * The campus that an admin looks at: the one asked for, or the first. That of somebody else is not
 * there.
 *
 * @throws Refusal CAMPUS_NOT_FOUND
 */
export async function campusFor(context: Context, caller: Member, campusId: string | null) {
  const campuses = await ownCampuses(context, caller);
  const campus = campusId === null ? campuses[0] : campuses.find(({ _id }) => _id === campusId);
  if (!campus) throw new Refusal('CAMPUS_NOT_FOUND');
  return { campus, campuses };
}

const DAYS_SHOWN = 2;

/** The training school of a campus: what waits for the admin, today and tomorrow. */
export async function schoolHome(context: Context, caller: Member, asked: string | null) {
  const { db, now } = context;
  const { campus, campuses } = await campusFor(context, caller, asked);
  const { _id: campusId, name } = campus;
  const today = clubDateOf(now);
  const span = { from: clubDayStart(today), until: clubDayStart(addDays(today, DAYS_SHOWN)) };
  const [applications, voting, lessons, studentCount, coachCount, { rates, share }] =
    await Promise.all([
      db.all(coaches, { campusId, status: 'PENDING' }),
      db.all(changes, { campusId, status: 'PENDING' }),
      lessonsBetween(db, { campusId, ...span }),
      db.count(students, { campusId }),
      db.count(coaches, { campusId, status: 'ACTIVE' }),
      ratesOf(db, campusId),
    ]);
  const { memberId } = caller.identity;
  const members = await membersById(
    db,
    applications.map(({ _id }) => _id),
  );
  return {
    now,
    campusId,
    campuses: campuses.map((one) => ({ id: one._id, name: one.name })),
    applications: applications
      .sort((a, b) => a.appliedAt - b.appliedAt)
      .map((coach) => coachSelf(coach, members.get(coach._id), name)),
    changes: voting
      .sort((a, b) => a.createdAt - b.createdAt)
      .map((change) => {
        const voter = voterOf(change, { memberId, administers: true });
        return changeView(change, voter === 'admin' ? voter : null, now);
      })
      .filter(({ status }) => status === 'PENDING'),
    lessons: viewsFor(lessons, memberId),
    students: studentCount,
    coaches: coachCount,
    rates: { ...rates },
    share,
  };
}

const LIVE = { in: ['PENDING', 'ESTABLISHED'] as const };

async function tiesOfPerson(db: Db, caller: Member, memberId: string) {
  const [asked, answered] = await Promise.all([
    db.all(relations, { studentId: memberId, status: LIVE }),
    db.all(relations, { coachId: memberId, status: LIVE }),
  ]);
  const own = [
    ...asked.map((relation) => ({
      relation,
      as: 'STUDENT' as const,
      other: { memberId: relation.coachId, realName: relation.coach.realName },
    })),
    ...answered.map((relation) => ({
      relation,
      as: 'COACH' as const,
      other: { memberId: relation.studentId, realName: relation.studentName },
    })),
  ].filter(({ relation }) => administers(caller, relation.campusId));
  return own
    .sort((a, b) => b.relation.appliedAt - a.relation.appliedAt)
    .map(({ relation: { _id: relationId, status, appliedAt }, as, other }) => ({
      relationId,
      status,
      as,
      other,
      appliedAt,
    }));
}

/** A coach's lessons from today on: nobody can ask for one further ahead. */
async function lessonsAhead({ db, now }: Context, coachId: string) {
  const today = clubDateOf(now);
  const until = clubDayStart(addDays(today, LESSON_DAYS_AHEAD + 1));
  const all = await lessonsBetween(db, { coachId, from: clubDayStart(today), until });
  return all.filter(({ status, endAt }) => isLiveLesson(status) && endAt > now);
}

/** Somebody of the own campus with what comes and who is tied to whom. */
export async function personPage(context: Context, caller: Member, memberId: string) {
  const { db, now } = context;
  const person = await personOf(context, caller, memberId);
  const [taken, given, ties] = await Promise.all([
    person.student ? comingLessonsOf(db, memberId, now) : [],
    person.coach ? lessonsAhead(context, memberId) : [],
    tiesOfPerson(db, caller, memberId),
  ]);
  const lessons = [...taken, ...given].filter(({ campusId }) => administers(caller, campusId));
  return { person, lessons: viewsFor(lessons, caller.identity.memberId), ties };
}
