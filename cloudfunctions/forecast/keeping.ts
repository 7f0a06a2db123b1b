import {
  addDays,
  type ClubDate,
  clubDateOf,
  clubDayStart,
  clubWeekdayOf,
  DAY,
  MINUTE,
  plus,
} from '@shared/base/time';
import { hourMeans, type MinuteSpan, openHours, opennessOf } from '@shared/domain/forecast/days';
import { MINUTES_A_DAY } from '@shared/domain/hours';
import type { Context } from '../_kit/serve';
import { type Closure, wholeClosuresOf } from '../booking/service';
import { firstSampleOf, forgetSamples, samplesBetween, type Venue } from '../venue/service';
import { dayId, type HeadcountDay, headcountDays } from './store';

/** Whether the doors of a venue are open, minute by minute, as far as it is known now. */
export function opennessOn(venue: Venue, closures: readonly Closure[], date: ClubDate) {
  const start = clubDayStart(date);
  const closed = closures.flatMap(({ from, until }): MinuteSpan[] => {
    const span = { from: (from - start) / MINUTE, until: (until - start) / MINUTE };
    return span.until > 0 && span.from < MINUTES_A_DAY ? [span] : [];
  });
  return opennessOf(venue.hours[clubWeekdayOf(start)] ?? null, closed);
}

/** Samples are for the curve of a day; five weeks of them are there for a person to look at. */
const SAMPLE_DAYS = 35;

/**
 * Writes down each day that is over and is not kept yet: what is left of its samples, which are
 * forgotten five weeks later. A second run finds nothing to do.
 */
export async function keepDays(
  { db, now, platform }: Context,
  venue: Venue,
  last: ClubDate | null,
): Promise<HeadcountDay[]> {
  const first = last === null ? await firstSampleOf(db, venue._id) : null;
  if (last === null && first === null) return [];
  const closures = await wholeClosuresOf(db, venue._id);
  const kept: HeadcountDay[] = [];
  const today = clubDateOf(now);
  let date = last === null ? clubDateOf(first ?? now) : addDays(last, 1);
  for (; date < today; date = addDays(date, 1)) {
    const start = clubDayStart(date);
    const samples = await samplesBetween(db, venue._id, { from: start, until: plus(start, DAY) });
    const isOpenAt = opennessOn(venue, closures, date);
    const minutes = samples.map(({ at, headcount }) => ({
      minute: (at - start) / MINUTE,
      headcount,
    }));
    // Suspended now does not say since when: who was inside that day came through open doors.
    const isShut = venue.suspended && samples.every(({ headcount }) => headcount === 0);
    const day: HeadcountDay = {
      _id: dayId(venue._id, date),
      ...{ venueId: venue._id, date },
      counts: hourMeans(minutes, isOpenAt),
      open: isShut ? new Array<number>(24).fill(0) : openHours(isOpenAt),
    };
    await db.insert(headcountDays, day);
    kept.push(day);
  }
  if (kept.length > 0) {
    // Everything before today is kept in hours. The night goes on without: the next one forgets.
    const before = clubDayStart(addDays(today, -SAMPLE_DAYS));
    await forgetSamples(db, venue._id, before).catch((fault) =>
      platform.reportFault(fault, venue._id),
    );
  }
  return kept;
}
