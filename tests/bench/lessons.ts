import { HOUR, MINUTE } from '@shared/base/time';
import { MOST_STUDENTS } from '@shared/domain/relation';
import { studentsOf } from '../../cloudfunctions/training/service';
import type { Coach } from '../../cloudfunctions/training/store';
import { fill } from '../functions/booking';
import { type Club, clearFaults, orderFaults, outcome } from '../functions/club';
import {
  ask,
  before,
  clock,
  confirmed,
  enrol,
  openSchool,
  startAt,
  TUESDAY,
  tie,
  toldTo,
} from '../functions/lesson';
import { lessonProblems } from '../functions/lessonsInOrder';
import { type MoneyClub, openMoneyClub } from '../functions/money';
import { answer, applyTo, codes, enrolGuests, LI, leavePlaces } from '../functions/training';
import { atMost, exactly, inParallel, type Measurement } from './figure';
import { requestsOf } from './requests';

const requests = (limit: number) => atMost(limit, 'requests');

/** What a lesson asks of the database, who gets it when twenty want it, and who is reminded. */
export async function measure(): Promise<Measurement[]> {
  const money = await openMoneyClub();
  try {
    return [
      await week(money),
      await book(money),
      await confirm(money),
      ...(await race(money)),
      ...(await lastPlace(money)),
      ...(await reminders(money)),
    ];
  } finally {
    await money.close();
  }
}

async function freshly(money: MoneyClub): Promise<Club> {
  await money.reset();
  await openSchool(money);
  return money.club;
}

/** A coach's page, with who is calling, the coach, what the coach does that week and the halls. */
async function week(money: MoneyClub): Promise<Measurement> {
  const club = await freshly(money);
  await ask(club, 'lin');
  club.cloud.stats();
  await club.as('lin').student.coach({ coachId: 'm-coach-wang' });
  const made = requestsOf(club.cloud.stats(), 'student', 'coach');
  return requests(4)('database requests of a coach’s week', made);
}

interface Deed {
  readonly function: string;
  readonly action: string;
  readonly prepare?: (club: Club) => Promise<string>;
  readonly act: (club: Club, prepared: string) => Promise<unknown>;
  readonly status: string;
}

/**
 * How many requests it takes until a deed is done: it is done if its function dies right after so
 * many, and not after one less. What follows through the outbox is not counted.
 */
async function untilDone(money: MoneyClub, deed: Deed): Promise<number> {
  const { function: name, action, status, prepare, act } = deed;
  const isDoneAfter = async (n: number) => {
    const club = await freshly(money);
    const prepared = (await prepare?.(club)) ?? '';
    await orderFaults(club, { function: name, action, n, when: 'after', effect: 'kill' });
    await act(club, prepared).catch(() => undefined);
    await clearFaults(club);
    return (await club.documents('lessons', { status })).length > 0;
  };
  let [least, most] = [1, 64];
  while (least < most) {
    const middle = Math.floor((least + most) / 2);
    if (await isDoneAfter(middle)) most = middle;
    else least = middle + 1;
  }
  return least;
}

async function book(money: MoneyClub): Promise<Measurement> {
  const act = (club: Club) => ask(club, 'lin', { tableId: null });
  const deed = { function: 'student', action: 'book', status: 'PENDING', act };
  const made = await untilDone(money, deed);
  return requests(20)('database requests of asking for a lesson, the fee held', made);
}

async function confirm(money: MoneyClub): Promise<Measurement> {
  const made = await untilDone(money, {
    ...{ function: 'lesson', action: 'confirm', status: 'CONFIRMED' },
    prepare: async (club) => (await ask(club, 'lin')).id,
    act: (club, lessonId) => club.as('coach-wang').lesson.confirm({ lessonId }),
  });
  return requests(16)('database requests of confirming a lesson, the fee taken', made);
}

const rivals = 20;

