import type { OfferForm } from '@shared/contracts/courtsViews';
import { DEFAULT_LIMITS, type Sport } from '@shared/domain/booking';
import { DEFAULT_TIERS } from '@shared/domain/refund';
import { CAMPUSES } from './personas';
import { VENUES } from './venues';

const MORNING = 9 * 60;
const EVENING = 18 * 60;
const NIGHT = 22 * 60;

interface Priced {
  readonly base: number;
  readonly peak: number;
  readonly holiday: number;
}

/** Peak on the evenings of weekdays, all day at the weekend, more on holidays. */
const priceList = ({ base, peak, holiday }: Priced): NonNullable<OfferForm['prices'][Sport]> => ({
  base,
  rules: [
    { days: ['WEEKDAY'], from: EVENING, until: NIGHT, fen: peak, name: '高峰' },
    { days: ['WEEKEND'], from: MORNING, until: NIGHT, fen: peak, name: '周末' },
    { days: ['HOLIDAY'], from: 0, until: 24 * 60, fen: holiday, name: '节假日' },
  ],
});

interface SeedCourts {
  readonly venueId: string;
  readonly sport: Sport;
  /** Names of courts that are booked as a whole, or one name with a number of places. */
  readonly names: readonly string[];
  readonly places?: number;
  readonly price: Priced;
}

const numbered = (count: number, unit: string) =>
  Array.from({ length: count }, (_, index) => `${index + 1} 号${unit}`);

const SEEDS: readonly SeedCourts[] = [
  {
    venueId: 'v-centre-badminton',
    sport: 'BADMINTON',
    names: numbered(8, '场'),
    price: { base: 2_000, peak: 3_000, holiday: 4_000 },
  },
  {
    venueId: 'v-centre-pingpong',
    sport: 'TABLE_TENNIS',
    names: numbered(12, '台'),
    price: { base: 1_000, peak: 1_500, holiday: 2_000 },
  },
  {
    venueId: 'v-east-pingpong',
    sport: 'TABLE_TENNIS',
    names: numbered(8, '台'),
    price: { base: 800, peak: 1_200, holiday: 1_500 },
  },
  {
    venueId: 'v-west-basketball',
    sport: 'BASKETBALL',
    names: numbered(2, '场'),
    price: { base: 6_000, peak: 9_000, holiday: 10_000 },
  },
  {
    venueId: 'v-centre-gym',
    sport: 'GYM',
    names: ['健身大厅'],
    places: 40,
    price: { base: 500, peak: 800, holiday: 800 },
  },
  {
    venueId: 'v-west-yoga',
    sport: 'YOGA',
    names: ['瑜伽室'],
    places: 12,
    price: { base: 1_500, peak: 1_800, holiday: 2_000 },
  },
];

/** What each venue offers for booking. */
export const offerDocuments = () =>
  SEEDS.flatMap(({ venueId, sport, names, places, price }) => {
    const venue = VENUES.find(({ _id }) => _id === venueId);
    if (!venue) return [];
    const { campusId, name, hours, suspended } = venue;
    return [
      {
        _id: venueId,
        campusId,
        venue: { name, hours, suspended },
        onSale: true,
        courts: names.map((courtName, index) => ({
          id: `${venueId}-${index + 1}`,
          name: courtName,
          sport,
          kind: places === undefined ? 'COURT' : 'PLACES',
          capacity: places ?? 1,
          status: 'OPEN',
        })),
        prices: { [sport]: priceList(price) },
        limits: DEFAULT_LIMITS,
        tiers: DEFAULT_TIERS,
        seriesAllowed: campusId !== CAMPUSES.west,
        days: [],
        version: 1,
      },
    ];
  });
