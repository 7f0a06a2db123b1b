import { clubDateOf, formatClub, type Instant, MINUTE, plus } from '@shared/base/time';
import type { ClosureView } from '@shared/contracts/courtsViews';
import type { Tone } from '../../words';

export interface ClosureLine {
  readonly id: string;
  /** `全馆`, or the names of the courts. */
  readonly where: string;
  readonly when: string;
  readonly reason: string;
  readonly standing: string;
  readonly tone: Tone;
  readonly mayReopen: boolean;
}

export function closureLine(closure: ClosureView, now: Instant): ClosureLine {
  const { id, courtNames, whole, from, until, reason, reopened } = closure;
  return {
    id,
    where: whole ? '全馆' : courtNames.join('、'),
    when: spanText(from, until),
    reason,
    ...standingOf(closure),
    mayReopen: !reopened && until > now,
  };
}

function standingOf({
  affected,
  done,
  reopened,
}: ClosureView): Pick<ClosureLine, 'standing' | 'tone'> {
  if (!done)
    return { standing: reopened ? '正在恢复' : `处理中，已退 ${affected} 个预订`, tone: 'wait' };
  if (reopened) return { standing: '已恢复', tone: 'off' };
  const told = affected > 0 ? `已完成，${affected} 个预订已退款` : '已完成，没有受影响的预订';
  return { standing: told, tone: 'good' };
}

/** `3 月 16 日 09:00–22:00`; over several days both ends have their date. The end of a day is 24:00. */
export function spanText(from: Instant, until: Instant): string {
  const day = (at: Instant) => formatClub(at, 'M 月 D 日');
  const last = plus(until, -MINUTE);
  const end = clubDateOf(last) === clubDateOf(until) ? formatClub(until, 'HH:mm') : '24:00';
  const begin = `${day(from)} ${formatClub(from, 'HH:mm')}`;
  return clubDateOf(from) === clubDateOf(last)
    ? `${begin}–${end}`
    : `${begin} 到 ${day(last)} ${end}`;
}
