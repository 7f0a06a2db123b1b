import { SECOND } from '@shared/base/time';
import { feeOf, isLiveLesson, MOST_CANCELS } from '@shared/domain/lesson';
import { expect } from 'vitest';
import type { Lesson, LessonCancel } from '../../cloudfunctions/lessons/store';
import type { Relation } from '../../cloudfunctions/training/store';
import { expectLedgerInOrder } from './books';
import type { Club } from './club';

interface Posting {
  readonly from: string;
  readonly to: string;
  readonly amount: number;
}
interface Entry {
  readonly _id: string;
  readonly postings: readonly Posting[];
}
interface Day {
  readonly subject: string;
  readonly date: string;
  readonly claims: readonly {
    readonly ownerId: string;
    readonly kind: string;
    readonly from: number;
    readonly until: number;
  }[];
}

const HOLDING = (lesson: Lesson) => isLiveLesson(lesson.status) || lesson.status === 'COMPLETED';

const subjectsOf = ({ tableId, coachId, studentId }: Lesson) => [
  `court:${tableId}`,
  `person:${coachId}`,
  `person:${studentId}`,
];

/** What breaks the rules of lessons at this moment, in words; empty when all is in order. */
export async function lessonProblems(club: Club): Promise<string[]> {
  const [lessons, days, entries, holds, cancels, quotas] = await Promise.all([
    club.documents('lessons'),
    club.documents('slot_days'),
    club.documents('ledger_entries'),
    club.documents('ledger_holds'),
    club.documents('lesson_cancels'),
    club.documents('cancel_quotas'),
  ]);
  const all = lessons as unknown as Lesson[];
  return [
    ...claimProblems(all, days as unknown as Day[]),
    ...moneyProblems(all, entries as unknown as Entry[], holds),
    ...cancelProblems(all, cancels as unknown as LessonCancel[], quotas),
    ...(await wordProblems(club, all)),
    ...(await peopleProblems(club, all)),
  ];
}

/** I1: nobody and no table is taken twice, and taken is exactly what lessons take. */
function claimProblems(lessons: readonly Lesson[], days: readonly Day[]): string[] {
  const claimed = days.flatMap(({ subject, date, claims }) =>
    claims
      .filter(({ kind }) => kind === 'LESSON')
      .map(({ ownerId, from, until }) => `${subject} ${date} ${from}-${until} ${ownerId}`),
  );
  const wanted = lessons.filter(HOLDING).flatMap((lesson) => {
    const { _id, date, from, until } = lesson;
    return subjectsOf(lesson).map((subject) => `${subject} ${date} ${from}-${until} ${_id}`);
  });
  const twice = days.flatMap(({ subject, date, claims }) =>
    claims
      .filter(({ kind }) => kind === 'LESSON')
      .flatMap((one) =>
        claims
          .filter((two) => two !== one && two.kind !== 'CLOSURE')
          .filter((two) => one.from < two.until && two.from < one.until)
          .map((two) => `${subject} ${date} is taken by ${one.ownerId} and ${two.ownerId}`),
      ),
  );
  const [there, should] = [new Set(claimed), new Set(wanted)];
  return [
    ...twice,
    ...(there.size < claimed.length ? ['a claim is there twice'] : []),
    ...claimed.filter((one) => !should.has(one)).map((one) => `${one} is claimed for nothing`),
    ...wanted.filter((one) => !there.has(one)).map((one) => `${one} is not claimed`),
  ];
}

/** I5 and I19: what a lesson says of its money is what moved, once, and by the coach's rate. */
function moneyProblems(
  lessons: readonly Lesson[],
  entries: readonly Entry[],
  holds: readonly Record<string, unknown>[],
): string[] {
  const amountOf = (reason: string) =>
    entries.find(({ _id }) => _id === reason)?.postings.reduce((sum, one) => sum + one.amount, 0) ??
    0;
  const ours = entries.filter(({ _id }) => _id.startsWith('lesson:'));
  const known = new Set(lessons.map(({ _id }) => _id));
  const stray = ours.filter(({ _id }) => !known.has(_id.split(':')[1] ?? ''));
  return [
    ...stray.map(({ _id }) => `${_id} belongs to no lesson`),
    ...lessons.flatMap((lesson) => {
      const { _id, fee, captured, refunded, status } = lesson;
      const hold = holds.find((one) => one._id === `lesson:${_id}`);
      const isOver = !HOLDING(lesson);
      const stands =
        status === 'CONFIRMED' || status === 'CANCEL_PENDING' || status === 'COMPLETED';
      const facts: readonly (readonly [string, boolean])[] = [
        [
          'its fee is its rate for its time',
          fee === feeOf(lesson.rate, lesson.until - lesson.from),
        ],
        ['its fee was set aside', amountOf(`lesson:${_id}:place`) === fee],
        ['what it took is what was captured', amountOf(`lesson:${_id}:capture`) === captured],
        ['what came back is what it says', amountOf(`lesson:${_id}:refund`) === refunded],
        ['nothing or all came back', refunded === 0 || refunded === captured],
        ['what is over keeps no money', !isOver || captured === refunded],
        ['what stands is paid', !stands || (captured === fee && refunded === 0)],
        [
          'what was free again was not taken',
          captured === 0 || amountOf(`lesson:${_id}:release`) === 0,
        ],
        [
          'its hold stands as it does',
          hold?.status === (captured > 0 ? 'CAPTURED' : isOver ? 'RELEASED' : 'PLACED'),
        ],
      ];
      return facts
        .filter(([, holdsTrue]) => !holdsTrue)
        .map(([said]) => `${_id} ${status}: ${said}`);
    }),
  ];
}

