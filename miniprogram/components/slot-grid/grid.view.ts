import { type Fen, fen, yuanText } from '@shared/base/money';
import type { CourtDay, GridView } from '@shared/contracts/bookingViews';
import { clockText } from '@shared/domain/hours';
import { SLOT_MINUTES } from '@shared/domain/slots';
import type { Selection } from './choice.view';

/** Pixels; a half-hour is as tall as a thumb needs. */
export const CELL = { width: 68, height: 44 } as const;
/** However wide the screen, no more courts stand side by side: what is drawn stays small. */
const MOST_SIDE_BY_SIDE = 7;
/** Courts that are drawn beyond the edge of the screen, on either side. */
const SPARE = 2;
/** The courts in view change by so many at a time: while scrolling few updates are sent. */
const STEP = 2;

export interface Cell {
  /** Minute of the day, which is also the key. */
  readonly m: number;
  /** `free`, `taken`, `mine`, `past`, `closed`. */
  readonly s: string;
  /** The price of a free one, places left, or why it is closed. */
  readonly t: string;
}

export interface Column {
  readonly id: string;
  readonly name: string;
  /** From the left edge, pixels. */
  readonly x: number;
  readonly cells: readonly Cell[];
}

/** The chosen half-hours as one block on the sheet; pixels, and minutes of the day. */
export interface Block {
  readonly courtId: string;
  readonly from: number;
  readonly until: number;
  readonly taken: boolean;
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

export interface GridLayout {
  readonly hours: readonly {
    readonly m: number;
    /** Beside the full hours only. */
    readonly word: string;
    /** Read aloud with every half-hour. */
    readonly clock: string;
  }[];
  readonly width: number;
  readonly height: number;
  readonly cellWidth: number;
}

const STATES: Readonly<Record<string, string>> = {
  f: 'free',
  t: 'taken',
  m: 'mine',
  p: 'past',
  x: 'closed',
};

/** How a half-hour stands, to be read aloud. */
export const SPOKEN: Readonly<Record<string, string>> = {
  free: '可预订',
  taken: '已订出',
  mine: '我的预订',
  past: '已过',
  closed: '不可预订',
};

const minuteAt = (grid: GridView, row: number) => (grid.open?.from ?? 0) + row * SLOT_MINUTES;

/** Few courts share the width; a single one (a gym, a pool) has all of it. */
const cellWidthOf = (grid: GridView, screen: number) => {
  const side = Math.min(MOST_SIDE_BY_SIDE, Math.max(1, grid.courts.length));
  return Math.max(CELL.width, Math.floor(screen / side));
};

/** The sheet for a screen that has so many pixels beside the axis. */
export function layoutOf(grid: GridView, screen: number): GridLayout {
  const rows = grid.prices.length;
  const cellWidth = cellWidthOf(grid, screen);
  return {
    hours: Array.from({ length: rows }, (_, row) => {
      const m = minuteAt(grid, row);
      const clock = clockText(m);
      return { m, word: m % 60 === 0 ? clock : '', clock };
    }),
    width: grid.courts.length * cellWidth,
    height: rows * CELL.height,
    cellWidth,
  };
}

/** The courts that a screen shows at this scroll position, and a few beside it: [first, last). */
export function windowOf(
  count: number,
  scrolled: number,
  layout: { readonly cellWidth: number; readonly screen: number },
) {
  const { cellWidth, screen } = layout;
  // Fewer courts than before, or pulled beyond an edge: what is there is shown.
  const most = Math.max(0, count * cellWidth - screen);
  const at = Math.min(Math.max(0, scrolled), most);
  const first = Math.floor(at / cellWidth / STEP) * STEP - SPARE;
  const last = Math.ceil((at + screen) / cellWidth / STEP) * STEP + SPARE;
  return { first: Math.max(0, first), last: Math.min(count, last) };
}

/** `¥30`, `¥12.5`: as short as the amount allows. */
export const shortYuan = (amount: Fen) => `¥${yuanText(amount).replace(/\.?0+$/, '')}`;

export function columnsOf(
  grid: GridView,
  window: { readonly first: number; readonly last: number },
  cellWidth: number,
): Column[] {
  const prices = grid.prices.map((price) => shortYuan(fen(price.fen)));
  return grid.courts.slice(window.first, window.last).map((court, offset) => ({
    id: court.id,
    name: court.name,
    x: (window.first + offset) * cellWidth,
    cells: [...court.cells].map((letter, row) => {
      const m = minuteAt(grid, row);
      const s = STATES[letter] ?? 'closed';
      return { m, s, t: wordOf(court, s, { row, m, price: prices[row] ?? '' }) };
    }),
  }));
}

/** Where a choice lies on the sheet; null when its court is not there. */
export function blockOf(
  grid: GridView,
  selection: Selection | null,
  cellWidth: number,
): Block | null {
  const column = grid.courts.findIndex(({ id }) => id === selection?.courtId);
  if (!selection || column < 0) return null;
  const { courtId, from, until, taken } = selection;
  const pixels = (minutes: number) => (minutes / SLOT_MINUTES) * CELL.height;
  const y = pixels(from - (grid.open?.from ?? 0));
  return { courtId, from, until, taken, x: column * cellWidth, y, height: pixels(until - from) };
}

/** The row a day is shown from: the first with something free; what is over is scrolled away. */
export function firstRow(grid: GridView): number {
  const earliest = (fits: (letter: string) => boolean) => {
    const rows = grid.courts.map(({ cells }) => [...cells].findIndex(fits));
    const found = rows.filter((row) => row >= 0);
    return found.length > 0 ? Math.min(...found) : null;
  };
  return earliest((letter) => letter === 'f') ?? earliest((letter) => letter !== 'p') ?? 0;
}

function wordOf(
  court: CourtDay,
  state: string,
  at: { readonly row: number; readonly m: number; readonly price: string },
): string {
  if (state === 'mine') return '我的';
  if (state === 'closed') {
    return court.closed.find(({ from, until }) => from <= at.m && at.m < until)?.why ?? '';
  }
  if (state === 'taken') return court.left ? '已满' : '已订';
  if (state !== 'free') return '';
  const left = court.left?.[at.row];
  return left === undefined ? at.price : `${at.price} · 余 ${left}`;
}
