import { DAY_HOURS, type Hour } from './history';
import { BAND_DAYS } from './intervals';
import { OWN_DAYS } from './newcomer';

/** A model is trained anew when it is so old. */
export const TRAINED_EVERY = 14 * DAY_HOURS;

/**
 * The nights to make, oldest first, tonight the last. A club that has counted before it had a
 * forecast lives its last eight weeks again, each night on what was known then: its error, its bands
 * and what a live count is worth are known from the first evening on.
 */
export function nightsToMake(of: {
  /** The last night made; null if there is none. */
  readonly last: Hour | null;
  /** The first day that anybody counted; null if nobody has. */
  readonly firstDay: Hour | null;
  readonly tonight: Hour;
}): Hour[] {
  const { last, firstDay, tonight } = of;
  if (firstDay === null) return [];
  const begun = last === null ? firstDay + OWN_DAYS * DAY_HOURS : last + DAY_HOURS;
  const nights: Hour[] = [];
  const from = Math.max(begun, tonight - BAND_DAYS * DAY_HOURS);
  for (let night = from; night <= tonight; night += DAY_HOURS) nights.push(night);
  return nights;
}
