import type { ChallengeBoard } from '@shared/contracts/challengeViews';
import { CHALLENGE_WORDS } from '@shared/domain/challenge';
import { nameOf } from '../../challenge.view';
import { invitationPath, PATHS } from '../../paths';

/** How it ended for the caller. */
export interface Result {
  readonly title: string;
  /** `+50 积分`; empty where nothing was at stake. */
  readonly won: string;
  readonly note: string;
  readonly victory: boolean;
}

/** Null while it goes on. */
export function resultOf(board: ChallengeBoard): Result | null {
  const { challenge, rows, you } = board;
  const { status, stake } = challenge;
  const back = stake > 0 ? '积分已退回' : '';
  const none = (title: string) => ({ title, won: '', note: back, victory: false });
  if (status === 'DECLINED') return none('对方婉拒了这次挑战');
  if (status === 'CANCELLED') return none('挑战已取消');
  if (status === 'EXPIRED') return none('没有人应战');
  if (status !== 'SETTLED') return null;
  const mine = rows.find(({ memberId }) => memberId === you);
  if (!mine) return none('挑战已结束');
  return { ...endingOf(board, mine), ...wonOf(challenge) };
}

type Row = ChallengeBoard['rows'][number];

function endingOf({ challenge, rows, you }: ChallengeBoard, mine: Row) {
  if (mine.left) return { title: '你提前退出了', victory: false };
  const tied = rows.some((row) => row.memberId !== you && row.rank === mine.rank);
  if (mine.rank === 1 && !tied) return { title: '你赢了', victory: true };
  if (challenge.shape === 'GROUP') return { title: `第 ${mine.rank} 名`, victory: mine.rank === 1 };
  const other = rows.find(({ memberId }) => memberId !== you);
  return { title: tied ? '打成平手' : `${other ? nameOf(other) : '对方'}赢了`, victory: false };
}

function wonOf({ stake, won }: ChallengeBoard['challenge']) {
  if (stake === 0 || won === null) return { won: '', note: '' };
  if (won === 0) return { won: '', note: '积分已退回' };
  return won > 0
    ? { won: `+${won} 积分`, note: '已放进你的积分' }
    : { won: `−${Math.abs(won)} 积分`, note: '再来一局，赢回来' };
}

/** The card that a tap on share sends: the invitation while there is one, else how it ended. */
export function shareCard(board: ChallengeBoard | null) {
  if (!board) return { title: '场边：和好友比一比，看谁运动得多', path: PATHS.home };
  const { challenge, inviteToken } = board;
  const kind = CHALLENGE_WORDS[challenge.kind];
  if (inviteToken !== null) {
    const time =
      challenge.kind === 'MATCH' ? '约你打一场' : `敢不敢来比 ${challenge.days} 天${kind}`;
    return { title: `${time}？`, path: invitationPath(inviteToken) };
  }
  const result = resultOf(board);
  const title = result
    ? `${kind}挑战：${result.victory ? '我赢了' : result.title}`
    : `${kind}挑战进行中`;
  return { title, path: PATHS.home };
}
