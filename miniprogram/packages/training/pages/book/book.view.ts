import { type Fen, fen, formatYuan } from '@shared/base/money';
import type { ClubDate, Instant } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import { refusalOfLessonTime } from '@shared/domain/lesson';
import type { DaySpan } from '@shared/domain/slots';
import { REFUSALS, type RefusalCode } from '@shared/refusals';
import { type LessonTime, lessonTime } from '../../../../words/lessons';

export type Offered = Awaited<ReturnType<Api['student']['tables']>>;

/** What was chosen on the coach's page. */
export interface Wanted extends DaySpan {
  readonly coachId: string;
  readonly coachName: string;
  readonly date: ClubDate;
}

export function wantedFrom(query: Readonly<Record<string, string | undefined>>): Wanted {
  return {
    coachId: query.coachId ?? '',
    coachName: decodeURIComponent(query.name ?? ''),
    date: (query.date ?? '') as ClubDate,
    from: Number(query.from),
    until: Number(query.until),
  };
}

interface Table {
  readonly id: string;
  readonly name: string;
  readonly free: boolean;
  readonly chosen: boolean;
}

/** The tables of one venue. */
export interface VenueTables {
  readonly venueName: string;
  readonly tables: readonly Table[];
}

export interface BookView {
  readonly coachName: string;
  readonly time: LessonTime;
  /** `12 张空闲`. */
  readonly free: string;
  /** The table that was chosen; null for whichever the club chooses. */
  readonly tableId: string | null;
  readonly venues: readonly VenueTables[];
  readonly fee: Fen;
  readonly feeText: string;
  readonly balance: string;
  /** What is missing in the wallet; empty when it holds enough. */
  readonly missing: string;
  /** Why it cannot be asked for; empty when it can. */
  readonly why: string;
}

export function bookView(
  { tables, fee, available }: Offered,
  wanted: Wanted,
  { tableId, now }: { readonly tableId: string | null; readonly now: Instant },
): BookView {
  const free = tables.filter((table) => table.free);
  const chosen = free.find(({ id }) => id === tableId)?.id ?? null;
  const refusal = refusalOfLessonTime(wanted, now);
  const nothing: RefusalCode | null = free.length === 0 ? 'NO_TABLE_FREE' : null;
  const why = refusal ?? nothing;
  return {
    coachName: wanted.coachName,
    time: lessonTime(wanted, now),
    free: `${free.length} 张空闲`,
    tableId: chosen,
    venues: venuesOf(tables, chosen),
    fee,
    feeText: formatYuan(fee),
    balance: formatYuan(available),
    missing: available < fee ? formatYuan(fen(fee - available)) : '',
    why: why ? REFUSALS[why] : '',
  };
}

function venuesOf(tables: Offered['tables'], chosen: string | null): VenueTables[] {
  const names = [...new Set(tables.map(({ venueName }) => venueName))];
  return names.map((venueName) => ({
    venueName,
    tables: tables
      .filter((table) => table.venueName === venueName)
      .map(({ id, name, free }) => ({ id, name, free, chosen: id === chosen })),
  }));
}

/** Refusals after which another time has to be chosen; the others are mended on the page itself. */
export const OTHER_TIME: readonly RefusalCode[] = [
  'COACH_NOT_FOUND',
  'COACH_DISABLED',
  'COACH_ELSEWHERE',
  'NOT_MY_COACH',
  'LESSON_SPAN_INVALID',
  'LESSON_TOO_SOON',
  'LESSON_TOO_FAR',
  'AT_OWN_COURT',
  'LESSON_CLOSED_HOURS',
  'COACH_NOT_TEACHING',
  'COACH_TAKEN',
  'STUDENT_TAKEN',
  'NO_TABLE_FREE',
];
