import type { Fen } from '@shared/base/money';
import { DEFAULT_LIMITS } from '@shared/domain/booking';
import { DEFAULT_TIERS } from '@shared/domain/refund';
import type { Claim } from '@shared/domain/slots';
import { everyDay } from '@shared/domain/venue';
import { slotDayId } from '../../cloudfunctions/slots/store';
import { CAMPUSES } from '../../local/club/personas';
import { TODAY } from '../functions/booking';

/** A venue as large as one may be, open for sixteen hours: 32 half-hours. */
export const GREAT_HALL = 'v-bench-great-hall';
export const COURTS = 50;
export const OPEN = { from: 7 * 60, until: 23 * 60 } as const;
const SLOTS = (OPEN.until - OPEN.from) / 30;

/** fen for half an hour. */
export const PRICE = 3_000 as Fen;

export const courtIds = Array.from({ length: COURTS }, (_, index) => `${GREAT_HALL}-${index + 1}`);

export const greatHall = () => ({
  _id: GREAT_HALL,
  campusId: CAMPUSES.centre,
  venue: { name: '综合球馆', hours: everyDay(OPEN.from, OPEN.until), suspended: false },
  onSale: true,
  courts: courtIds.map((id, index) => ({
    id,
    name: `${index + 1} 号场`,
    sport: 'BADMINTON',
    kind: 'COURT',
    capacity: 1,
    status: 'OPEN',
  })),
  prices: {
    BADMINTON: {
      base: PRICE,
      rules: [{ days: ['WEEKDAY', 'WEEKEND'], from: 0, until: 1440, fen: PRICE, name: '周末' }],
    },
  },
  limits: DEFAULT_LIMITS,
  tiers: DEFAULT_TIERS,
  seriesAllowed: true,
  days: [],
  version: 1,
});

/** So many bookings of half-hours, spread over all courts; a court's are one after another. */
export function claimsOfDay(bookings: number): ReadonlyMap<string, readonly Claim[]> {
  const each = Math.ceil(bookings / COURTS);
  if (each > SLOTS) throw new Error(`${bookings} bookings do not fit into ${COURTS} courts`);
  const step = Math.floor(SLOTS / each) * 30;
  return new Map(
    courtIds.map((courtId, court) => {
      const count = Math.max(0, Math.min(each, bookings - court * each));
      const claims = Array.from({ length: count }, (_, index): Claim => {
        const from = OPEN.from + index * step;
        const ownerId = `B${String(court * each + index).padStart(30, '0')}`;
        const memberId = `m-${String((court * 7 + index) % 300).padStart(20, '0')}`;
        return { ownerId, kind: 'BOOKING', memberId, from, until: from + 30, places: 1 };
      });
      return [courtId, claims];
    }),
  );
}

/** The documents of such a day. */
export const slotDaysOf = (claims: ReadonlyMap<string, readonly Claim[]>) =>
  [...claims].map(([courtId, some]) => ({
    _id: slotDayId(`court:${courtId}`, TODAY),
    subject: `court:${courtId}`,
    venueId: GREAT_HALL,
    date: TODAY,
    claims: some,
    minutes: some.length * 30,
  }));
