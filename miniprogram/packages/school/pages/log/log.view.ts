import { type ClubDate, clubDateOf, formatClub, type Instant } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import { dateText } from '../../../../words/days';

type Log = Awaited<ReturnType<Api['school']['log']>>;
export type LogEntry = Log['entries'][number];

export interface LogRow {
  readonly id: string;
  /** `管理员取消课程`. */
  readonly action: string;
  readonly time: string;
  /** `总管 → 林小满`. */
  readonly who: string;
  readonly detail: string;
  /** `中心校区 · 127.0.0.1`. */
  readonly place: string;
}

export interface LogDay {
  readonly date: ClubDate;
  readonly title: string;
  readonly rows: readonly LogRow[];
}

/** What is looked for, besides the words. */
export interface Dates {
  readonly from: ClubDate | null;
  readonly until: ClubDate | null;
}

/** The entries day by day, newest first as they come. */
export function logDays(entries: readonly LogEntry[], now: Instant): LogDay[] {
  const dates = [...new Set(entries.map(({ at }) => clubDateOf(at)))];
  return dates.map((date) => ({
    date,
    title: dateText(date, now),
    rows: entries.filter(({ at }) => clubDateOf(at) === date).map(logRow),
  }));
}

const logRow = ({ id, at, actor, action, target, detail, campusName, ip }: LogEntry): LogRow => ({
  id,
  action,
  time: formatClub(at, 'HH:mm:ss'),
  who: target === '' ? actor : `${actor} → ${target}`,
  detail,
  place: [campusName, ip === null ? '' : `IP ${ip}`].filter((part) => part !== '').join(' · '),
});

/** The next page after what is known; an entry on both is shown once. */
export function appended(known: readonly LogEntry[], more: readonly LogEntry[]): LogEntry[] {
  const ids = new Set(known.map(({ id }) => id));
  return [...known, ...more.filter(({ id }) => !ids.has(id))];
}

/** Dates in order: a beginning behind the end takes the end along, and the other way round. */
export function datesWith(dates: Dates, part: Partial<Dates>): Dates {
  const next = { ...dates, ...part };
  if (next.from === null || next.until === null || next.from <= next.until) return next;
  return part.from === undefined ? { ...next, from: next.until } : { ...next, until: next.from };
}

/** What the super admin chooses between; nobody else has a choice. Empty is all. */
export const campusChoices = ({ campuses }: Pick<Log, 'campuses'>): Log['campuses'] =>
  campuses.length > 1 ? [{ id: '', name: '全部校区' }, ...campuses] : [];
