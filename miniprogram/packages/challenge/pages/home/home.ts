import { SECOND } from '@shared/base/time';
import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { agreeOnTime, every, now } from '../../../../services/clock';
import { PagedList, type PagedState } from '../../../../services/pagedList';
import { openPage } from '../../../../services/pages';
import { asMember } from '../../../../services/session';
import { boardPath, PATHS } from '../../paths';
import { type Home, type HomeView, homeView, joined } from './home.view';

interface Shown {
  readonly view: HomeView;
}

Page({
  data: { state: { kind: 'loading' } as PagedState<Shown> },

  list: null as PagedList<Home, Shown> | null,
  stopTicking: null as (() => void) | null,

  onLoad() {
    this.list = new PagedList<Home, Shown>({
      ask: (before) => asMember(() => api.challenge.home({ before })),
      joined,
      learn: (home) => agreeOnTime(home.now),
      view: (home) => ({ view: homeView(home, now()) }),
      show: (state) => this.setData({ state }),
    });
  },

  onShow() {
    this.stopTicking = every(30 * SECOND, () => this.list?.reprint());
    return this.list?.load();
  },

  onHide() {
    this.stopTicking?.();
  },

  onUnload() {
    this.stopTicking?.();
  },

  async onPullDownRefresh() {
    await this.list?.load();
    wx.stopPullDownRefresh();
  },

  onReachBottom() {
    return this.list?.more();
  },

  onRetry() {
    return this.list?.again();
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
