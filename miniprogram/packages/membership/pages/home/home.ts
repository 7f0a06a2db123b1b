import type { MembershipHome } from '@shared/contracts/membership';
import type { Level } from '@shared/domain/membership';
import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { agreeOnTime } from '../../../../services/clock';
import { explain, showFailure, toast } from '../../../../services/feedback';
import { pulledDown, retried } from '../../../../services/loading';
import { openPage } from '../../../../services/pages';
import { asMember } from '../../../../services/session';
import { inviteCard, type MembershipView, membershipView } from './home.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'guest' }
  | { readonly kind: 'ready'; readonly view: MembershipView; readonly hint: string };

/** Months of expiry that are shown before somebody asks for all. */
const FIRST_MONTHS = 3;

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    /** How many months of expiry are shown. */
    months: FIRST_MONTHS,
    /** The level whose celebration is on the screen. */
    celebrated: null as Level | null,
    busy: false,
  },

  home: null as MembershipHome | null,
  /** Set before anything is drawn: a second tap finds it even when the button still looks awake. */
  working: false,

  onShow() {
    return this.load();
  },

  async load() {
    try {
      const home = await asMember(() => api.membership.home({}));
      if (home) this.show(home);
      else this.setData({ state: { kind: 'guest' } });
    } catch (error) {
      if (this.home) this.print(explain(error));
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  show(home: MembershipHome) {
    agreeOnTime(home.now);
    this.home = home;
    this.print();
    if (home.celebrate) this.celebrate(home.celebrate);
  },

  print(hint = '') {
    if (!this.home) return;
    this.setData({ state: { kind: 'ready', view: membershipView(this.home), hint } });
  },

  /** Seen is told at once, not when it is closed; what could not be told is shown once more. */
  celebrate(level: Level) {
    if (this.data.celebrated === level) return;
    this.setData({ celebrated: level });
    wx.vibrateShort({ type: 'light' }).catch(
      () => undefined, // a phone without a motor is no failure
    );
    api.membership.celebrated({ level }).catch(() => undefined);
  },

  onCelebrated() {
    this.setData({ celebrated: null });
  },

  async onJoin() {
    if (this.working) return;
    this.working = true;
    this.setData({ busy: true });
    try {
      this.show(await api.membership.apply({}));
      if (!this.data.celebrated) toast('会员已开通');
    } catch (error) {
      showFailure(error);
    } finally {
      this.working = false;
      this.setData({ busy: false });
    }
  },

  onAllMonths() {
    this.setData({ months: this.home?.expiring.length ?? FIRST_MONTHS });
  },

  onEntry(event: Tapped<{ url: string }>) {
    openPage(event.currentTarget.dataset.url);
  },

  onShareAppMessage() {
    return inviteCard(this.home);
  },
});
