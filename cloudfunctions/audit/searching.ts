import { addDays, type ClubDate, clubDayStart, type Instant, later, plus } from '@shared/base/time';
import { actionWord, LOG_LIFE } from '@shared/domain/audit';
import { Refusal } from '@shared/refusals';
import type { Context, Member } from '../_kit/serve';
import { allCampuses } from '../venue/service';
import { detailText, type Names, namesOf } from './naming';
import { type Logged, readLog, type Stretch } from './reading';

export interface LogSearch {
  readonly campusId: string | null;
  readonly text: string;
  readonly from: ClubDate | null;
  readonly until: ClubDate | null;
  readonly before: Instant | null;
}

export interface LogLine {
  readonly id: string;
  readonly at: Instant;
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly detail: string;
  readonly campusName: string;
  readonly ip: string | null;
}

export interface LogPage {
  readonly entries: LogLine[];
  readonly next: Instant | null;
  /** What the admin may choose between. */
  readonly campuses: { readonly id: string; readonly name: string }[];
}

/** Lines of an answer, unless more than that happened in one millisecond. */
const PAGE = 40;
/** What one call reads of each source, and how often: the database knows no words. */
const ROWS = { listing: 60, searching: 150 } as const;
const MOST_PAGES_READ = 5;

/**
 * Who did what, newest first. A campus admin has the own campus; the super admin one, or with null
 * all and what belongs to none. A search reads a bounded part of the log: `next` says where it
 * stopped, also when it has found nothing so far, and is null only at the log's end.
 *
 * @throws Refusal CAMPUS_NOT_FOUND
 */
export async function searchLog(
  context: Context,
  { identity }: Member,
  ask: LogSearch,
): Promise<LogPage> {
  const { db } = context;
  const own = identity.role === 'SUPER_ADMIN' ? null : identity.campusId;
  const campusId = ask.campusId ?? own;
  const campuses = await allCampuses(db);
  const choices = campuses
    .filter(({ _id }) => identity.role === 'SUPER_ADMIN' || _id === own)
    .map(({ _id: id, name }) => ({ id, name }));
  const isChoice = choices.some(({ id }) => id === campusId);
  if (!isChoice && !(campusId === null && identity.role === 'SUPER_ADMIN')) {
    throw new Refusal('CAMPUS_NOT_FOUND');
  }
  const places = new Map(campuses.map(({ _id, name }) => [_id, name]));
  const words = ask.text.trim().toLowerCase();
  const size = words === '' ? ROWS.listing : ROWS.searching;
  const lines: LogLine[] = [];
  let stretch: Stretch | null = stretchOf(context, campusId, ask);
  for (let read = 0; stretch && read < MOST_PAGES_READ; read += 1) {
    const page = await readLog(db, stretch, size);
    const names = await namesOf(db, page.entries, places);
    const met = page.entries.filter((entry) => isAbout(entry, names, words));
    const { kept, next } = upTo(met, PAGE - lines.length);
    lines.push(...kept.map((entry) => lineOf(entry, names)));
    if (next !== null) return { entries: lines, next, campuses: choices };
    stretch = page.next === null ? null : { ...stretch, until: page.next };
    if (lines.length >= PAGE) break;
  }
  return { entries: lines, next: stretch?.until ?? null, campuses: choices };
}

/** What the dates and the page before leave of the log; older than the log is kept, there is none. */
function stretchOf({ now }: Context, campusId: string | null, ask: LogSearch): Stretch {
  const oldest = plus(now, -LOG_LIFE);
  const from = ask.from === null ? oldest : later(oldest, clubDayStart(ask.from));
  const end = ask.until === null ? plus(now, 1) : clubDayStart(addDays(ask.until, 1));
  return { campusId, from, until: Math.min(end, ask.before ?? end) as Instant };
}

/** The first `most` of them and whatever else happened in the last one's millisecond. */
function upTo(entries: readonly Logged[], most: number) {
  const last = entries[most - 1];
  if (!last || entries.length <= most) return { kept: entries, next: null };
  const kept = entries.filter(({ at }) => at >= last.at);
  return { kept, next: kept.length === entries.length ? null : last.at };
}

function isAbout(entry: Logged, names: Names, words: string): boolean {
  if (words === '') return true;
  const { action, detail, actorId, targetId } = entry;
  const said = [action, actionWord(action), detail, detailText(detail)];
  const called = [...names.allOf(actorId), ...names.allOf(targetId)];
  return [...said, ...called].some((text) => text.toLowerCase().includes(words));
}

const lineOf = (entry: Logged, names: Names): LogLine => ({
  id: entry.id,
  at: entry.at,
  actor: names.person(entry.actorId),
  action: actionWord(entry.action),
  target: names.target(entry),
  detail: detailText(entry.detail),
  campusName: names.campus(entry.campusId),
  ip: entry.ip,
});
