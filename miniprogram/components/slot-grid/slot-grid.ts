import type { GridView } from '@shared/contracts/bookingViews';
import { afterDrag, afterTap, type Selection } from './choice.view';
import {
  type Block,
  blockOf,
  CELL,
  type Column,
  columnsOf,
  firstRow,
  type GridLayout,
  layoutOf,
  SPOKEN,
  windowOf,
} from './grid.view';

/** The column of hours at the left edge, pixels. */
const AXIS = 52;

/** What stays free beside courts that all fit, pixels. */
const MARGIN = 8;

type CellTap = WechatMiniprogram.TouchEvent<object, object, { court: string; minute: number }>;
type EndTouch = WechatMiniprogram.TouchEvent<object, object, { end: 'from' | 'until' }>;
type Scrolled = WechatMiniprogram.CustomEvent<{ scrollLeft: number }>;

/**
 * Courts × half-hours of one day. Only the courts in view are in the tree, so that fifty of them
 * scroll like five. `grid` is a GridView, `selection` a Selection of grid.view; event `choose`
 * (detail: `{ selection }`, null for none) tells what is chosen by tapping or by dragging an end.
 */
Component({
  options: { styleIsolation: 'apply-shared', pureDataPattern: /^_/ },
  properties: {
    grid: { type: Object, value: null },
    selection: { type: Object, value: null },
  },
  data: {
    layout: null as GridLayout | null,
    columns: [] as readonly Column[],
    block: null as Block | null,
    words: SPOKEN,
    cell: CELL.height,
    axis: AXIS,
    /** Where the sheet is scrolled to when another one is shown, pixels. */
    top: 0,
    left: 0,
    _scrolled: 0,
    /** The courts that are drawn. */
    _window: '',
    /** Whose day is shown. */
    _venue: '',
    _day: '',
    _dragged: null as Selection | null,
    _startY: 0,
  },
  observers: {
    grid(grid: GridView | null) {
      if (!grid?.open) return;
      const layout = layoutOf(grid, screenWidth() - MARGIN);
      this.setData({ layout, _window: '', ...this.beginning(grid, layout) });
      this.draw();
      this.place();
    },
    selection() {
      this.place();
    },
  },
  pageLifetimes: {
    /** A tablet that was turned. */
    resize() {
      const grid = this.data.grid as GridView | null;
      if (!grid?.open) return;
      this.setData({ layout: layoutOf(grid, screenWidth() - MARGIN), _window: '' });
      this.draw();
      this.place();
    },
  },
  methods: {
    /**
     * Another day begins at its first free half-hour, another venue or sport at its first court; with
     * something chosen already, both begin there.
     */
    beginning(grid: GridView, layout: GridLayout) {
      const venue = `${grid.venueId} ${grid.sport}`;
      const day = `${venue} ${grid.date}`;
      if (day === this.data._day) return {};
      const chosen = blockOf(grid, this.data.selection as Selection | null, layout.cellWidth);
      const top = another(this.data.top, chosen?.y ?? firstRow(grid) * CELL.height);
      if (venue === this.data._venue && !chosen) return { _day: day, top };
      const left = Math.min(chosen?.x ?? 0, Math.max(0, layout.width - screenWidth()));
      return {
        ...{ _day: day, _venue: venue, top },
        ...{ left: another(this.data.left, left), _scrolled: left },
      };
    },

    /** Draws the courts in view; the same ones again only when something else has changed. */
    draw() {
      const grid = this.data.grid as GridView | null;
      const { layout, _scrolled, _window } = this.data;
      if (!grid?.open || !layout) return;
      const { cellWidth } = layout;
      const seen = windowOf(grid.courts.length, _scrolled, { cellWidth, screen: screenWidth() });
      const key = `${seen.first}-${seen.last}`;
      if (key !== _window) {
        this.setData({ _window: key, columns: columnsOf(grid, seen, cellWidth) });
      }
    },

    /** Lays the choice over the cells: they need not be drawn again for it. */
    place() {
      const grid = this.data.grid as GridView | null;
      const { layout } = this.data;
      if (!grid?.open || !layout) return;
      const selection = this.data.selection as Selection | null;
      this.setData({ block: blockOf(grid, selection, layout.cellWidth) });
    },

    onScroll(event: Scrolled) {
      this.setData({ _scrolled: event.detail.scrollLeft });
      this.draw();
    },

    onCell(event: CellTap) {
      const { court: courtId, minute } = event.currentTarget.dataset;
      const before = this.data.selection as Selection | null;
      this.tell(afterTap(this.data.grid as GridView, before, { courtId, minute }));
    },

    /** An end lies over its neighbour: a tap on it means the neighbour. */
    onEnd(event: EndTouch) {
      const before = this.data.selection as Selection | null;
      if (!before) return;
      const { end } = event.currentTarget.dataset;
      const rows = end === 'from' ? -1 : 1;
      this.tell(afterDrag(this.data.grid as GridView, before, { end, rows }));
    },

    onDragStart(event: EndTouch) {
      this.setData({
        _dragged: this.data.selection as Selection | null,
        _startY: event.touches[0]?.pageY ?? 0,
      });
    },

    onDrag(event: EndTouch) {
      const { _dragged, _startY } = this.data;
      const touch = event.touches[0];
      if (!_dragged || !touch) return;
      const rows = Math.round((touch.pageY - _startY) / CELL.height);
      const { end } = event.currentTarget.dataset;
      this.tell(afterDrag(this.data.grid as GridView, _dragged, { end, rows }));
    },

    tell(selection: Selection | null) {
      const before = this.data.selection as Selection | null;
      const same =
        before?.courtId === selection?.courtId &&
        before?.from === selection?.from &&
        before?.until === selection?.until;
      if (!same) this.triggerEvent('choose', { selection });
    },
  },
});

const screenWidth = () => wx.getWindowInfo().windowWidth - AXIS;

/** WeChat scrolls only to a position that differs from the one it was told last: half a pixel does. */
const another = (before: number, position: number) =>
  before === position ? position + 0.5 : position;
