import type { Api } from '@shared/contracts';
import type { StaffView } from '@shared/contracts/club';
import { ROLE_WORDS } from '@shared/domain/member';

type Overview = Awaited<ReturnType<Api['club']['overview']>>;

export type AppointedRole = Parameters<Api['club']['appoint']>[0]['role'];

export interface StaffRow {
  readonly memberId: string;
  readonly nickname: string;
  readonly avatarUrl: string;
  readonly roleWord: string;
  readonly mayDismiss: boolean;
}

export interface StaffSection {
  /** Empty for those who serve all campuses. */
  readonly campusId: string;
  readonly title: string;
  readonly people: readonly StaffRow[];
}

/** Who serves where: those of all campuses first, then campus by campus, admins before the desk. */
export function staffSections(overview: Overview): StaffSection[] {
  const everywhere = overview.staff.filter((person) => person.campusId === null);
  const rows = (people: readonly StaffView[]) =>
    [...people].sort(byRole).map((person) => staffRow(person, overview.superAdmin));
  const campuses = overview.campuses.map((campus) => ({
    campusId: campus.id,
    title: campus.name,
    people: rows(overview.staff.filter((person) => person.campusId === campus.id)),
  }));
  return everywhere.length === 0
    ? campuses
    : [{ campusId: '', title: '全部校区', people: rows(everywhere) }, ...campuses];
}

/** A campus admin appoints and dismisses the desk; all admins are the super admins' business. */
export function appointableRoles(superAdmin: boolean): readonly AppointedRole[] {
  return superAdmin ? ['STAFF', 'CAMPUS_ADMIN', 'SUPER_ADMIN'] : ['STAFF'];
}

function staffRow(person: StaffView, superAdmin: boolean): StaffRow {
  return {
    memberId: person.memberId,
    nickname: person.nickname,
    avatarUrl: person.avatarUrl ?? '',
    roleWord: ROLE_WORDS[person.role],
    mayDismiss: person.role === 'STAFF' || (superAdmin && person.role === 'CAMPUS_ADMIN'),
  };
}

const RANK = { SUPER_ADMIN: 0, CAMPUS_ADMIN: 1, STAFF: 2, MEMBER: 3 } as const;

function byRole(a: StaffView, b: StaffView): number {
  return RANK[a.role] - RANK[b.role] || (a.nickname < b.nickname ? -1 : 1);
}
