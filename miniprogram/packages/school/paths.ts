import type { Side } from '@shared/domain/lesson';

const PAGES = '/packages/school/pages';

export const HOME = `${PAGES}/home/home`;

/** A page of one campus. */
export const campusPath = (
  page: 'applications' | 'people' | 'lessons' | 'changes' | 'rates' | 'log',
  campusId: string,
) => `${PAGES}/${page}/${page}?campusId=${campusId}`;

export const peoplePath = (campusId: string, kind: Side) =>
  `${campusPath('people', campusId)}&kind=${kind}`;
export const personPath = (memberId: string) => `${PAGES}/person/person?id=${memberId}`;
export const editPath = (memberId: string, kind: Side) =>
  `${PAGES}/edit/edit?id=${memberId}&kind=${kind}`;
export const tablesPath = (venueId: string) =>
  `/packages/courts/pages/offer/offer?venueId=${venueId}`;
