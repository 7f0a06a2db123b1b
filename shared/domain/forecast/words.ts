import type { Drift } from './drift';

/** What is odd about a counter, in a manager's words. */
export function driftText(drift: Drift): string {
  switch (drift.kind) {
    case 'STUCK':
      return `人数已有 ${drift.hours} 个开放小时没变，一直是 ${Math.round(drift.count)} 人`;
    case 'NIGHT_COUNTS':
      return `近七天有 ${drift.hours} 个关门的小时还数到了人`;
    case 'LEVEL':
      return `近七天的人数是平常的 ${drift.ratio.toFixed(1)} 倍`;
    case 'SILENT':
      return `已有 ${drift.hours} 个开放小时没有人数`;
  }
}
