import { DEFAULT_LIMITS } from '@shared/domain/booking';
import { DEFAULT_TIERS } from '@shared/domain/refund';
import { MOST_STUDENTS } from '@shared/domain/relation';
import { everyDay } from '@shared/domain/venue';
import type { Offer } from '../../cloudfunctions/offer/service';
import { identityDocuments, memberDocuments } from '../../local/club/people';
import { campusDocuments, venueDocuments } from '../../local/club/venues';
import type { Club } from '../functions/club';
import { enrol, hire, tie } from '../functions/lesson';
import { COACHES, STUDENTS } from './schoolStormEvents';

/** Midnight to midnight: there is always a lesson to be had. */
const HOURS = everyDay(0, 24 * 60);
const FUNDS = 100_000;
export const RATE = 8_000;

export interface Person {
  readonly memberId: string;
  readonly openid: string;
}

/** A campus with a hall of two tables, its students and coaches, and what their phones know. */
export interface School {
  readonly campusId: string;
  readonly venueId: string;
  readonly students: readonly Person[];
  readonly coaches: readonly Person[];
  /** The admin of the campus, a party of nothing; the super admin acts there, too. */
  readonly admin: Person;
  readonly closureIds: string[];
  /** How often a fourth try in a month was refused. */
  usedUp: number;
  /** What should never have been let through. */
  readonly wrongs: string[];
  tap: () => Promise<unknown>;
}

export const PEOPLE = STUDENTS + COACHES;

const offerOf = (_id: string, campusId: string): Offer => ({
  ...{ _id, campusId, venue: { name: _id, hours: HOURS, suspended: false }, onSale: false },
  courts: [1, 2].map((number) => ({
    ...{ id: `${_id}-${number}`, name: `${number} 号台`, capacity: 1 },
    ...({ sport: 'TABLE_TENNIS', kind: 'COURT', status: 'OPEN' } as const),
  })),
  ...{ prices: {}, limits: DEFAULT_LIMITS, tiers: [...DEFAULT_TIERS], seriesAllowed: false },
  ...{ days: [], version: 1 },
});

/** How a student is called who is only there to take a coach's place. */
export const FILLER = 'm-filler';

/** Leaves a coach two places: the third of a school's students finds none. */
async function fillUp(club: Club, coachId: string): Promise<void> {
  const coach = await club.document('coaches', coachId);
  const fillers = Array.from({ length: MOST_STUDENTS - 2 }, (_, n) => ({
    ...{ relationId: `r-filler-${n}`, studentId: `${FILLER}-${n}`, status: 'ESTABLISHED' },
  }));
  await club.cloud.load('coaches', [{ ...coach, ties: fillers } as never]);
}

async function appoint(club: Club, number: number, campusId: string): Promise<Person> {
  const person = {
    memberId: `m-storm-admin-${number}`,
    openid: `oCourtside-storm-admin-${number}`,
  };
  const as = { nickname: '高管', role: 'CAMPUS_ADMIN', campusId, phone: null } as const;
  await club.cloud.load('members', memberDocuments([{ ...person, ...as }]));
  await club.cloud.load('identities', identityDocuments([{ ...person, ...as }]));
  return person;
}

/** A school in which everybody is tied to the first coach, and has paid in at the desk. */
export async function openSchoolOf(
  club: Club,
  number: number,
  people: readonly Person[],
): Promise<School> {
  const [campusId, venueId] = [`c-storm-${number}`, `v-storm-${number}`];
  const campus = campusDocuments().find(({ _id }) => _id === 'c-east');
  await club.cloud.load('campuses', [{ ...campus, _id: campusId, name: campusId }]);
  const [venue] = venueDocuments();
  await club.cloud.load('venues', [
    { ...venue, _id: venueId, campusId, name: venueId, hours: HOURS },
  ]);
  await club.cloud.load('offers', [{ ...offerOf(venueId, campusId) }]);
  const [students, coaches] = [people.slice(0, STUDENTS), people.slice(STUDENTS, PEOPLE)];
  for (const { memberId } of coaches) await hire(club, memberId, { campusId, rate: RATE });
  for (const { memberId } of students) {
    await enrol(club, memberId, campusId);
    await tie(club, memberId, coaches[0]?.memberId ?? '');
    const form = { memberId, campusId, requestId: `fill-${memberId}`, note: '' };
    const paid = { amount: FUNDS, amountAgain: FUNDS, channel: 'CASH' } as const;
    const take = () => club.as('root').cashier.take({ ...form, ...paid });
    // On a busy machine a transaction may time out: a clerk sends the same form again.
    await take().catch(take).catch(take);
  }
  const tap = async () => undefined;
  await fillUp(club, coaches[1]?.memberId ?? '');
  const admin = await appoint(club, number, campusId);
  const none = { closureIds: [], wrongs: [], usedUp: 0 };
  return { campusId, venueId, students, coaches, admin, ...none, tap };
}
