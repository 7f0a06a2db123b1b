import { type ClubDate, clubDateOf, type Instant } from '@shared/base/time';
import { cleanOff } from '@shared/domain/coach';
import { clockText, MINUTES_A_DAY } from '@shared/domain/hours';
import type { NotTeaching } from '@shared/domain/lesson';
import { SLOT_MINUTES } from '@shared/domain/slots';
import { REFUSALS } from '@shared/refusals';
import { dateText } from '../../../../words/days';
import { WEEKDAYS } from '../../../../words/opening';

/** As many as one call takes. */
const MOST = 50;

/** Every half-hour of a day, midnight at its end included: what the pickers offer. */
export const TIMES: readonly string[] = Array.from(
  { length: MINUTES_A_DAY / SLOT_MINUTES + 1 },
  (_, index) => clockText(index * SLOT_MINUTES),
);

/** Hours without lessons on their way to being added; times are half-hours of the day. */
export interface OffDraft {
  readonly weekly: boolean;
  readonly weekday: number;
  readonly date: ClubDate;
  readonly from: number;
  readonly until: number;
}

export interface OffRow {
  readonly key: string;
  readonly index: number;
  /** `每周一`, `3 月 20 日 周五`. */
  readonly day: string;
  readonly time: string;
}

export const newOff = (now: Instant): OffDraft => ({
  weekly: true,
  weekday: 1,
  date: clubDateOf(now),
  from: 16,
  until: 24,
});

export const WEEKDAY_CHOICES = WEEKDAYS.map((word, weekday) => ({ word, weekday }));

/** Every week first, then single days as they come; each knows where it is stored. */
export function offRows(off: readonly NotTeaching[], now: Instant): OffRow[] {
  const placed = off.map((one, index) => ({ ...one, index }));
  const rank = ({ date, weekday, from }: NotTeaching) =>
    `${date === null ? 0 : 1}${date ?? weekday}${clockText(from)}`;
  return placed
    .sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
    .map(({ weekday, date, from, until, index }) => ({
      key: `${date ?? weekday}-${from}-${index}`,
      index,
      day: date === null ? `每${WEEKDAYS[weekday ?? 0]}` : dateText(date, now),
      time: `${clockText(from)}–${clockText(until)}`,
    }));
}

const offOf = ({ weekly, weekday, date, from, until }: OffDraft): NotTeaching => ({
  weekday: weekly ? weekday : null,
  date: weekly ? null : date,
  from: from * SLOT_MINUTES,
  until: until * SLOT_MINUTES,
});

/** The hours with the new ones, asked by the server's own rule; or why not. */
export function withOff(
  off: readonly NotTeaching[],
  draft: OffDraft,
  now: Instant,
):
  | { readonly ok: true; readonly off: readonly NotTeaching[] }
  | { readonly ok: false; readonly wrong: string } {
  if (draft.until <= draft.from) return { ok: false, wrong: '结束时间要晚于开始时间' };
  const added = offOf(draft);
  const same = ({ weekday, date, from, until }: NotTeaching) =>
    weekday === added.weekday &&
    date === added.date &&
    from === added.from &&
    until === added.until;
  if (off.some(same)) return { ok: false, wrong: '这段时间已经在里面了' };
  const clean = cleanOff([...off, added], clubDateOf(now));
  if (clean === null) return { ok: false, wrong: REFUSALS.NOT_TEACHING_INVALID };
  return clean.length > MOST
    ? { ok: false, wrong: `最多 ${MOST} 段，请先删掉不用的` }
    : { ok: true, off: clean };
}
