import type { Instant } from '@shared/base/time';
import type { BookingCursor } from '@shared/contracts/bookingViews';
import type { Db, Where } from '../_kit/db';
import { type Booking, bookings } from './store';
import { bookingView } from './views';

const PAGE = 20;
const MOST_COMING = 100;

interface Asked {
  readonly when: 'COMING' | 'PAST';
  readonly before: BookingCursor | null;
  readonly now: Instant;
}

/** A member's own bookings and those joined: what is coming, the next first, or what is past. */
export async function myBookings(db: Db, memberId: string, { when, before, now }: Asked) {
  const found =
    when === 'COMING' ? await coming(db, memberId, now) : await past(db, memberId, { before, now });
  const page = when === 'COMING' ? found : found.slice(0, PAGE);
  const last = page.at(-1);
  const next = found.length > page.length && last ? { endAt: last.endAt, id: last._id } : null;
  return { bookings: page.map((booking) => bookingView(booking, memberId)), next };
}

/** Own ones and joined ones. */
const whoseOf = (memberId: string): readonly Where<Booking>[] => [
  { memberId },
  { companions: memberId },
];

async function coming(db: Db, memberId: string, now: Instant): Promise<Booking[]> {
  const found = await Promise.all(
    whoseOf(memberId).map((whose) =>
      db.find(bookings, {
        where: { ...whose, endAt: { gt: now }, status: { notIn: NEVER } },
        order: [['endAt', 'asc']],
        limit: MOST_COMING,
      }),
    ),
  );
  return found.flat().sort((a, b) => a.endAt - b.endAt);
}

/** What never came to be is history, however far ahead: it is not coming. */
const NEVER = ['CLOSED', 'CANCELLED'] as const;

/** What is past comes in this order: what never came to be and is still ahead, then what is over. */
function pastAfter(before: BookingCursor | null, now: Instant): readonly Where<Booking>[] {
  const never = { status: { in: NEVER } };
  if (!before) return [{ ...never, endAt: { gt: now } }, { endAt: { lte: now } }];
  const { endAt, id } = before;
  const beside = { endAt, _id: { lt: id } };
  if (endAt <= now) return [beside, { endAt: { lt: endAt } }];
  return [
    { ...never, ...beside },
    { ...never, endAt: { gt: now, lt: endAt } },
    { endAt: { lte: now } },
  ];
}

/** One more than a page, the latest first: after the last one shown, not after its moment alone. */
async function past(
  db: Db,
  memberId: string,
  { before, now }: Pick<Asked, 'before' | 'now'>,
): Promise<Booking[]> {
  const ends = pastAfter(before, now);
  const order = [
    ['endAt', 'desc'],
    ['_id', 'desc'],
  ] as const;
  const limit = PAGE + 1;
  const asked = whoseOf(memberId).flatMap((whose) => ends.map((end) => ({ ...whose, ...end })));
  const found = await Promise.all(asked.map((where) => db.find(bookings, { where, order, limit })));
  return found.flat().sort((a, b) => b.endAt - a.endAt || (a._id < b._id ? 1 : -1));
}
