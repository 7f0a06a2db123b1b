import type { Api } from '@shared/contracts';
import { api } from '../../../../services/api';
import { now } from '../../../../services/clock';
import { PagedList, type PagedState } from '../../../../services/pagedList';
import { asMember } from '../../../../services/session';
import { type VisitDay, visitDays } from './visits.view';

type Visits = Awaited<ReturnType<Api['visit']['list']>>;
interface Shown {
  readonly days: readonly VisitDay[];
}

Page({
  data: { state: { kind: 'loading' } as PagedState<Shown> | { readonly kind: 'empty' } },

  list: null as PagedList<Visits, Shown> | null,

  onLoad() {
    this.list = new PagedList<Visits, Shown>({
      ask: (before) => asMember(() => api.visit.list({ before })),
      joined: (known, { visits, next }) => ({ visits: [...known.visits, ...visits], next }),
      view: ({ visits }) => ({ days: visitDays(visits, now()) }),
      show: (state) => this.show(state),
    });
    return this.list.load();
  },

  /** A guest has not been anywhere yet. */
  show(state: PagedState<Shown>) {
    const empty = state.kind === 'guest' || (state.kind === 'ready' && state.days.length === 0);
    this.setData({ state: empty ? { kind: 'empty' } : state });
  },

  async onPullDownRefresh() {
    await this.list?.load();
    wx.stopPullDownRefresh();
  },

  onReachBottom() {
    return this.onMore();
  },

  onRetry() {
    return this.list?.again();
  },

  onFirstVisit() {
    wx.switchTab({ url: '/pages/venues/venues' });
  },

  onMore() {
    return this.list?.more();
  },
});
