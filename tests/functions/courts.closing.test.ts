import { addDays, HOUR } from '@shared/base/time';
import { describe, expect, test } from 'vitest';
import { book, fill } from './booking';
import { clearFaults, orderFaults, outcome } from './club';
import {
  at,
  bookAtDesk,
  clock,
  closing,
  clubForEach,
  EAST,
  expectInOrder,
  goTo,
  lettersOf,
  TABLE_1,
  TODAY,
} from './courts';
import { dies, insist, stepsOf } from './steps';

const here = clubForEach();

const admin = (who = 'admin-east') => here.club.as(who).courts;
const TABLE_2 = `${EAST}-2`;
const at14 = { venueId: EAST, courtId: TABLE_1 };
const balance = async (who = 'lin') => (await here.club.as(who).wallet.home({})).balance;
const closureClaims = async () =>
  (await here.club.documents('slot_days')).flatMap((day) =>
    (day.claims as { kind: string }[]).filter(({ kind }) => kind === 'CLOSURE'),
  );

describe('a closure', () => {
  test('sends everybody away: refunded in full, told, and offered what is near', async () => {
    await fill(here.money, 'lin');
    const { booking } = await book(here.club, 'lin', at14);
    const { row: paid } = await bookAtDesk(here.club, {
      memberId: 'm-may',
      from: clock(16),
      until: clock(17),
    });
    const { row: stays } = await bookAtDesk(here.club, { from: clock(18), until: clock(19) });
    const closure = await admin().close(closing());
    expect(closure).toMatchObject({
      affected: 2,
      done: true,
      courtNames: ['1 号台'],
      whole: false,
    });
    expect(await here.club.document('bookings', booking.id)).toMatchObject({
      status: 'CANCELLED',
      refunded: booking.paid,
    });
    expect(await balance()).toBe(20_000);
    expect(await balance('may')).toBe(paid.booking.paid);
    expect((await here.club.document('bookings', stays.booking.id))?.status).toBe('BOOKED');
    const [letter, ...more] = await lettersOf(here.club, 'm-lin', 'COURT_CLOSED');
    expect(more).toEqual([]);
    expect(letter?.body).toBe(
      '东区乒乓球馆 1 号台，3月14日 14:00–15:00，停用：地板维修，已全额退款 24.00 元。可以改订：3月14日 14:00 2 号台、3月14日 13:30 2 号台、3月14日 14:30 2 号台',
    );
    expect(await lettersOf(here.club, 'm-lin', 'CANCELLED')).toEqual([]);
    expect(await outcome(book(here.club, 'lin', at14))).toBe('SLOT_TAKEN');
    const { grid } = await here.club
      .as('lin')
      .booking.open({ venueId: EAST, sport: null, date: TODAY });
    expect(grid?.courts[0]?.closed).toMatchObject([
      { from: clock(13), until: clock(18), why: '停用' },
    ]);
    await expectInOrder(here.club);
  });

  test('the same form twice, and two at once, do nothing twice', async () => {
    await fill(here.money, 'lin');
    await book(here.club, 'lin', at14);
    const [one, two] = await Promise.all([admin().close(closing()), admin().close(closing())]);
    expect(one.id).toBe(two.id);
    await here.club.passMinutes(1);
    const again = await admin().close(closing());
    expect(again).toMatchObject({ affected: 1, done: true });
    const other = await admin().close(closing({ requestId: 'other', courtIds: null }));
    expect(other).toMatchObject({ affected: 0, whole: true, done: true });
    expect(await lettersOf(here.club, 'm-lin', 'COURT_CLOSED')).toHaveLength(1);
    expect(await balance()).toBe(20_000);
    await expectInOrder(here.club);
  });

  test('of a whole venue for three days, and what is unpaid or being played goes, too', async () => {
    const tomorrow = addDays(TODAY, 1);
    const { row } = await bookAtDesk(here.club, { memberId: 'm-lin', date: tomorrow });
    const { row: unpaid, code } = await bookAtDesk(here.club, {
      channel: 'ALIPAY',
      courtId: TABLE_2,
    });
    const { row: playing } = await bookAtDesk(here.club, { from: clock(10, 30), until: clock(12) });
    await here.club.as('desk-east').courts.verify({ code: playing.code });
    const until = at(clock(22), addDays(TODAY, 2));
    const closure = await admin().close(closing({ courtIds: null, from: at(clock(10)), until }));
    expect(closure).toMatchObject({ affected: 3, done: true });
    for (const id of [row, unpaid, playing].map(({ booking }) => booking.id)) {
      expect((await here.club.document('bookings', id))?.status).toBe('CANCELLED');
    }
    expect(await closureClaims()).toHaveLength(8 * 3);
    here.money.alipay.pay(String(code));
    await here.club.passMinutes(2);
    const orders = await here.club.documents('orders', { channel: 'ALIPAY' });
    expect(orders).toMatchObject([{ status: 'REFUNDED' }]);
    await expectInOrder(here.club);
  });

  test('is ended early: what it freed can be booked, whom it sent away stays away', async () => {
    const { row } = await bookAtDesk(here.club, { memberId: 'm-lin' });
    const { id: closureId } = await admin().close(closing());
    expect(await outcome(admin('admin-west').reopen({ closureId }))).toBe('CLOSURE_NOT_FOUND');
    expect(await outcome(admin().reopen({ closureId: 'none' }))).toBe('CLOSURE_NOT_FOUND');
    expect(await admin().reopen({ closureId })).toMatchObject({ reopened: true, done: true });
    await admin().reopen({ closureId });
    expect(await closureClaims()).toEqual([]);
    expect((await here.club.document('bookings', row.booking.id))?.status).toBe('CANCELLED');
    await bookAtDesk(here.club);
    await expectInOrder(here.club);
  });

  test('closes a venue without courts, too: as a whole, and until it is ended', async () => {
    const gym = closing({ venueId: 'v-east-gym', courtIds: null });
    expect(await outcome(admin().close({ ...gym, courtIds: [TABLE_1] }))).toBe('COURT_NOT_FOUND');
    const closure = await admin().close(gym);
    expect(closure).toMatchObject({ affected: 0, done: true, whole: true, courtNames: [] });
    const { closures } = await admin().offer({ venueId: 'v-east-gym' });
    expect(closures.map(({ id }) => id)).toEqual([closure.id]);
    expect(await admin().reopen({ closureId: closure.id })).toMatchObject({ reopened: true });
    await expectInOrder(here.club);
  });

  test('is refused when it cannot be', async () => {
    const tries: [object, string][] = [
      [{ reason: '' }, 'REASON_REQUIRED'],
      [{ until: at(clock(13)) }, 'CLOSURE_INVALID'],
      [{ from: at(clock(8)), until: at(clock(9)) }, 'CLOSURE_INVALID'],
      [{ from: at(clock(13, 10)) }, 'CLOSURE_INVALID'],
      [{ until: at(clock(13), addDays(TODAY, 93)) }, 'CLOSURE_INVALID'],
      [{ courtIds: ['none'] }, 'COURT_NOT_FOUND'],
      [{ courtIds: [] }, 'COURT_NOT_FOUND'],
      [{ venueId: 'none' }, 'VENUE_NOT_FOUND'],
      [{ venueId: 'v-west-yoga' }, 'VENUE_NOT_FOUND'],
    ];
    for (const [more, code] of tries)
      expect(await outcome(admin().close(closing(more)))).toBe(code);
    expect(await here.club.documents('closures')).toEqual([]);
  });
});

