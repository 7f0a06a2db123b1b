import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { agreeOnTime } from '../../../../services/clock';
import { explain, toast } from '../../../../services/feedback';
import { pulledDown, retried } from '../../../../services/loading';
import { oneAtATime, turnOf } from '../../../../services/oneAtATime';
import { openPage } from '../../../../services/pages';
import { newRequestId } from '../../../../services/requestId';
import { asMember } from '../../../../services/session';
import { codePath, PATHS } from '../../reward.view';
import { type Deal, dealOf, type Home, type MallView, mallView } from './mall.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'guest' }
  | { readonly kind: 'ready'; readonly view: MallView; readonly hint: string };

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    deal: null as Deal | null,
    dealShown: false,
    busy: '' as '' | 'join' | 'redeem',
  },

  home: null as Home | null,
  /** Of the sheet that is open: sent again after a lost answer, it redeems nothing twice. */
  requestId: '',

  onShow(): void | Promise<void> {
    if (!this.data.busy) return this.load();
  },

  async load() {
    try {
      const home = await asMember(() => api.reward.home({}));
      if (!home) {
        this.setData({ state: { kind: 'guest' } });
        return;
      }
      agreeOnTime(home.now);
      this.home = home;
      this.setData({ state: { kind: 'ready', view: mallView(home), hint: '' } });
    } catch (error) {
      const { state } = this.data;
      const message = explain(error);
      if (state.kind === 'ready') this.setData({ state: { ...state, hint: message } });
      else this.setData({ state: { kind: 'failed', message } });
    }
  },

  onJoin() {
    return this.work('join', async () => {
      await api.membership.apply({});
      await this.load();
      toast('已开通会员');
    });
  },

  onChoose(event: Tapped<{ id: string }>) {
    const deal = this.home && dealOf(this.home, event.currentTarget.dataset.id);
    if (!deal || this.data.busy) return;
    this.requestId = newRequestId();
    this.setData({ deal, dealShown: true });
  },

  onClose() {
    if (!this.data.busy) this.setData({ dealShown: false });
  },

  async onRedeem() {
    const { deal } = this.data;
    if (!deal) return;
    const { requestId } = this;
    await this.work('redeem', async () => {
      const wish = { rewardId: deal.id, expected: deal.price, requestId };
      const redeemed = await api.reward.redeem(wish);
      this.setData({ dealShown: false });
      openPage(redeemed.code === null ? PATHS.coupons : codePath(redeemed.id));
    });
  },

  onMine() {
    openPage(PATHS.mine);
  },

  onCoupons() {
    openPage(PATHS.coupons);
  },

  work(what: 'join' | 'redeem', task: () => Promise<void>): Promise<void> {
    return oneAtATime(
      task,
      turnOf(this, what, () => this.load()),
    );
  },
});
