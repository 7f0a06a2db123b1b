import { fen } from '@shared/base/money';
import { describe, expect, test } from 'vitest';
import { at, day } from '../domain/clock';
import { book, COURT_1, fill } from './booking';
import { type Club, outcome } from './club';
import { ask, atSchool, clock, enrol, HALL, hire, memberOf, TABLE_1, TUESDAY, tie } from './lesson';
import { expectSchoolInOrder } from './lessonsInOrder';
import type { MoneyClub } from './money';

let money: MoneyClub;
let club: Club;
atSchool((opened) => {
  money = opened;
  club = opened.club;
});
const inOrder = () => expectSchoolInOrder(club);
const TODAY = day('2026-03-14');

describe('a coach’s week', () => {
  test('shows a lesson to others as taken, to the student as the own one', async () => {
    const lesson = await ask(club, 'lin');
    const seen = async (who: string) => {
      const { days } = await club.as(who).student.coach({ coachId: memberOf('coach-wang') });
      const tuesday = days.find(({ date }) => date === TUESDAY);
      const first = (clock(19) - (tuesday?.open?.from ?? 0)) / 30;
      return { lessons: tuesday?.lessons, states: tuesday?.states.slice(first - 1, first + 4) };
    };
    const shown = { from: clock(19), until: clock(20, 30), tableName: '1 号台' };
    // Half an hour before it no lesson can begin any more.
    const states = ['SHORT', 'TAKEN', 'TAKEN', 'TAKEN', 'FREE'];
    expect(await seen('lin')).toEqual({
      lessons: [{ ...shown, mine: true, id: lesson.id }],
      states,
    });
    expect(await seen('may')).toEqual({ lessons: [{ ...shown, mine: false, id: null }], states });
  });

  test('has today and seven days, past hours and hours off', async () => {
    await club.as('coach-wang').coach.setOff({
      off: [{ weekday: 2, date: null, from: clock(8), until: clock(9) }],
    });
    // What begins at eleven can be had now, what begins before cannot.
    club.cloud.clock.jump(at('2026-03-14 09:59'));
    const { days } = await club.as('lin').student.coach({ coachId: memberOf('coach-wang') });
    expect(days).toHaveLength(8);
    expect(days[0]).toMatchObject({ date: TODAY, open: { from: clock(8), until: clock(22) } });
    expect(days[0]?.states.slice(0, 7)).toEqual([...Array(6).fill('PAST'), 'FREE']);
    expect(days[3]?.states.slice(0, 3)).toEqual(['OFF', 'OFF', 'FREE']);
    expect(days[3]?.states.slice(-2)).toEqual(['FREE', 'SHORT']);
    const early = { date: TUESDAY, from: clock(8, 30), until: clock(9, 30) };
    expect(await outcome(ask(club, 'lin', early))).toBe('COACH_NOT_TEACHING');
  });

  /** How the coach's Tuesday stands from seven to nine in the evening, and what is told of it. */
  async function evening(who: string, coach = 'coach-wang') {
    const { days } = await club.as(who).student.coach({ coachId: memberOf(coach) });
    const tuesday = days.find(({ date }) => date === TUESDAY);
    const first = (clock(19) - (tuesday?.open?.from ?? 0)) / 30;
    return { states: tuesday?.states.slice(first, first + 4), lessons: tuesday?.lessons };
  }
  const BUSY = { states: ['TAKEN', 'TAKEN', 'FREE', 'FREE'], lessons: [] };

  test('what the coach learns elsewhere is taken, and nobody is told what it is', async () => {
    await enrol(club, memberOf('coach-wang'), 'c-east');
    await hire(club, 'm-zhou', { campusId: 'c-east' });
    await tie(club, memberOf('coach-wang'), 'm-zhou');
    await fill(money, 'coach-wang', 40_000);
    const hall = await club.document('offers', HALL);
    const [court] = (hall?.courts ?? []) as object[];
    const table = { ...court, id: 'v-east-tables-1' };
    const venue = { _id: 'v-east-tables', campusId: 'c-east', courts: [table] };
    await club.cloud.load('offers', [{ ...hall, ...venue }]);
    const hour = { from: clock(19), until: clock(20), tableId: null };
    await club.as('coach-wang').student.book({
      ...{ coachId: 'm-zhou', date: TUESDAY, ...hour },
      ...{ expectedFee: fen(20_000), requestId: 'elsewhere' },
    });
    expect(await evening('lin')).toEqual(BUSY);
    expect(await outcome(ask(club, 'lin', hour))).toBe('COACH_TAKEN');
    await inOrder();
  });

  test.each([
    ['table', TABLE_1],
    ['court of another sport', COURT_1],
  ])(
    'a %s that the coach booked as a member is taken until it is cancelled',
    async (_, courtId) => {
      await fill(money, 'coach-wang', 40_000);
      const venueId = courtId.replace(/-1$/, '');
      const hour = { date: TUESDAY, from: clock(19), until: clock(20) };
      const { booking } = await book(club, 'coach-wang', { venueId, courtId, ...hour });
      const tables = (coach: string, from: number) => {
        const want = { ...hour, coachId: memberOf(coach), from, until: from + 60 };
        return outcome(club.as('lin').student.tables(want));
      };
      expect(await evening('lin')).toEqual(BUSY);
      expect(await tables('coach-wang', clock(19, 30))).toBe('COACH_TAKEN');
      expect(await tables('coach-wang', clock(20))).toBe('ok');
      expect(await tables('coach-li', clock(19))).toBe('ok');
      const asked = await ask(club, 'lin', { ...hour, tableId: `${HALL}-2` });
      const confirm = () => club.as('coach-wang').lesson.confirm({ lessonId: asked.id });
      expect(await outcome(confirm())).toBe('AT_OWN_COURT');
      await club.as('lin').lesson.withdraw({ lessonId: asked.id });
      const gives = { expected: booking.paid, following: false };
      await club.as('coach-wang').booking.cancel({ bookingId: booking.id, ...gives });
      expect(await tables('coach-wang', clock(19))).toBe('ok');
      expect((await evening('may')).states).toEqual(['FREE', 'FREE', 'FREE', 'FREE']);
      await inOrder();
    },
  );

  test('a student’s own court: no tables are offered, and what was asked for is not confirmed', async () => {
    const hour = { date: TUESDAY, from: clock(19), until: clock(20) };
    const { id: lessonId } = await ask(club, 'lin', hour);
    const court = { venueId: COURT_1.replace(/-1$/, ''), courtId: COURT_1 };
    const { booking } = await book(club, 'lin', { ...court, ...hour, from: clock(19, 30) });
    const confirm = () => club.as('coach-wang').lesson.confirm({ lessonId });
    expect(await outcome(confirm())).toBe('STUDENT_AT_COURT');
    const tables = (until: number) => {
      const want = { ...hour, coachId: memberOf('coach-li'), from: clock(18), until };
      return outcome(club.as('lin').student.tables(want));
    };
    expect([await tables(clock(20)), await tables(clock(19, 30))]).toEqual(['AT_OWN_COURT', 'ok']);
    const gives = { expected: booking.paid, following: false };
    await club.as('lin').booking.cancel({ bookingId: booking.id, ...gives });
    expect(await outcome(confirm())).toBe('ok');
    await inOrder();
  });

  test.each([
    ['the last half-hour', clock(21, 30), clock(22, 30), 'SHORT', 'LESSON_CLOSED_HOURS'],
    ['half an hour between two lessons', clock(17, 30), clock(18, 30), 'SHORT', 'COACH_TAKEN'],
    ['half an hour before lunch', clock(11, 30), clock(12, 30), 'SHORT', 'COACH_NOT_TEACHING'],
    ['an hour before lunch', clock(11), clock(12), 'FREE', 'ok'],
    ['the last hour', clock(21), clock(22), 'FREE', 'ok'],
  ])('%s: what the week shows is what can be asked for', async (_, from, until, state, told) => {
    await fill(money, 'may', 60_000);
    const off = [{ weekday: 2, date: null, from: clock(12), until: clock(13) }];
    await club.as('coach-wang').coach.setOff({ off });
    await ask(club, 'may', { from: clock(16, 30), until: clock(17, 30) });
    await ask(club, 'may', { from: clock(18), until: clock(19) });
    const { days } = await club.as('lin').student.coach({ coachId: memberOf('coach-wang') });
    const tuesday = days.find(({ date }) => date === TUESDAY);
    expect(tuesday?.states[(from - clock(8)) / 30]).toBe(state);
    expect(await outcome(ask(club, 'lin', { from, until, tableId: null }))).toBe(told);
  });
});
