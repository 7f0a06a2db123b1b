import { clubDate, fileId, id, instant } from '@shared/contracts/scalars';
import { fenAmount } from '@shared/contracts/wallet';
import { SPORTS } from '@shared/domain/booking';
import { COACH_LEVELS, COACH_STATUSES, DEFAULT_SHARE, GENDERS } from '@shared/domain/coach';
import { CHANGE_STATUSES, RELATION_STATUSES, VOTES } from '@shared/domain/relation';
import * as z from 'zod';
import { collection } from '../_kit/db';

const person = {
  /** The member. The number to call is the member's. */
  _id: id,
  campusId: id,
  realName: z.string(),
  gender: z.enum(GENDERS).nullable(),
  age: z.int().nullable(),
  email: z.string().nullable(),
  createdAt: instant,
};

/**
 * A student of a campus. The limit of two coaches lives in `ties`: whoever adds one writes this
 * document, and so does whoever decides something by them.
 */
const student = z.object({
  ...person,
  ties: z.array(
    z.object({ relationId: id, coachId: id, status: z.enum(['PENDING', 'ESTABLISHED']) }),
  ),
  /** The change of coach that waits for votes; one at a time. */
  changeId: id.nullable(),
  /** Counts the writes, so that two who decide by the document meet in it. */
  version: z.int(),
});
export type Student = z.output<typeof student>;
export const students = collection('students', student);

const minute = z.int().min(0).max(1440);

/** A coach, also one who waits for approval. The limit of twenty lives in `ties`, as with students. */
const coach = z.object({
  ...person,
  status: z.enum(COACH_STATUSES),
  sport: z.enum(SPORTS),
  photoFileId: fileId.nullable(),
  achievements: z.string(),
  /** Encrypted; found by the keyed hash of `training_claims`. */
  idNumber: z.object({ sealed: z.string(), hash: z.string() }).nullable(),
  /** Set by the admin at approval, never by the coach. */
  level: z.enum(COACH_LEVELS).nullable(),
  /** Fen an hour, of the level when it was set. */
  rate: fenAmount.nullable(),
  rejectReason: z.string(),
  ties: z.array(
    z.object({ relationId: id, studentId: id, status: z.enum(['PENDING', 'ESTABLISHED']) }),
  ),
  off: z.array(
    z.object({
      weekday: z.int().min(0).max(6).nullable(),
      date: clubDate.nullable(),
      from: minute,
      until: minute,
    }),
  ),
  starSum: z.int(),
  starCount: z.int(),
  appliedAt: instant,
  decidedAt: instant.nullable(),
  decidedBy: id.nullable(),
  /** As with students. */
  version: z.int(),
});
export type Coach = z.output<typeof coach>;
export const coaches = collection('coaches', coach);

/** Whose an e-mail address (`email:ADDRESS`) or identity number (`idnumber:HASH`) is. */
export const trainingClaims = collection(
  'training_claims',
  z.object({ _id: z.string().max(140), memberId: id }),
);

/** What binds a student and a coach; one document an application, kept for ever. */
const relation = z.object({
  _id: id,
  studentId: id,
  coachId: id,
  campusId: id,
  /** Both as they were when it was asked for: the history outlives their accounts. */
  studentName: z.string(),
  coach: z.object({
    realName: z.string(),
    sport: z.enum(SPORTS),
    level: z.enum(COACH_LEVELS),
    rate: fenAmount,
  }),
  status: z.enum(RELATION_STATUSES),
  source: z.enum(['APPLY', 'CHANGE']),
  /** Why it was refused or ended. */
  reason: z.string(),
  appliedAt: instant,
  answeredAt: instant.nullable(),
  endedAt: instant.nullable(),
});
export type Relation = z.output<typeof relation>;
export const relations = collection('coach_relations', relation);

const voteOf = z.object({
  vote: z.enum(VOTES),
  by: id.nullable(),
  at: instant.nullable(),
  note: z.string(),
});

/** A wish to have another coach, and the three votes on it. */
const change = z.object({
  _id: id,
  studentId: id,
  fromId: id,
  toId: id,
  campusId: id,
  /** The relation that would end. */
  relationId: id,
  reason: z.string(),
  names: z.object({ student: z.string(), from: z.string(), to: z.string() }),
  votes: z.object({ from: voteOf, to: voteOf, admin: voteOf }),
  status: z.enum(CHANGE_STATUSES),
  createdAt: instant,
  endedAt: instant.nullable(),
});
export type CoachChange = z.output<typeof change>;
export const changes = collection('coach_changes', change);

/** What a campus sets for its school: fen an hour by level, and what of a fee is its coach's. */
const settings = z.object({
  _id: id,
  rates: z.object({ SENIOR: fenAmount, INTERMEDIATE: fenAmount, JUNIOR: fenAmount }),
  /** Percent. */
  share: z.int().min(0).max(100).default(DEFAULT_SHARE),
});
export type TrainingSettings = z.output<typeof settings>;
export const trainingSettings = collection('training_settings', settings);
