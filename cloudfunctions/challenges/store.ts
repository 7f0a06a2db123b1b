import { challengeReader, progress } from '@shared/contracts/challengeViews';
import { clubDate, count, id, instant, pointsAmount } from '@shared/contracts/scalars';
import { CHALLENGE_KINDS, CHALLENGE_STATUSES, SHAPES } from '@shared/domain/challenge';
import * as z from 'zod';
import { collection } from '../_kit/db';

const participant = z.object({
  memberId: id,
  /** As they were called when they joined. */
  nickname: z.string(),
  joinedAt: instant,
  left: z.boolean(),
});
export type Participant = z.output<typeof participant>;

/** How it ended for somebody, fixed once. */
const result = progress.extend({ memberId: id, rank: count, payout: pointsAmount });
export type Result = z.output<typeof result>;

/** A challenge: what was agreed, who takes part and how it ended. */
const challenge = z.object({
  _id: id,
  kind: z.enum(CHALLENGE_KINDS),
  shape: z.enum(SHAPES),
  status: z.enum(CHALLENGE_STATUSES),
  stake: pointsAmount,
  target: count.nullable(),
  days: count,
  places: count,
  creatorId: id,
  members: z.array(participant),
  /** The same, so that somebody's challenges can be found. */
  memberIds: z.array(id),
  createdAt: instant,
  answerBy: instant,
  /** Null until it runs. */
  from: instant.nullable(),
  until: instant.nullable(),
  /** When the timer has to expire or settle it; null when it is over or waits for staff. */
  dueAt: instant.nullable(),
  endedAt: instant.nullable(),
  /** Signs what the card carries; never leaves the server. */
  secret: z.string().min(16),
  score: z.object({ by: id, points: z.record(id, count), at: instant }).nullable(),
  /** What phones said of steps, by member and club day, and when somebody reached the target. */
  steps: z.record(id, progress),
  cheers: z.record(id, count),
  /** The day of somebody's last cheer for somebody, by `who>whom`. */
  cheered: z.record(z.string(), clubDate),
  /** What was told of being passed: how often on which day, and the newest that was told. */
  told: z.record(id, z.object({ day: clubDate, times: count, at: instant })),
  results: z.array(result).nullable(),
});
export type Challenge = z.output<typeof challenge>;
export const challenges = collection('challenges', challenge);

/** What a member has to do with challenges; written by whoever begins or ends one with them. */
const challenger = z.object({
  _id: id,
  /** Challenges that are not over for the member: their number is limited. */
  live: z.array(id),
  /** Members who can neither challenge this one nor be challenged. */
  blocked: z.array(id),
  /** Whether the member is on the boards of a campus. */
  shown: z.boolean(),
});
export type Challenger = z.output<typeof challenger>;
export const challengers = collection('challengers', challenger);

export const newChallenger = (memberId: string): Challenger => ({
  _id: memberId,
  live: [],
  blocked: [],
  shown: true,
});

/** One copy of a board for each phone that may watch it. */
export const challengeBoards = collection('challenge_boards', challengeReader);

const report = z.object({
  _id: id,
  challengeId: id,
  byId: id,
  aboutId: id,
  reason: z.string(),
  at: instant,
  status: z.enum(['OPEN', 'CLOSED']),
  note: z.string(),
  closedBy: id.nullable(),
  closedAt: instant.nullable(),
});
export type Report = z.output<typeof report>;
export const challengeReports = collection('challenge_reports', report);

const ranked = z.object({ memberId: id, value: count });
/** A campus board of a week or month, as the timer last counted it: the highest first. */
const ranking = z.object({
  /** `campus:PERIOD:MEASURE`. */
  _id: z.string().max(80),
  campusId: id,
  /** The day on which the week or month began. */
  begins: clubDate,
  first: z.array(
    ranked.extend({ nickname: z.string(), avatarUrl: z.string().nullable(), rank: count }),
  ),
  /** Of those who are further down, the rank and the value. */
  others: z.record(id, z.tuple([count, count])),
  at: instant,
});
export type Ranking = z.output<typeof ranking>;
export const challengeRankings = collection('challenge_rankings', ranking);

export const holdOf = (challengeId: string, memberId: string) =>
  `challenge:${challengeId}:${memberId}`;
