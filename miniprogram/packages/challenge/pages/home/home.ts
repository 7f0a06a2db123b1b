import { SECOND } from '@shared/base/time';
import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { agreeOnTime, every, now } from '../../../../services/clock';
import { explain, showFailure } from '../../../../services/feedback';
import { openPage } from '../../../../services/pages';
import { asMember } from '../../../../services/session';
import { boardPath, PATHS } from '../../paths';
import { type Home, type HomeView, homeView, joined } from './home.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'guest' }
  | {
      readonly kind: 'ready';
      readonly view: HomeView;
      /** `more` below, being fetched, or all shown. */
      readonly tail: 'more' | 'busy' | 'end';
      readonly hint: string;
    };

Page({
  data: { state: { kind: 'loading' } as State },

  home: null as Home | null,
  /** Only the newest question's answer is shown. */
  question: 0,
  stopTicking: null as (() => void) | null,

  onShow() {
    this.stopTicking = every(30 * SECOND, () => this.tick());
    return this.load();
  },

  onHide() {
    this.stopTicking?.();
  },

  onUnload() {
    this.stopTicking?.();
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
      const home = await asMember(() => api.challenge.home({ before: null }));
      if (question !== this.question) return;
      if (!home) {
        this.setData({ state: { kind: 'guest' } });
        return;
      }
      agreeOnTime(home.now);
      this.home = home;
      this.print();
    } catch (error) {
      if (question !== this.question) return;
      if (this.home) this.print(explain(error));
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  async loadMore() {
    const { state } = this.data;
    const { home, question } = this;
    if (state.kind !== 'ready' || state.tail !== 'more' || !home) return;
    this.setData({ state: { ...state, tail: 'busy' } });
    try {
      const more = await api.challenge.home({ before: home.next });
      if (question !== this.question) return;
      this.home = joined(home, more);
    } catch (error) {
      showFailure(error);
    }
    if (question === this.question) this.print();
  },

  /** Countdowns go on. */
  tick() {
    const { state } = this.data;
    if (state.kind === 'ready' && state.tail !== 'busy') this.print(state.hint);
  },

  print(hint = '') {
    const { home } = this;
    if (!home) return;
    const tail = home.next === null ? 'end' : 'more';
    this.setData({ state: { kind: 'ready', view: homeView(home, now()), tail, hint } });
  },

  onChallenge(event: Tapped<{ id: string }>) {
    openPage(boardPath(event.currentTarget.dataset.id));
  },

  onCreate() {
    openPage(PATHS.create);
  },

  onRanking() {
    openPage(PATHS.ranking);
  },

  onShareAppMessage() {
    return { title: '场边：和好友比一比，看谁运动得多', path: PATHS.home };
  },
});
