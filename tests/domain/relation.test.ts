import { plus } from '@shared/base/time';
import {
  CHANGE_LIFE,
  type ChangeStatus,
  NO_VOTES,
  nextRelationStatus,
  outcomeOf,
  RELATION_STATUSES,
  type RelationEvent,
  refusalToApply,
  refusalToVote,
  type Tie,
  VOTERS,
  type Vote,
  voterOf,
} from '@shared/domain/relation';
import { describe, expect, test } from 'vitest';
import { at } from './clock';

describe('what binds a student and a coach', () => {
  const EVENTS: RelationEvent[] = ['approve', 'refuse', 'withdraw', 'end'];
  const LIFE = {
    PENDING: ['ESTABLISHED', 'REJECTED', 'WITHDRAWN', null],
    ESTABLISHED: [null, null, null, 'TERMINATED'],
    REJECTED: [null, null, null, null],
    WITHDRAWN: [null, null, null, null],
    TERMINATED: [null, null, null, null],
  } as const;

  test.each(RELATION_STATUSES)('from %s there is only what the table says', (status) => {
    expect(EVENTS.map((event) => nextRelationStatus(status, event))).toEqual(LIFE[status]);
  });
});

describe('asking a coach', () => {
  const tie = (coachId: string, status: Tie['status']): Tie => ({
    relationId: `r-${coachId}`,
    coachId,
    status,
  });
  test.each<[string, string, Tie[], string | null]>([
    ['without a coach', 'wang', [], null],
    ['with one', 'wang', [tie('li', 'ESTABLISHED')], null],
    ['with one asked', 'wang', [tie('li', 'PENDING')], null],
    ['with two', 'wang', [tie('li', 'ESTABLISHED'), tie('liu', 'ESTABLISHED')], 'COACHES_FULL'],
    [
      'with one and one asked',
      'wang',
      [tie('li', 'ESTABLISHED'), tie('liu', 'PENDING')],
      'COACHES_FULL',
    ],
    ['whom one has', 'li', [tie('li', 'ESTABLISHED')], 'RELATION_EXISTS'],
    ['whom one asked', 'li', [tie('li', 'PENDING')], 'RELATION_EXISTS'],
    ['who is oneself', 'lin', [], 'OWN_COACH'],
  ])('%s', (_, coachId, ties, refusal) => {
    expect(refusalToApply({ studentId: 'lin', coachId }, ties)).toBe(refusal);
  });
});

describe('a change of coach', () => {
  const VOTES: Vote[] = ['PENDING', 'YES', 'NO'];
  const ballots = VOTES.flatMap((from) =>
    VOTES.flatMap((to) => VOTES.map((admin) => ({ from, to, admin }))),
  );

  test('is made by three yes, ended by any no, and open otherwise: all 27 ways', () => {
    const outcomes = ballots.map((votes) => outcomeOf(votes));
    expect(outcomes.filter((outcome) => outcome === 'COMPLETED')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'REJECTED')).toHaveLength(27 - 8);
    expect(outcomes.filter((outcome) => outcome === 'PENDING')).toHaveLength(7);
    expect(outcomeOf({ from: 'YES', to: 'YES', admin: 'YES' })).toBe('COMPLETED');
  });

  const change = { studentId: 'lin', fromId: 'wang', toId: 'li' };
  test.each([
    ['wang', false, 'from'],
    ['li', false, 'to'],
    ['root', true, 'admin'],
    ['root', false, null],
    ['may', false, null],
    // Nobody has two votes, and nobody decides the own wish.
    ['wang', true, 'from'],
    ['li', true, 'to'],
    ['lin', true, null],
    ['lin', false, null],
  ])('%s (admin: %s) votes as %s', (memberId, administers, voter) => {
    expect(voterOf(change, { memberId, administers })).toBe(voter);
  });

  const createdAt = at('2026-03-14 10:00');
  const open = { ...change, status: 'PENDING' as ChangeStatus, createdAt, votes: NO_VOTES };
  test.each([
    ['at once', {}, 0, null],
    ['in the last millisecond', {}, CHANGE_LIFE - 1, null],
    ['after seven days', {}, CHANGE_LIFE, 'CHANGE_CLOSED'],
    ['twice', { votes: { ...NO_VOTES, from: 'YES' as Vote } }, 0, 'VOTED_ALREADY'],
    ['after another', { votes: { ...NO_VOTES, to: 'YES' as Vote } }, 0, null],
    ['on what is made', { status: 'COMPLETED' as ChangeStatus }, 0, 'CHANGE_CLOSED'],
    ['on what was taken back', { status: 'WITHDRAWN' as ChangeStatus }, 0, 'CHANGE_CLOSED'],
  ])('the present coach votes %s', (_, but, after, refusal) => {
    expect(refusalToVote({ ...open, ...but }, 'from', plus(createdAt, after))).toBe(refusal);
  });

  test('has three voters', () => {
    expect(VOTERS).toHaveLength(3);
  });
});
