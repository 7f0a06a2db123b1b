import { DAY } from '@shared/base/time';
import type { PaymentParams } from '@shared/contracts/wallet';
import { DEFAULT_LIMITS } from '@shared/domain/booking';
import { DEFAULT_TIERS } from '@shared/domain/refund';
import { everyDay } from '@shared/domain/venue';
import type { Offer, Wanted } from '../../cloudfunctions/offer/service';
import { CAMPUSES } from '../../local/club/personas';
import { venueDocuments } from '../../local/club/venues';
import type { Club } from '../functions/club';

/** Midnight to midnight: there is always something to be booked. */
const HOURS = everyDay(0, 24 * 60);
const FUNDS = 50_000;
/** For a few bookings: then somebody has too few. */
const POINTS = 1_500;
/** For whoever books an hour or more; used again when it came back. */
export const COUPON = { name: '满 20 减 5', off: 500, least: 2_000 } as const;

/** A venue of two courts and a room for three, its members, and what their phones and the desk know. */
export interface Venue {
  readonly id: string;
  readonly offer: Offer;
  readonly members: readonly Member[];
  readonly known: Known[];
  readonly closureIds: string[];
  tap: () => Promise<unknown>;
}

export interface Member {
  readonly openid: string;
  readonly memberId: string;
  readonly couponId: string;
}

export interface Known {
  readonly bookingId: string;
  /** Null for a walk-in. */
  readonly openid: string | null;
  readonly code: string | null;
  /** Where it was when it was booked. */
  readonly place: Omit<Wanted, 'places'>;
  payment: PaymentParams | null;
}

const offerOf = (_id: string): Offer => ({
  _id,
  campusId: CAMPUSES.east,
  venue: { name: _id, hours: HOURS, suspended: false },
  onSale: true,
  courts: [1, 2, 3].map((number) => ({
    id: `${_id}-${number}`,
    name: `${number} 号场`,
    sport: 'BADMINTON',
    kind: number < 3 ? 'COURT' : 'PLACES',
    capacity: number < 3 ? 1 : 3,
    status: 'OPEN',
  })),
  prices: {
    BADMINTON: {
      base: 1_000,
      rules: [{ days: ['WEEKEND'], from: 18 * 60, until: 24 * 60, fen: 1_505, name: '高峰' }],
    },
  },
  limits: DEFAULT_LIMITS,
  tiers: [...DEFAULT_TIERS],
  seriesAllowed: false,
  days: [],
  version: 1,
});

/** A venue with nothing booked, whose members have paid in at the desk and have points. */
export async function openVenue(
  { cloud, as }: Club,
  id: string,
  members: readonly Member[],
): Promise<Venue> {
  const offer = offerOf(id);
  const [pattern] = venueDocuments();
  const { campusId } = offer;
  await cloud.load('venues', [{ ...pattern, _id: id, campusId, name: id, hours: HOURS }]);
  await cloud.load('offers', [{ ...offer }]);
  const board = { _id: id, headcount: 0, capacity: 9, free: 9, version: 1, at: cloud.clock.now() };
  await cloud.load('venue_boards', [board]);
  const issuedAt = cloud.clock.now();
  await cloud.load(
    'coupons',
    members.map(({ couponId: _id, memberId }) => ({
      ...{ _id, memberId, ...COUPON, validUntil: issuedAt + 30 * DAY },
      ...{ status: 'UNUSED', issuedAt, told: true, used: null },
    })),
  );
  for (const { memberId } of members) {
    const taken = { amount: FUNDS, amountAgain: FUNDS, channel: 'CASH', note: '' } as const;
    const form = { memberId, campusId, requestId: `fill-${memberId}`, ...taken };
    const take = () => as('root').cashier.take(form);
    // On a busy machine a transaction may time out: a clerk sends the same form again.
    await take().catch(take).catch(take);
    const present = { memberId, amount: POINTS, reason: '会员日赠送', requestId: `p-${memberId}` };
    const give = () => as('root').membership.adjust(present);
    await give().catch(give).catch(give);
  }
  return { id, offer, members, known: [], closureIds: [], tap: async () => undefined };
}
