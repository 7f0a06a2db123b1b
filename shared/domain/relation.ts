import { DAY, type Instant, plus } from '../base/time';

export const RELATION_REFUSALS = {
  COACHES_FULL: '最多同时有 2 位教练，请先撤回申请或更换教练',
  STUDENTS_FULL: '这位教练的学员已满，请选择其他教练',
  MY_STUDENTS_FULL: '你的学员已满 20 位，请先联系管理员调整',
  RELATION_EXISTS: '你已经选了这位教练，可以在我的教练里查看',
  RELATION_NOT_FOUND: '没有找到这条申请，请刷新后再试',
  RELATION_CLOSED: '这条申请已经处理过，请刷新后查看',
  OWN_COACH: '不能选自己当教练，请选择其他教练',
  COACH_ELSEWHERE: '这位教练不在你的校区，请选择本校区的教练',
  CHANGE_OPEN: '你有一个更换教练的申请还在处理，请等结果',
  CHANGE_NOT_FOUND: '没有找到这个更换申请，请刷新后再试',
  CHANGE_CLOSED: '这个更换申请已经结束，请刷新后查看',
  VOTED_ALREADY: '你已经表决过了，请等其他人表决',
} as const;

export const MOST_COACHES = 2;
export const MOST_STUDENTS = 20;

/** The life of what binds a student and a coach. */
const RELATION_NEXT = {
  PENDING: { approve: 'ESTABLISHED', refuse: 'REJECTED', withdraw: 'WITHDRAWN' },
  ESTABLISHED: { end: 'TERMINATED' },
  REJECTED: {},
  WITHDRAWN: {},
  TERMINATED: {},
} as const;
export type RelationStatus = keyof typeof RELATION_NEXT;
export const RELATION_STATUSES = Object.keys(RELATION_NEXT) as [
  RelationStatus,
  ...RelationStatus[],
];
export type RelationEvent = 'approve' | 'refuse' | 'withdraw' | 'end';

export function nextRelationStatus(
  status: RelationStatus,
  event: RelationEvent,
): RelationStatus | null {
  const exits: Partial<Record<RelationEvent, RelationStatus>> = RELATION_NEXT[status];
  return exits[event] ?? null;
}

export const RELATION_WORDS = {
  PENDING: '待教练同意',
  ESTABLISHED: '已建立',
  REJECTED: '未同意',
  WITHDRAWN: '已撤回',
  TERMINATED: '已解除',
} as const satisfies Record<RelationStatus, string>;

/** The three whose consent a change of coach needs. */
export const VOTERS = ['from', 'to', 'admin'] as const;
export type Voter = (typeof VOTERS)[number];
export const VOTER_WORDS = {
  from: '现任教练',
  to: '新教练',
  admin: '校区管理员',
} as const satisfies Record<Voter, string>;
/** A vote of the old coach is waived while that coach is stopped: docs/decisions/0008. */
export const VOTES = ['PENDING', 'YES', 'NO', 'WAIVED'] as const;
export type Vote = (typeof VOTES)[number];
export type Votes = Readonly<Record<Voter, Vote>>;
export const NO_VOTES: Votes = { from: 'PENDING', to: 'PENDING', admin: 'PENDING' };

export const CHANGE_STATUSES = [
  'PENDING',
  'COMPLETED',
  'REJECTED',
  'WITHDRAWN',
  'EXPIRED',
] as const;
export type ChangeStatus = (typeof CHANGE_STATUSES)[number];
export const CHANGE_WORDS = {
  PENDING: '表决中',
  COMPLETED: '已更换',
  REJECTED: '未通过',
  WITHDRAWN: '已撤回',
  EXPIRED: '已过期',
} as const satisfies Record<ChangeStatus, string>;

/** Votes that nobody gives end a request after so long. */
export const CHANGE_LIFE = 7 * DAY;

/** What becomes of a change by these votes: one no ends it, every yes that is not waived makes it. */
export function outcomeOf(votes: Votes): 'PENDING' | 'COMPLETED' | 'REJECTED' {
  const given = VOTERS.map((voter) => votes[voter]);
  if (given.includes('NO')) return 'REJECTED';
  return given.includes('PENDING') ? 'PENDING' : 'COMPLETED';
}

interface Ballot {
  readonly studentId: string;
  readonly fromId: string;
  readonly toId: string;
  readonly status: ChangeStatus;
  readonly createdAt: Instant;
  readonly votes: Votes;
}

/** Until when votes are taken. */
export const endOfVoting = (change: Pick<Ballot, 'createdAt'>): Instant =>
  plus(change.createdAt, CHANGE_LIFE);

/**
 * As whom somebody may vote on a change at all, or null. One person is one voter: a coach whom it
 * concerns never votes for the campus, too, and nobody votes on the own wish.
 */
export function voterOf(
  change: Pick<Ballot, 'studentId' | 'fromId' | 'toId'>,
  who: { readonly memberId: string; readonly administers: boolean },
): Voter | null {
  if (who.memberId === change.fromId) return 'from';
  if (who.memberId === change.toId) return 'to';
  return who.administers && who.memberId !== change.studentId ? 'admin' : null;
}

/** Why this vote cannot be given now, or null. */
export function refusalToVote(change: Ballot, voter: Voter, now: Instant) {
  if (change.status !== 'PENDING' || now >= endOfVoting(change)) return 'CHANGE_CLOSED';
  const given = change.votes[voter];
  // Whoever teaches again may still give a vote that was waived.
  return given === 'PENDING' || given === 'WAIVED' ? null : 'VOTED_ALREADY';
}

/** What a student has of coaches: at most two that wait or stand. */
export interface Tie {
  readonly relationId: string;
  readonly coachId: string;
  readonly status: 'PENDING' | 'ESTABLISHED';
}

/** Why a student may not ask another coach, or null. */
export function refusalToApply(
  ask: { readonly studentId: string; readonly coachId: string },
  ties: readonly Tie[],
) {
  if (ask.studentId === ask.coachId) return 'OWN_COACH';
  if (ties.some(({ coachId }) => coachId === ask.coachId)) return 'RELATION_EXISTS';
  return ties.length >= MOST_COACHES ? 'COACHES_FULL' : null;
}
