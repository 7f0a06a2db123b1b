import type { Club } from '../functions/club';
import type { Deed } from './schoolStormEvents';
import type { Person, School } from './schoolStormSchool';

export type Of<Name extends Deed['do']> = Extract<Deed, { readonly do: Name }>;

/** What is about a student and a coach, but no lesson. */
export type TieDeed = Exclude<
  Extract<Deed, { readonly student: number; readonly coach: number }>,
  Of<'ask'>
>;

/** Who acts for the campus this time: its own admin, or the super admin. */
export const adminOf = (club: Club, { admin }: School, turn: number) =>
  club.as(turn % 2 === 0 ? admin.openid : 'root').school;

let forms = 0;
/** A form of its own for each deed. */
export const newForm = () => `form-${++forms}`;

export const personOf = (people: readonly Person[], index: number): Person => {
  const person = people[index % people.length];
  if (!person) throw new Error(`there is no person ${index}`);
  return person;
};

export const openidOf = (memberId: string) => memberId.replace('m-', 'oCourtside-');
