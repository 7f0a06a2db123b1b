import { parseRedemptionCode } from '@shared/domain/reward';
import { api } from '../../../../services/api';
import { explain, isRefused, showFailure } from '../../../../services/feedback';
import { scanCode } from '../../../../services/scan';
import { type Seen, type SeenView, seenView } from './redeem.view';

type State =
  | { readonly kind: 'empty' }
  | { readonly kind: 'found'; readonly view: SeenView }
  /** No answer came: perhaps it is written down already, so it is asked before anything is given. */
  | { readonly kind: 'unsure'; readonly view: SeenView }
  | { readonly kind: 'done'; readonly view: SeenView };

type Busy = '' | 'scan' | 'look' | 'give';

Page({
  data: {
    state: { kind: 'empty' } as State,
    typed: '',
    /** Why nothing was found; empty while the code may still be right. */
    wrong: '',
    busy: '' as Busy,
  },

  code: '',
  /** Set before anything is drawn: a second tap finds it even when the button still looks awake. */
  working: false,

  onType(event: WechatMiniprogram.Input) {
    this.setData({ typed: event.detail.value, wrong: '' });
  },

  onScan() {
    return this.work('scan', async () => {
      const text = await scanCode();
      if (text !== null) this.show(await this.look(text));
    });
  },

  onFind() {
    const code = parseRedemptionCode(this.data.typed);
    if (code === null) {
      this.setData({ wrong: '兑换码是 12 位数字，请核对后再试' });
      return;
    }
    return this.work('look', async () => this.show(await this.look(code)));
  },

  look(text: string): Promise<Seen> {
    this.code = text;
    return api.reward.look({ code: text });
  },

  show(seen: Seen) {
    this.setData({ state: { kind: 'found', view: seenView(seen) }, wrong: '', typed: '' });
  },

  onGive() {
    return this.work('give', async () => {
      const given = await api.reward.handOver({ code: this.code });
      this.setData({ state: { kind: 'done', view: seenView(given) } });
      wx.vibrateShort({ type: 'light' }).catch(
        () => undefined, // a phone without a motor is no failure
      );
    });
  },

  /** Asks how it stands, after an answer that did not come. */
  onLookAgain() {
    return this.work('look', async () => this.show(await this.look(this.code)));
  },

  onNext() {
    this.setData({ state: { kind: 'empty' }, typed: '', wrong: '' });
  },

  async work(busy: Busy, task: () => Promise<void>) {
    if (this.working) return;
    this.working = true;
    this.setData({ busy });
    try {
      await task();
    } catch (error) {
      this.afterFailure(busy, error);
    } finally {
      this.working = false;
      this.setData({ busy: '' });
    }
  },

  afterFailure(busy: Busy, error: unknown) {
    const { state } = this.data;
    const refused = isRefused(error);
    if (busy === 'look' && state.kind === 'empty') this.setData({ wrong: explain(error) });
    else showFailure(error);
    if (busy !== 'give' || state.kind !== 'found') return;
    if (!refused) this.setData({ state: { ...state, kind: 'unsure' } });
    else if (error.code === 'REDEMPTION_CLOSED') void this.lookAfter();
  },

  /** Somebody else was quicker: what became of it is shown. */
  async lookAfter() {
    try {
      this.show(await this.look(this.code));
    } catch (error) {
      showFailure(error);
    }
  },
});
