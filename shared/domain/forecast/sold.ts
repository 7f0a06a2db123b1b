import { type Booked, DAY_HOURS, type Hour, TABLE_HOURS } from './history';

/** A confirmed booking or lesson: who comes, when, and since when it is known. */
export interface Commitment {
  /** Hours with their fraction: half past nine is 9.5. */
  readonly from: number;
  readonly until: number;
  readonly people: number;
  readonly knownFrom: Hour;
}

/** People expected by bookings and lessons as it was known at a midnight. */
export interface AheadKnown {
  readonly midnight: Hour;
  /** Of the next TABLE_HOURS; a booking of half an hour brings half of its people. */
  readonly people: readonly number[];
}

/** What is sold of the hours after a midnight, of all that was made before it. */
export function aheadAt(midnight: Hour, commitments: readonly Commitment[]): AheadKnown {
  const people = new Array<number>(TABLE_HOURS).fill(0);
  for (const { from, until, people: many, knownFrom } of commitments) {
    if (knownFrom >= midnight) continue;
    const first = Math.max(midnight, Math.floor(from));
    for (let hour = first; hour < Math.min(until, midnight + TABLE_HOURS); hour++) {
      const share = Math.min(until, hour + 1) - Math.max(from, hour);
      people[hour - midnight] = (people[hour - midnight] ?? 0) + share * many;
    }
  }
  return { midnight, people: people.map((one) => Number(one.toFixed(2))) };
}

/**
 * The same as bookings that were known at that midnight and no other: each night says anew what was
 * known then, so that what was called off later is in it and what was made later is not.
 */
export function bookedFrom(nights: readonly AheadKnown[]): Booked[] {
  return nights.flatMap(({ midnight, people }) =>
    people.flatMap((many, ahead): Booked[] =>
      many > 0
        ? [
            {
              hour: midnight + ahead,
              people: many,
              knownFrom: midnight - 1,
              calledOffAt: midnight,
            },
          ]
        : [],
    ),
  );
}

/** The midnights of which nobody has noted what was sold: from `from` on, `until` included. */
export function midnightsMissing(
  noted: ReadonlySet<Hour>,
  { from, until }: { readonly from: Hour; readonly until: Hour },
): Hour[] {
  const missing: Hour[] = [];
  for (let midnight = from; midnight <= until; midnight += DAY_HOURS) {
    if (!noted.has(midnight)) missing.push(midnight);
  }
  return missing;
}
