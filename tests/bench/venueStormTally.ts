import type { Club } from '../functions/club';

/** How often what happened, so that a storm in which nothing happens is seen. */
export type Tally = Record<
  | ('booked' | 'walkIns' | 'inPoints' | 'withCoupon')
  | ('cancelled' | 'moved' | 'expired' | 'paidBack' | 'paidLate' | 'undelivered')
  | ('verified' | 'played' | 'missed')
  | ('waited' | 'kept' | 'closures' | 'reopened' | 'broken'),
  number
>;

export const emptyTally = (): Tally => ({
  ...{ booked: 0, walkIns: 0, inPoints: 0, withCoupon: 0 },
  ...{ cancelled: 0, moved: 0, expired: 0, paidBack: 0, paidLate: 0, undelivered: 0 },
  ...{ verified: 0, played: 0, missed: 0 },
  ...{ waited: 0, kept: 0, closures: 0, reopened: 0, broken: 0 },
});

/** Adds what a batch met, by the venues' documents; `broken` is counted where it happens. */
export async function count({ documents }: Club, tally: Tally): Promise<void> {
  const ours = { venueId: { $regex: '^v-storm-' } };
  const bookings = await documents('bookings', ours);
  const waits = await documents('booking_waits', ours);
  const closures = await documents('closures', ours);
  const orders = await documents('orders', { kind: { $regex: '^BOOKING' }, paidAt: { $ne: null } });
  type Found = Record<string, unknown>;
  const add = (what: keyof Tally, found: readonly Found[], is: (one: Found) => boolean) => {
    tally[what] += found.filter(is).length;
  };
  const isPaid = ({ paidBy }: Found) => (paidBy as string[]).length > 0;
  add('booked', bookings, isPaid);
  add('walkIns', bookings, (one) => isPaid(one) && one.memberId === null);
  add('inPoints', bookings, (one) => isPaid(one) && Number(one.pointsUsed) > 0);
  add('withCoupon', bookings, (one) => isPaid(one) && Number(one.couponOff) > 0);
  add('cancelled', bookings, ({ status }) => status === 'CANCELLED');
  add('expired', bookings, ({ status }) => status === 'CLOSED');
  add('paidBack', bookings, ({ refunded }) => Number(refunded) > 0);
  add('verified', bookings, ({ verifiedAt }) => verifiedAt !== null);
  add('played', bookings, ({ status }) => status === 'COMPLETED');
  add('missed', bookings, ({ status }) => status === 'NO_SHOW');
  // Told of after the time to pay was over, and paid for what could not be had any more.
  add('paidLate', orders, (one) => Number(one.fulfilledAt) > Number(one.expiresAt));
  add('undelivered', orders, ({ fulfilledAt }) => fulfilledAt === null);
  add('waited', waits, () => true);
  add('kept', waits, ({ status }) => status === 'TAKEN');
  add('closures', closures, () => true);
  add('reopened', closures, ({ reopened }) => reopened === true);
  tally.moved += bookings.reduce((sum, { timesMoved = 0 }) => sum + Number(timesMoved), 0);
}
