import type { ClubDate } from '@shared/base/time';
import type { GridView } from '@shared/contracts/bookingViews';
import { SPORTS, type Sport } from '@shared/domain/booking';
import type { Selection } from '../../../../components/slot-grid/choice.view';

/** What the desk sells: half-hours of one court. */
export interface DeskChoice {
  readonly venueId: string;
  readonly courtId: string;
  readonly sport: Sport;
  readonly date: ClubDate;
  readonly from: number;
  readonly until: number;
}

/** The address of the form that sells a choice. */
export function bookPath(grid: GridView, { courtId, from, until }: Selection): string {
  const { venueId, sport, date } = grid;
  const query = Object.entries({ venueId, courtId, sport, date, from, until });
  const text = query.map(([name, value]) => `${name}=${value}`).join('&');
  return `/packages/courts/pages/book/book?${text}`;
}

/** The choice in an address; null when it is none. */
export function choiceOf(query: Readonly<Record<string, string | undefined>>): DeskChoice | null {
  const { venueId, courtId, date } = query;
  const sport = SPORTS.find((one) => one === query.sport);
  const [from, until] = [Number(query.from), Number(query.until)];
  if (!venueId || !courtId || !date || !sport || !(from < until)) return null;
  return { venueId, courtId, sport, date: date as ClubDate, from, until };
}
