import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { agreeOnTime, now } from '../../../../services/clock';
import { explain, showFailure } from '../../../../services/feedback';
import { backOr, openPage } from '../../../../services/pages';
import { asMember } from '../../../../services/session';
import { codePath, PATHS } from '../../reward.view';
import { joined, type Mine, type MineView, mineView, type Tab, tabOf } from './mine.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'guest' }
  | {
      readonly kind: 'ready';
      readonly view: MineView;
      /** `more` below, being fetched, or all shown. */
      readonly tail: 'more' | 'busy' | 'end';
      readonly hint: string;
    };

Page({
  data: { state: { kind: 'loading' } as State },

  tab: 'open' as Tab,
  mine: null as Mine | null,
  /** Only the newest question's answer is shown. */
  question: 0,

  onLoad(query: { tab?: string }) {
    this.tab = tabOf(query.tab);
  },

  /** Back from a code: what was fetched waits no longer. */
  onShow() {
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

  async load() {
    this.question += 1;
    const { question } = this;
    try {
      const mine = await asMember(() => api.reward.mine({ before: null }));
      if (question !== this.question) return;
      if (!mine) {
        this.setData({ state: { kind: 'guest' } });
        return;
      }
      agreeOnTime(mine.now);
      this.mine = mine;
      this.print();
    } catch (error) {
      if (question !== this.question) return;
      if (this.mine) this.print(explain(error));
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  async loadMore() {
    const { state } = this.data;
    const { mine, question, tab } = this;
    if (state.kind !== 'ready' || state.tail !== 'more' || !mine || tab === 'coupons') return;
    this.setData({ state: { ...state, tail: 'busy' } });
    try {
      const more = await api.reward.mine({ before: mine.next });
      if (question !== this.question) return;
      this.mine = joined(mine, more);
    } catch (error) {
      showFailure(error);
    }
    if (question === this.question) this.print();
  },

  print(hint = '') {
    const { mine, tab } = this;
    if (!mine) return;
    const tail = mine.next === null ? 'end' : 'more';
    this.setData({ state: { kind: 'ready', view: mineView(mine, tab, now()), tail, hint } });
  },

  onTab(event: Tapped<{ id: Tab }>) {
    this.tab = event.currentTarget.dataset.id;
    this.print();
  },

  onMore() {
    return this.loadMore();
  },

  onRow(event: Tapped<{ id: string; code: string }>) {
    const { id, code } = event.currentTarget.dataset;
    if (code) openPage(codePath(id));
  },

  onMall() {
    backOr(PATHS.mall);
  },
});
