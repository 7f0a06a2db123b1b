import { mostCompanions } from '@shared/domain/booking';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { at, day } from '../domain/clock';
import { BADMINTON, book, clock, fill, moveBooking } from './booking';
import { type Club, outcome } from './club';
import { type MoneyClub, openMoneyClub } from './money';

let money: MoneyClub;
let club: Club;
beforeAll(async () => {
  money = await openMoneyClub();
  club = money.club;
});
afterAll(() => money.close());
beforeEach(() => money.reset());

async function invited() {
  await fill(money, 'lin');
  const { booking } = await book(club, 'lin');
  const { inviteToken } = await club.as('lin').booking.detail({ bookingId: booking.id });
  return { bookingId: booking.id, token: String(inviteToken) };
}

describe('a friend', () => {
  test('sees the card, joins once, finds the booking without its code, and leaves', async () => {
    const { bookingId, token } = await invited();
    const may = club.as('may').booking;
    expect(await may.invitation({ token })).toMatchObject({ companions: 0, joined: false });
    await may.join({ token });
    const joined = await may.join({ token });
    expect(joined).toMatchObject({ code: null, inviteToken: null, may: { leave: true } });
    expect(joined.companions.map(({ memberId }) => memberId)).toEqual(['m-may']);
    const { bookings } = await may.mine({ when: 'COMING', before: null });
    expect(bookings).toMatchObject([{ id: bookingId, mine: false }]);
    await may.removeCompanion({ bookingId, memberId: 'm-may' });
    expect(await outcome(may.detail({ bookingId }))).toBe('BOOKING_NOT_FOUND');
  });

  test('without a genuine card nobody joins; only the organiser takes another out', async () => {
    const { bookingId, token } = await invited();
    const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
    for (const wrong of [forged, bookingId, 'x', `${bookingId}.`]) {
      expect(await outcome(club.as('may').booking.join({ token: wrong }))).toBe(
        'BOOKING_NOT_FOUND',
      );
    }
    await club.as('may').booking.join({ token });
    await club.as('chen').booking.join({ token });
    const out = { bookingId, memberId: 'm-may' };
    expect(await outcome(club.as('chen').booking.removeCompanion(out))).toBe('BOOKING_NOT_FOUND');
    const left = await club.as('lin').booking.removeCompanion(out);
    expect(left.companions.map(({ memberId }) => memberId)).toEqual(['m-chen']);
    expect(await outcome(club.as('may').booking.join({ token }))).toBe('BOOKING_NOT_FOUND');
    expect(await outcome(club.as('zhao').booking.join({ token: String(left.inviteToken) }))).toBe(
      'ok',
    );
  });

  test('sees nothing of what was paid, and the calendar file gives no more away', async () => {
    const { bookingId, token } = await invited();
    const joined = await club.as('may').booking.join({ token });
    expect(joined.booking).toMatchObject({ paid: 0, refunded: 0, mine: false });
    expect(joined.refund).toMatchObject({ percent: 0, amount: 0 });
    const own = await club.as('lin').booking.detail({ bookingId });
    expect(own.booking.paid).toBe(6_000);
    const url = String(own.calendarUrl);
    const response = await fetch(url);
    expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const text = await response.text();
    expect(text).toContain('DTSTART:20260314T060000Z');
    expect(text).toContain('STATUS:CONFIRMED');
    expect(text).not.toContain(String(own.code));
    const forged = url.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    const other = url.replace(/t=.*/, `t=${own.inviteToken}`);
    for (const wrong of [forged, other, url.replace(/\?.*/, '')]) {
      expect((await fetch(wrong)).status).toBe(404);
    }
    expect((await fetch(url, { method: 'POST' })).status).toBe(405);
    expect(text).toContain('SEQUENCE:0\r\n');
    await moveBooking(club, bookingId, { date: day('2026-03-14'), requestId: 'elsewhere' });
    const moved = await (await fetch(url)).text();
    expect(moved).toContain('DTSTART:20260314T080000Z');
    expect(moved).toContain('SEQUENCE:1\r\n');
    const expected = (await club.as('lin').booking.detail({ bookingId })).refund.amount;
    await club.as('lin').booking.cancel({ bookingId, expected, following: false });
    const cancelled = await (await fetch(url)).text();
    expect(cancelled).toContain('STATUS:CANCELLED');
    expect(cancelled).toContain('SEQUENCE:2\r\n');
  });

  test('comes too late once it has begun, or is cancelled', async () => {
    const { bookingId, token } = await invited();
    // A court has room for so many; whoever is there stays once it has begun.
    const most = mostCompanions({ kind: 'COURT', places: 1 });
    const stored = await club.document('bookings', bookingId);
    const companions = Array.from({ length: most }, (_, index) => `m-guest-${index + 1}`);
    await club.cloud.load('bookings', [{ ...stored, _id: bookingId, companions }]);
    expect(await outcome(club.as('may').booking.join({ token }))).toBe('COMPANIONS_FULL');
    const out = { bookingId, memberId: 'm-guest-1' };
    club.cloud.clock.jump(at('2026-03-14 14:00'));
    expect(await outcome(club.as('lin').booking.removeCompanion(out))).toBe('BOOKING_STARTED');
    expect(await outcome(club.as('may').booking.join({ token }))).toBe('BOOKING_STARTED');
    await club.cloud.load('bookings', [
      { ...(await club.document('bookings', bookingId)), status: 'CANCELLED' },
    ]);
    expect(await outcome(club.as('may').booking.invitation({ token }))).toBe('BOOKING_CLOSED');
  });
});

