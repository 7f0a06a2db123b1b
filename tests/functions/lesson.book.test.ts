import { fen } from '@shared/base/money';
import { HOUR, MINUTE } from '@shared/base/time';
import { describe, expect, test } from 'vitest';
import { bookLesson } from '../../cloudfunctions/lessons/asking';
import { day } from '../domain/clock';
import { openService } from './account';
import { fill } from './booking';
import { type Club, outcome } from './club';
import {
  ask,
  atSchool,
  before,
  CAMPUS,
  clock,
  HALL,
  memberOf,
  purse,
  startAt,
  TABLE_1,
  TUESDAY,
  toldTo,
} from './lesson';
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

describe('asking for a lesson', () => {
  test('takes coach, student and table, sets the fee aside and tells the coach', async () => {
    const lesson = await ask(club, 'lin');
    expect(lesson).toMatchObject({ status: 'PENDING', fee: 30_000, tableName: '1 号台' });
    expect(await purse(club, 'lin')).toEqual({ balance: 70_000, frozen: 30_000 });
    expect(await toldTo(club, 'coach-wang')).toEqual(['有学员约课']);
    expect(await toldTo(club, 'lin')).toEqual([]);
    await inOrder();
  });

  test('the tables of a time: which are free, the fee and the money there is', async () => {
    await ask(club, 'lin');
    const want = { date: TUESDAY, from: clock(20), until: clock(21) };
    const { tables, fee, available } = await club
      .as('lin')
      .student.tables({ coachId: memberOf('coach-li'), ...want });
    expect(tables).toHaveLength(12);
    expect(tables.filter(({ free }) => !free).map(({ id }) => id)).toEqual([TABLE_1]);
    expect({ fee, available }).toEqual({ fee: 15_000, available: 70_000 });
  });

  test('too little money refuses it and takes nothing', async () => {
    expect(await outcome(ask(club, 'may'))).toBe('INSUFFICIENT_BALANCE');
    expect(await club.documents('lessons')).toEqual([]);
    await inOrder();
  });

  test('exactly 60 minutes ahead is enough, a millisecond less is not', async () => {
    const soon = { date: TODAY, from: clock(14), until: clock(15), tableId: null };
    const form = { coachId: memberOf('coach-wang'), ...soon, expectedFee: fen(20_000) };
    const { contextAt } = openService(club);
    const bookBefore = (ms: number, requestId: string) => {
      const context = contextAt(before(startAt(TODAY, clock(14)), ms));
      const asking = { studentId: 'm-lin', campusId: CAMPUS };
      return outcome(bookLesson(context, asking, { ...form, requestId }));
    };
    expect(await bookBefore(60 * MINUTE - 1, 'late')).toBe('LESSON_TOO_SOON');
    expect(await bookBefore(60 * MINUTE, 'in time')).toBe('ok');
    await inOrder();
  });

  test('it is the club’s clock that says what is an hour ahead', async () => {
    const soon = { date: TODAY, from: clock(14), until: clock(15) };
    club.cloud.clock.jump(before(startAt(TODAY, clock(14)), HOUR - 1000));
    expect(await outcome(ask(club, 'lin', soon))).toBe('LESSON_TOO_SOON');
    club.cloud.clock.jump(before(startAt(TODAY, clock(14)), HOUR + 30_000));
    expect(await outcome(ask(club, 'lin', soon))).toBe('ok');
  });

  test.each([
    ['before the hall opens', { from: clock(7), until: clock(8) }, 'LESSON_CLOSED_HOURS'],
    ['beyond its closing', { from: clock(21, 30), until: clock(22, 30) }, 'LESSON_CLOSED_HOURS'],
    ['too long', { from: clock(14), until: clock(16, 30) }, 'LESSON_SPAN_INVALID'],
    ['in eight days', { date: day('2026-03-22') }, 'LESSON_TOO_FAR'],
    ['on a table that is none', { tableId: 'v-west-yoga-1' }, 'TABLE_NOT_FOUND'],
    ['at another price', { expectedFee: fen(1) }, 'FEE_CHANGED'],
    ['of a coach who is none', { coach: 'zhao' }, 'COACH_NOT_FOUND'],
  ] as const)('%s is refused', async (_, wish, refusal) => {
    expect(await outcome(ask(club, 'lin', wish))).toBe(refusal);
  });

  test('somebody else’s student, and a stranger, find no coach of theirs', async () => {
    await fill(money, 'may');
    expect(await outcome(ask(club, 'may', { coach: 'coach-li' }))).toBe('NOT_MY_COACH');
    expect(await outcome(ask(club, 'han'))).toBe('STUDENT_FIRST');
  });

  test('a hall that sells nothing to the public is open for lessons, a suspended one is not', async () => {
    const offer = await club.document('offers', HALL);
    await club.cloud.load('offers', [{ ...offer, onSale: false }]);
    expect(await outcome(ask(club, 'lin'))).toBe('ok');
    const venue = { ...(offer?.venue as object), suspended: true };
    await club.cloud.load('offers', [{ ...offer, venue }]);
    expect(await outcome(ask(club, 'lin', { date: day('2026-03-18') }))).toBe(
      'LESSON_CLOSED_HOURS',
    );
  });

  test('coach, student and table are each taken once', async () => {
    await fill(money, 'chen');
    await fill(money, 'may', 50_000);
    await ask(club, 'lin');
    const same = { from: clock(20), until: clock(21) };
    expect(await outcome(ask(club, 'may', { ...same, tableId: `${HALL}-2` }))).toBe('COACH_TAKEN');
    expect(await outcome(ask(club, 'lin', { ...same, coach: 'coach-li', tableId: null }))).toBe(
      'STUDENT_TAKEN',
    );
    expect(await outcome(ask(club, 'chen', { ...same, coach: 'coach-li' }))).toBe('TABLE_TAKEN');
    const next = { ...same, coach: 'coach-li', tableId: `${HALL}-2` };
    expect(await outcome(ask(club, 'chen', next))).toBe('ok');
    // Half past eight on, all three are free again.
    expect(await outcome(ask(club, 'may', { from: clock(20, 30), until: clock(21, 30) }))).toBe(
      'ok',
    );
    await inOrder();
  });

  test('the club chooses a table that is free, and says when there is none', async () => {
    await fill(money, 'chen');
    const same = { date: TUESDAY, from: clock(19), until: clock(20) };
    const offer = await club.document('offers', HALL);
    const courts = ((offer?.courts ?? []) as { id: string }[]).slice(0, 2);
    await club.cloud.load('offers', [{ ...offer, courts }]);
    const first = await ask(club, 'lin', { ...same, tableId: null });
    const second = await ask(club, 'chen', { ...same, coach: 'coach-li', tableId: null });
    expect([first.tableName, second.tableName].sort()).toEqual(['1 号台', '2 号台']);
    await club.as('coach-wang').lesson.refuse({ lessonId: first.id, reason: '' });
    const [only] = courts;
    await club.cloud.load('offers', [{ ...offer, courts: only ? [only] : [] }]);
    const got = outcome(ask(club, 'lin', { ...same, tableId: null }));
    expect(await got).toBe(second.tableName === '1 号台' ? 'NO_TABLE_FREE' : 'ok');
    await inOrder();
  });

  test('the same form sent again is the same lesson, also after it was refused', async () => {
    const first = await ask(club, 'lin', { requestId: 'again' });
    const second = await ask(club, 'lin', { requestId: 'again' });
    expect(second).toEqual(first);
    await club.as('coach-wang').lesson.refuse({ lessonId: first.id, reason: '当天有比赛' });
    const third = await ask(club, 'lin', { requestId: 'again' });
    expect(third).toMatchObject({ id: first.id, status: 'REJECTED' });
    expect(await purse(club, 'lin')).toEqual({ balance: 100_000, frozen: 0 });
    await inOrder();
  });

  test('a court that somebody booked cannot be had for a lesson, nor the other way round', async () => {
    await fill(money, 'may');
    const place = { venueId: HALL, courtId: TABLE_1, date: TUESDAY, places: 1 };
    const paying = { channel: 'WALLET', expected: fen(3_000) } as const;
    const hours = { from: clock(18), until: clock(20) };
    const form = { ...place, ...hours, ...paying };
    await club.as('may').booking.create({ ...form, expected: fen(6_000), requestId: 'court' });
    expect(await outcome(ask(club, 'lin'))).toBe('TABLE_TAKEN');
    await ask(club, 'lin', { from: clock(20), until: clock(21) });
    const beside = { ...place, ...paying, from: clock(20), until: clock(21), requestId: 'court2' };
    expect(await outcome(club.as('may').booking.create(beside))).toBe('SLOT_TAKEN');
    await inOrder();
  });
});
