import { formatClub, type Instant, minutesBetween } from '@shared/base/time';
import type { OpenVisitView } from '@shared/contracts/venue';
import { durationText } from '../../words/duration';

export interface VisitLine {
  readonly venueName: string;
  /** How long it has lasted, and when it ends by itself. */
  readonly detail: string;
}

export function visitLine(visit: OpenVisitView, now: Instant): VisitLine {
  const minutes = minutesBetween(visit.checkedInAt, now);
  const stayed = minutes === 0 ? '刚刚入场' : `已 ${durationText(minutes)}`;
  const ends = formatClub(visit.deadline, 'HH:mm');
  return { venueName: visit.venueName, detail: `${stayed} · ${ends} 自动离场` };
}
