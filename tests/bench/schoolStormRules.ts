import { MOST_COACHES, MOST_STUDENTS } from '@shared/domain/relation';
import type { Lesson } from '../../cloudfunctions/lessons/store';
import { studentsOf } from '../../cloudfunctions/training/service';
import type { Coach, CoachChange, Relation, Student } from '../../cloudfunctions/training/store';
import { expectLedgerInOrder } from '../functions/books';
import type { Club } from '../functions/club';
import { lessonProblems } from '../functions/lessonsInOrder';
import { FILLER, RATE, type School } from './schoolStormSchool';

/** What breaks the rules of the school at this moment; empty when all is in order. */
export async function problemsNow(club: Club, schools: readonly School[]): Promise<string[]> {
  const ledger = expectLedgerInOrder(club).then(
    () => [],
    (error: Error) => [error.message],
  );
  return [
    ...(await lessonProblems(club)),
    ...(await tieProblems(club)),
    ...(await changeProblems(club, schools)),
    ...(await deedProblems(club, schools)),
    ...(await rateProblems(club)),
    ...(await ledger),
    ...schools.flatMap(({ wrongs }) => wrongs),
  ];
}

/** I2: what students and coaches know of each other is what their relations say, and not too many. */
async function tieProblems(club: Club): Promise<string[]> {
  const relations = (await club.documents('coach_relations')) as unknown as Relation[];
  const students = (await club.documents('students')) as unknown as Student[];
  const coaches = (await club.documents('coaches')) as unknown as Coach[];
  const live = relations.filter(({ status }) => status === 'PENDING' || status === 'ESTABLISHED');
  const told = students.flatMap(({ _id, ties }) =>
    ties.map(({ relationId, coachId, status }) => `${relationId} ${_id} ${coachId} ${status}`),
  );
  const wanted = live.map(
    ({ _id, studentId, coachId, status }) => `${_id} ${studentId} ${coachId} ${status}`,
  );
  const taught = coaches.flatMap(({ _id, ties }) =>
    ties
      .filter(({ studentId }) => !studentId.startsWith(FILLER))
      .map(({ relationId, studentId, status }) => `${relationId} ${studentId} ${_id} ${status}`),
  );
  return [
    ...students
      .filter(({ ties }) => ties.length > MOST_COACHES)
      .map(({ _id }) => `${_id} has more than two coaches`),
    ...coaches
      .filter((coach) => studentsOf(coach) > MOST_STUDENTS)
      .map(({ _id }) => `${_id} has more than twenty students`),
    ...differences('ties', told, wanted),
    ...differences('students', taught, wanted),
  ];
}

function differences(what: string, there: readonly string[], wanted: readonly string[]): string[] {
  return [
    ...there.filter((one) => !wanted.includes(one)).map((one) => `${what}: ${one} for nothing`),
    ...wanted.filter((one) => !there.includes(one)).map((one) => `${what}: ${one} is missing`),
  ];
}

const actingFor = (schools: readonly School[], campusId: string | null) => [
  'm-root',
  ...schools.filter((one) => one.campusId === campusId).map(({ admin }) => admin.memberId),
];

/** ms between the beginnings of two calls that run at once. */
const MOST_BESIDE = 5_000;

/** I8: a coach was changed only with the consent of the three whose it is, or of two and a stop. */
async function changeProblems(club: Club, schools: readonly School[]): Promise<string[]> {
  const changes = (await club.documents('coach_changes')) as unknown as CoachChange[];
  const stops = await club.documents('audit_entries', { action: 'school.stopTeaching' });
  const stoppedBy = (coachId: string, at: number) =>
    // Of two calls at once the one that began first may be the second to commit, and sees the stop.
    stops.some((stop) => stop.targetId === coachId && Number(stop.at) <= at + MOST_BESIDE);
  return changes.flatMap(({ _id, status, votes, ...change }) => {
    const { from, to, admin } = votes;
    const given = [from, to, admin];
    const agrees = given.every(({ vote }) => vote === 'YES' || vote === 'WAIVED');
    const isBy = ({ vote, by }: CoachChange['votes']['from'], ...whose: readonly string[]) =>
      vote === 'YES' || vote === 'NO' ? whose.includes(String(by)) : by === null;
    const facts: readonly (readonly [string, boolean])[] = [
      ['it is made when all agree', agrees === (status === 'COMPLETED')],
      ['one no ends it', given.every(({ vote }) => vote !== 'NO') || status === 'REJECTED'],
      ['the old coach votes', isBy(from, change.fromId)],
      ['the new coach votes', isBy(to, change.toId) && to.vote !== 'WAIVED'],
      ['an admin votes', isBy(admin, ...actingFor(schools, change.campusId))],
      ['nobody waives the admin', admin.vote !== 'WAIVED'],
      ['waived of a stop', from.vote !== 'WAIVED' || stoppedBy(change.fromId, Number(from.at))],
    ];
    return facts.filter(([, holds]) => !holds).map(([said]) => `${_id} ${status}: ${said}`);
  });
}

/** I17: what admins do is written down as theirs, once, and told to whom it concerns, once. */
async function deedProblems(club: Club, schools: readonly School[]): Promise<string[]> {
  const [audit, messages] = await Promise.all([
    club.documents('audit_entries'),
    club.documents('messages'),
  ]);
  const relations = (await club.documents('coach_relations')) as unknown as Relation[];
  const changes = (await club.documents('coach_changes')) as unknown as CoachChange[];
  const told = new Set(messages.map(({ _id }) => String(_id)));
  const ours = audit.filter(({ campusId }) => String(campusId).startsWith('c-storm'));
  const deeds = ours.filter(({ action }) => /^(school|account)\./.test(String(action)));
  const letterOf = ({ _id, action, targetId }: Record<string, unknown>): string | null => {
    if (String(action).startsWith('account.')) return `account:${targetId}:${_id}`;
    // Part of a whole account's stop: its letter is the account's.
    if (String(_id).endsWith(':teaching') || !String(action).endsWith('Teaching')) return null;
    return `coach:${_id}:teaching:${targetId}`;
  };
  const ended = relations.filter(
    ({ status, reason }) => status === 'TERMINATED' && reason !== '更换教练',
  );
  const voted = changes.filter(({ votes }) => votes.admin.by !== null);
  const written = (action: string) => ours.filter((one) => one.action === action).length;
  return [
    ...deeds
      .filter(({ actorId, campusId }) => {
        return !actingFor(schools, String(campusId)).includes(String(actorId));
      })
      .map(({ _id, action }) => `${action} ${_id} is nobody’s who may`),
    ...deeds.flatMap((deed) => {
      const letter = letterOf(deed);
      return letter === null || told.has(letter) ? [] : [`${letter} was never told`];
    }),
    ...ended.flatMap(({ _id, studentId, coachId }) =>
      [studentId, coachId]
        .map((memberId) => `relation:${_id}:ended:${memberId}`)
        .filter((letter) => !told.has(letter))
        .map((letter) => `${letter} was never told`),
    ),
    ...(written('school.endRelation') === ended.length ? [] : ['ends that are not written down']),
    ...(written('school.vote') === voted.length ? [] : ['votes that are not written down']),
  ];
}

/** I19: whatever a phone says, a lesson has the rate of its coach. */
async function rateProblems(club: Club): Promise<string[]> {
  const lessons = (await club.documents('lessons')) as unknown as Lesson[];
  return lessons.filter(({ rate }) => rate !== RATE).map(({ _id }) => `${_id}: another rate`);
}
