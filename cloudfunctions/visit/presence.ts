import { points } from '@shared/base/money';
import { clubDateOf, earlier, type Instant } from '@shared/base/time';
import { rewardFor, type Streak } from '@shared/domain/streak';
import { advanceVisit, type VisitEnding, visitMinutes } from '@shared/domain/visit';
import type { Transaction } from '../_kit/db';
import { earnUnseen } from '../points/service';
import { type OpenVisit, type Presence, type Visit, visits } from './store';

/** A visit past its deadline is over, even before the timer has written it down. */
export const isOverdue = (open: OpenVisit, now: Instant) => open.deadline <= now;

/** How an open visit ends if `wished` happens now: what was due earlier comes first. */
export function endOf(open: OpenVisit, wished: VisitEnding, now: Instant) {
  const checkedOutAt = earlier(now, open.deadline);
  return {
    status: advanceVisit('OPEN', 'close'),
    checkedOutAt,
    ending: isOverdue(open, now) ? open.deadlineEnding : wished,
    minutes: visitMinutes(open, checkedOutAt),
  };
}

export type VisitEnd = ReturnType<typeof endOf>;

export async function writeEnd(
  tx: Transaction,
  open: OpenVisit,
  end: VisitEnd,
  reason: string | null,
): Promise<void> {
  const found = await tx.change(visits, open.visitId, { set: { ...end, reason } });
  if (!found) throw new Error(`visits/${open.visitId} should exist`);
}

/** The visit document that an open visit stands for, as it is after its end. */
export const closedVisit = (memberId: string, open: OpenVisit, end: VisitEnd): Visit => {
  const { visitId, ...rest } = open;
  return { _id: visitId, memberId, ...rest, ...end, reason: null };
};

const streakOf = (presence: Presence): Streak => ({
  days: presence.streakDays,
  lastDay: presence.lastDay,
});

/** What a check-in today earns, or null when this club day was rewarded already. */
export const rewardToday = (presence: Presence, now: Instant) =>
  rewardFor(streakOf(presence), clubDateOf(now));

export type TodaysReward = NonNullable<ReturnType<typeof rewardToday>>;

/** Pays the day's reward once: its reason is the member and the club day. */
export async function payReward(
  tx: Transaction,
  memberId: string,
  { reward, streak }: TodaysReward,
  at: Instant,
): Promise<void> {
  await earnUnseen(tx, {
    reason: `checkin:${memberId}:${streak.lastDay}`,
    memberId,
    parts: [
      { source: 'check-in', amount: reward.base },
      { source: 'milestone', amount: reward.milestone },
    ],
    at,
  });
}

export const rewardPoints = (paid: TodaysReward | null) =>
  points(paid ? paid.reward.base + paid.reward.milestone : 0);
