import type { Instant } from '@shared/base/time';
import type {
  ChangeView,
  CoachCard,
  CoachSelf,
  StudentView,
  TieView,
} from '@shared/contracts/training';
import { maskIdNumber } from '@shared/domain/coach';
import {
  endOfVoting,
  MOST_STUDENTS,
  refusalToVote,
  type Voter,
  type Votes,
} from '@shared/domain/relation';
import type { MemberDoc } from '../member/service';
import { openIdNumber } from './idNumbers';
import { studentsOf } from './service';
import type { Coach, CoachChange, Relation, Student } from './store';

type Phone = Pick<MemberDoc, 'phone'> | null | undefined;

export const studentView = (student: Student, member: Phone, campusName: string): StudentView => ({
  memberId: student._id,
  campusId: student.campusId,
  campusName,
  realName: student.realName,
  phone: member?.phone ?? '',
  gender: student.gender,
  age: student.age,
  email: student.email,
});

/** The own account of a coach; the identity number masked. */
export const coachSelf = (coach: Coach, member: Phone, campusName: string): CoachSelf => ({
  memberId: coach._id,
  status: coach.status,
  campusId: coach.campusId,
  campusName,
  realName: coach.realName,
  phone: member?.phone ?? '',
  gender: coach.gender,
  age: coach.age,
  email: coach.email,
  idNumber: coach.idNumber && maskIdNumber(openIdNumber(coach._id, coach.idNumber.sealed)),
  sport: coach.sport,
  photoUrl: coach.photoFileId,
  achievements: coach.achievements,
  level: coach.level,
  rate: coach.rate,
  rejectReason: coach.rejectReason,
  students: studentsOf(coach),
  appliedAt: coach.appliedAt,
  off: coach.off,
});

const meanOf = ({ starSum, starCount }: Coach) =>
  starCount === 0 ? null : Math.round((starSum / starCount) * 10) / 10;

/** A coach as students see one; null before a level was set. */
export function coachCard(coach: Coach): CoachCard | null {
  const { level, rate } = coach;
  if (level === null || rate === null) return null;
  return {
    memberId: coach._id,
    realName: coach.realName,
    photoUrl: coach.photoFileId,
    gender: coach.gender,
    age: coach.age,
    sport: coach.sport,
    level,
    rate,
    achievements: coach.achievements,
    stars: meanOf(coach),
    ratings: coach.starCount,
    students: studentsOf(coach),
    full: studentsOf(coach) >= MOST_STUDENTS,
  };
}

/** A coach who is no longer there, as the relation remembers one. */
const rememberedCard = ({ coachId, coach }: Relation): CoachCard => ({
  ...coach,
  memberId: coachId,
  photoUrl: null,
  gender: null,
  age: null,
  achievements: '',
  stars: null,
  ratings: 0,
  students: 0,
  full: true,
});

export const tieView = (relation: Relation, coach: Coach | undefined): TieView => ({
  relationId: relation._id,
  status: relation.status,
  appliedAt: relation.appliedAt,
  answeredAt: relation.answeredAt,
  reason: relation.reason,
  coach: (coach && coachCard(coach)) ?? rememberedCard(relation),
});

export const votesOf = ({ votes }: Pick<CoachChange, 'votes'>): Votes => ({
  from: votes.from.vote,
  to: votes.to.vote,
  admin: votes.admin.vote,
});

/** A change of coach to somebody who may vote as `voter`, or not at all. */
export function changeView(change: CoachChange, voter: Voter | null, now: Instant): ChangeView {
  const votes = votesOf(change);
  const expiresAt = endOfVoting(change);
  // Its timer has not been yet.
  const over = change.status === 'PENDING' && now >= expiresAt;
  const mayVote = voter !== null && refusalToVote({ ...change, votes }, voter, now) === null;
  return {
    id: change._id,
    status: over ? 'EXPIRED' : change.status,
    student: { memberId: change.studentId, realName: change.names.student },
    from: { memberId: change.fromId, realName: change.names.from },
    to: { memberId: change.toId, realName: change.names.to },
    reason: change.reason,
    votes,
    notes: {
      from: change.votes.from.note,
      to: change.votes.to.note,
      admin: change.votes.admin.note,
    },
    createdAt: change.createdAt,
    expiresAt,
    mayVoteAs: mayVote ? voter : null,
  };
}