test('a completed booking is rated once within seven days, and the venue shows the average', async () => {
  const { bookingId } = await invited();
  const lin = club.as('lin').booking;
  const rate = (stars: number) => lin.rate({ bookingId, stars, text: '灯光很好' });
  expect(await outcome(rate(5))).toBe('NOT_RATABLE');
  const stored = await club.document('bookings', bookingId);
  await club.cloud.load('bookings', [{ ...stored, status: 'COMPLETED' }]);
  const end = at('2026-03-14 15:00');
  club.cloud.clock.jump(end + 7 * 86_400_000 + 1000);
  expect(await outcome(rate(5))).toBe('NOT_RATABLE');
  club.cloud.clock.jump(end + 60_000);
  const told = await Promise.all([outcome(rate(4)), outcome(rate(4))]);
  expect([...told].sort()).toEqual(['RATED_ALREADY', 'ok']);
  const { rating } = await club.as('may').venue.detail({ id: BADMINTON });
  expect(rating).toEqual({ count: 1, average: 4 });
  expect((await lin.detail({ bookingId })).review).toEqual({ stars: 4, text: '灯光很好' });
});

test('what is past comes in pages, and none is lost or told twice that ended at one moment', async () => {
  const { bookingId } = await invited();
  const stored = await club.document('bookings', bookingId);
  const past = Array.from({ length: 45 }, (_, index) => ({
    ...stored,
    _id: `past-${index}`,
    code: String(100_000_000_000_000 + index),
    status: 'COMPLETED',
    endAt: at('2026-03-10 10:00') + Math.floor(index / 23) * 3_600_000,
  }));
  // Given up, and still ahead: that is past, too, and comes before what is over.
  const givenUp = Array.from({ length: 30 }, (_, index) => ({
    ...past[index],
    _id: `given-up-${index}`,
    code: String(200_000_000_000_000 + index),
    status: index % 2 === 0 ? 'CANCELLED' : 'CLOSED',
    endAt: at('2026-03-16 10:00') + Math.floor(index / 23) * 3_600_000,
  }));
  await club.cloud.load(
    'bookings',
    [stored, ...past, ...givenUp].filter((one) => one !== undefined),
  );
  const { mine } = club.as('lin').booking;
  const seen: string[] = [];
  for (let before: Awaited<ReturnType<typeof mine>>['next'] = null; ; ) {
    const { bookings, next } = await mine({ when: 'PAST', before });
    seen.push(...bookings.map(({ id }) => id));
    if (next === null) break;
    before = next;
  }
  expect(seen.length).toBeGreaterThanOrEqual(75);
  expect(new Set(seen).size).toBe(seen.length);
  expect([...past, ...givenUp].every(({ _id }) => seen.includes(_id))).toBe(true);
  expect(seen.slice(0, 30).every((id) => id.startsWith('given-up'))).toBe(true);
  expect(seen).not.toContain(bookingId);
});

test('a month shows how busy each day is: claimed minutes of the open minutes of all courts', async () => {
  await fill(money, 'lin');
  const date = day('2026-03-20');
  await book(club, 'lin', { date, from: clock(10), until: clock(12) });
  const ask = { venueId: BADMINTON, month: '2026-03' as never, sport: null };
  const { days } = await club.as('may').booking.month(ask);
  expect(days).toHaveLength(31);
  const { grid } = await club.as('may').booking.open({ venueId: BADMINTON, sport: null, date });
  const open = Number(grid?.open?.until) - Number(grid?.open?.from);
  const percent = Math.round((120 / (open * 8)) * 100);
  expect(percent).toBeGreaterThan(0);
  expect(days[19]).toEqual({ date, percent, open: true });
  expect(days[20]).toMatchObject({ percent: 0 });
});

test('an account with a live booking stays; afterwards its past is nobody’s', async () => {
  const phone = club.as('oBooker');
  const form = { consent: true, birthYear: 1996, guardianConsent: false, nickname: '订场的人' };
  const { id } = await phone.member.register(form);
  const { booking } = await book(club, 'oBooker');
  const gone = () => outcome(phone.member.deleteAccount({ confirm: '注销' }));
  expect(await gone()).toBe('SETTLE_BOOKINGS_FIRST');
  const { bookings } = await phone.member.exportData({ cursor: null });
  expect(bookings).toMatchObject([{ id: booking.id }]);
  await phone.booking.cancel({ bookingId: booking.id, expected: 0 as never, following: false });
  expect(await gone()).toBe('ok');
  expect(await club.document('bookings', booking.id)).toMatchObject({ memberId: 'erased' });
  const days = JSON.stringify(await club.documents('slot_days'));
  expect(days).not.toContain(id);
});
