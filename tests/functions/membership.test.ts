import { quoteOf } from '@shared/domain/price';
import { beforeEach, describe, expect, test } from 'vitest';
import { expectLedgerInOrder } from './books';
import { type Club, outcome } from './club';
import { bookAtDesk, clock, clubForEach, EAST, goTo, lettersOf, TABLE_1, TODAY } from './courts';
import { accountOf, expectPointsInOrder, give, playAtDesk, toldIn } from './points';

const here = clubForEach();
let club: Club;
beforeEach(() => {
  club = here.club;
});

const home = (who: string) => club.as(who).membership.home({});
const levelOf = async (who: string) => [
  (await club.document('members', `m-${who}`))?.level,
  (await club.document('identities', `oCourtside-${who}`))?.level,
];

describe('a membership', () => {
  test('is free, opened once, and counts all points that were ever earned', async () => {
    expect(await home('chen')).toMatchObject({ level: null, next: null, celebrate: null });
    await give(club, 'chen', 1_000);
    expect(await levelOf('chen')).toEqual([null, null]);
    const opened = await club.as('chen').membership.apply({});
    const { earned } = await accountOf(club, 'chen');
    expect(opened).toMatchObject({
      level: 'SILVER',
      lifetime: earned,
      next: { level: 'GOLD', missing: 5_000 - earned },
      celebrate: 'SILVER',
    });
    expect(await levelOf('chen')).toEqual(['SILVER', 'SILVER']);
    const again = await club.as('chen').membership.apply({});
    expect(again).toEqual({ ...opened, now: again.now });
    expect(await club.documents('memberships', { _id: 'm-chen' })).toHaveLength(1);
  });

  test('that two taps open at once is one', async () => {
    const { membership } = club.as('chen');
    const both = await Promise.all([membership.apply({}), membership.apply({})]);
    expect(both.map(({ level }) => level)).toEqual(['BASIC', 'BASIC']);
    expect(await club.documents('memberships', { _id: 'm-chen' })).toHaveLength(1);
  });

  test('is raised with the points, told once and celebrated once', async () => {
    await club.as('chen').membership.apply({});
    await give(club, 'chen', 5_000);
    expect(await levelOf('chen')).toEqual(['GOLD', 'GOLD']);
    const told = async () => (await lettersOf(club, 'm-chen', 'POINTS')).map(({ title }) => title);
    expect(await told()).toEqual(['积分已调整', '升级为金卡会员']);
    await club.passMinutes(2);
    expect(await told()).toHaveLength(2);
    const { membership } = club.as('chen');
    expect((await home('chen')).celebrate).toBe('GOLD');
    // A lower one says nothing of the one that was reached, a higher one was not reached.
    await membership.celebrated({ level: 'SILVER' });
    expect((await home('chen')).celebrate).toBe('GOLD');
    await membership.celebrated({ level: 'DIAMOND' });
    expect((await home('chen')).celebrate).toBe('GOLD');
    await membership.celebrated({ level: 'GOLD' });
    await membership.celebrated({ level: 'GOLD' });
    expect((await home('chen')).celebrate).toBe(null);
  });

  test('is raised by the timer when nobody looks, and never falls', async () => {
    await club.as('chen').membership.apply({});
    const { earned } = await accountOf(club, 'chen');
    // One check-in short of silver.
    await give(club, 'chen', 999 - earned);
    await club.as('chen').visit.checkIn({ code: await club.doorCode(EAST) });
    expect(await levelOf('chen')).toEqual(['BASIC', 'BASIC']);
    await club.passMinutes(1);
    expect(await levelOf('chen')).toEqual(['SILVER', 'SILVER']);
    await give(club, 'chen', -900);
    await club.passMinutes(1);
    const { level, lifetime, next } = await home('chen');
    expect({ level, lifetime }).toEqual({
      level: 'SILVER',
      lifetime: (await accountOf(club, 'chen')).earned,
    });
    expect(next).toEqual({ level: 'GOLD', missing: 5_000 - lifetime });
    // Over the same line again, nobody is told a second time.
    await give(club, 'chen', 900);
    await club.passMinutes(1);
    const letters = await lettersOf(club, 'm-chen', 'POINTS');
    expect(letters.filter(({ title }) => String(title).startsWith('升级'))).toHaveLength(1);
    await expectPointsInOrder(club);
  });

  test('that is raised meanwhile is shown raised', async () => {
    await club.as('chen').membership.apply({});
    const { earned } = await accountOf(club, 'chen');
    await give(club, 'chen', 999 - earned);
    await club.as('chen').visit.checkIn({ code: await club.doorCode(EAST) });
    expect(await home('chen')).toMatchObject({ level: 'SILVER', celebrate: 'SILVER' });
    expect(await levelOf('chen')).toEqual(['SILVER', 'SILVER']);
  });
});

