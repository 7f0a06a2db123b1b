import type { CourtDay, GridView } from '@shared/contracts/bookingViews';
import { MOST_SLOTS } from '@shared/domain/booking';
import { SLOT_MINUTES } from '@shared/domain/slots';

/** What is chosen: half-hours in a row on one court; `taken` ones can only be waited for. */
export interface Selection {
  readonly courtId: string;
  readonly from: number;
  readonly until: number;
  readonly taken: boolean;
}

const letterAt = (grid: GridView, court: CourtDay, minute: number) =>
  court.cells[(minute - (grid.open?.from ?? 0)) / SLOT_MINUTES];

/**
 * What a tap on a half-hour makes of a choice: begins one, lengthens it by a neighbour, shortens it
 * at an end, or lets go of it. Null is nothing chosen.
 */
export function afterTap(
  grid: GridView,
  before: Selection | null,
  { courtId, minute }: { readonly courtId: string; readonly minute: number },
): Selection | null {
  const court = grid.courts.find(({ id }) => id === courtId);
  const letter = court && letterAt(grid, court, minute);
  if (letter !== 'f' && letter !== 't') return before;
  const taken = letter === 't';
  const alone: Selection = { courtId, from: minute, until: minute + SLOT_MINUTES, taken };
  if (before?.courtId !== courtId || before.taken !== taken) return alone;
  const { from, until } = before;
  if (minute >= from && minute < until) return shortened(before, minute);
  const room = until - from < MOST_SLOTS * SLOT_MINUTES;
  if (minute === until && room) return { ...before, until: until + SLOT_MINUTES };
  if (minute === from - SLOT_MINUTES && room) return { ...before, from: minute };
  return alone;
}

function shortened(before: Selection, minute: number): Selection | null {
  const { from, until } = before;
  if (until - from === SLOT_MINUTES) return null;
  if (minute === from) return { ...before, from: from + SLOT_MINUTES };
  if (minute === until - SLOT_MINUTES) return { ...before, until: minute };
  return { ...before, from: minute, until: minute + SLOT_MINUTES };
}

/** A wish as far as it can be booked: its first free half-hours in a row; null when it has none. */
export function freeOf(
  grid: GridView,
  { courtId, from, until }: Omit<Selection, 'taken'>,
): Selection | null {
  const court = grid.courts.find(({ id }) => id === courtId);
  if (!court) return null;
  const opens = grid.open?.from ?? 0;
  const row = (minute: number) => Math.max(0, (minute - opens) / SLOT_MINUTES);
  const wished = court.cells.slice(row(from), row(until));
  const [free] = /f+/.exec(wished) ?? [];
  if (free === undefined) return null;
  const first = Math.max(from, opens) + wished.indexOf('f') * SLOT_MINUTES;
  const length = Math.min(free.length, MOST_SLOTS) * SLOT_MINUTES;
  return { courtId, from: first, until: first + length, taken: false };
}

/** What dragging an end of the choice by so many half-hours makes of it: it stops at what is not free. */
export function afterDrag(
  grid: GridView,
  start: Selection,
  { end, rows }: { readonly end: 'from' | 'until'; readonly rows: number },
): Selection {
  const court = grid.courts.find(({ id }) => id === start.courtId);
  if (!court) return start;
  const wanted = start.taken ? 't' : 'f';
  const fits = (minute: number) => letterAt(grid, court, minute) === wanted;
  let { from, until } = start;
  const step = rows < 0 ? -SLOT_MINUTES : SLOT_MINUTES;
  for (let left = Math.abs(rows); left > 0; left -= 1) {
    const next = end === 'until' ? { from, until: until + step } : { from: from + step, until };
    const length = next.until - next.from;
    const grown = end === 'until' ? next.until - SLOT_MINUTES : next.from;
    if (length < SLOT_MINUTES || length > MOST_SLOTS * SLOT_MINUTES || !fits(grown)) break;
    ({ from, until } = next);
  }
  return { ...start, from, until };
}
