import type { PersonView } from '@shared/contracts/school';
import { expect } from 'vitest';
import { type Club, outcome } from './club';

export const CENTRE = 'c-centre';
export const EAST = 'c-east';
export const WANG = 'm-coach-wang';
export const LI = 'm-coach-li';
export const LIU = 'm-coach-liu';
export const HE = 'm-coach-he';

/** A form with nothing optional in it; the number that is known stays. */
export const FORM = {
  campusId: CENTRE,
  realName: '吴桐',
  phone: null,
  phoneCode: null,
  gender: null,
  age: null,
  email: null,
};

/** What the tap on 允许 gives the page of somebody. */
export async function phoneCodeOf(club: Club, openid: string): Promise<string> {
  const body = JSON.stringify({ openid });
  const response = await fetch(`${club.cloud.url}/__wechat/phone-number`, { method: 'POST', body });
  return ((await response.json()) as { code: string }).code;
}

/** New members who are students of the centre: `guest-1`, `guest-2` … as openids. */
export async function enrolGuests(club: Club, count: number): Promise<string[]> {
  const openids = Array.from({ length: count }, (_, index) => `oGuest-${index + 1}`);
  for (const [index, openid] of openids.entries()) {
    const form = { consent: true, birthYear: 1990, guardianConsent: false, nickname: '新学员' };
    await club.as(openid).member.register(form);
    const phone = `139${String(index + 1).padStart(8, '0')}`;
    await club.as(openid).student.register({ ...FORM, realName: '新学员', phone });
  }
  return openids;
}

let asked = 0;
export const applyTo = (club: Club, who: string, coachId: string) => {
  asked += 1;
  return club.as(who).student.apply({ coachId, requestId: `apply-${asked}` });
};

export const answer = (club: Club, coach: string, relationId: string, approve = true) =>
  club.as(coach).coach.answer({ relationId, approve, reason: approve ? '' : '时间排不开' });

/** Makes them student and coach. */
export async function tie(club: Club, student: string, coach: string): Promise<string> {
  const { relationId } = await applyTo(club, student, `m-${coach}`);
  await answer(club, coach, relationId);
  return relationId;
}

interface Tied {
  readonly relationId: string;
  readonly studentId: string;
  readonly status: string;
}

/** What a coach's document holds of students who exist. */
const realTies = (coach: Record<string, unknown> | undefined): Tied[] =>
  ((coach?.ties ?? []) as Tied[]).filter(({ studentId }) => !studentId.startsWith('m-filler'));

/** Gives a coach students from elsewhere in the house, so that so many places are left. */
export async function leavePlaces(club: Club, coachId: string, places: number): Promise<void> {
  const coach = await club.document('coaches', coachId);
  const real = realTies(coach);
  const taught = real.filter(({ status }) => status === 'ESTABLISHED').length;
  const fillers = Array.from({ length: 20 - places - taught }, (_, n) => ({
    relationId: `r-filler-${n}`,
    studentId: `m-filler-${n}`,
    status: 'ESTABLISHED',
  }));
  await club.cloud.load('coaches', [{ ...coach, ties: [...real, ...fillers] } as never]);
}

export const requestChange = (club: Club, who: string, fromId: string, toId: string) => {
  asked += 1;
  const reason = '搬家后时间对不上';
  return club.as(who).student.requestChange({ fromId, toId, reason, requestId: `change-${asked}` });
};

export type VoterName = 'from' | 'to' | 'admin';

const sorted = (all: readonly object[]) =>
  all.map((one) => JSON.stringify(Object.entries(one).sort())).sort();

/**
 * Everything that is written of ties agrees: the relations, what the students hold, what the
 * coaches hold; nobody is above a limit.
 */
export async function expectTiesInOrder(club: Club): Promise<void> {
  const relations = await club.documents('coach_relations');
  const live = relations.filter(({ status }) => status === 'PENDING' || status === 'ESTABLISHED');
  for (const student of await club.documents('students')) {
    const ties = student.ties as { relationId: string; coachId: string; status: string }[];
    expect(ties.length, String(student._id)).toBeLessThanOrEqual(2);
    const own = live
      .filter(({ studentId }) => studentId === student._id)
      .map(({ _id, coachId, status }) => ({ relationId: _id, coachId, status }));
    expect(sorted(ties), String(student._id)).toEqual(sorted(own));
  }
  for (const coach of await club.documents('coaches')) {
    const taught = (coach.ties as Tied[]).filter(({ status }) => status === 'ESTABLISHED');
    expect(taught.length, String(coach._id)).toBeLessThanOrEqual(20);
    const own = live
      .filter(({ coachId }) => coachId === coach._id)
      .map(({ _id, studentId, status }) => ({ relationId: _id, studentId, status }));
    expect(sorted(realTies(coach)), String(coach._id)).toEqual(sorted(own));
  }
}

/** What somebody was told, newest first, by title. */
export const titlesOf = async (club: Club, who: string): Promise<string[]> =>
  (await club.as(who).message.list({ before: null })).messages.map(({ title }) => title);

/** What the log has of a person, oldest first. */
export async function loggedOf(club: Club, targetId: string): Promise<string[]> {
  const entries = await club.documents('audit_entries', { targetId });
  return entries.sort((a, b) => Number(a.at) - Number(b.at)).map(({ action }) => String(action));
}

export const personOf = async (club: Club, admin: string, memberId: string): Promise<PersonView> =>
  (await club.as(admin).school.person({ memberId })).person;

export const codes = (calls: readonly Promise<unknown>[]) => Promise.all(calls.map(outcome));

/** One of the three votes on Lin's wish for Li instead of Wang. */
export function voteOnLi(
  club: Club,
  voter: VoterName,
  { changeId, yes }: { readonly changeId: string; readonly yes: boolean },
): Promise<unknown> {
  const vote = { changeId, yes, note: '尊重学员' };
  if (voter === 'admin') return club.as('root').school.vote(vote);
  return club.as(voter === 'from' ? 'coach-wang' : 'coach-li').coach.vote(vote);
}