describe('the page', () => {
  test('says what can be used, what goes when, and why each point came', async () => {
    const before = await home('zheng');
    expect(before.level).toBe('SILVER');
    const bookingId = await playAtDesk(club, 'zheng');
    await club.as('zheng').booking.rate({ bookingId, stars: 5, text: '很好' });
    await give(club, 'zheng', -10);
    const after = await home('zheng');
    // 2400 fen less five percent.
    const newest = toldIn(after.recent.slice(0, 3));
    expect(newest).toHaveLength(3);
    for (const line of [
      ['ADJUSTMENT', -10],
      ['REVIEW', 50],
      ['SPENDING', 22],
    ]) {
      expect(newest).toContainEqual(line);
    }
    expect(after.points).toBe(before.points + 62);
    const gone = after.expiring.reduce((sum, { amount }) => sum + amount, 0);
    expect(gone).toBe(after.points);
    expect(after.expiring.at(-1)?.month).toBe('2027-03');
    const { points: inWallet } = await club.as('zheng').wallet.home({});
    expect(inWallet).toEqual({ usable: after.points, expiring: after.expiring });
    const { lines } = await club.as('zheng').membership.lines({ month: '2026-03' as never });
    expect(lines.slice(0, 3)).toEqual(after.recent.slice(0, 3));
    expect(lines.slice(3).every(({ kind }) => kind === 'CHECK_IN')).toBe(true);
    const none = await club.as('zheng').membership.lines({ month: '2026-04' as never });
    expect(none.lines).toEqual([]);
    const first = await club.as('zheng').membership.lines({ month: '2026-01' as never });
    expect(toldIn(first.lines).at(-1)).toEqual(['ADJUSTMENT', 1_250]);
  });
});

describe('the price', () => {
  /** What the grid shows to somebody of two half-hours at the first table of the east. */
  async function shown(who: string) {
    const { grid } = await club.as(who).booking.open({ venueId: EAST, sport: null, date: TODAY });
    if (!grid?.open) throw new Error('the east is open');
    const first = (clock(14) - grid.open.from) / 30;
    const { percent } = grid;
    return { percent, quote: quoteOf(grid.prices.slice(first, first + 2), { places: 1, percent }) };
  }

  const wish = { venueId: EAST, courtId: TABLE_1, date: TODAY, from: clock(14), until: clock(15) };

  test.each([
    ['lin', 100, 2_400],
    ['alex', 100, 2_400],
    ['zheng', 95, 2_280],
    ['yang', 90, 2_160],
  ])('that %s sees is %i percent, and what is paid: %i', async (who, percent, total) => {
    const seen = await shown(who);
    expect(seen).toMatchObject({ percent, quote: { total, discount: 2_400 - total } });
    const form = { ...wish, places: 1, channel: 'WALLET', requestId: `price-${who}` } as const;
    const create = (expected: number) =>
      club.as(who).booking.create({ ...form, expected: expected as never });
    if (total < 2_400) expect(await outcome(create(2_400))).toBe('PRICE_CHANGED');
    const { booking } = await create(total);
    expect(booking.quote).toMatchObject({ gross: 2_400, total });
  });

  test('at the desk is that of the member it books for, and a walk-in pays all of it', async () => {
    const sell = (memberId: string | null, expected: number, from = clock(14)) =>
      club.as('desk-east').courts.book({
        ...wish,
        ...{ from, until: from + 60, places: 1, memberId, channel: 'CASH' },
        customer: memberId === null ? { name: '散客甲', phone: '' } : null,
        ...{ expected: expected as never, requestId: `sell-${memberId}-${expected}` },
      });
    expect(await outcome(sell('m-yang', 2_400))).toBe('PRICE_CHANGED');
    expect((await sell('m-yang', 2_160)).row.booking.paid).toBe(2_160);
    expect((await sell(null, 2_400, clock(16))).row.booking.paid).toBe(2_400);
    await expectLedgerInOrder(club);
  });

  test('moves with a booking: the new place costs the level’s price, too', async () => {
    const { row } = await bookAtDesk(club, { from: clock(10, 30), until: clock(11, 30) });
    expect(row.booking.paid).toBe(2_400);
    await club.as('desk-east').courts.book({
      ...wish,
      ...{ places: 1, memberId: 'm-yang', customer: null, channel: 'CASH' },
      ...{ expected: 2_160 as never, requestId: 'to-be-moved' },
    });
    const [booking] = (await club.as('yang').booking.mine({ when: 'COMING', before: null }))
      .bookings;
    const { booking: moved } = await club.as('yang').booking.reschedule({
      bookingId: String(booking?.id),
      ...{ courtId: TABLE_1, date: TODAY, from: clock(16), until: clock(17) },
      ...{ expectedDifference: 0 as never, channel: 'WALLET', requestId: 'moves' },
    });
    expect(moved).toMatchObject({ from: clock(16), paid: 2_160, refunded: 0 });
  });

  test('of a series is the sum of its dates at the level’s price', async () => {
    const { dates } = await club.as('yang').booking.checkSeries({ ...wish, places: 1, weeks: 2 });
    expect(dates.map(({ total }) => total)).toEqual([2_160, 2_160]);
  });
});

