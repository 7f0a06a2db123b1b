import { MOST_COACHES, MOST_STUDENTS } from '@shared/domain/relation';
import { studentsOf } from '../../cloudfunctions/training/service';
import type { Coach, CoachChange, Relation, Student } from '../../cloudfunctions/training/store';
import { expectLedgerInOrder } from '../functions/books';
import type { Club } from '../functions/club';
import { lessonProblems } from '../functions/lessonsInOrder';
import type { School } from './schoolStormSchool';

/** What breaks the rules of the school at this moment; empty when all is in order. */
export async function problemsNow(club: Club, schools: readonly School[]): Promise<string[]> {
  const ledger = expectLedgerInOrder(club).then(
    () => [],
    (error: Error) => [error.message],
  );
  return [
    ...(await lessonProblems(club)),
    ...(await tieProblems(club)),
    ...(await changeProblems(club)),
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
    ties.map(({ relationId, studentId, status }) => `${relationId} ${studentId} ${_id} ${status}`),
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

/** I8: a coach was changed only with the consent of three. */
async function changeProblems(club: Club): Promise<string[]> {
  const changes = (await club.documents('coach_changes')) as unknown as CoachChange[];
  return changes.flatMap(({ _id, status, votes }) => {
    const given = Object.values(votes);
    const voters = new Set(given.map(({ by }) => by));
    const agrees = given.every(({ vote }) => vote === 'YES' || vote === 'WAIVED');
    const agreed = agrees && voters.size === given.length;
    return agreed === (status === 'COMPLETED') ? [] : [`${_id} ${status}: its votes`];
  });
}
