import { formatClub, type Instant } from '@shared/base/time';
import { CHALLENGE_WORDS } from '@shared/domain/challenge';
import type { Letter } from '../message/service';
import type { Challenge } from './store';

export const challengePage = (challengeId: string) =>
  `packages/challenge/pages/board/board?id=${challengeId}`;

/** `步数挑战`, `约战`. No message names another member: it would outlive that one's account. */
const titleOf = ({ kind }: Challenge) =>
  kind === 'MATCH' ? CHALLENGE_WORDS.MATCH : `${CHALLENGE_WORDS[kind]}挑战`;

interface Told {
  readonly key: string;
  readonly memberId: string;
  readonly title: string;
  readonly body: string;
  /** What stands in WeChat's template: at most five characters. */
  readonly phrase: string;
  readonly at: Instant;
}

const letterOf = (challenge: Challenge, told: Told): Letter => ({
  key: `challenge:${challenge._id}:${told.key}`,
  memberId: told.memberId,
  kind: 'CHALLENGE',
  title: told.title,
  body: told.body,
  page: challengePage(challenge._id),
  at: told.at,
  subscribe: {
    template: 'BOOKING',
    data: {
      thing1: titleOf(challenge),
      time2: formatClub(told.at, 'YYYY年M月D日 HH:mm'),
      phrase3: told.phrase,
      thing4: told.title,
    },
  },
});

/** To the challenger: somebody takes part. */
export const joinedLetter = (challenge: Challenge, at: Instant): Letter =>
  letterOf(challenge, {
    key: `joined:${challenge.memberIds.length}`,
    memberId: challenge.creatorId,
    title: '有人应战了',
    body: `有好友接受了你的${titleOf(challenge)}，比赛已经开始`,
    phrase: '已应战',
    at,
  });

const UNANSWERED = {
  DECLINED: { title: '对方婉拒了挑战', phrase: '已婉拒' },
  EXPIRED: { title: '挑战无人应战', phrase: '已过期' },
} as const;

/** To the challenger: nobody takes part. */
export const unansweredLetter = (
  challenge: Challenge,
  status: keyof typeof UNANSWERED,
  at: Instant,
): Letter =>
  letterOf(challenge, {
    key: 'unanswered',
    memberId: challenge.creatorId,
    ...UNANSWERED[status],
    body: `${titleOf(challenge)}没有开始${challenge.stake > 0 ? `，押的 ${challenge.stake} 积分已退回` : ''}`,
    at,
  });

/** To whoever was passed; the moment makes it another one each time. */
export const passedLetter = (challenge: Challenge, memberId: string, at: Instant): Letter =>
  letterOf(challenge, {
    key: `passed:${memberId}:${at}`,
    memberId,
    title: '你被超过了',
    body: `有好友在${titleOf(challenge)}中超过了你，去运动追回来吧`,
    phrase: '被超过',
    at,
  });

/** To the other of a match: what was entered, and what happens by itself. */
export const scoreLetter = (challenge: Challenge, memberId: string, at: Instant): Letter =>
  letterOf(challenge, {
    key: `score:${at}`,
    memberId,
    title: '请确认约战比分',
    body: '对方填写了约战的比分，请在 24 小时内确认，不确认将按此计入',
    phrase: '待确认',
    at,
  });

/** How it ended for somebody. */
export function settledLetter(challenge: Challenge, memberId: string, at: Instant): Letter | null {
  const result = challenge.results?.find((one) => one.memberId === memberId);
  if (!result) return null;
  const { stake } = challenge;
  const won = result.payout - stake;
  const money = won > 0 ? `，赢得 ${won} 积分` : won < 0 ? `，失去 ${-won} 积分` : '，积分已退回';
  return letterOf(challenge, {
    key: `settled:${memberId}`,
    memberId,
    title: '挑战结束',
    body: `${titleOf(challenge)}结束，你是第 ${result.rank} 名${stake > 0 ? money : ''}`,
    phrase: '已结束',
    at,
  });
}
