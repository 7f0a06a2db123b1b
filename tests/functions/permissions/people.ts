import type { CallerKind, Procedure } from '@shared/contracts/procedure';
import { identityDocuments, memberDocuments } from '../../../local/club/people';
import type { Role } from '../../../tools/permissions/matrix';
import type { Club } from '../club';

/** Somebody whom the seeded club does not have. */
interface Extra {
  readonly name: string;
  readonly role?: 'STAFF';
  readonly campusId?: string;
  readonly studentOf?: string;
  readonly coachOf?: string;
  readonly disabled?: true;
}

const EXTRAS: readonly Extra[] = [
  { name: 'desk-west', role: 'STAFF', campusId: 'c-west' },
  { name: 'desk-spare', role: 'STAFF', campusId: 'c-east' },
  { name: 'student-east', studentOf: 'c-east' },
  { name: 'student-west', studentOf: 'c-west' },
  { name: 'coach-east', coachOf: 'c-east' },
  { name: 'coach-west', coachOf: 'c-west' },
  { name: 'applicant' },
  { name: 'stopped', disabled: true },
];

const openidOf = (name: string) => `oExtra-${name}`;
export const memberIdOf = (name: string) => `m-extra-${name}`;

let strangers = 0;
/** An openid that nobody has seen: whoever registers is no visitor any more. */
const newcomer = () => {
  strangers += 1;
  return `oNewcomer-${strangers}`;
};

export interface Caller {
  readonly label: string;
  readonly role: Role;
  /** The openid or persona; a visitor has another one each time. */
  readonly who: () => string;
}

const caller = (label: string, role: Role, who: string | (() => string)): Caller => ({
  label,
  role,
  who: typeof who === 'string' ? () => who : who,
});

/** Everybody the matrix is tried with, one line each. */
export const CALLERS: readonly Caller[] = [
  caller('a visitor', 'visitor', newcomer),
  caller('a member', 'member', 'wu'),
  caller('an applicant', 'member', openidOf('applicant')),
  caller('a student', 'student', openidOf('student-east')),
  caller('a coach', 'coach', openidOf('coach-east')),
  caller('the desk of the east', 'desk', 'desk-east'),
  caller('the desk of the west', 'desk', openidOf('desk-west')),
  caller('the admin of the east', 'campus admin', 'admin-east'),
  caller('the admin of the west', 'campus admin', 'admin-west'),
  caller('the super admin', 'super admin', 'root'),
];

export const STOPPED = openidOf('stopped');
export const STUDENT_EAST = openidOf('student-east');
export const STUDENT_WEST = openidOf('student-west');
export const COACH_EAST = openidOf('coach-east');
export const COACH_WEST = openidOf('coach-west');
export const DESK_WEST = openidOf('desk-west');

/** Whose business it is what Lin has in the east, by who may call. */
const OWNERS: Readonly<Record<CallerKind, string>> = {
  anyone: 'lin',
  member: 'lin',
  student: 'lin',
  coach: 'coach-wang',
  staff: 'desk-east',
  admin: 'admin-east',
  superAdmin: 'root',
};
export const ownerOf = ({ caller }: Procedure) => OWNERS[caller];

/** Lets them join the seeded club. */
export async function plantPeople(club: Club): Promise<void> {
  const people = EXTRAS.map(({ name, role = 'MEMBER' as const, campusId = null }) => {
    const known = { memberId: memberIdOf(name), openid: openidOf(name), nickname: name };
    return { ...known, role, campusId, phone: null };
  });
  const standing = new Map(
    EXTRAS.map(({ name, studentOf = null, coachOf = null, disabled }) => {
      const status = disabled ? 'DISABLED' : 'ACTIVE';
      return [memberIdOf(name), { studentOf, coachOf, status }];
    }),
  );
  const status = (memberId: string) => ({ status: standing.get(memberId)?.status });
  await club.cloud.load(
    'members',
    memberDocuments(people).map((member) => ({ ...member, ...status(member._id) })),
  );
  await club.cloud.load(
    'identities',
    identityDocuments(people).map((one) => ({ ...one, ...standing.get(one.memberId) })),
  );
}

/** Makes a persona a student or coach of a campus. */
export async function letPersonaIn(
  club: Club,
  persona: string,
  where: { readonly studentOf?: string; readonly coachOf?: string },
): Promise<void> {
  const identity = await club.document('identities', `oCourtside-${persona}`);
  await club.cloud.load('identities', [{ ...identity, ...where }]);
}