/** I6: tries used are those agreed to or open, and never more than three. */
function cancelProblems(
  lessons: readonly Lesson[],
  cancels: readonly LessonCancel[],
  quotas: readonly Record<string, unknown>[],
): string[] {
  const using = cancels.filter(({ status }) => status === 'PENDING' || status === 'APPROVED');
  const wanted = using.map(({ _id, requesterId, month }) => `${requesterId}:${month} ${_id}`);
  const used = quotas.flatMap(({ _id, used: ids }) =>
    (ids as string[]).map((cancelId) => `${_id} ${cancelId}`),
  );
  return [
    ...quotas
      .filter(({ used: ids }) => (ids as string[]).length > MOST_CANCELS)
      .map(({ _id }) => `${_id} has used more than three`),
    ...wanted.filter((one) => !used.includes(one)).map((one) => `${one} is not counted`),
    ...used.filter((one) => !wanted.includes(one)).map((one) => `${one} is counted for nothing`),
    ...lessons.flatMap(({ _id, status, cancellation }) => {
      const isOpen = cancellation?.status === 'PENDING';
      return isOpen === (status === 'CANCEL_PENDING') ? [] : [`${_id} ${status}: its request`];
    }),
  ];
}

/** I7, I14, I15, I17: who answered, and who was told how often. */
async function wordProblems(club: Club, lessons: readonly Lesson[]): Promise<string[]> {
  const [messages, audit, evaluations, outbox] = await Promise.all([
    club.documents('messages'),
    club.documents('audit_entries'),
    club.documents('evaluations'),
    club.documents('outbox'),
  ]);
  const has = (key: string) => messages.some(({ _id }) => _id === key);
  const waits = (news: string, id: string) =>
    outbox.some(({ _id }) => String(_id) === `lesson:${id}:${news}`);
  return lessons.flatMap((lesson) => {
    const { _id, studentId, coachId, status, remindedAt, cancelledBy, evaluatedBy } = lesson;
    const parties = [studentId, coachId];
    const reminders = parties.filter((one) => has(`lesson:${_id}:remind:${one}`)).length;
    const asked = parties.filter((one) => has(`lesson:${_id}:evaluate:${one}`)).length;
    const told = parties.filter((one) => has(`lesson:${_id}:CANCELLED:${one}`)).length;
    const said = evaluations.filter(({ lessonId }) => lessonId === _id).length;
    const answered = audit.filter(
      ({ action, targetId }) => action === 'lesson.answerCancel' && targetId === _id,
    );
    const written = audit.some(({ _id: key }) => key === `school.cancelLesson:${_id}`);
    const facts: readonly (readonly [string, boolean])[] = [
      ['both are reminded or nobody', reminders === (remindedAt === null ? 0 : 2)],
      ['both are asked to evaluate or nobody', asked === (status === 'COMPLETED' ? 2 : 0)],
      ['each side evaluates once', said === evaluatedBy.length],
      ['only a party answers', answered.every(({ actorId }) => parties.includes(String(actorId)))],
      [
        'an admin’s act is told and written down',
        cancelledBy === null || (written && (told === 2 || waits('CANCELLED', _id))),
      ],
    ];
    return facts.filter(([, isTrue]) => !isTrue).map(([what]) => `${_id} ${status}: ${what}`);
  });
}

/** Two calls at one instant: which of them read its clock first says nothing of which was first. */
const AT_ONCE = 5 * SECOND;

/** I3: a lesson is of two who were tied when it was asked for and taken, and all of one campus. */
async function peopleProblems(club: Club, lessons: readonly Lesson[]): Promise<string[]> {
  const byId = async <Doc>(collection: string) =>
    new Map((await club.documents(collection)).map((doc) => [String(doc._id), doc as Doc]));
  const [relations, students, coaches, offers] = await Promise.all([
    byId<Relation>('coach_relations'),
    byId<{ campusId: string }>('students'),
    byId<{ campusId: string }>('coaches'),
    byId<{ campusId: string }>('offers'),
  ]);
  return lessons.flatMap((lesson) => {
    const { _id, studentId, coachId, campusId, status, createdAt, confirmedAt } = lesson;
    const tie = relations.get(lesson.relationId);
    const isHere = (one: { campusId: string } | undefined) =>
      !isLiveLesson(status) || one === undefined || one.campusId === campusId;
    const { answeredAt = null, endedAt = null } = tie ?? {};
    const facts: readonly (readonly [string, boolean])[] = [
      ['its two are tied', tie?.studentId === studentId && tie.coachId === coachId],
      ['at its campus', tie?.campusId === campusId],
      ['before it was asked for', answeredAt !== null && answeredAt <= createdAt + AT_ONCE],
      [
        'until it was taken',
        confirmedAt === null || endedAt === null || endedAt + AT_ONCE >= confirmedAt,
      ],
      ['its student is of its campus', isHere(students.get(studentId))],
      ['its coach is of its campus', isHere(coaches.get(coachId))],
      ['its table is of its campus', isHere(offers.get(lesson.venueId))],
    ];
    return facts.filter(([, isTrue]) => !isTrue).map(([what]) => `${_id} ${status}: ${what}`);
  });
}

export async function expectLessonsInOrder(club: Club): Promise<void> {
  expect(await lessonProblems(club)).toEqual([]);
}

/** The lessons and the money that they moved. */
export async function expectSchoolInOrder(club: Club): Promise<void> {
  await expectLessonsInOrder(club);
  await expectLedgerInOrder(club);
}
