import { fen } from '@shared/base/money';
import { type ClubDate, clubDayStart, HOUR, plus } from '@shared/base/time';
import type { SheetRow } from '@shared/contracts/courtsViews';
import { MONEY_ALONE } from './booking';

export const DATE = '2026-03-14' as ClubDate;
export const clock = (hour: number) => plus(clubDayStart(DATE), hour * HOUR);
export const NOBODY_MAY = {
  verify: false,
  cancel: false,
  noShow: false,
  waive: false,
  showCode: false,
};

/** A booking on the sheet: Lin, table 3, this evening, paid. */
export function row(
  booking: Partial<SheetRow['booking']> = {},
  part: Partial<SheetRow> = {},
): SheetRow {
  return {
    booking: {
      id: 'B1',
      venueId: 'v-east-pingpong',
      venueName: '东区乒乓球馆',
      courtId: 'v-east-pingpong-3',
      courtName: '3 号台',
      sport: 'TABLE_TENNIS',
      kind: 'COURT',
      date: DATE,
      from: 19 * 60,
      until: 20 * 60,
      places: 1,
      startAt: clock(19),
      endAt: clock(20),
      status: 'BOOKED',
      quote: { lines: [], gross: fen(2400), discount: fen(0), total: fen(2400) },
      paid: fen(2400),
      refunded: fen(0),
      ...MONEY_ALONE,
      expiresAt: clock(10),
      seriesId: null,
      mine: false,
      ...booking,
    },
    who: '林*满',
    walkIn: false,
    maskedPhone: '138****0001',
    companions: 0,
    code: '123456789012345',
    waived: false,
    source: 'APP',
    may: NOBODY_MAY,
    ...part,
  };
}
