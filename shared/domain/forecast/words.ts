import { type Drift, HIGHEST_LEVEL } from './drift';

/** What is odd about a counter, in a manager's words. */
export function driftText(drift: Drift): string {
  switch (drift.kind) {
    case 'STUCK':
      return `人数已有 ${drift.hours} 个开放小时没变，一直是 ${Math.round(drift.count)} 人`;
    case 'NIGHT_COUNTS':
      return `近七天有 ${drift.hours} 个关门的小时还数到了人`;
    case 'LEVEL':
      return `近七天的人数${timesText(drift.ratio)}`;
    case 'SILENT':
      return `已有 ${drift.hours} 个开放小时没有人数`;
  }
}

function timesText(ratio: number): string {
  if (ratio >= HIGHEST_LEVEL) return `是平常的 ${HIGHEST_LEVEL} 倍以上`;
  return ratio < 0.1 ? '不到平常的 0.1 倍' : `是平常的 ${ratio.toFixed(1)} 倍`;
}
