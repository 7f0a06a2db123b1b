import { formatClub } from '@shared/base/time';
import type { TieView } from '@shared/contracts/training';
import { RELATION_WORDS, type RelationStatus } from '@shared/domain/relation';
import type { Tone } from '../../words/tones';
import { type CoachFace, coachFace } from './coachFace.view';

const TONES = {
  PENDING: 'busy',
  ESTABLISHED: 'brand',
  REJECTED: 'danger',
  WITHDRAWN: 'ink-2',
  TERMINATED: 'ink-2',
} as const satisfies Record<RelationStatus, Tone>;

/** A coach whom a student has, or asked. */
export interface TieCard {
  readonly relationId: string;
  readonly coach: CoachFace;
  readonly status: string;
  readonly tone: Tone;
  readonly pending: boolean;
  readonly established: boolean;
  /** `3 月 10 日申请`, and what was said to it. */
  readonly when: string;
  readonly reason: string;
}

export function tieCard({ relationId, status, appliedAt, reason, coach }: TieView): TieCard {
  return {
    relationId,
    coach: coachFace(coach),
    status: RELATION_WORDS[status],
    tone: TONES[status],
    pending: status === 'PENDING',
    established: status === 'ESTABLISHED',
    when: `${formatClub(appliedAt, 'M 月 D 日')} 申请`,
    reason,
  };
}

/** Whether it counts for the most that a student may have. */
export const isTie = ({ status }: Pick<TieView, 'status'>) =>
  status === 'PENDING' || status === 'ESTABLISHED';
