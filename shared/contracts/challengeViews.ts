import * as z from 'zod';
import { CHALLENGE_KINDS, CHALLENGE_STATUSES, SHAPES } from '../domain/challenge';
import { clubDate, count, id, instant, pointsAmount } from './scalars';

export const person = z.object({
  memberId: id,
  nickname: z.string(),
  avatarUrl: z.string().nullable(),
});

/** A challenge in a list. */
export const challengeCard = z.object({
  id,
  kind: z.enum(CHALLENGE_KINDS),
  shape: z.enum(SHAPES),
  status: z.enum(CHALLENGE_STATUSES),
  stake: pointsAmount,
  target: count.nullable(),
  days: count,
  places: count,
  /** Null until it runs. */
  from: instant.nullable(),
  until: instant.nullable(),
  /** Until when an open one can be answered. */
  answerBy: instant,
  people: z.array(person),
  /** Of the caller; null until it runs. */
  rank: count.nullable(),
  mine: z.boolean(),
  /** What the caller won (positive) or lost; null until it is settled. */
  won: pointsAmount.nullable(),
});
export type ChallengeCard = z.output<typeof challengeCard>;

/** A row of the board, the best first. */
export const boardRow = person.extend({
  rank: count,
  total: count,
  left: z.boolean(),
  /** What was done on each day, the first day of the challenge first. */
  curve: z.array(z.object({ date: clubDate, value: count })),
  cheers: count,
});
export type BoardRow = z.output<typeof boardRow>;

export const score = z.object({
  by: id,
  /** Points of whom the key names. */
  points: z.record(z.string(), count),
  /** By itself it counts then. */
  countsAt: instant,
});

export const challengeBoard = z.object({
  challenge: challengeCard,
  you: id,
  rows: z.array(boardRow),
  /** What the caller has to do to pass the one ahead; null in front. */
  gap: count.nullable(),
  score: score.nullable(),
  /** What the card carries; null when nobody can be invited (any more). */
  inviteToken: z.string().nullable(),
  /** The document that the page watches: readable by this caller alone. */
  watchId: z.string(),
  may: z.object({
    cancel: z.boolean(),
    leave: z.boolean(),
    cheer: z.boolean(),
    score: z.boolean(),
    confirm: z.boolean(),
    addSteps: z.boolean(),
  }),
  now: instant,
});
export type ChallengeBoard = z.output<typeof challengeBoard>;

/** What somebody did in a challenge so far. */
export const progress = z.object({
  /** By club day; days without anything are not there. */
  curve: z.record(clubDate, count),
  total: count,
  /** When the target was reached; null without one. */
  reachedAt: instant.nullable(),
});

/**
 * What one phone of one member watches of a challenge: a copy of its board that nobody else can read.
 * Changed by functions only. `rows`, `left` and `cheers` are by member.
 */
export const challengeReader = z.object({
  _id: id,
  _openid: z.string().min(1),
  challengeId: id,
  /** Whose phone it is. */
  memberId: id,
  kind: z.enum(CHALLENGE_KINDS),
  target: count.nullable(),
  status: z.enum(CHALLENGE_STATUSES),
  from: instant,
  until: instant,
  rows: z.record(id, progress),
  left: z.record(id, z.literal(true)),
  cheers: z.record(id, count),
  /** Who was passed by whom: told by the minute's timer, which `news` calls. */
  passed: z.record(id, z.object({ by: id, at: instant })),
  news: z.boolean(),
  at: instant,
});
export type ChallengeReader = z.output<typeof challengeReader>;

/** A challenge as it is handed over with everything else that is stored about a member. */
export const challengeRecord = challengeCard.omit({ people: true, rank: true }).extend({
  createdAt: instant,
  total: count.nullable(),
});
