import * as z from 'zod';
import { CHALLENGE_KINDS, MOST_DAYS, PLACES, SHAPES } from '../domain/challenge';
import { challengeBoard, challengeCard, person, score } from './challengeViews';
import { type Contract, procedure } from './procedure';
import { count, id, instant, pointsAmount, text } from './scalars';

const own = z.object({ challengeId: id });
const token = z.string().max(200);
const points500 = z.int().min(0).max(500);

export const challengeContract = {
  /** The page 挑战 in one call; `before` pages through those that are over, 20 a page. */
  home: procedure({
    caller: 'member',
    input: z.object({ before: instant.nullable() }),
    output: z.object({
      points: pointsAmount,
      mayStake: z.boolean(),
      live: z.array(challengeCard),
      over: z.array(challengeCard),
      next: instant.nullable(),
      now: instant,
    }),
    refuses: [],
  }),
  create: procedure({
    caller: 'member',
    input: z.object({
      kind: z.enum(CHALLENGE_KINDS),
      shape: z.enum(SHAPES),
      stake: points500,
      target: z.int().min(1).max(1_000_000).nullable(),
      days: z.int().min(1).max(MOST_DAYS),
      places: z.int().min(PLACES.least).max(PLACES.most),
      requestId: id,
    }),
    output: challengeBoard,
    refuses: ['CHALLENGE_FORM_INVALID', 'CHALLENGES_FULL', 'INSUFFICIENT_POINTS', 'STAKE_UNDER_14'],
  }),
  /** What the friend who opened the card sees: who challenges to what. */
  invitation: procedure({
    caller: 'anyone',
    input: z.object({ token }),
    output: z.object({
      challenge: challengeCard,
      challenger: person,
      registered: z.boolean(),
      joined: z.boolean(),
      /** What the caller has, so that the stake can be weighed. */
      points: pointsAmount,
      mayStake: z.boolean(),
      now: instant,
    }),
    refuses: ['CHALLENGE_NOT_FOUND'],
  }),
  /** Takes part: the stake is set aside in the same step. Asked again it answers the board. */
  accept: procedure({
    caller: 'member',
    input: z.object({ token }),
    output: challengeBoard,
    refuses: [
      'CHALLENGE_NOT_FOUND',
      'CHALLENGE_CLOSED',
      'CHALLENGE_FULL',
      'CHALLENGE_OWN',
      'CHALLENGES_FULL',
      'INSUFFICIENT_POINTS',
      'STAKE_UNDER_14',
      'CHALLENGER_BLOCKED',
    ],
  }),
  /** The friend of a duel says no; of a group nobody has to. */
  decline: procedure({
    caller: 'member',
    input: z.object({ token }),
    output: z.object({ done: z.literal(true) }),
    refuses: ['CHALLENGE_NOT_FOUND', 'CHALLENGE_CLOSED', 'CHALLENGE_OWN'],
  }),
  /** The challenger takes an open one back. */
  cancel: procedure({
    caller: 'member',
    input: own,
    output: challengeBoard,
    refuses: ['CHALLENGE_NOT_FOUND', 'CHALLENGE_STARTED', 'CHALLENGE_CLOSED'],
  }),
  board: procedure({
    caller: 'member',
    input: own,
    output: challengeBoard,
    refuses: ['CHALLENGE_NOT_FOUND'],
  }),
  /** Leaves a running one: that forfeits. */
  leave: procedure({
    caller: 'member',
    input: own,
    output: challengeBoard,
    refuses: ['CHALLENGE_NOT_FOUND', 'CHALLENGE_CLOSED'],
  }),
  /** Cheers somebody on, once a day for each. */
  cheer: procedure({
    caller: 'member',
    input: own.extend({ memberId: id }),
    output: z.object({ cheers: count }),
    refuses: ['CHALLENGE_NOT_FOUND', 'CHALLENGE_CLOSED'],
  }),
  /** What WeChat counted: `weRun` is a CloudID, which the platform replaces by what it stands for. */
  addSteps: procedure({
    caller: 'member',
    input: own.extend({ weRun: z.unknown() }),
    output: challengeBoard,
    refuses: ['CHALLENGE_NOT_FOUND', 'CHALLENGE_CLOSED', 'STEPS_UNAVAILABLE'],
  }),
  /** How a match ended, told by one of the two. */
  score: procedure({
    caller: 'member',
    input: own.extend({ mine: z.int().min(0).max(999), theirs: z.int().min(0).max(999) }),
    output: challengeBoard,
    refuses: ['CHALLENGE_NOT_FOUND', 'CHALLENGE_CLOSED', 'SCORE_EXISTS'],
  }),
  /** The other agrees, or leaves it to the staff. */
  confirmScore: procedure({
    caller: 'member',
    input: own.extend({ agree: z.boolean() }),
    output: challengeBoard,
    refuses: ['CHALLENGE_NOT_FOUND', 'CHALLENGE_CLOSED', 'SCORE_MISSING', 'SCORE_NOT_YOURS'],
  }),
  /** Tells the staff of somebody in a challenge, or of the challenger on a card. */
  report: procedure({
    caller: 'member',
    input: z.object({
      token: token.nullable(),
      challengeId: id.nullable(),
      memberId: id,
      reason: text(2, 100),
    }),
    output: z.object({ done: z.literal(true) }),
    refuses: ['CHALLENGE_NOT_FOUND', 'REPORTED_ALREADY'],
  }),
  /** Who is blocked can neither challenge nor be challenged by the caller. */
  block: procedure({
    caller: 'member',
    input: z.object({ memberId: id, blocked: z.boolean() }),
    output: z.object({ blocked: z.array(person) }),
    refuses: ['MEMBER_NOT_FOUND'],
  }),
  blocked: procedure({
    caller: 'member',
    input: z.object({}),
    output: z.object({ blocked: z.array(person) }),
    refuses: [],
  }),
  /** Friends of the caller's challenges, or a campus; minutes or days of this week or month. */
  ranking: procedure({
    caller: 'member',
    input: z.object({
      among: z.enum(['FRIENDS', 'CAMPUS']),
      campusId: id.nullable(),
      period: z.enum(['WEEK', 'MONTH']),
      measure: z.enum(['MINUTES', 'DAYS']),
    }),
    output: z.object({
      campuses: z.array(z.object({ id, name: z.string() })),
      campusId: id.nullable(),
      /** The first fifty, and the caller if further down. */
      rows: z.array(
        z.object({
          rank: count,
          nickname: z.string(),
          avatarUrl: z.string().nullable(),
          value: count,
          you: z.boolean(),
        }),
      ),
      /** Whether the caller is shown on campus boards. */
      shown: z.boolean(),
      now: instant,
    }),
    refuses: ['CAMPUS_NOT_FOUND'],
  }),
  /** Shows the caller on campus boards, or hides. */
  showMe: procedure({
    caller: 'member',
    input: z.object({ shown: z.boolean() }),
    output: z.object({ shown: z.boolean() }),
    refuses: [],
  }),
  /** Matches whose score is disputed and reports that nobody has looked at, for staff. */
  desk: procedure({
    caller: 'staff',
    input: z.object({}),
    output: z.object({
      disputes: z.array(z.object({ challenge: challengeCard, score: score.nullable() })),
      reports: z.array(
        z.object({
          id,
          at: instant,
          by: person,
          about: person,
          reason: z.string(),
          challengeId: id,
        }),
      ),
      now: instant,
    }),
    refuses: [],
  }),
  /** Staff says how a disputed match ended; equal scores give the stakes back. */
  decide: procedure({
    caller: 'staff',
    input: own.extend({ points: z.record(id, z.int().min(0).max(999)) }),
    output: z.object({ done: z.literal(true) }),
    refuses: ['CHALLENGE_NOT_FOUND', 'CHALLENGE_CLOSED', 'CHALLENGE_FORM_INVALID'],
  }),
  closeReport: procedure({
    caller: 'staff',
    input: z.object({ reportId: id, note: text(0, 100) }),
    output: z.object({ done: z.literal(true) }),
    refuses: ['CHALLENGE_NOT_FOUND'],
  }),
} satisfies Contract;
