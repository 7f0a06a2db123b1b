import { addDays, type ClubDate, clubDateOf } from '@shared/base/time';
import { clubMarks, instantOf, midnightOf } from '@shared/domain/forecast/clubCalendar';
import { historyOf, type KeptDay, type KnownVenue, openHours } from '@shared/domain/forecast/days';
import { dayOf, type VenueHistory, type WeatherIssue } from '@shared/domain/forecast/history';
import type { AheadKnown } from '@shared/domain/forecast/sold';
import type { Db } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { wholeClosuresOf } from '../booking/service';
import { allVenues, type Venue } from '../venue/service';
import { keepDays, opennessOn } from './keeping';
import { noteSold } from './selling';
import {
  forecastSettings,
  type HeadcountDay,
  headcountDays,
  type SpecialDayDoc,
  soldNights,
  specialDays,
  weatherIssues,
} from './store';

/** A year and a half: what is older says nothing of a club that has changed since. */
const KEPT_DAYS = 540;
/** Of 48, 192 and 720 numbers a document, so many stay below the megabyte of an answer. */
const DAYS_PAGE = { page: 400 };
const NIGHTS_PAGE = { page: 100 };
const ISSUES_PAGE = { page: 25 };

/** A venue as the night knows it. */
export interface Known {
  readonly venue: Venue;
  readonly history: VenueHistory;
  /** The same with what was counted while the doors were closed; null if nobody was. */
  readonly withClosed: VenueHistory | null;
  /** Events that are marked for the days to come. */
  readonly events: readonly { readonly date: ClubDate; readonly note: string }[];
}

/** All venues that were ever counted, with all that is known of them; brings the books up to date. */
export async function recallClub(context: Context): Promise<Known[]> {
  const { db, now } = context;
  const since = addDays(clubDateOf(now), -KEPT_DAYS);
  const [venues, days, sold] = await Promise.all([
    allVenues(db),
    db.all(headcountDays, { date: { gte: since } }, DAYS_PAGE),
    db.all(soldNights, { date: { gte: since } }, NIGHTS_PAGE),
  ]);
  const daysOf = groupedByVenue(days);
  const soldOf = groupedByVenue(sold);
  const known: Known[] = [];
  for (const venue of [...venues].sort((a, b) => (a._id < b._id ? -1 : 1))) {
    const before = (daysOf.get(venue._id) ?? []).sort((a, b) => (a.date < b.date ? -1 : 1));
    const kept = [...before, ...(await keepDays(context, venue, before.at(-1)?.date ?? null))];
    const [first] = kept;
    if (!first) continue;
    const noted = (soldOf.get(venue._id) ?? []).map(({ date, people }) => ({
      midnight: midnightOf(date),
      people,
    }));
    const nights = await noteSold(db, venue, {
      noted: new Set(noted.map(({ midnight }) => midnight)),
      from: midnightOf(first.date),
      until: midnightOf(clubDateOf(now)),
    });
    const special = await db.all(specialDays, { venueId: venue._id });
    const one = await knownVenue(db, venue, { ahead: [...noted, ...nights], special, since });
    const events = special
      .filter(({ kind, date }) => kind === 'EVENT' && date >= clubDateOf(now))
      .map(({ date, note }) => ({ date, note }));
    const histories = historiesOf(one, kept.map(keptDay));
    if (histories) known.push({ venue, ...histories, events });
  }
  return known;
}

function groupedByVenue<T extends { readonly venueId: string }>(all: readonly T[]) {
  const grouped = new Map<string, T[]>();
  for (const one of all) {
    const known = grouped.get(one.venueId);
    if (known) known.push(one);
    else grouped.set(one.venueId, [one]);
  }
  return grouped;
}

export const keptDay = ({ date, counts, open }: HeadcountDay): KeptDay => ({
  midnight: midnightOf(date),
  counts,
  open,
});

function historiesOf(one: KnownVenue, days: readonly KeptDay[]) {
  const history = historyOf(one, days);
  if (!history) return null;
  const isNightly = days.some(({ counts, open }) =>
    counts.some((count, hour) => (count ?? 0) > 0 && open[hour] === 0),
  );
  return { history, withClosed: isNightly ? historyOf(one, days, { withClosed: true }) : null };
}

async function knownVenue(
  db: Db,
  venue: Venue,
  {
    ahead,
    special,
    since,
  }: {
    readonly ahead: readonly AheadKnown[];
    readonly special: readonly SpecialDayDoc[];
    readonly since: ClubDate;
  },
): Promise<KnownVenue> {
  const venueId = venue._id;
  const [closures, settings] = await Promise.all([
    wholeClosuresOf(db, venueId),
    db.get(forecastSettings, venueId),
  ]);
  const openOn = new Map<ClubDate, readonly number[]>();
  return {
    ...{ venueId, size: venue.capacity, marksOf: clubMarks(), ahead },
    special: new Map(special.map(({ date, kind }) => [dayOf(midnightOf(date)), kind])),
    isOpenLater: (hour) => {
      const date = clubDateOf(instantOf(hour));
      const open = openOn.get(date) ?? openHours(opennessOn(venue, closures, date));
      openOn.set(date, open);
      return open[hour - midnightOf(date)] === 1;
    },
    weather: settings?.weather ? await weatherOf(db, venueId, since) : null,
  };
}

async function weatherOf(db: Db, venueId: string, since: ClubDate): Promise<WeatherIssue[]> {
  const column = (values: readonly (number | null)[]) =>
    Float32Array.from(values, (value) => value ?? NaN);
  const where = { venueId, issuedAt: { gte: midnightOf(since) } };
  const issues = await db.all(weatherIssues, where, ISSUES_PAGE);
  return issues.map(({ issuedAt, from, temperature, rain, cloud }) => ({
    ...{ issuedAt, from },
    temperature: column(temperature),
    rain: column(rain),
    cloud: column(cloud),
  }));
}
