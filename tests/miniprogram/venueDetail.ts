import { type ClubDate, clubDayStart, HOUR, plus } from '@shared/base/time';
import { everyDay } from '@shared/domain/venue';
import type { VenueDetail } from '../../miniprogram/packages/venue/pages/detail/detail.view';

const saturday = clubDayStart('2026-03-14' as ClubDate);
/** So many hours after the midnight of the day that is looked at. */
export const at = (hours: number) => plus(saturday, hours * HOUR);

/** What the club says of a hall at ten in the morning. */
export const venueDetail = (
  part: Partial<VenueDetail['venue']> = {},
  beside: Partial<VenueDetail> = {},
): VenueDetail => ({
  registered: true,
  venue: {
    id: 'v1',
    campusId: 'c1',
    name: '乒乓馆',
    pictureUrl: null,
    headcount: 4,
    capacity: 10,
    opening: { open: true, suspended: false, changesAt: at(22) },
    heatRank: 1,
    favourite: false,
    trend: null,
    error: null,
    campusName: '总馆',
    address: '体育路 1 号',
    latitude: 31.2,
    longitude: 121.5,
    phone: '021-5555000',
    longestStayMinutes: 240,
    hours: everyDay(9 * 60, 22 * 60),
    ...part,
  },
  rating: null,
  bookable: true,
  today: { opensAt: at(9), closesAt: at(22) },
  curve: [],
  forecast: null,
  waiting: false,
  closure: null,
  openVisit: null,
  now: at(10),
  ...beside,
});
