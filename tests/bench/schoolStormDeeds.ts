import { type Fen, fen } from '@shared/base/money';
import { addDays, clubDateOf, clubDayStart, type Instant, MINUTE, plus } from '@shared/base/time';
import { feeOf } from '@shared/domain/lesson';
import { Refusal } from '@shared/refusals';
import type { Lesson } from '../../cloudfunctions/lessons/store';
import { type Club, orderFaults, outcome } from '../functions/club';
import type { Deed } from './schoolStormEvents';
import { type Person, RATE, type School } from './schoolStormSchool';

/** Does a deed. What is refused, lost or killed on the way is left as it is: the rules count. */
export const perform = (club: Club, school: School, deed: Deed): Promise<void> =>
  act(club, school, deed).then(
    () => undefined,
    (error) => {
      if (error instanceof Refusal && error.code === 'CANCELS_USED_UP') school.usedUp += 1;
    },
  );

/** Who acts for the campus this time: its own admin, or the super admin. */
const adminOf = (club: Club, { admin }: School, turn: number) =>
  club.as(turn % 2 === 0 ? admin.openid : 'root').school;

let forms = 0;
const newForm = () => `form-${++forms}`;

const personOf = (people: readonly Person[], index: number): Person => {
  const person = people[index % people.length];
  if (!person) throw new Error(`there is no person ${index}`);
  return person;
};

type Of<Name extends Deed['do']> = Extract<Deed, { readonly do: Name }>;

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

async function ask(club: Club, school: School, deed: Of<'ask'>): Promise<void> {
  const { openid } = personOf(school.students, deed.student);
  const { memberId: coachId } = personOf(school.coaches, deed.coach);
  const time = timeOf(club, deed);
  const fee = feeOf(RATE as Fen, time.until - time.from);
  const tableId = deed.table === null ? null : `${school.venueId}-${deed.table + 1}`;
  const expectedFee = deed.cheap ? fen(1) : fee;
  const form = { coachId, ...time, tableId, expectedFee, requestId: newForm() };
  school.tap = () => club.as(openid).student.book(form);
  await school.tap();
  if (deed.cheap) school.wrongs.push(`${school.campusId}: a lesson at the phone’s own price`);
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

/** One of the school's lessons, the newest first. */
async function lessonOf(club: Club, { campusId }: School, which: number) {
  const all = (await club.documents('lessons', { campusId })) as unknown as Lesson[];
  const newest = all.sort((a, b) => b.createdAt - a.createdAt || (a._id < b._id ? -1 : 1));
  return newest[which % newest.length];
}

const openidOf = (memberId: string) => memberId.replace('m-', 'oCourtside-');

type LessonDeed = Extract<Deed, { readonly which: number }>;

async function withLesson(club: Club, school: School, deed: LessonDeed): Promise<unknown> {
  const lesson = await lessonOf(club, school, deed.which);
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

type TieDeed = Extract<Deed, { readonly student: number; readonly coach: number }>;

async function withTie(club: Club, school: School, deed: Exclude<TieDeed, Of<'ask'>>) {
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
    default:
      return vote(club, school, deed);
  }
}

/** Teaching, or a whole account, is stopped or goes on. */
function pause(club: Club, school: School, deed: Of<'stop'> | Exclude<TieDeed, Of<'ask'>>) {
  const admin = adminOf(club, school, deed.student);
  const coach = personOf(school.coaches, deed.coach);
  const person = deed.coach === 0 ? personOf(school.students, deed.student) : coach;
  const active = deed.do === 'resume' || deed.do === 'openAccount';
  const wish = { active, reason: active ? '' : '进修三个月' };
  return deed.do === 'stop' || deed.do === 'resume'
    ? admin.setTeaching({ memberId: coach.memberId, ...wish })
    : admin.setActive({ memberId: person.memberId, ...wish });
}

/** One of the three whom a student's wish for another coach needs says yes, or one of them no. */
async function vote(club: Club, school: School, deed: Exclude<TieDeed, Of<'ask'>>) {
  const { campusId } = school;
  const [change] = await club.documents('coach_changes', { campusId, status: 'PENDING' });
  if (!change) return null;
  const ballot = { changeId: String(change._id), yes: deed.do !== 'voteNo', note: '' };
  const noBy = (['voteFrom', 'voteTo', 'voteAdmin'] as const)[deed.coach];
  const who = deed.do === 'voteNo' ? noBy : deed.do;
  if (who === 'voteAdmin') return adminOf(club, school, deed.student).vote(ballot);
  const voter = openidOf(String(who === 'voteFrom' ? change.fromId : change.toId));
  return club.as(voter).coach.vote(ballot);
}
