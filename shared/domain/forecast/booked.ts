import { type Booked, DAY_HOURS, type Hour, WEEK_HOURS } from './history';

/** How many days ahead bookings are looked at, today being the first. */
const DAYS_AHEAD = 8;

/**
 * People booked for each hour as it was known at a midnight: entry 0 at the midnight before the
 * hour, entry 1 at the one before that, and so on; and what is usual at that distance.
 */
export interface BookedAhead {
  readonly people: readonly Float32Array[];
  readonly usual: readonly Float32Array[];
}

/**
 * Bookings by how far ahead they were known. A booking counts at a midnight when it was made before
 * and not called off by then. Hours are entries from `from` on.
 */
export function bookedAhead(booked: readonly Booked[], from: Hour, length: number): BookedAhead {
  const people = Array.from({ length: DAYS_AHEAD }, () => new Float32Array(length));
  for (const { hour, people: many, knownFrom, calledOffAt = Infinity } of booked) {
    const entry = hour - from;
    if (entry < 0 || entry >= length) continue;
    const midnight = hour - (entry % DAY_HOURS);
    people.forEach((column, days) => {
      const asOf = midnight - days * DAY_HOURS;
      if (knownFrom < asOf && calledOffAt >= asOf) column[entry] = (column[entry] ?? 0) + many;
    });
  }
  return { people, usual: people.map(usualOf) };
}

/** The same weekday-hour of the last weeks, the nearer the heavier. */
function usualOf(people: Float32Array): Float32Array {
  return people.map((_, entry) => {
    let sum = 0;
    let weight = 0;
    for (let week = 1; week <= 8 && entry >= week * WEEK_HOURS; week++) {
      const share = 0.8 ** week;
      sum += share * (people[entry - week * WEEK_HOURS] ?? 0);
      weight += share;
    }
    return weight > 0 ? sum / weight : NaN;
  });
}
