import type { Fen } from '@shared/base/money';
import { type ClubDate, clubDayStart, type Instant, MINUTE, plus } from '@shared/base/time';
import type { SheetRow } from '@shared/contracts/courtsViews';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { BADMINTON, COURT_1, clock, priceOf, TODAY } from './booking';
import { expectLedgerInOrder } from './books';
import { type Club, clearFaults } from './club';
import { type MoneyClub, openMoneyClub } from './money';

/** The club of one file of tests; before each it is as seeded, and nothing fails on purpose. */
export function clubForEach() {
  let opened: MoneyClub | null = null;
  const money = () => {
    if (!opened) throw new Error('the club opens before the first test');
    return opened;
  };
  beforeAll(async () => {
    opened = await openMoneyClub();
  });
  afterAll(() => opened?.close());
  beforeEach(async () => {
    await clearFaults(money().club);
    await money().reset();
  });
  return {
    get money() {
      return money();
    },
    get club() {
      return money().club;
    },
  };
}

/** The hall that the east desk serves, and its first table. */
export const EAST = 'v-east-pingpong';
export const TABLE_1 = `${EAST}-1`;

export const at = (minute: number, date: ClubDate = TODAY): Instant =>
  plus(clubDayStart(date), minute * MINUTE);

/** Sets the club's clock to a moment; no timer runs on the way. */
export const goTo = (club: Club, moment: number) => club.cloud.clock.jump(moment);

export interface DeskWish {
  readonly courtId?: string;
  readonly date?: ClubDate;
  readonly from?: number;
  readonly until?: number;
  readonly memberId?: string | null;
  readonly channel?: 'CASH' | 'BANK' | 'ALIPAY';
  readonly requestId?: string;
  readonly who?: string;
  /** What of the price the member's level pays, percent. */
  readonly percent?: number;
}

let made = 0;

/** Books at the east desk as its page does: a walk-in unless a member is named. */
export async function bookAtDesk(club: Club, wish: DeskWish = {}) {
  made += 1;
  const { courtId = TABLE_1, date = TODAY, from = clock(14), until = clock(15) } = wish;
  const { memberId = null, channel = 'CASH', requestId = `desk-${made}`, who = 'desk-east' } = wish;
  const { percent = 100 } = wish;
  const venueId = courtId.replace(/-\d+$/, '');
  const customer = memberId === null ? { name: '散客甲', phone: '13900001111' } : null;
  const gross = await priceOf(club, who, { venueId, date, from, until });
  const expected = Math.round((gross * percent) / 100) as Fen;
  const span = { venueId, courtId, date, from, until, places: 1 };
  return club.as(who).courts.book({ ...span, memberId, customer, channel, expected, requestId });
}

/** The form that closes the east hall's first table this afternoon. */
export const closing = (more: object = {}) => ({
  venueId: EAST,
  courtIds: [TABLE_1],
  from: at(clock(13)),
  until: at(clock(18)),
  reason: '地板维修',
  requestId: 'close',
  ...more,
});

/** What occupies courts, by booking, is what is booked: nothing more, nothing less. */
export async function expectClaimsInOrder(club: Club): Promise<void> {
  const days = await club.documents('slot_days');
  const claims = days
    .filter(({ subject }) => String(subject).startsWith('court:'))
    .flatMap((day) =>
      (day.claims as { ownerId: string; kind: string; from: number; until: number }[])
        .filter(({ kind }) => kind === 'BOOKING')
        .map(
          ({ ownerId, from, until }) => `${ownerId} ${day.subject} ${day.date} ${from}-${until}`,
        ),
    );
  const bookings = await club.documents('bookings');
  const kept = ['PENDING_PAY', 'BOOKED', 'CHECKED_IN', 'COMPLETED', 'NO_SHOW'];
  const places = bookings
    .filter(({ status }) => kept.includes(String(status)))
    .map((one) => `${one._id} court:${one.courtId} ${one.date} ${one.from}-${one.until}`);
  expect(claims.sort()).toEqual(places.sort());
}

/** Money adds up, and claims are what is booked. */
export async function expectInOrder(club: Club): Promise<void> {
  await expectLedgerInOrder(club);
  await expectClaimsInOrder(club);
}

export const rowOf = async (club: Club, bookingId: string, who = 'desk-east') => {
  const found = await club.document('bookings', bookingId);
  const date = String(found?.date) as ClubDate;
  const venueId = String(found?.venueId);
  const { rows } = await club.as(who).courts.sheet({ venueId, date });
  return rows.find(({ booking }) => booking.id === bookingId) as SheetRow;
};

export const lettersOf = async (club: Club, memberId: string, kind: string) =>
  (await club.documents('messages', { memberId, kind })).sort(
    (a, b) => Number(a.at) - Number(b.at),
  );

export { BADMINTON, COURT_1, clock, TODAY };
