import type { Club } from '../functions/club';
import { adminOf, openidOf, personOf, type TieDeed } from './schoolStormActors';
import type { School } from './schoolStormSchool';

/** Teaching, or a whole account, is stopped or goes on. */
export function pause(club: Club, school: School, deed: TieDeed) {
  const admin = adminOf(club, school, deed.student);
  const coach = personOf(school.coaches, deed.coach);
  const person = deed.coach === 0 ? personOf(school.students, deed.student) : coach;
  const active = deed.do === 'resume' || deed.do === 'openAccount';
  const wish = { active, reason: active ? '' : '进修三个月' };
  return deed.do === 'stop' || deed.do === 'resume'
    ? admin.setTeaching({ memberId: coach.memberId, ...wish })
    : admin.setActive({ memberId: person.memberId, ...wish });
}

/** The coach who is to let a student go teaches no more: that vote is waived. */
export async function stopVoter(club: Club, school: School, deed: TieDeed) {
  const open = { campusId: school.campusId, status: 'PENDING' };
  const [change] = await club.documents('coach_changes', open);
  if (!change) return null;
  const wish = { active: false, reason: '进修三个月' };
  const memberId = String(change.fromId);
  return adminOf(club, school, deed.student).setTeaching({ memberId, ...wish });
}

/** One of the three whom a student's wish for another coach needs says yes, or one of them no. */
export async function vote(club: Club, school: School, deed: TieDeed) {
  const { campusId } = school;
  const [change] = await club.documents('coach_changes', { campusId, status: 'PENDING' });
  if (!change) return null;
  const ballot = { changeId: String(change._id), yes: deed.do !== 'voteNo', note: '' };
  const noBy = (['voteFrom', 'voteTo', 'voteAdmin'] as const)[deed.coach];
  const who = deed.do === 'voteNo' ? noBy : deed.do;
  if (who === 'voteAdmin') return adminOf(club, school, deed.student).vote(ballot);
  const voter = openidOf(String(who === 'voteFrom' ? change.fromId : change.toId));
  return club.as(voter).coach.vote(ballot);
}
