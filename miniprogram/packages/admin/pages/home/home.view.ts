import { clubWeekdayOf, type Instant } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import type { ManagedVenue } from '@shared/contracts/club';
import { clockText } from '@shared/domain/hours';
import { CAMPUS_KIND_WORDS } from '@shared/domain/venue';

type Overview = Awaited<ReturnType<Api['club']['overview']>>;

export interface VenueLine {
  readonly id: string;
  readonly name: string;
  readonly suspended: boolean;
  /** `容量 40 人 · 今天 09:00–22:00`. */
  readonly detail: string;
}

export interface CampusCard {
  readonly id: string;
  readonly name: string;
  readonly kindWord: string;
  readonly address: string;
  readonly contact: string;
  readonly venues: readonly VenueLine[];
  readonly staff: string;
}

/** The centre first, then the branches, each with its venues by name. */
export function campusCards(overview: Overview, now: Instant): CampusCard[] {
  const rank = { CENTRE: 0, BRANCH: 1 } as const;
  const campuses = [...overview.campuses].sort(
    (a, b) => rank[a.kind] - rank[b.kind] || byName(a, b),
  );
  return campuses.map((campus) => {
    const staff = overview.staff.filter((person) => person.campusId === campus.id).length;
    return {
      id: campus.id,
      name: campus.name,
      kindWord: CAMPUS_KIND_WORDS[campus.kind],
      address: campus.address,
      contact: `${campus.contactPerson} ${campus.contactPhone}`,
      venues: overview.venues
        .filter((venue) => venue.campusId === campus.id)
        .sort(byName)
        .map((venue) => venueLine(venue, now)),
      staff: staff === 0 ? '还没有员工' : `${staff} 位员工`,
    };
  });
}

function venueLine(venue: ManagedVenue, now: Instant): VenueLine {
  const today = venue.hours[clubWeekdayOf(now)] ?? null;
  const hours = today ? `今天 ${clockText(today.opens)}–${clockText(today.closes)}` : '今天休息';
  return {
    id: venue.id,
    name: venue.name,
    suspended: venue.suspended,
    detail: `容量 ${venue.capacity} 人 · ${hours}`,
  };
}

/** Code units, not `localeCompare`: the phone's languages differ, the order must not. */
function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
