import { clubDateOf, formatClub, type Instant, minutesBetween } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import { SPORT_WORDS } from '@shared/domain/booking';
import { Refusal } from '@shared/refusals';
import { dayTitle } from '../../../../words/days';
import { durationText } from '../../../../words/duration';

export type Invitation = Awaited<ReturnType<Api['booking']['invitation']>>;

export interface InvitationView {
  readonly organiser: string;
  readonly avatarUrl: string;
  readonly sport: string;
  readonly court: string;
  readonly day: string;
  readonly time: string;
  readonly duration: string;
  readonly companions: string;
  /** What can be done: come along, look at it, or go and book something else. */
  readonly action: 'join' | 'open' | 'book';
  readonly button: string;
  /** Why one cannot come along, or that one does; empty before. */
  readonly note: string;
}

export function invitationView(invitation: Invitation, now: Instant): InvitationView {
  const { organiser, companions, startAt, endAt } = invitation;
  return {
    organiser: organiser.nickname || '朋友',
    avatarUrl: organiser.avatarUrl ?? '',
    sport: SPORT_WORDS[invitation.sport],
    court: `${invitation.venueName} · ${invitation.courtName}`,
    day: dayTitle(startAt, now),
    time: `${formatClub(startAt, 'HH:mm')}–${endText(startAt, endAt)}`,
    duration: durationText(minutesBetween(startAt, endAt)),
    companions: companions > 0 ? `已有 ${companions} 位同伴加入` : '还没有同伴，你来做第一个',
    ...stepOf(invitation, now),
  };
}

/** A booking that ends at midnight ends at 24:00, as the doors do. */
const endText = (startAt: Instant, endAt: Instant) =>
  clubDateOf(endAt) === clubDateOf(startAt) ? formatClub(endAt, 'HH:mm') : '24:00';

type Step = Pick<InvitationView, 'action' | 'button' | 'note'>;

/** The same order as the server asks in: who came along already sees the booking whatever is. */
function stepOf({ joined, full, startAt, endAt }: Invitation, now: Instant): Step {
  if (joined) return { action: 'open', button: '查看预订', note: '你已经加入了' };
  if (now >= endAt) return { action: 'book', button: '自己订一场', note: '这次活动已经结束了' };
  if (now >= startAt) {
    return { action: 'book', button: '自己订一场', note: '已经开始了，请直接联系邀请你的朋友' };
  }
  if (full) return { action: 'book', button: '自己订一场', note: '同伴已满，请联系邀请你的朋友' };
  return { action: 'join', button: '加入', note: '' };
}

/** What to say of a card that leads nowhere any more; null for another failure. */
export function goneBecause(error: unknown): string | null {
  if (!(error instanceof Refusal)) return null;
  if (error.code === 'BOOKING_CLOSED') return '这次活动已经取消或结束，可以自己订一场';
  const unknown = error.code === 'BOOKING_NOT_FOUND' || error.code === 'INVALID_INPUT';
  return unknown ? '没有找到这个邀请，请联系邀请你的朋友' : null;
}
