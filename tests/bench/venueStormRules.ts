import type { Club } from '../functions/club';
import type { Stored } from '../functions/courtsInOrder';
import { type Day, houseProblems, isPerson, placeOf } from './venueStormHouse';
import type { Venue } from './venueStormVenue';

/** What stands, or stood when its time came: nobody else may have been there. */
const STANDING = ['PENDING_PAY', 'BOOKED', 'CHECKED_IN', 'COMPLETED', 'NO_SHOW'];

/** All that a booking holds: its court, its member's day, and those it is about to move to. */
function heldBy({ _id, memberId, sport, change, ...own }: Stored): string[] {
  const at = (span: Pick<Stored, 'courtId' | 'date' | 'from' | 'until'>, owner: string) => [
    placeOf(`court:${span.courtId}`, span, owner),
    ...(memberId === null ? [] : [placeOf(`member:${memberId}:${sport}`, span, owner)]),
  ];
  return [...at(own, _id), ...(change ? at(change, `${_id}~change`) : [])];
}

/**
 * What breaks the rules at this moment: a place that two have, more than fit or than a member may, a
 * claim without its booking, a booking without its claims. Empty when all is in order.
 */
export async function problemsNow(club: Club, venues: readonly Venue[]): Promise<string[]> {
  const [stored, found, inLine] = await Promise.all([
    club.documents('bookings'),
    club.documents('slot_days'),
    club.documents('booking_waits', { status: { $in: ['WAITING', 'OFFERED'] } }),
  ]);
  const standing = (stored as unknown as Stored[]).filter(({ status }) =>
    STANDING.includes(status),
  );
  const days = found as unknown as Day[];
  const courts = venues.flatMap(({ offer }) => offer.courts);
  const capacity = new Map(courts.map((one) => [`court:${one.id}`, one.capacity]));
  const placesOf = (status: string) =>
    inLine
      .filter((wait) => wait.status === status)
      .map((wait) => placeOf(`court:${wait.courtId}`, wait as unknown as Stored, String(wait._id)));
  const offered = placesOf('OFFERED');
  const wanted = [...standing.flatMap(heldBy), ...offered];
  return [
    ...days.flatMap((day) => problemsOf(day, capacity.get(day.subject))),
    ...doubleBookings(standing, capacity),
    ...differences(wanted, days),
    ...unknownTo(days, placesOf('WAITING')),
    ...(await houseProblems(club, { days, bookings: standing })),
  ];
}

/** Who is in line without the day knowing of it: it would be sold past them. */
function unknownTo(days: readonly Day[], waiting: readonly string[]): string[] {
  const known = new Set(
    days.flatMap(({ subject, date, line = [] }) =>
      line.map((one) => placeOf(subject, { ...one, date }, one.ownerId)),
    ),
  );
  return waiting.filter((one) => !known.has(one)).map((one) => `${one} waits unknown to its day`);
}

const MOST_MINUTES = 120;

function problemsOf({ subject, date, claims }: Day, capacity: number | undefined): string[] {
  if (capacity === undefined) {
    const own = claims.filter(({ ownerId }) => !ownerId.endsWith('~change'));
    const minutes = own.reduce((sum, { from, until }) => sum + until - from, 0);
    return minutes > MOST_MINUTES ? [`${subject} ${date} holds ${minutes} minutes`] : [];
  }
  const people = claims.filter(isPerson);
  return people.flatMap(({ from }) => {
    const now = people.filter((one) => one.from <= from && from < one.until);
    // Somebody who moves may keep both places over each other: it is one party that plays.
    const parties = new Map(now.map((one) => [one.ownerId.replace('~change', ''), one.places]));
    const taken = [...parties.values()].reduce((sum, places) => sum + places, 0);
    return taken > capacity ? [`${subject} ${date} ${from} is claimed ${taken} times`] : [];
  });
}

/** From the bookings alone, whatever the claims say. */
function doubleBookings(
  standing: readonly Stored[],
  capacity: ReadonlyMap<string, number>,
): string[] {
  const taken = new Map<string, number>();
  for (const { courtId, date, from, until, places } of standing) {
    for (let slot = from; slot < until; slot += 30) {
      const key = `court:${courtId} ${date} ${slot}`;
      taken.set(key, (taken.get(key) ?? 0) + places);
    }
  }
  return [...taken].flatMap(([key, places]) => {
    const most = capacity.get(key.slice(0, key.indexOf(' '))) ?? 0;
    return places > most ? [`${key} is booked ${places} times`] : [];
  });
}

function differences(wanted: readonly string[], days: readonly Day[]): string[] {
  const claimed = days.flatMap(({ subject, date, claims }) =>
    claims.filter(isPerson).map((one) => placeOf(subject, { ...one, date }, one.ownerId)),
  );
  const [there, should] = [new Set(claimed), new Set(wanted)];
  return [
    ...claimed.filter((one) => !should.has(one)).map((one) => `${one} is claimed for nothing`),
    ...wanted.filter((one) => !there.has(one)).map((one) => `${one} is not claimed`),
    ...(there.size < claimed.length ? ['a claim is there twice'] : []),
  ];
}

/** What a function is told when it, or one that was before it at the same documents, was made to fail. */
const ORDERED = /ordered fault|TransactionNotExist|CommitUnknown|socket hang up/;

/**
 * No faults of ours: what is reported each minute when something waits for a channel; a notification
 * that came so late that its signature is too old: the channel sends it again; and a refund that an
 * ordered fault held up until less than a minute before the next of its order: WeChat says 429 to
 * that one, and it is sent again under its number.
 */
const EXPECTED =
  /"traceId":"alarmOnStuck"|a notification is refused: STALE|domestic\/refunds: \S+ .*status code 429/;

/** Faults in the log of the functions that people, channels and timers call, which nothing that was ordered explains. */
export const unexplained = (log: readonly string[]): string[] =>
  log
    .filter((line) =>
      /^\[(?:booking|courts|timer|payTimer|wechatHook) \S+\] \{"traceId"/.test(line),
    )
    .filter((line) => !ORDERED.test(line) && !EXPECTED.test(line));
