import { SECOND } from '@shared/base/time';
import { Refusal } from '@shared/refusals';
import { api } from '../../../../services/api';
import { agreeOnTime, every, now } from '../../../../services/clock';
import { confirm, explain, showFailure, toast } from '../../../../services/feedback';
import { pulledDown, retried } from '../../../../services/loading';
import { register } from '../../../../services/session';
import { REPORT } from '../../asks';
import { boardPath, PATHS } from '../../paths';
import { blockAfterAsking, chooseAgainst } from '../../people';
import {
  goneBecause,
  type Invitation,
  type InvitationView,
  invitationView,
} from './invitation.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  /** Taken back, or never was. */
  | { readonly kind: 'gone'; readonly message: string }
  | { readonly kind: 'ready'; readonly view: InvitationView; readonly hint: string };

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    busy: '' as '' | 'main' | 'decline' | 'against',
    reporting: false,
    report: REPORT,
  },

  token: '',
  invitation: null as Invitation | null,
  /** Set before anything is drawn: a second tap finds it even when the button still looks awake. */
  working: false,
  stopTicking: null as (() => void) | null,

  onLoad(query: { t?: string }) {
    this.token = decodeURIComponent(query.t ?? '');
  },

  onShow(): void | Promise<void> {
    this.stopTicking = every(30 * SECOND, () => this.tick());
    if (!this.working) return this.load();
  },

  onHide() {
    this.stopTicking?.();
  },

  onUnload() {
    this.stopTicking?.();
  },

  async load() {
    try {
      const invitation = await api.challenge.invitation({ token: this.token });
      agreeOnTime(invitation.now);
      this.invitation = invitation;
      this.print();
    } catch (error) {
      const gone = goneBecause(error);
      if (gone) this.setData({ state: { kind: 'gone', message: gone } });
      else if (this.invitation) this.print(explain(error));
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  tick() {
    const { state } = this.data;
    if (state.kind === 'ready') this.print(state.hint);
  },

  print(hint = '') {
    if (!this.invitation) return;
    this.setData({ state: { kind: 'ready', view: invitationView(this.invitation, now()), hint } });
  },

  /** Instead of the invitation: going back leads out, not to a card that is done with. */
  open() {
    if (this.invitation) wx.redirectTo({ url: boardPath(this.invitation.challenge.id) });
  },

  onOwn() {
    wx.redirectTo({ url: PATHS.create });
  },

  async onAction(): Promise<void> {
    const { state } = this.data;
    if (state.kind !== 'ready' || !state.view.may) return;
    if (state.view.step === 'own') this.onOwn();
    else if (state.view.step === 'open') this.open();
    else if (state.view.step === 'register') await this.work('main', () => this.registerFirst());
    else await this.work('main', () => this.accept());
  },

  async registerFirst() {
    if (await register()) await this.load();
  },

  async accept() {
    try {
      await api.challenge.accept({ token: this.token });
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'CHALLENGER_BLOCKED') throw error;
      if (!(await this.unblock())) return;
      await api.challenge.accept({ token: this.token });
    }
    toast('已应战，开始了');
    this.open();
  },

  /** Who was blocked and challenges is asked about; true when nobody stands in the way any more. */
  async unblock(): Promise<boolean> {
    const { invitation } = this;
    if (!invitation) return false;
    const { memberId, nickname } = invitation.challenger;
    const sure = await confirm({
      title: '你已屏蔽对方',
      content: `要应战，先解除对${nickname || '对方'}的屏蔽。`,
      confirmText: '解除',
    });
    if (sure) await api.challenge.block({ memberId, blocked: false });
    return sure;
  },

  onDecline() {
    return this.work('decline', async () => {
      const sure = await confirm({
        title: '婉拒挑战',
        content: '对方会知道你这次不参加。',
        confirmText: '婉拒',
      });
      if (!sure) return;
      await api.challenge.decline({ token: this.token });
      toast('已婉拒');
      await this.load();
    });
  },

  async onAgainst() {
    const { state } = this.data;
    if (state.kind !== 'ready') return;
    const { challenger } = state.view;
    const chosen = await chooseAgainst(challenger);
    if (chosen === 'report') this.setData({ reporting: true });
    if (chosen === 'block') {
      await this.work('against', async () => void (await blockAfterAsking(challenger)));
    }
  },

  onCloseSheet() {
    this.setData({ reporting: false });
  },

  onReported(event: WechatMiniprogram.CustomEvent<{ reason: string }>) {
    const memberId = this.invitation?.challenger.memberId ?? '';
    return this.work('against', async () => {
      const { reason } = event.detail;
      await api.challenge.report({ token: this.token, challengeId: null, memberId, reason });
      this.setData({ reporting: false });
      toast('已举报，工作人员会处理');
    });
  },

  async work(busy: 'main' | 'decline' | 'against', task: () => Promise<void>) {
    if (this.working) return;
    this.working = true;
    this.setData({ busy });
    try {
      await task();
    } catch (error) {
      showFailure(error);
      // What was refused has changed meanwhile: taken, ended or taken back.
      if (error instanceof Refusal) await this.load();
    } finally {
      this.working = false;
      this.setData({ busy: '' });
    }
  },
});
