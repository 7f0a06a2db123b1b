import { overlaps } from '@shared/domain/slots';
import type { Club } from '../functions/club';
import type { Stored } from '../functions/courtsInOrder';
import type { Venue } from './venueStormVenue';

interface Claim {
  readonly ownerId: string;
  readonly kind: string;
  readonly from: number;
  readonly until: number;
  readonly places: number;
}

interface Day {
  readonly subject: string;
  readonly date: string;
  readonly claims: readonly Claim[];
}

/** What stands, or stood when its time came: nobody else may have been there. */
const STANDING = ['PENDING_PAY', 'BOOKED', 'CHECKED_IN', 'COMPLETED', 'NO_SHOW'];

const placeOf = (
  subject: string,
  { date, from, until }: { readonly date: string; readonly from: number; readonly until: number },
  owner: string,
) => `${subject} ${date} ${from}-${until} ${owner}`;

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
  const [stored, found, waits] = await Promise.all([
    club.documents('bookings'),
    club.documents('slot_days'),
    club.documents('booking_waits', { status: 'OFFERED' }),
  ]);
  const standing = (stored as unknown as Stored[]).filter(({ status }) =>
    STANDING.includes(status),
  );
  const days = found as unknown as Day[];
  const courts = venues.flatMap(({ offer }) => offer.courts);
  const capacity = new Map(courts.map((one) => [`court:${one.id}`, one.capacity]));
  const offered = waits.map((wait) =>
    placeOf(`court:${wait.courtId}`, wait as unknown as Stored, String(wait._id)),
  );
  const wanted = [...standing.flatMap(heldBy), ...offered];
  return [
    ...days.flatMap((day) => problemsOf(day, capacity.get(day.subject))),
    ...doubleBookings(standing, capacity),
    ...differences(wanted, days),
  ];
}

const isPerson = ({ kind }: Claim) => kind === 'BOOKING' || kind === 'WAIT';
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

/** Faults in the log of the functions that people call, which nothing that was ordered explains. */
export const unexplained = (log: readonly string[]): string[] =>
  log.filter((line) => /^\[(?:booking|courts) \S+\] \{"traceId"/.test(line) && !ORDERED.test(line));

/** What of the books is out of order at this moment: an account that holds less than nothing. */
export async function booksProblems(club: Club): Promise<string[]> {
  const below = await club.documents('ledger_balances', { balance: { $lt: 0 } });
  return below
    .map(({ _id, balance }) => `${_id} holds ${balance}`)
    .filter((text) => /^(fen|points):(member|frozen):/.test(text));
}

/** What a closure that is done has left standing in it, and what lines and reopened ones left. */
export async function closureProblems(club: Club): Promise<string[]> {
  const days = (await club.documents('slot_days')) as unknown as Day[];
  const open = await club.documents('closures', { done: false });
  const ended = await club.documents('closures', { reopened: true });
  const reopened = new Set(ended.map(({ _id }) => String(_id)));
  const inside = days.flatMap(({ subject, date, claims }) =>
    claims
      .filter(({ kind }) => kind === 'CLOSURE')
      .flatMap((closed) => claims.filter((one) => isPerson(one) && overlaps(one, closed)))
      .map(({ ownerId }) => `${subject} ${date} ${ownerId}`),
  );
  const stored = (await club.documents('bookings')) as unknown as Stored[];
  const live = stored.filter(({ status }) => ['PENDING_PAY', 'BOOKED'].includes(status));
  const stands = (owner: string) => live.some(({ _id }) => owner.includes(_id));
  return [
    ...inside.filter(stands).map((one) => `${one} stands in a closure`),
    ...open.map(({ _id }) => `the closure ${_id} is never done`),
    ...days.flatMap(({ subject, date, claims }) =>
      claims
        .filter(({ kind, ownerId }) => kind === 'LINE' || reopened.has(ownerId))
        .map(({ kind, ownerId }) => `${subject} ${date} keeps a ${kind} for nobody: ${ownerId}`),
    ),
  ];
}
