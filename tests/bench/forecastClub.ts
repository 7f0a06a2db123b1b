import type { ClubDate } from '@shared/base/time';
import { clubMarks, midnightOf } from '@shared/domain/forecast/clubCalendar';
import {
  type Booked,
  DAY_HOURS,
  dayOf,
  type Hour,
  hourOfDay,
  type VenueHistory,
  WEEK_HOURS,
  weekdayOf,
} from '@shared/domain/forecast/history';
import { seededRandom } from '@shared/domain/forecast/random';
import { measured, type OccupancySet } from './forecastSets';

/** How a generated club is. */
export interface ClubOptions {
  readonly venues: number;
  readonly days: number;
  /** Share of the visits that were booked before. */
  readonly booked: number;
  readonly seed: number;
}

const FROM = midnightOf('2024-09-02' as ClubDate);
const OPENS = 8;
const CLOSES = 22;

/** The splits that the bench needs: the last ten weeks are the test, eight weeks before it calibrate. */
export function generatedClub(of: Partial<ClubOptions> = {}): OccupancySet {
  const options: ClubOptions = { venues: 4, days: 240, booked: 0.5, seed: 7, ...of };
  const venues = Array.from({ length: options.venues }, (_, at) => generatedVenue(at, options));
  const testTo = FROM + options.days * DAY_HOURS;
  const testFrom = testTo - 10 * WEEK_HOURS;
  return {
    ...{ name: 'generated', testFrom, testTo, calibrationFrom: testFrom - 8 * WEEK_HOURS },
    venues: venues.map((venue) => measured(venue, testFrom, 0.5)),
  };
}

const isOpen = (hour: Hour) => hourOfDay(hour) >= OPENS && hourOfDay(hour) < CLOSES;

/**
 * A venue with a week of its own, levels that wander, holidays, and days of which nobody but the
 * bookings knows beforehand that they will be full.
 */
export function generatedVenue(at: number, options: ClubOptions): VenueHistory {
  const random = seededRandom(options.seed * 1000 + at);
  const size = 40 + Math.floor(160 * random());
  const marksOf = clubMarks();
  const peaks = {
    morning: 9 + 2 * random(),
    evening: 18 + 2 * random(),
    weekend: 14 + 2 * random(),
  };
  const hours = options.days * DAY_HOURS;
  const counts = new Float32Array(hours).fill(NaN);
  const booked: Booked[] = [];
  let level = 1;
  let event = 0;
  for (let entry = 0; entry < hours; entry++) {
    const hour = FROM + entry;
    if (hourOfDay(hour) === 0) {
      level = 1 + 0.9 * (level - 1) + 0.1 * normal(random);
      event = 0.35 * normal(random);
    }
    if (!isOpen(hour)) continue;
    const { holiday, worked } = marksOf(dayOf(hour));
    const asWeekend = holiday || (weekdayOf(hour) >= 5 && !worked);
    const shape = shapeAt(hourOfDay(hour), peaks, asWeekend);
    const wanted = 0.5 * size * shape * Math.max(0.3, level);
    const withBooking = poisson(
      options.booked * wanted * Math.exp(event + 0.3 * normal(random)),
      random,
    );
    counts[entry] = withBooking + poisson((1 - options.booked) * wanted, random);
    booked.push(...bookingsOf(hour, withBooking, random));
  }
  return { venueId: `v-${at}`, from: FROM, counts, isOpen, marksOf, size, booked };
}

function shapeAt(
  hour: number,
  peaks: { readonly morning: number; readonly evening: number; readonly weekend: number },
  asWeekend: boolean,
): number {
  const bump = (middle: number, width: number) => Math.exp(-(((hour - middle) / width) ** 2));
  if (asWeekend) return 0.2 + 0.8 * bump(peaks.weekend, 4);
  return 0.15 + 0.35 * bump(peaks.morning, 2) + 0.9 * bump(peaks.evening, 2.2);
}

/** Booked sixty hours before on average, some on the way; and now and then one that was called off. */
function bookingsOf(hour: Hour, people: number, random: () => number): Booked[] {
  const kept = Array.from({ length: people }, (): Booked => {
    const knownFrom = hour - Math.ceil(-60 * Math.log(1 - random()));
    return { hour, people: 1, knownFrom };
  });
  if (random() >= 0.3) return kept;
  return [...kept, { hour, people: 1, knownFrom: hour - 90, calledOffAt: hour - 30 }];
}

/** Standard normal (Box and Muller). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Poisson by counting exponential steps; good for the hundreds that a hall holds. */
function poisson(mean: number, random: () => number): number {
  let sum = -Math.log(1 - random());
  let many = 0;
  while (sum < mean) {
    many++;
    sum -= Math.log(1 - random());
  }
  return many;
}