async function race(money: MoneyClub): Promise<Measurement[]> {
  const club = await freshly(money);
  const guests = Array.from({ length: rivals }, (_, index) => {
    const number = String(index + 1).padStart(3, '0');
    return { memberId: `m-guest-${number}`, openid: `oCourtside-guest-${number}` };
  });
  for (const { memberId } of guests) {
    await enrol(club, memberId);
    await tie(club, memberId, 'm-coach-wang');
  }
  await inParallel(guests, 4, ({ memberId }) => paidIn(club, memberId));
  const told = await Promise.all(
    guests.map(({ openid }) => outcome(ask(club, openid, { tableId: null }))),
  );
  const got = told.filter((one) => one === 'ok').length;
  const failed = told.filter((one) => !['ok', 'COACH_TAKEN', 'BUSY'].includes(one)).length;
  const field = `${rivals} students ask one coach for the same half-hour`;
  const wrong = failed + (await lessonProblems(club)).length;
  return [
    exactly(1, 'lessons')(field, got),
    exactly(0, 'lessons')(`${field}: out of order`, wrong),
  ];
}

const applicants = 30;

/** A coach with nineteen students agrees to thirty more at once. */
async function lastPlace(money: MoneyClub): Promise<Measurement[]> {
  const club = await freshly(money);
  const guests = await enrolGuests(club, applicants);
  await leavePlaces(club, LI, 1);
  const asked = await inParallel(guests, 4, (who) => applyTo(club, who, LI));
  const told = await codes(asked.map(({ relationId }) => answer(club, 'coach-li', relationId)));
  const taken = told.filter((one) => one === 'ok').length;
  const failed = told.filter((one) => !['ok', 'MY_STUDENTS_FULL', 'BUSY'].includes(one)).length;
  const coach = (await club.document('coaches', LI)) as unknown as Coach;
  const tooMany = Math.max(0, studentsOf(coach) - MOST_STUDENTS);
  const field = `${applicants} students for a coach’s last place`;
  return [
    exactly(1, 'students')(field, taken),
    exactly(0, 'students')(`${field}: out of order`, failed + tooMany),
  ];
}

/** Cash at the desk; on a busy machine a clerk sends the same form again. */
export async function paidIn({ as }: Club, memberId: string, amount = 50_000): Promise<void> {
  const taken = { amount, amountAgain: amount, channel: 'CASH', note: '' } as const;
  const form = { memberId, campusId: 'c-centre', requestId: `fill-${memberId}`, ...taken };
  const take = () => as('root').cashier.take(form);
  await take().catch(take).catch(take);
}

/** Two timers at once, and one that is killed half-way: everybody is reminded once. */
async function reminders(money: MoneyClub): Promise<Measurement[]> {
  const people = ['lin', 'coach-wang', 'chen', 'coach-li'];
  const mostTold = async (run: (club: Club) => Promise<unknown>) => {
    const club = await freshly(money);
    await fill(money, 'chen', 40_000);
    await confirmed(club, 'lin');
    await confirmed(club, 'chen', { coach: 'coach-li', tableId: null });
    club.cloud.clock.jump(before(startAt(TUESDAY, clock(19)), HOUR - MINUTE));
    await run(club);
    await clearFaults(club);
    await club.passMinutes(3);
    const told = await Promise.all(people.map((who) => toldTo(club, who)));
    return told.flat().filter((title) => title === '课程快开始了').length;
  };
  const once = exactly(people.length, 'reminders');
  const twice = await mostTold((club) => Promise.all([club.passMinutes(1), club.passMinutes(1)]));
  const killed = await mostTold(async (club) => {
    await orderFaults(club, { function: 'timer', n: 14, when: 'after', effect: 'kill' });
    await club.passMinutes(1);
  });
  return [
    once('two runs of the timer at once, two lessons within the hour', twice),
    once('the timer killed half-way, two lessons within the hour', killed),
  ];
}
