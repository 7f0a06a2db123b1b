import { formatClub } from '@shared/base/time';
import type { ChangeView } from '@shared/contracts/training';
import {
  CHANGE_WORDS,
  type ChangeStatus,
  VOTER_WORDS,
  VOTERS,
  type Vote,
} from '@shared/domain/relation';
import type { Tone } from './tones';

const TONES = {
  PENDING: 'busy',
  COMPLETED: 'brand',
  REJECTED: 'danger',
  WITHDRAWN: 'ink-2',
  EXPIRED: 'ink-2',
} as const satisfies Record<ChangeStatus, Tone>;

const VOTES = {
  PENDING: { word: '待表决', tone: 'ink-2' },
  YES: { word: '同意', tone: 'brand' },
  NO: { word: '不同意', tone: 'danger' },
  WAIVED: { word: '已停用，无需表决', tone: 'ink-2' },
} as const satisfies Record<Vote, { word: string; tone: Tone }>;

export interface VoteLine {
  readonly voter: string;
  readonly word: string;
  readonly tone: Tone;
  /** What was said with it; mostly nothing. */
  readonly note: string;
}

/** A change of coach with its three votes. */
export interface ChangeLine {
  readonly id: string;
  readonly status: string;
  readonly tone: Tone;
  /** `林小满`. */
  readonly student: string;
  /** `王建国 → 李静`. */
  readonly what: string;
  readonly reason: string;
  /** Until when votes are taken, or when it was asked. */
  readonly when: string;
  readonly votes: readonly VoteLine[];
  readonly mayVote: boolean;
}

export function changeLine(change: ChangeView): ChangeLine {
  const { id, status, student, from, to, reason, votes, notes, mayVoteAs } = change;
  const names = { from: ` ${from.realName}`, to: ` ${to.realName}`, admin: '' };
  return {
    id,
    status: CHANGE_WORDS[status],
    tone: TONES[status],
    student: student.realName,
    what: `${from.realName} → ${to.realName}`,
    reason,
    when: whenOf(change),
    votes: VOTERS.map((voter) => ({
      voter: `${VOTER_WORDS[voter]}${names[voter]}`,
      ...VOTES[votes[voter]],
      note: notes[voter],
    })),
    mayVote: mayVoteAs !== null,
  };
}

const whenOf = ({ status, createdAt, expiresAt }: ChangeView) =>
  status === 'PENDING'
    ? `三方都同意后生效，${formatClub(expiresAt, 'M 月 D 日 HH:mm')} 截止`
    : `${formatClub(createdAt, 'M 月 D 日')} 申请`;
