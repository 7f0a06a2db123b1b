import { MINUTE, plus } from '@shared/base/time';
import { beforeEach, describe, expect, test } from 'vitest';
import { endBookings } from '../../cloudfunctions/booking/ending';
import { expectLedgerInOrder, whereIs } from './books';
import { type Club, clearFaults, orderFaults, outcome } from './club';
import { bookAtDesk, clock, clubForEach, goTo } from './courts';
import { confirmed, openSchool, startAt, TUESDAY } from './lesson';
import { accountOf, expectPointsInOrder, playAtDesk, toldIn } from './points';
import { killsOf } from './steps';
import { openTimerContexts } from './timerContext';

const here = clubForEach();
let club: Club;
beforeEach(() => {
  club = here.club;
});

const balanceOf = async (who: string) => (await accountOf(club, who)).balance;
const linesOf = async (who: string) => toldIn((await club.as(who).membership.home({})).recent);

async function expectInOrder(): Promise<void> {
  await expectLedgerInOrder(club);
  await expectPointsInOrder(club);
}

describe('a booking', () => {
  test('that was played earns a point a yuan, once, also without a membership', async () => {
    const before = await accountOf(club, 'lin');
    const bookingId = await playAtDesk(club, 'lin');
    await club.passMinutes(2);
    const after = await accountOf(club, 'lin');
    expect(after.balance).toBe(before.balance + 24);
    expect(after.earned).toBe(before.earned + 24);
    expect(after.lots.at(-1)).toEqual({ day: '2026-03-14', left: 24 });
    expect(await club.document('bookings', bookingId)).toMatchObject({
      earned: { points: 24, of: 2_400, reversed: 0 },
    });
    await expectInOrder();
  });

  test('that nobody came to earns nothing; the no-show that is taken back does', async () => {
    const before = await balanceOf('lin');
    const { row } = await bookAtDesk(club, { memberId: 'm-lin' });
    goTo(club, row.booking.endAt);
    await club.passMinutes(1);
    expect(await balanceOf('lin')).toBe(before);
    const ask = { bookingId: row.booking.id, reason: '会员来了，忘记签到' };
    await club.as('desk-east').courts.waive(ask);
    await club.as('desk-east').courts.waive(ask);
    expect(await balanceOf('lin')).toBe(before + 24);
    await expectInOrder();
  });

  test('of a walk-in earns nobody anything', async () => {
    const before = (await club.documents('ledger_entries')).length;
    const { row } = await bookAtDesk(club);
    goTo(club, row.booking.startAt);
    await club.as('desk-east').courts.verify({ code: row.code });
    goTo(club, row.booking.endAt);
    await club.passMinutes(1);
    expect((await club.document('bookings', row.booking.id))?.status).toBe('COMPLETED');
    const entries = await club.documents('ledger_entries');
    // What was paid, nothing else.
    expect(entries).toHaveLength(before + 1);
  });

  test('that two timers end at once earns once', async () => {
    const { row } = await bookAtDesk(club, { memberId: 'm-lin' });
    goTo(club, row.booking.startAt);
    await club.as('desk-east').courts.verify({ code: row.code });
    const before = await balanceOf('lin');
    const { contextAt, faults } = openTimerContexts(club);
    const end = row.booking.endAt;
    await Promise.all([endBookings(contextAt(end)), endBookings(contextAt(end))]);
    expect(faults).toEqual([]);
    expect(await balanceOf('lin')).toBe(before + 24);
  });

  test('of whom has gone meanwhile earns nobody anything', async () => {
    const phone = club.as('oLeaving');
    const form = { consent: true, birthYear: 1996, guardianConsent: false, nickname: '要走的人' };
    const { id } = await phone.member.register(form);
    const { row } = await bookAtDesk(club, { memberId: id });
    goTo(club, row.booking.startAt);
    await club.as('desk-east').courts.verify({ code: row.code });
    // Over, and the timer has not been there yet.
    goTo(club, row.booking.endAt);
    await phone.member.deleteAccount({ confirm: '注销' });
    await club.passMinutes(1);
    expect((await club.document('bookings', row.booking.id))?.status).toBe('COMPLETED');
    expect(await club.documents('ledger_balances', { _id: `points:member:${id}` })).toEqual([]);
    expect(await club.document('ledger_balances', 'points:member:erased')).toBe(undefined);
  });

  test('that is reviewed earns fifty, once', async () => {
    const bookingId = await playAtDesk(club, 'lin');
    const before = await balanceOf('lin');
    const review = { bookingId, stars: 5, text: '灯光很好' };
    const { booking } = club.as('lin');
    const both = await Promise.all([outcome(booking.rate(review)), outcome(booking.rate(review))]);
    expect(both.sort()).toEqual(['RATED_ALREADY', 'ok']);
    expect(await balanceOf('lin')).toBe(before + 50);
    expect(await linesOf('lin')).toContainEqual(['REVIEW', 50]);
    await expectInOrder();
  });

  test.each(killsOf(24))(
    'whose ending dies at request %i, %s it takes effect, earns its points, once',
    async (n, when) => {
      const { row } = await bookAtDesk(club, { memberId: 'm-lin' });
      goTo(club, row.booking.startAt);
      await club.as('desk-east').courts.verify({ code: row.code });
      const before = await balanceOf('lin');
      goTo(club, row.booking.endAt - 1000);
      await orderFaults(club, { function: 'timer', n, when, effect: 'kill' });
      await club.passMinutes(1);
      await clearFaults(club);
      await club.passMinutes(3);
      expect(await balanceOf('lin')).toBe(before + 24);
      await expectInOrder();
    },
  );
});

