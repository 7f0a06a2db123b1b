import { type Instant, MINUTE } from '@shared/base/time';
import type { InsideView } from '@shared/contracts/desk';
import { Refusal } from '@shared/refusals';
import { api } from '../../../../services/api';
import { agreeOnTime, every, now } from '../../../../services/clock';
import { explain, showFailure, toast } from '../../../../services/feedback';
import { BoardFollower } from '../../../../services/live';
import { pulledDown, retried } from '../../../../services/loading';
import { appended, type PersonRow, personRows, QUICK_REASONS, reasonError } from './inside.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'ready'; readonly rows: readonly PersonRow[]; readonly more: boolean };

type PersonTap = WechatMiniprogram.TouchEvent<object, object, { id: string; name: string }>;
type ReasonTap = WechatMiniprogram.TouchEvent<object, object, { reason: string }>;

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    venueName: '',
    headcount: 0,
    capacity: 0,
    /** More than one page is shown and somebody came or went: the list waits for a tap. */
    outdated: false,
    loadingMore: false,
    leaving: { visitId: '', name: '' },
    sheetShown: false,
    quickReasons: QUICK_REASONS,
    reason: '',
    reasonError: '',
    busy: false,
  },

  venueId: '',
  shown: false,
  people: [] as readonly InsideView[],
  next: null as Instant | null,
  pages: 0,
  loading: false,
  changed: false,
  boards: null as BoardFollower | null,
  stopTicking: null as (() => void) | null,

  onLoad(query: { venueId?: string }) {
    this.venueId = query.venueId ?? '';
    this.boards = new BoardFollower(([board]) => {
      if (!board) return;
      const moved = board.headcount !== this.data.headcount;
      this.setData({ headcount: board.headcount, capacity: board.capacity });
      if (moved) void this.onMoved();
    });
  },

  onShow() {
    this.shown = true;
    this.stopTicking?.();
    this.stopTicking = every(MINUTE / 2, () => this.render());
    return this.load();
  },

  onHide() {
    this.rest();
  },

  onUnload() {
    this.rest();
  },

  rest() {
    this.shown = false;
    this.boards?.stop();
    this.stopTicking?.();
    this.stopTicking = null;
  },

  onReachBottom() {
    return this.loadMore();
  },

  /** Somebody came or went: a short list follows at once, a long one must not jump away. */
  onMoved() {
    if (this.pages > 1) {
      this.setData({ outdated: true });
      return;
    }
    if (this.loading) this.changed = true;
    else return this.load();
  },

  /** The first page. A change that comes while it loads is loaded right after. */
  async load() {
    if (this.loading) return;
    this.loading = true;
    try {
      const page = await api.desk.inside({ venueId: this.venueId, after: null });
      agreeOnTime(page.now);
      this.people = page.people;
      this.next = page.next;
      this.pages = 1;
      const { name, headcount, capacity } = page.venue;
      this.setData({ venueName: name, headcount, capacity, outdated: false });
      this.render();
      if (this.shown) this.boards?.follow([this.venueId]);
    } catch (error) {
      if (this.pages > 0) showFailure(error);
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    } finally {
      this.loading = false;
    }
    if (!this.changed) return;
    this.changed = false;
    await this.load();
  },

  async loadMore() {
    if (this.next === null || this.data.loadingMore) return;
    this.setData({ loadingMore: true });
    try {
      const page = await api.desk.inside({ venueId: this.venueId, after: this.next });
      this.people = appended(this.people, page.people);
      this.next = page.next;
      this.pages += 1;
      this.render();
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ loadingMore: false });
    }
  },

  render() {
    if (this.pages === 0) return;
    const rows = personRows(this.people, now());
    const state: State =
      rows.length === 0 ? { kind: 'empty' } : { kind: 'ready', rows, more: this.next !== null };
    this.setData({ state });
  },

  onAskToLeave(event: PersonTap) {
    const { id, name } = event.currentTarget.dataset;
    this.setData({ leaving: { visitId: id, name }, sheetShown: true, reason: '', reasonError: '' });
  },

  onCloseSheet() {
    if (!this.data.busy) this.setData({ sheetShown: false });
  },

  onPickReason(event: ReasonTap) {
    this.setData({ reason: event.currentTarget.dataset.reason, reasonError: '' });
  },

  onTypeReason(event: WechatMiniprogram.Input) {
    this.setData({ reason: event.detail.value, reasonError: '' });
  },

  async onCheckOut() {
    const { busy, reason, leaving } = this.data;
    const error = reasonError(reason);
    if (error) this.setData({ reasonError: error });
    if (error || busy) return;
    this.setData({ busy: true });
    try {
      const left = await api.desk.checkOut({ visitId: leaving.visitId, reason: reason.trim() });
      this.setData({ sheetShown: false });
      toast(`${left.maskedName} 已离场，${left.minutes} 分钟`);
      await this.load();
    } catch (failure) {
      await this.onCheckOutFailed(failure);
    } finally {
      this.setData({ busy: false });
    }
  },

  /** Somebody who is out already is off the list: closing the sheet and reloading says it best. */
  async onCheckOutFailed(error: unknown) {
    if (error instanceof Refusal && error.code === 'REASON_REQUIRED') {
      this.setData({ reasonError: error.message });
      return;
    }
    showFailure(error);
    if (error instanceof Refusal) {
      this.setData({ sheetShown: false });
      await this.load();
    }
  },
});
