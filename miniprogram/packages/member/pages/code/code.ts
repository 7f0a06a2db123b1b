import { SECOND } from '@shared/base/time';
import { api } from '../../../../services/api';
import { agreeOnTime, every, now } from '../../../../services/clock';
import { explain, toast } from '../../../../services/feedback';
import { holdScreenUp, letScreenRest } from '../../../../services/screen';
import { asMember } from '../../../../services/session';
import { type Code, type CodeView, codeSize, codeView, isDueForRenewal } from './code.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'guest' }
  | { readonly kind: 'ready'; readonly code: CodeView; readonly hint: string };

/** After a failed renewal: waits this long before it tries again by itself. */
const RETRY_AFTER = 5 * SECOND;

Page({
  data: { state: { kind: 'loading' } as State, size: 240, busy: false },

  code: null as Code | null,
  hint: '',
  retryAt: 0,
  stopTicking: null as (() => void) | null,

  onLoad() {
    this.setData({ size: codeSize(wx.getWindowInfo().windowWidth) });
  },

  onShow() {
    holdScreenUp();
    this.stopTicking = every(SECOND, () => this.tick());
    // Scanned while the phone was put away: a fresh one is never wrong.
    return this.renew();
  },

  onHide() {
    this.rest();
  },

  onUnload() {
    this.rest();
  },

  rest() {
    this.stopTicking?.();
    letScreenRest();
  },

  tick(): void | Promise<void> {
    if (!this.code) return;
    this.print();
    if (isDueForRenewal(this.code, now()) && now() >= this.retryAt) return this.renew();
  },

  print() {
    if (!this.code) return;
    const code = codeView(this.code, now());
    this.setData({ state: { kind: 'ready', code, hint: this.hint } });
  },

  async renew() {
    if (this.data.busy) return;
    this.setData({ busy: true });
    try {
      const code = await asMember(() => api.member.code({}));
      if (code) {
        agreeOnTime(code.now);
        this.code = code;
        this.hint = '';
        this.print();
      } else {
        this.setData({ state: { kind: 'guest' } });
      }
    } catch (error) {
      this.hint = explain(error);
      this.retryAt = now() + RETRY_AFTER;
      if (this.code) this.print();
      else this.setData({ state: { kind: 'failed', message: this.hint } });
    } finally {
      this.setData({ busy: false });
    }
  },

  onRetry() {
    this.setData({ state: { kind: 'loading' } });
    return this.renew();
  },

  async onRenew() {
    await this.renew();
    if (this.hint) toast(this.hint);
  },

  onBack() {
    wx.navigateBack();
  },
});
