import { HOUR, type Instant } from '@shared/base/time';
import type { RefundTier } from '@shared/domain/refund';

export interface TierRow {
  readonly when: string;
  readonly back: string;
  /** Whether it is the one that counts now. */
  readonly now: boolean;
}

const backText = (percent: number) => {
  if (percent === 100) return '全额退款';
  return percent === 0 ? '不退款' : `退 ${percent}%`;
};

/** What cancelling gives back, from the earliest on; the last instant of a tier counts. */
export function tierRows(tiers: readonly RefundTier[], startAt: Instant, now: Instant): TierRow[] {
  const sorted = [...tiers].sort((a, b) => b.hours - a.hours);
  const counts = sorted.findIndex(({ hours }) => now <= startAt - hours * HOUR);
  const rows = sorted.map(({ hours, percent }, index) => {
    const before = sorted[index - 1];
    const span = before ? `${hours}–${before.hours} 小时` : `${hours} 小时以上`;
    return { when: `开场前 ${span}`, back: backText(percent), now: index === counts };
  });
  const last = sorted.at(-1);
  if (last?.hours === 0) return rows;
  const when = last ? `开场前不到 ${last.hours} 小时` : '预订以后';
  return [...rows, { when, back: backText(0), now: counts < 0 }];
}
