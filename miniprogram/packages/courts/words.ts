import type { SheetRow } from '@shared/contracts/courtsViews';
import { BOOKING_WORDS, type BookingStatus } from '@shared/domain/booking';

/** Good, waiting, due to come, over without harm, gone wrong: each has one colour. */
export type Tone = 'good' | 'wait' | 'due' | 'off' | 'bad';

export const STATUS_TONES: Readonly<Record<BookingStatus, Tone>> = {
  PENDING_PAY: 'wait',
  BOOKED: 'due',
  CHECKED_IN: 'good',
  COMPLETED: 'off',
  CANCELLED: 'off',
  CLOSED: 'off',
  NO_SHOW: 'bad',
};

/** How a booking stands; a no-show that was taken back says so. */
export const statusWord = ({ booking, waived }: Pick<SheetRow, 'booking' | 'waived'>) =>
  waived ? '未到已免除' : BOOKING_WORDS[booking.status];
