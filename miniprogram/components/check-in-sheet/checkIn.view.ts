import type { Api } from '@shared/contracts';
import { durationText } from '../../words/duration';

export type CheckedIn = Awaited<ReturnType<Api['visit']['checkIn']>>;

/** What is celebrated after a check-in, ready to print. Empty texts are not shown. */
export interface Celebration {
  readonly title: string;
  readonly venueName: string;
  /** `+12`, or empty when today was rewarded before. */
  readonly points: string;
  readonly streak: string;
  readonly milestone: string;
  /** The visit elsewhere that this check-in ended. */
  readonly left: string;
}

export function celebrationOf({ visit, repeated, reward, left }: CheckedIn): Celebration {
  const milestone = reward && reward.milestone > 0 ? reward : null;
  return {
    title: repeated ? '你已经在馆内' : '打卡成功',
    venueName: visit.venueName,
    points: reward ? `+${reward.points}` : '',
    streak: reward ? `连续打卡 ${reward.streakDays} 天` : '今天的打卡积分已经领过了',
    milestone: milestone
      ? `连续 ${milestone.streakDays} 天里程碑，其中 ${milestone.milestone} 积分是奖励`
      : '',
    left: left ? `已从「${left.venueName}」离场，停留 ${durationText(left.minutes)}` : '',
  };
}
