import type { PersonView } from '@shared/contracts/school';
import type { CoachCard } from '@shared/contracts/training';
import { cleanIdNumber, type Gender } from '@shared/domain/coach';
import type { Side } from '@shared/domain/lesson';
import { cleanPhone } from '@shared/domain/member';
import { Refusal } from '@shared/refusals';
import type { Collection, Db, Where } from '../_kit/db';
import type { Context, Member } from '../_kit/serve';
import { memberByPhone, membersById } from '../member/service';
import { allCampuses } from '../venue/service';
import { administers } from './acting';
import { claimOfIdNumber } from './people';
import { coachesById, studentsById } from './service';
import { type Coach, coaches, type Student, students, trainingClaims } from './store';
import { coachCard, coachSelf, studentView } from './views';

export interface CoachSearch {
  readonly browse: boolean;
  readonly name: string | null;
  readonly gender: Gender | null;
  readonly age: number | null;
}

const byName = (a: CoachCard, b: CoachCard) => a.realName.localeCompare(b.realName, 'zh-CN');

/**
 * The coaches of a campus who teach now: all, or those whom every given word fits.
 *
 * @throws Refusal SEARCH_EMPTY when none of the three is given and not all are asked for
 */
export async function findCoaches(
  db: Db,
  campusId: string,
  search: CoachSearch,
): Promise<CoachCard[]> {
  const name = search.name?.trim() ?? '';
  const { browse, gender, age } = search;
  const empty = name === '' && gender === null && age === null;
  if (!browse && empty) throw new Refusal('SEARCH_EMPTY');
  const all = await db.all(coaches, { campusId, status: 'ACTIVE' });
  const fits = (coach: Coach) =>
    coach.realName.toLowerCase().includes(name.toLowerCase()) &&
    (gender === null || coach.gender === gender) &&
    (age === null || coach.age === age);
  const found = browse ? all : all.filter(fits);
  return found.flatMap((coach) => coachCard(coach) ?? []).sort(byName);
}

const PAGE = 30;
const SCAN = 1000;

interface PeopleSearch {
  readonly campusId: string;
  readonly kind: Side;
  readonly text: string;
  readonly after: string | null;
}

/**
 * The students or coaches of a campus by part of the name, a phone number or, coaches, an identity
 * number; a page at a time, in the order of their ids.
 */
export async function findPeople(context: Context, caller: Member, search: PeopleSearch) {
  const { db } = context;
  const { campusId, kind, after } = search;
  const text = search.text.trim();
  const known = await memberMeant(db, kind, text);
  const ids =
    known === null
      ? await idsByName(db, { campusId, kind, after, name: text.toLowerCase() })
      : await idsOf(db, kind, { campusId, _id: { in: known } });
  const shown = ids.slice(0, PAGE);
  const people = await personsOf(context, caller, shown);
  return { people, next: ids.length > PAGE ? (shown.at(-1) ?? null) : null };
}

/** The one whose number this is, nobody when it is nobody's, or null when it is no number. */
async function memberMeant(db: Db, kind: Side, text: string): Promise<string[] | null> {
  const phone = cleanPhone(text);
  if (phone !== null) {
    const member = await memberByPhone(db, phone);
    return member ? [member._id] : [];
  }
  const idNumber = kind === 'COACH' ? cleanIdNumber(text) : null;
  if (idNumber === null) return null;
  const claim = await db.get(trainingClaims, claimOfIdNumber(idNumber));
  return claim ? [claim.memberId] : [];
}

type Named = Pick<Student, '_id' | 'realName' | 'campusId'>;
const peopleOf = (kind: Side) =>
  (kind === 'STUDENT' ? students : coaches) as unknown as Collection<Named>;

const idsOf = async (db: Db, kind: Side, where: Where<Named>) =>
  (await db.find(peopleOf(kind), { where, limit: PAGE })).map(({ _id }) => _id);

/** One more than a page holds, when there are so many. The database knows no part of a name. */
async function idsByName(db: Db, search: Omit<PeopleSearch, 'text'> & { readonly name: string }) {
  const { campusId, kind, name } = search;
  const found: string[] = [];
  let after = search.after ?? '';
  // Without a name every document fits: a page and one are enough.
  const limit = name === '' ? PAGE + 1 : SCAN;
  for (;;) {
    const page = await db.find(peopleOf(kind), {
      where: { campusId, _id: { gt: after } },
      order: [['_id', 'asc']],
      limit,
    });
    const fitting = page.filter(({ realName }) => realName.toLowerCase().includes(name));
    found.push(...fitting.map(({ _id }) => _id));
    const last = page.at(-1);
    if (page.length < limit || found.length > PAGE || !last) return found.slice(0, PAGE + 1);
    after = last._id;
  }
}

/** People as the caller may see them: what somebody is on another campus is not shown. */
export async function personsOf(
  { db }: Context,
  caller: Member,
  memberIds: readonly string[],
): Promise<PersonView[]> {
  const [members, learning, teaching, campuses] = await Promise.all([
    membersById(db, memberIds),
    studentsById(db, memberIds),
    coachesById(db, memberIds),
    allCampuses(db),
  ]);
  const names = new Map(campuses.map(({ _id, name }) => [_id, name]));
  const own = <P extends { readonly campusId: string }>(person: P | undefined) =>
    person && administers(caller, person.campusId) ? person : null;
  return memberIds.flatMap((memberId) => {
    const member = members.get(memberId);
    const student = own(learning.get(memberId));
    const coach = own(teaching.get(memberId));
    if (!member || (!student && !coach)) return [];
    const { nickname, status, username } = member;
    const nameOf = (campusId: string) => names.get(campusId) ?? '';
    return {
      memberId,
      nickname,
      active: status === 'ACTIVE',
      username,
      student: student && studentView(student, member, nameOf(student.campusId)),
      coach: coach && coachSelf(coach, member, nameOf(coach.campusId)),
    };
  });
}

/** @throws Refusal of `code` when the caller does not administer anything of this person */
export async function personOf(
  context: Context,
  caller: Member,
  memberId: string,
  code: 'STUDENT_NOT_FOUND' | 'COACH_NOT_FOUND' = 'STUDENT_NOT_FOUND',
): Promise<PersonView> {
  const [person] = await personsOf(context, caller, [memberId]);
  if (!person) throw new Refusal(code);
  return person;
}
