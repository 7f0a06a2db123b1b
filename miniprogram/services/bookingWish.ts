import type { ClubDate } from '@shared/base/time';
import type { Sport } from '@shared/domain/booking';

/** Half-hours in a row on one court; minutes of the day. */
export interface WishedTime {
  readonly courtId: string;
  readonly from: number;
  readonly until: number;
}

/** What the tab 预约 shows next; a date or a sport that is absent is chosen by the server. */
export interface BookingWish {
  readonly venueId: string;
  readonly date?: ClubDate;
  readonly sport?: Sport;
  /** Chosen in the grid as far as it is free. */
  readonly time?: WishedTime;
}

let wished: BookingWish | null = null;

/** Opens the tab 预约 at a venue. A tab takes no query, so the wish waits here until it is shown. */
export function openBooking(wish: BookingWish): void {
  wished = wish;
  wx.switchTab({ url: '/pages/booking/booking' });
}

/** What was wished for since the tab was shown last; asked once, it is forgotten. */
export function takeBookingWish(): BookingWish | null {
  const wish = wished;
  wished = null;
  return wish;
}
