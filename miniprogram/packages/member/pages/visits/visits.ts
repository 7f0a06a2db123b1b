import type { Instant } from '@shared/base/time';
import type { VisitView } from '@shared/contracts/visit';
import { api } from '../../../../services/api';
import { now } from '../../../../services/clock';
import { explain, showFailure } from '../../../../services/feedback';
import { asMember } from '../../../../services/session';
import { type VisitDay, visitDays } from './visits.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'ready';
      readonly days: readonly VisitDay[];
      /** `more` below, being fetched, or all shown. */
      readonly tail: 'more' | 'busy' | 'end';
      readonly hint: string;
    };

Page({
  data: { state: { kind: 'loading' } as State },

  visits: [] as readonly VisitView[],
  next: null as Instant | null,

  onLoad() {
    return this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  onReachBottom() {
    return this.loadMore();
  },

  onRetry() {
    this.setData({ state: { kind: 'loading' } });
    return this.load();
  },

  onFirstVisit() {
    wx.switchTab({ url: '/pages/venues/venues' });
  },

  async load() {
    try {
      const page = await asMember(() => api.visit.list({ before: null }));
      if (!page) {
        this.setData({ state: { kind: 'empty' } });
        return;
      }
      this.visits = page.visits;
      this.next = page.next;
      this.print();
    } catch (error) {
      if (this.visits.length > 0) this.print(explain(error));
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  async loadMore() {
    const { state } = this.data;
    if (state.kind !== 'ready' || state.tail !== 'more') return;
    this.setData({ state: { ...state, tail: 'busy' } });
    try {
      const page = await api.visit.list({ before: this.next });
      this.visits = [...this.visits, ...page.visits];
      this.next = page.next;
    } catch (error) {
      showFailure(error);
    } finally {
      this.print();
    }
  },

  print(hint = '') {
    if (this.visits.length === 0) {
      this.setData({ state: { kind: 'empty' } });
      return;
    }
    const days = visitDays(this.visits, now());
    const tail = this.next === null ? 'end' : 'more';
    this.setData({ state: { kind: 'ready', days, tail, hint } });
  },

  onMore() {
    return this.loadMore();
  },
});
