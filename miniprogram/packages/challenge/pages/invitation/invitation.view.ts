import type { Instant } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import { CHALLENGE_WORDS } from '@shared/domain/challenge';
import { REFUSALS, Refusal } from '@shared/refusals';
import { amountText, nameOf, remainingOf, stakeText } from '../../challenge.view';

export type Invitation = Awaited<ReturnType<Api['challenge']['invitation']>>;

/** What can be done: register first, take part, look at it, or make one of one's own. */
export type Step = 'register' | 'accept' | 'open' | 'own';

export interface InvitationView {
  readonly challenger: { readonly memberId: string; readonly name: string };
  readonly avatarUrl: string;
  /** `向你发起挑战`. */
  readonly line: string;
  /** `打卡天数`. */
  readonly what: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly fun: string;
  readonly step: Step;
  readonly button: string;
  /** Why one cannot take part, or that one does; empty else. */
  readonly note: string;
  readonly may: boolean;
  /** In a duel the friend can say no. */
  readonly decline: boolean;
  readonly against: boolean;
}

export function invitationView(invitation: Invitation, now: Instant): InvitationView {
  const { challenge, challenger, registered } = invitation;
  const { kind, shape } = challenge;
  const step = stepOf(invitation, now);
  return {
    challenger: { memberId: challenger.memberId, name: nameOf(challenger) },
    avatarUrl: challenger.avatarUrl ?? '',
    line: shape === 'DUEL' ? '向你发起挑战' : '邀你加入挑战',
    what: CHALLENGE_WORDS[kind],
    facts: factsOf(invitation, now),
    fun: kind === 'STEPS' ? '步数由手机记录，仅供娱乐' : '',
    ...step,
    decline: step.step === 'accept' && shape === 'DUEL',
    against: registered && !challenge.mine,
  };
}

function factsOf({ challenge, registered, points }: Invitation, now: Instant) {
  const { kind, shape, target, days, stake, people, places, status } = challenge;
  const aim = target === null ? '比谁多' : `先到 ${amountText(target, kind)}`;
  const left = status === 'OPEN' || status === 'RUNNING' ? remainingOf(challenge, now) : '';
  return [
    { label: '时间', value: kind === 'MATCH' ? `${days} 天内打完` : `${days} 天` },
    ...(kind === 'MATCH' ? [] : [{ label: '怎么算赢', value: aim }]),
    { label: '积分', value: stakeText(stake) },
    ...(stake > 0 && registered ? [{ label: '你有', value: `${points} 积分` }] : []),
    ...(shape === 'GROUP' ? [{ label: '已加入', value: `${people.length} / ${places} 人` }] : []),
    ...(left ? [{ label: '剩余', value: left }] : []),
  ];
}

type Ask = Pick<InvitationView, 'step' | 'button' | 'note' | 'may'>;

/** The same order as the server asks in. */
function stepOf(invitation: Invitation, now: Instant): Ask {
  const { challenge, registered, joined, mayStake, points } = invitation;
  const { stake, people, places, shape } = challenge;
  const own = (note: string): Ask => ({ step: 'own', button: '我也发起一个', note, may: true });
  if (challenge.mine || joined) {
    const note = challenge.mine ? '这是你发起的挑战' : '你已经参加了';
    return { step: 'open', button: '查看挑战', note, may: true };
  }
  if (!isOpen(challenge, now)) return own('这个挑战已经不能加入了');
  if (people.length >= places) {
    return own(shape === 'DUEL' ? '已经有人应战了' : REFUSALS.CHALLENGE_FULL);
  }
  if (!registered) {
    return {
      step: 'register',
      button: '注册后应战',
      note: '半分钟注册，再决定应不应战',
      may: true,
    };
  }
  const accept = stake > 0 ? `押 ${stake} 积分应战` : '应战';
  const why = stake === 0 ? '' : !mayStake ? REFUSALS.STAKE_UNDER_14 : lackOf(stake, points);
  return { step: 'accept', button: accept, note: why, may: why === '' };
}

/** A duel before it is answered; a group for as long as it runs. */
const isOpen = ({ status, shape, answerBy, until }: Invitation['challenge'], now: Instant) =>
  (status === 'OPEN' && now < answerBy) ||
  (status === 'RUNNING' && shape === 'GROUP' && until !== null && now < until);

const lackOf = (stake: number, points: number) =>
  points < stake ? `积分还差 ${stake - points}，打卡可以赚积分` : '';

/** What to say of a card that leads nowhere any more; null for another failure. */
export function goneBecause(error: unknown): string | null {
  if (!(error instanceof Refusal)) return null;
  const unknown = error.code === 'CHALLENGE_NOT_FOUND' || error.code === 'INVALID_INPUT';
  return unknown ? '没有找到这个挑战，请联系发给你的朋友' : null;
}