test('a lesson that took place earns the student a point a yuan, and the coach none', async () => {
  await openSchool(here.money);
  await confirmed(club, 'lin');
  const before = [await balanceOf('lin'), await balanceOf('coach-wang')];
  goTo(club, plus(startAt(TUESDAY, clock(19)), 90 * MINUTE));
  await club.passMinutes(2);
  const [lesson] = await club.documents('lessons', { studentId: 'm-lin', status: 'COMPLETED' });
  const [lin, wang] = before;
  expect(await balanceOf('lin')).toBe(Number(lin) + Math.floor(Number(lesson?.captured) / 100));
  expect(await balanceOf('coach-wang')).toBe(wang);
  await expectInOrder();
});

describe('a friend', () => {
  const form = { consent: true, birthYear: 1996, guardianConsent: false, nickname: '新朋友' };
  const inviteOf = async (who: string) => (await club.as(who).membership.home({})).inviteToken;

  /** Registers with a card and plays `times` at the desk's first table. */
  async function friend(invite: string | null, times = 1): Promise<string> {
    const { id } = await club.as('oFriend').member.register({ ...form, invite });
    for (let hour = 11; hour < 11 + times; hour += 1) await play(id, hour);
    return id;
  }

  async function play(memberId: string, hour: number): Promise<void> {
    const { row } = await bookAtDesk(club, { memberId, from: clock(hour), until: clock(hour + 1) });
    goTo(club, row.booking.startAt);
    await club.as('desk-east').courts.verify({ code: row.code });
    goTo(club, row.booking.endAt);
    await club.passMinutes(1);
  }

  test('who plays a first booking is thanked for, once', async () => {
    const before = await balanceOf('lin');
    const id = await friend(await inviteOf('lin'), 0);
    expect(await club.document('members', id)).toMatchObject({ invitedBy: 'm-lin' });
    expect(await balanceOf('lin')).toBe(before);
    await play(id, 11);
    expect(await balanceOf('lin')).toBe(before + 200);
    expect(await linesOf('lin')).toContainEqual(['INVITATION', 200]);
    await play(id, 13);
    expect(await balanceOf('lin')).toBe(before + 200);
    expect(await club.document('members', id)).toMatchObject({ invitedBy: null });
    await expectInOrder();
  });

  test.each([
    ['of nobody', 'm-nobody.AAAAAAAAAAAAAAAAAAAAAA'],
    ['that is forged', 'm-lin.AAAAAAAAAAAAAAAAAAAAAA'],
    ['without a signature', 'm-lin'],
    ['that is empty', ''],
    ['of another kind', '../../etc/passwd'],
  ])('with a card %s registers, and nobody is thanked', async (_, invite) => {
    const before = await balanceOf('lin');
    const id = await friend(invite);
    expect(await club.document('members', id)).toMatchObject({ invitedBy: null });
    expect(await balanceOf('lin')).toBe(before);
  });

  test('who is a member already is nobody’s guest', async () => {
    const invite = await inviteOf('lin');
    await club.as('may').member.register({ ...form, invite });
    expect((await club.document('members', 'm-may'))?.invitedBy ?? null).toBe(null);
  });

  test('whose inviter has left is thanked for to nobody, and the name is forgotten', async () => {
    const inviter = club.as('oInviter');
    const { id: inviterId } = await inviter.member.register({ ...form, nickname: '要走的人' });
    const { inviteToken } = await inviter.membership.home({});
    const id = await friend(inviteToken, 0);
    await inviter.member.deleteAccount({ confirm: '注销' });
    expect(await club.document('members', id)).toMatchObject({ invitedBy: null });
    await play(id, 11);
    expect(await club.document('ledger_balances', `points:member:${inviterId}`)).toBe(undefined);
    // What is booked on nobody stays in the ledger and the log.
    const left = (await whereIs(club, inviterId)).sort();
    expect(left.filter((name) => !['audit_entries', 'ledger_entries'].includes(name))).toEqual([]);
    await expectInOrder();
  });
});
