import { type Fen, fen } from '@shared/base/money';
import {
  addDays,
  clubDateOf,
  clubDayStart,
  DAY,
  type Instant,
  MINUTE,
  plus,
} from '@shared/base/time';
import type { LessonView } from '@shared/contracts/training';
import { feeOf, type LessonStatus } from '@shared/domain/lesson';
import { Refusal } from '@shared/refusals';
import type { Lesson } from '../../cloudfunctions/lessons/store';
import { type Club, orderFaults, outcome } from '../functions/club';
import { adminOf, newForm, type Of, openidOf, personOf, type TieDeed } from './schoolStormActors';
import type { Deed } from './schoolStormEvents';
import { type Person, RATE, type School } from './schoolStormSchool';
import { pause, stopVoter, vote } from './schoolStormVotes';

/** Does a deed. What is refused, lost or killed on the way is left as it is: the rules count. */
export const perform = (club: Club, school: School, deed: Deed): Promise<void> =>
  counting(school, act(club, school, deed));

const counting = (school: School, call: Promise<unknown>): Promise<void> =>
  call.then(
    () => undefined,
    (error) => {
      if (error instanceof Refusal && error.code === 'CANCELS_USED_UP') school.usedUp += 1;
    },
  );

async function act(club: Club, school: School, deed: Deed): Promise<unknown> {
  switch (deed.do) {
    case 'ask':
      return ask(club, school, deed);
    case 'tapAgain':
      return school.tap();
    case 'close':
      return close(club, school, deed);
    case 'reopen': {
      const closureId = school.closureIds[deed.which % school.closureIds.length];
      return closureId === undefined ? null : club.as('root').courts.reopen({ closureId });
    }
    case 'functionFails':
      return orderFaults(club, deed.fault);
    default:
      return 'which' in deed ? withLesson(club, school, deed) : withTie(club, school, deed);
  }
}

const now = ({ cloud }: Club) => cloud.clock.now() as Instant;

/** Today the half-hours from an hour ahead on, on other days the evening. */
function timeOf(club: Club, { day, slot, slots }: Pick<Of<'ask'>, 'day' | 'slot' | 'slots'>) {
  const today = clubDateOf(now(club));
  const next = Math.ceil((now(club) - clubDayStart(today)) / MINUTE / 30) * 30 + 60;
  const from = (day === 0 ? next : 19 * 60) + slot * 30;
  const until = from + slots * 30;
  const over = until > 24 * 60;
  const date = addDays(today, day + (over ? 1 : 0));
  return over ? { date, from: slot * 30, until: (slot + slots) * 30 } : { date, from, until };
}

async function ask(club: Club, school: School, deed: Of<'ask'>): Promise<LessonView> {
  const { openid } = personOf(school.students, deed.student);
  const { memberId: coachId } = personOf(school.coaches, deed.coach);
  const time = timeOf(club, deed);
  const fee = feeOf(RATE as Fen, time.until - time.from);
  const tableId = deed.table === null ? null : `${school.venueId}-${deed.table + 1}`;
  const expectedFee = deed.cheap ? fen(1) : fee;
  const form = { coachId, ...time, tableId, expectedFee, requestId: newForm() };
  const book = () => club.as(openid).student.book(form);
  school.tap = book;
  const lesson = await book();
  if (deed.cheap) school.wrongs.push(`${school.campusId}: a lesson at the phone’s own price`);
  return lesson;
}

async function close(club: Club, school: School, { table, slot }: Of<'close'>): Promise<void> {
  const time = timeOf(club, { day: 0, slot, slots: 2 });
  const start = clubDayStart(time.date);
  const { id } = await club.as('root').courts.close({
    venueId: school.venueId,
    courtIds: [`${school.venueId}-${table + 1}`],
    from: plus(start, time.from * MINUTE),
    until: plus(start, time.until * MINUTE),
    reason: '灯坏了',
    requestId: newForm(),
  });
  school.closureIds.push(id);
}

/** The status in which a deed has something to do. */
const FITS: Readonly<Partial<Record<LessonDeed['do'], LessonStatus>>> = {
  ...{ confirm: 'PENDING', refuse: 'PENDING', withdraw: 'PENDING' },
  ...{ studentCancels: 'CONFIRMED', coachCancels: 'CONFIRMED', adminCancels: 'CONFIRMED' },
  ...{ agree: 'CANCEL_PENDING', keep: 'CANCEL_PENDING', withdrawCancel: 'CANCEL_PENDING' },
  ...{ evaluateAsStudent: 'COMPLETED', evaluateAsCoach: 'COMPLETED' },
};

/** One of the school's lessons, the newest first; three times of five one that the deed fits. */
async function lessonOf(club: Club, { campusId }: School, deed: LessonDeed) {
  const all = (await club.documents('lessons', { campusId })) as unknown as Lesson[];
  const newest = all.sort((a, b) => b.createdAt - a.createdAt || (a._id < b._id ? -1 : 1));
  const fitting = newest.filter(({ status }) => status === FITS[deed.do]);
  const some = deed.which < 3 && fitting.length > 0 ? fitting : newest;
  return some[deed.which % some.length];
}

type LessonDeed = Extract<Deed, { readonly which: number }>;