describe('at the same instant', () => {
  test('somebody books and the court is closed: nobody stands in a closure', async () => {
    await fill(here.money, 'lin');
    let booked = 0;
    for (const round of [1, 2, 3]) {
      const from = clock(13 + round);
      const wish = { ...at14, from, until: from + 30 };
      const span = { from: at(from), until: at(from + 30), requestId: `r${round}` };
      const [won] = await Promise.all([
        outcome(book(here.club, 'lin', wish)),
        admin().close(closing(span)),
      ]);
      await here.club.passMinutes(1);
      expect(await here.club.documents('bookings', { status: 'BOOKED' })).toEqual([]);
      // Who was quicker than the closure has been sent away and told; who was not was never there.
      if (won === 'ok') booked += 1;
      else expect(won).toBe('SLOT_TAKEN');
      expect(await here.club.documents('bookings', { status: 'CANCELLED' })).toHaveLength(booked);
      expect(await lettersOf(here.club, 'm-lin', 'COURT_CLOSED')).toHaveLength(booked);
      await expectInOrder(here.club);
    }
    expect(booked).toBeGreaterThan(0);
    expect(await balance()).toBe(20_000);
  });

  test('it is closed and reopened: reopened it stays, and none of its claims is left', async () => {
    const underWay = admin().close(closing({ courtIds: null }));
    await expect.poll(() => here.club.documents('closures')).toHaveLength(1);
    const [known] = await here.club.documents('closures');
    await Promise.all([underWay, admin().reopen({ closureId: String(known?._id) })]);
    await here.club.passMinutes(1);
    expect(await closureClaims()).toEqual([]);
  });
});

describe('a function that dies', () => {
  const steps = stepsOf(42);
  test.each(steps)('at request %i of closing: the timer finishes it, once for each', async (n) => {
    await fill(here.money, 'lin');
    await book(here.club, 'lin', at14);
    await bookAtDesk(here.club, { memberId: 'm-may', from: clock(16), until: clock(17) });
    await orderFaults(here.club, {
      function: 'courts',
      action: 'close',
      n,
      when: 'after',
      effect: 'kill',
    });
    expect(await dies(admin().close(closing()))).toBe(true);
    await clearFaults(here.club);
    goTo(here.club, at(clock(10)) + HOUR / 2);
    await here.club.passMinutes(2);
    const closure = await insist(() => admin().close(closing()));
    expect(closure).toMatchObject({ affected: 2, done: true });
    for (const memberId of ['m-lin', 'm-may']) {
      expect(await lettersOf(here.club, memberId, 'COURT_CLOSED')).toHaveLength(1);
    }
    expect(await balance()).toBe(20_000);
    expect(await closureClaims()).toHaveLength(1);
    await expectInOrder(here.club);
  });
});
