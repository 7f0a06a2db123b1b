import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { agreeOnTime, now } from '../../../../services/clock';
import { PagedList, type PagedState } from '../../../../services/pagedList';
import { backOr, openPage } from '../../../../services/pages';
import { asMember } from '../../../../services/session';
import { codePath, PATHS } from '../../reward.view';
import { joined, type Mine, type MineView, mineView, type Tab, tabOf } from './mine.view';

interface Shown {
  readonly view: MineView;
}

Page({
  data: { state: { kind: 'loading' } as PagedState<Shown> },

  tab: 'open' as Tab,
  list: null as PagedList<Mine, Shown> | null,

  onLoad(query: { tab?: string }) {
    this.tab = tabOf(query.tab);
    this.list = new PagedList<Mine, Shown>({
      ask: (before) => asMember(() => api.reward.mine({ before })),
      joined,
      learn: (mine) => agreeOnTime(mine.now),
      view: (mine) => ({ view: mineView(mine, this.tab, now()) }),
      show: (state) => this.setData({ state }),
    });
  },

  /** Back from a code: what was fetched waits no longer. */
  onShow() {
    return this.list?.load();
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

  onTab(event: Tapped<{ id: Tab }>) {
    this.tab = event.currentTarget.dataset.id;
    this.list?.reprint();
  },

  /** All coupons come with the first page. */
  onMore(): void | Promise<void> {
    if (this.tab !== 'coupons') return this.list?.more();
  },

  onRow(event: Tapped<{ id: string; code: string }>) {
    const { id, code } = event.currentTarget.dataset;
    if (code) openPage(codePath(id));
  },

  onMall() {
    backOr(PATHS.mall);
  },
});