async function withLesson(club: Club, school: School, deed: LessonDeed): Promise<unknown> {
  const lesson = await lessonOf(club, school, deed);
  if (!lesson) return null;
  const { _id: lessonId, cancellation } = lesson;
  const [student, coach] = [club.as(openidOf(lesson.studentId)), club.as(openidOf(lesson.coachId))];
  const [requester, other] = cancellation?.by === 'STUDENT' ? [student, coach] : [coach, student];
  const wish = { lessonId, reason: '临时有事', requestId: newForm() };
  const cancelId = cancellation?.id ?? 'none';
  const reason = '教练生病';
  const deeds: Readonly<Record<string, () => Promise<unknown>>> = {
    confirm: () => coach.lesson.confirm({ lessonId }),
    refuse: () => coach.lesson.refuse({ lessonId, reason: '' }),
    withdraw: () => student.lesson.withdraw({ lessonId }),
    evaluateAsStudent: () => student.lesson.evaluate({ lessonId, stars: 4, text: wish.requestId }),
    evaluateAsCoach: () => coach.lesson.evaluate({ lessonId, stars: null, text: wish.requestId }),
    studentCancels: () => student.lesson.askCancel(wish),
    coachCancels: () => coach.lesson.askCancel(wish),
    agree: () => other.lesson.answerCancel({ cancelId, agree: true }),
    keep: () => other.lesson.answerCancel({ cancelId, agree: false }),
    withdrawCancel: () => requester.lesson.withdrawCancel({ cancelId }),
    adminCancels: () => adminOf(club, school, deed.which).cancelLesson({ lessonId, reason }),
    strangerCancels: () => forbidden(school, club.as('admin-west').school.cancelLesson(wish)),
    requesterAgrees: () =>
      forbidden(school, requester.lesson.answerCancel({ cancelId, agree: true })),
  };
  return deeds[deed.do]?.();
}

/** What nobody may do: let through, it is a wrong. */
async function forbidden(school: School, call: Promise<unknown>): Promise<void> {
  if ((await outcome(call)) === 'ok') school.wrongs.push(`${school.campusId}: forbidden, and done`);
}

async function withTie(club: Club, school: School, deed: TieDeed) {
  const { openid, memberId: studentId } = personOf(school.students, deed.student);
  const own = personOf(school.coaches, deed.coach);
  const next = personOf(school.coaches, deed.coach + 1);
  const { memberId: coachId } = own;
  const student = club.as(openid).student;
  const relation = async (status: string) =>
    String((await club.documents('coach_relations', { studentId, coachId, status }))[0]?._id);
  switch (deed.do) {
    case 'apply':
      return student.apply({ coachId, requestId: newForm() });
    case 'take': {
      const answer = { relationId: await relation('PENDING'), approve: true, reason: '' };
      return club.as(own.openid).coach.answer(answer);
    }
    case 'end': {
      const ended = { relationId: await relation('ESTABLISHED'), reason: '学员搬家' };
      return adminOf(club, school, deed.student).endRelation(ended);
    }
    case 'change': {
      const ids = { fromId: coachId, toId: next.memberId };
      return student.requestChange({ ...ids, reason: '想换个风格', requestId: newForm() });
    }
    case 'withdrawChange': {
      const [own] = await club.documents('coach_changes', { studentId, status: 'PENDING' });
      return student.withdrawChange({ changeId: String(own?._id) });
    }
    case 'stop':
    case 'resume':
    case 'stopAccount':
    case 'openAccount':
      return pause(club, school, deed);
    case 'stopVoter':
      return stopVoter(club, school, deed);
    case 'bookDaysAhead':
      return bookDaysAhead(club, school, deed);
    case 'studentCancelsAll':
    case 'coachCancelsAll':
      return cancelAll(
        club,
        school,
        deed.do === 'coachCancelsAll' ? own : { openid, memberId: studentId },
      );
    default:
      return vote(club, school, deed);
  }
}

/** One lesson a day, each confirmed at once: there is something to give up in time. */
async function bookDaysAhead(club: Club, school: School, deed: TieDeed) {
  const { student, coach } = deed;
  const form = { do: 'ask', student, coach, slot: student * 2, slots: 2 } as const;
  const { lesson } = club.as(personOf(school.coaches, coach).openid);
  for (const day of [2, 3, 4, 5]) {
    const asked = ask(club, school, { ...form, day, table: null, cheap: false });
    // A day that is taken leaves the others.
    await asked.then(({ id }) => lesson.confirm({ lessonId: id })).catch(() => undefined);
  }
}

/** Somebody asks to cancel all the own lessons, until the tries of the month are used up. */
async function cancelAll(club: Club, school: School, { openid, memberId }: Person): Promise<void> {
  const standing = { campusId: school.campusId, status: 'CONFIRMED' };
  const all = (await club.documents('lessons', standing)) as unknown as Lesson[];
  const own = all.filter((one) => [one.studentId, one.coachId].includes(memberId));
  const inTime = own.filter(({ startAt }) => startAt > now(club) + DAY);
  for (const { _id: lessonId } of inTime) {
    const wish = { lessonId, reason: '临时有事', requestId: newForm() };
    await counting(school, club.as(openid).lesson.askCancel(wish));
  }
}
