import type { ClubDate } from '@shared/base/time';
import { endOf, overlaps } from '@shared/domain/slots';
import { closedDays } from '../../cloudfunctions/booking/closing';
import type { Closure } from '../../cloudfunctions/booking/store';
import type { Club } from '../functions/club';
import type { Stored } from '../functions/courtsInOrder';

export interface Claim {
  readonly ownerId: string;
  readonly kind: string;
  readonly from: number;
  readonly until: number;
  readonly places: number;
}

export interface Day {
  readonly subject: string;
  readonly date: string;
  readonly claims: readonly Claim[];
  readonly line?: readonly Pick<Claim, 'ownerId' | 'from' | 'until'>[];
}

export const isPerson = ({ kind }: Claim) => kind === 'BOOKING' || kind === 'WAIT';

export const placeOf = (
  subject: string,
  { date, from, until }: { readonly date: string; readonly from: number; readonly until: number },
  owner: string,
) => `${subject} ${date} ${from}-${until} ${owner}`;

/**
 * What the house keeps, and should not: for a line that nobody is about to ask, for a closure that
 * is none any more; and whoever stands where a closure is done, or where its claim is missing.
 */
export async function houseProblems(
  { documents }: Club,
  { days, bookings }: { readonly days: readonly Day[]; readonly bookings: readonly Stored[] },
): Promise<string[]> {
  const [stored, asked] = await Promise.all([
    documents('closures'),
    documents('outbox', { kind: 'offerFreed' }),
  ]);
  const closures = stored as unknown as Closure[];
  const claimed = (of: string) =>
    days.flatMap(({ subject, date, claims }) =>
      claims
        .filter(({ kind }) => kind === of)
        .map((one) => placeOf(subject, { ...one, date }, one.ownerId)),
    );
  const due = new Set(
    asked.map(({ payload }) => {
      const freed = payload as Stored & { readonly keptAs: string };
      return placeOf(`court:${freed.courtId}`, freed, freed.keptAs);
    }),
  );
  const [standing, may] = [closures.filter(isClosed), closures.filter(mayClaim)];
  const [there, allowed] = [claimed('CLOSURE'), new Set(may.flatMap(placesOf))];
  const known = new Set(there);
  return [
    ...claimed('LINE')
      .filter((one) => !due.has(one))
      .map((one) => `${one} is kept for a line that nobody asks`),
    ...there.filter((one) => !allowed.has(one)).map((one) => `${one} closes for nothing`),
    ...standing
      .flatMap(placesOf)
      .filter((one) => !known.has(one))
      .map((one) => `${one} is not closed`),
    ...standing.flatMap((closure) => left(closure, days, bookings)),
  ];
}

/** All of it is done: its claims stand and nobody stands in it. */
const isClosed = ({ done, reopened }: Closure) => done && !reopened;
const mayClaim = ({ done, reopened }: Closure) => !(done && reopened);

const placesOf = ({ _id, courtIds, ...closure }: Closure): string[] =>
  closedDays(closure).flatMap((day) =>
    courtIds.map((courtId) => placeOf(`court:${courtId}`, day, _id)),
  );

/** Who is left where it is closed: neither who was gone before, nor who plays already. */
function left(closure: Closure, days: readonly Day[], bookings: readonly Stored[]): string[] {
  const stays = new Set(
    bookings
      .filter(({ status }) => !['PENDING_PAY', 'BOOKED'].includes(status))
      .map((one) => one._id),
  );
  const closed = closedDays(closure);
  const courts = closure.courtIds.map((courtId) => `court:${courtId}`);
  return days
    .filter(({ subject }) => courts.includes(subject))
    .flatMap(({ subject, date, claims }) =>
      claims
        .filter((one) => isPerson(one) && !stays.has(one.ownerId))
        .filter((one) => endOf(date as ClubDate, one) > closure.at)
        .filter((one) => closed.some((day) => day.date === date && overlaps(day, one)))
        .map(({ ownerId }) => `${subject} ${date} ${ownerId} stands in a closure`),
    );
}