describe('new days', () => {
  test('are released an hour earlier to gold, and to nobody else', async () => {
    const sixThirty = (await club.document('venues', EAST)) && clock(6, 30);
    const midnight = club.cloud.clock.now() - 10 * 3_600_000;
    goTo(club, midnight + 86_400_000 + Number(sixThirty) * 60_000);
    const open = async (who: string) => {
      const { days, releaseMinute } = await club
        .as(who)
        .booking.open({ venueId: EAST, sport: null, date: null });
      return { last: days.at(-1)?.released, releaseMinute };
    };
    expect(await open('yang')).toEqual({ last: true, releaseMinute: 6 * 60 });
    expect(await open('zheng')).toEqual({ last: false, releaseMinute: 7 * 60 });
    expect(await open('lin')).toEqual({ last: false, releaseMinute: 7 * 60 });
    const date = '2026-03-22' as never;
    const wish = { venueId: EAST, courtId: TABLE_1, date, from: clock(14), until: clock(15) };
    const create = (who: string) =>
      club.as(who).booking.create({
        ...wish,
        ...{ places: 1, channel: 'WALLET', expected: 1 as never, requestId: `early-${who}` },
      });
    expect(await outcome(create('zheng'))).toBe('NOT_RELEASED');
    expect(await outcome(create('yang'))).toBe('PRICE_CHANGED');
  });
});

describe('the rules of a campus', () => {
  const rules = { perYuan: 2, leastBooking: 30, review: 20, invitation: 100 };

  test('are its admin’s to read and set, and logged', async () => {
    const admin = club.as('admin-east').membership;
    const known = await admin.rules({ campusId: null });
    expect(known).toMatchObject({
      campusId: 'c-east',
      rules: { perYuan: 1, leastBooking: 10, review: 50, invitation: 200 },
    });
    expect(known.campuses.map(({ id }) => id)).toEqual(['c-east']);
    await admin.saveRules({ campusId: 'c-east', rules });
    await admin.saveRules({ campusId: 'c-east', rules });
    expect((await admin.rules({ campusId: 'c-east' })).rules).toEqual(rules);
    const logged = await club.documents('audit_entries', { action: 'membership.saveRules' });
    expect(logged).toMatchObject([
      {
        campusId: 'c-east',
        detail: '每元 1 → 2，每次订场至少 10 → 30，评价 50 → 20，邀请 200 → 100',
      },
    ]);
    expect(await outcome(admin.rules({ campusId: 'c-west' }))).toBe('CAMPUS_NOT_FOUND');
    expect(await outcome(admin.saveRules({ campusId: 'c-west', rules }))).toBe('CAMPUS_NOT_FOUND');
    expect((await club.as('root').membership.rules({ campusId: null })).campuses).toHaveLength(3);
  });

  test('count from then on, in that campus', async () => {
    await club.as('admin-east').membership.saveRules({ campusId: 'c-east', rules });
    const before = (await accountOf(club, 'lin')).balance;
    const bookingId = await playAtDesk(club, 'lin');
    expect((await accountOf(club, 'lin')).balance).toBe(before + 48);
    await club.as('lin').booking.rate({ bookingId, stars: 4, text: '' });
    expect((await accountOf(club, 'lin')).balance).toBe(before + 68);
  });
});
