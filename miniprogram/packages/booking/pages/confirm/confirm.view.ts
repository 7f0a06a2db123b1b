import type { Fen } from '@shared/base/money';
import type { ClubDate, Instant } from '@shared/base/time';
import type { CourtDay, GridView } from '@shared/contracts/bookingViews';
import { SPORTS, type Sport } from '@shared/domain/booking';
import { dueOf } from '@shared/domain/refund';
import { type DaySpan, isOnGrid, SLOT_MINUTES, startOf } from '@shared/domain/slots';
import { type Opened, quoteOfChoice } from '../../../../pages/booking/booking.view';
import { type BillView, billView } from '../../bill.view';
import { type PlaceAndTime, placeAndTime } from '../../booking.view';
import { type PayBy, type PayWay, payWays, payWord } from '../../payWay.view';
import { type TierRow, tierRows } from '../../tiers.view';
import { type Beside, besideMoney, type Chosen } from './means.view';

/** The most places that one member books at once. */
const MOST_PLACES = 4;

/** What was chosen on the grid. */
export interface Wanted {
  readonly venueId: string;
  readonly courtId: string;
  readonly date: ClubDate;
  readonly sport: Sport | null;
  readonly from: number;
  readonly until: number;
}

/** The choice as the address of the page names it; what is cut off finds no court. */
export function wantedFrom(query: Readonly<Record<string, string | undefined>>): Wanted {
  return {
    venueId: query.venueId ?? '',
    courtId: query.courtId ?? '',
    date: (query.date ?? '') as ClubDate,
    sport: SPORTS.find((sport) => sport === query.sport) ?? null,
    from: Number(query.from),
    until: Number(query.until),
  };
}

export interface ConfirmView {
  readonly place: PlaceAndTime;
  /** The stepper for places; null where a court is booked as a whole. */
  readonly places: { readonly count: number; readonly most: number; readonly left: string } | null;
  readonly bill: BillView;
  /** Coupon and points, as they are chosen and can be. */
  readonly beside: Beside;
  /** What is to be paid in money. */
  readonly due: Fen;
  readonly tiers: readonly TierRow[];
  /** Empty when it costs nothing. */
  readonly ways: readonly PayWay[];
  readonly button: string;
}

/** Why what was chosen cannot be booked any more. */
export type Gone = 'mine' | 'taken';

/** How the form stands: how many places, paid by what. */
export interface Form extends Chosen {
  readonly places: number;
  readonly by: PayBy;
}

export function confirmView(
  opened: Opened,
  wanted: Wanted,
  { places, by, now, ...chosen }: Form & { readonly now: Instant },
): ConfirmView | Gone {
  const { grid } = opened;
  const court = grid?.courts.find(({ id }) => id === wanted.courtId);
  if (!grid?.open || !court || !isWithin(grid.open, wanted)) return 'taken';
  const letters = lettersOf(grid, court, wanted);
  if (!/^f+$/.test(letters)) return /^m+$/.test(letters) ? 'mine' : 'taken';
  const free = leftOf(grid, court, wanted);
  const most = Math.min(MOST_PLACES, free);
  const count = Math.min(places, most);
  const quote = quoteOfChoice(grid, { ...wanted, taken: false }, count);
  const beside = besideMoney(opened.means, quote.total, { ...chosen, now });
  const due = dueOf({ quote, ...beside });
  const { name: courtName, kind, sport } = court;
  const venueName = opened.venues.find(({ id }) => id === grid.venueId)?.name ?? '';
  return {
    place: placeAndTime({ ...wanted, venueName, courtName, kind, sport, places: count }, now),
    places: kind === 'PLACES' ? { count, most, left: `还剩 ${free} 个` } : null,
    bill: billView(quote, count, beside),
    beside,
    due,
    tiers: tierRows(grid.tiers, startOf(wanted.date, wanted), now),
    ways: due > 0 ? payWays(by, null) : [],
    button: payWord(by, due),
  };
}

/** Of an address that was cut off, nothing can be booked. */
const isWithin = (open: DaySpan, wanted: Wanted) =>
  isOnGrid(wanted) && open.from <= wanted.from && wanted.until <= open.until;

const rowsOf = ({ open }: GridView, { from, until }: Wanted): [number, number] => [
  (from - (open?.from ?? 0)) / SLOT_MINUTES,
  (until - (open?.from ?? 0)) / SLOT_MINUTES,
];

const lettersOf = (grid: GridView, court: CourtDay, wanted: Wanted) =>
  court.cells.slice(...rowsOf(grid, wanted));

/** How many places are left in the fullest half-hour; of a court, the court. */
const leftOf = (grid: GridView, { left }: CourtDay, wanted: Wanted) =>
  left ? Math.min(...left.slice(...rowsOf(grid, wanted))) : 1;
