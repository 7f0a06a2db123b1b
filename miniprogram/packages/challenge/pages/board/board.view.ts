import { formatClub, type Instant } from '@shared/base/time';
import type { ChallengeBoard } from '@shared/contracts/challengeViews';
import {
  CHALLENGE_STATUS_WORDS,
  CHALLENGE_UNITS,
  CHALLENGE_WORDS,
  MOST_STEPS_A_DAY,
} from '@shared/domain/challenge';
import type { Tone } from '../../../../words/tones';
import {
  amountText,
  nameOf,
  remainingOf,
  STATUS_TONES,
  termsOf,
  titleOf,
} from '../../challenge.view';
import { type Race, raceOf } from '../../components/race-curve/race.view';
import { type Result, resultOf } from './result.view';

export interface RunnerView {
  readonly memberId: string;
  readonly name: string;
  readonly avatarUrl: string;
  readonly you: boolean;
  /** `1`; a dash for who left. */
  readonly place: string;
  readonly left: boolean;
  readonly total: number;
  /** Of the best, 0 to 1: how long the bar is. */
  readonly level: number;
  readonly cheers: number;
  readonly mayCheer: boolean;
  readonly cheered: boolean;
}

/** What can be told, agreed on or waited for in a match. */
export interface MatchView {
  /** Null before anybody told it. */
  readonly score: { readonly mine: number; readonly theirs: number; readonly name: string } | null;
  readonly note: string;
}

/** The one thing to do at the thumb. */
export type Main = 'invite' | 'score' | 'confirm' | 'steps' | 'share' | 'none';

export interface BoardView {
  readonly kind: string;
  readonly title: string;
  readonly terms: string;
  readonly status: string;
  readonly tone: Tone;
  readonly left: string;
  /** Where I am, large, and what is missing to the one ahead; empty before it runs. */
  readonly place: string;
  readonly placeNote: string;
  readonly rows: readonly RunnerView[];
  readonly unit: string;
  readonly race: Race | null;
  readonly match: MatchView | null;
  readonly result: Result | null;
  readonly fun: string;
  readonly main: Main;
  /** A group that has begun can be joined while there are places. */
  readonly invite: boolean;
  readonly cancel: boolean;
  readonly leave: boolean;
}

export function boardView(
  board: ChallengeBoard,
  { now, cheered }: { readonly now: Instant; readonly cheered: ReadonlySet<string> },
): BoardView {
  const { challenge, may, inviteToken } = board;
  const { kind, status } = challenge;
  const main = mainOf(board);
  const counts = status === 'RUNNING' && kind !== 'MATCH';
  return {
    kind: CHALLENGE_WORDS[kind],
    title: titleOf(challenge),
    terms: termsOf(challenge),
    status: CHALLENGE_STATUS_WORDS[status],
    tone: STATUS_TONES[status],
    left: remainingOf(challenge, now),
    place: counts ? placeOf(board) : '',
    placeNote: counts ? placeNote(board) : '',
    rows: runnersOf(board, cheered),
    unit: CHALLENGE_UNITS[kind],
    race: raceOf(board),
    match: kind === 'MATCH' ? matchOf(board) : null,
    result: resultOf(board),
    fun: kind === 'STEPS' ? `仅供娱乐，每天最多算 ${amountText(MOST_STEPS_A_DAY, kind)}` : '',
    main,
    invite: inviteToken !== null && main !== 'invite',
    cancel: may.cancel,
    leave: may.leave,
  };
}

function mainOf({ challenge, may, inviteToken }: ChallengeBoard): Main {
  if (challenge.status === 'SETTLED') return 'share';
  if (may.confirm) return 'confirm';
  if (may.score) return 'score';
  if (may.addSteps) return 'steps';
  return inviteToken === null ? 'none' : 'invite';
}

function runnersOf(board: ChallengeBoard, cheered: ReadonlySet<string>): RunnerView[] {
  const { rows, you, may, challenge } = board;
  const top = Math.max(1, challenge.target ?? 0, ...rows.map(({ total }) => total));
  return rows.map((row) => ({
    memberId: row.memberId,
    name: nameOf(row),
    avatarUrl: row.avatarUrl ?? '',
    you: row.memberId === you,
    place: row.left || challenge.from === null ? '–' : String(row.rank),
    left: row.left,
    total: row.total,
    level: Math.round((row.total / top) * 100) / 100,
    cheers: row.cheers,
    mayCheer: may.cheer && row.memberId !== you && !row.left,
    cheered: cheered.has(row.memberId),
  }));
}

/** `第 1 名`, `并列第 1`; empty for who left. */
function placeOf({ rows, you }: ChallengeBoard): string {
  const mine = rows.find(({ memberId }) => memberId === you);
  if (!mine || mine.left) return '';
  if (rows.every(({ total }) => total === 0)) return '刚刚开始';
  const level = rows.some((row) => row.memberId !== you && row.rank === mine.rank);
  return level ? `并列第 ${mine.rank}` : `第 ${mine.rank} 名`;
}

/** `再 1 天就超过梅若雨`, `领先梅若雨 2 天`, `再 1 天就能领先`. */
function placeNote({ challenge, rows, you, gap }: ChallengeBoard): string {
  const mine = rows.find(({ memberId }) => memberId === you);
  if (!mine || mine.left) return '';
  const { kind } = challenge;
  const others = rows.filter((row) => row.memberId !== you && !row.left);
  const ahead = others.filter((row) => row.rank < mine.rank).at(-1);
  if (ahead && gap !== null) return `再 ${amountText(gap, kind)}就超过${nameOf(ahead)}`;
  if (others.some((row) => row.rank === mine.rank)) {
    return mine.total === 0 ? '谁先动起来，谁就领先' : `再 ${amountText(1, kind)}就能领先`;
  }
  const [next] = others;
  if (!next) return '对手都退出了';
  return `领先${nameOf(next)} ${amountText(mine.total - next.total, kind)}`;
}

function matchOf({ challenge, rows, you, score, may }: ChallengeBoard): MatchView {
  if (!score) {
    const note = challenge.status === 'RUNNING' ? '打完以后，由一方填写比分' : '';
    return { score: null, note };
  }
  const other = rows.find(({ memberId }) => memberId !== you);
  const name = other ? nameOf(other) : '对方';
  const told = {
    mine: score.points[you] ?? 0,
    theirs: other ? (score.points[other.memberId] ?? 0) : 0,
    name,
  };
  return { score: told, note: matchNote(challenge.status, { score, name, may }) };
}

function matchNote(
  status: ChallengeBoard['challenge']['status'],
  {
    score,
    name,
    may,
  }: {
    readonly score: NonNullable<ChallengeBoard['score']>;
    readonly name: string;
    readonly may: ChallengeBoard['may'];
  },
): string {
  if (status === 'DISPUTED') return '双方说法不同，等工作人员裁定';
  if (status !== 'RUNNING') return '';
  const at = formatClub(score.countsAt, 'M 月 D 日 HH:mm');
  return may.confirm ? `${name}填的比分，${at} 自动生效` : `等${name}确认，${at} 自动生效`;
}
