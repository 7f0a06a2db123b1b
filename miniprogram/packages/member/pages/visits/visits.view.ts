import { clubDateOf, formatClub, type Instant, minutesBetween } from '@shared/base/time';
import type { VisitView } from '@shared/contracts/visit';
import type { VisitEnding } from '@shared/domain/visit';
import { dayTitle } from '../../../../words/days';
import { durationText } from '../../../../words/duration';

const ENDING_WORDS = {
  MEMBER: '',
  ELSEWHERE: '在别的场馆打卡，自动离场',
  CLOSING: '闭馆，自动离场',
  LONGEST_STAY: '到最长停留时间，自动离场',
  DESK: '前台办理离场',
} as const satisfies Record<VisitEnding, string>;

export interface VisitRow {
  readonly id: string;
  readonly venueName: string;
  /** `18:02 – 19:30 · 1 小时 28 分`. */
  readonly time: string;
  readonly points: string;
  /** How it ended when not by the member; who began it when by hand. */
  readonly note: string;
  readonly open: boolean;
}

export interface VisitDay {
  readonly date: string;
  readonly title: string;
  readonly rows: readonly VisitRow[];
}

/** Visits under the day they began, as they come: newest first. */
export function visitDays(visits: readonly VisitView[], now: Instant): VisitDay[] {
  const days: { date: string; title: string; rows: VisitRow[] }[] = [];
  for (const visit of visits) {
    const date = clubDateOf(visit.checkedInAt);
    let day = days[days.length - 1];
    if (day?.date !== date) {
      day = { date, title: dayTitle(visit.checkedInAt, now), rows: [] };
      days.push(day);
    }
    day.rows.push(rowOf(visit, now));
  }
  return days;
}

function rowOf(visit: VisitView, now: Instant): VisitRow {
  const from = formatClub(visit.checkedInAt, 'HH:mm');
  const open = visit.checkedOutAt === null;
  const until = visit.checkedOutAt === null ? '现在' : formatClub(visit.checkedOutAt, 'HH:mm');
  const minutes = open ? minutesBetween(visit.checkedInAt, now) : visit.minutes;
  return {
    id: visit.id,
    venueName: visit.venueName,
    time: `${from} – ${until} · ${durationText(minutes)}`,
    points: visit.points > 0 ? `+${visit.points}` : '',
    note: noteOf(visit),
    open,
  };
}

function noteOf({ method, ending, reason }: VisitView): string {
  const began = method === 'DESK' ? '前台办理入场' : '';
  const word = ending ? ENDING_WORDS[ending] : '';
  const ended = word && reason ? `${word}：${reason}` : word;
  return [began, ended].filter(Boolean).join('；');
}
