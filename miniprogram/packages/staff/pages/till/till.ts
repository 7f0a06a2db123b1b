import type { PayerView } from '@shared/contracts/cashier';
import { cleanPhone } from '@shared/domain/member';
import { REFUSALS } from '@shared/refusals';
import { api } from '../../../../services/api';
import { agreeOnTime } from '../../../../services/clock';
import { explain, showFailure, toast } from '../../../../services/feedback';
import { pulledDown, retried, showLost } from '../../../../services/loading';
import { scanCode } from '../../../../services/scan';
import type { Counter } from '../take/take.view';
import { type TillHome, type TillView, tillView } from './till.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  /** Nothing may be taken here; the sentence says why. */
  | { readonly kind: 'off'; readonly message: string }
  | { readonly kind: 'ready'; readonly till: TillView };

type IdTap = WechatMiniprogram.TouchEvent<object, object, { id: string }>;

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    phone: '',
    /** Why nobody was found; empty while the number may still be right. */
    wrong: '',
    busy: '' as '' | 'phone' | 'code',
  },

  home: null as TillHome | null,
  campusId: null as string | null,
  /** Set before anything is drawn: a second tap finds it even when the button still looks awake. */
  working: false,

  /** Back from a payment: today's receipts have one more. */
  onShow() {
    return this.load();
  },

  async load() {
    const asked = this.campusId;
    try {
      const home = await api.cashier.home({ campusId: asked });
      if (asked !== this.campusId) return; // another campus was chosen meanwhile
      agreeOnTime(home.now);
      this.home = home;
      this.campusId = home.campusId;
      this.setData({ state: stateOf(home) });
    } catch (error) {
      showLost(this, error);
    }
  },

  onCampus(event: IdTap) {
    const { id } = event.currentTarget.dataset;
    if (id === this.campusId) return;
    this.campusId = id;
    return this.onRetry();
  },

  onPhone(event: WechatMiniprogram.Input) {
    this.setData({ phone: event.detail.value, wrong: '' });
  },

  onFind() {
    const phone = cleanPhone(this.data.phone);
    if (phone === null) {
      this.setData({ wrong: REFUSALS.PHONE_INVALID });
      return;
    }
    return this.find('phone', () => api.cashier.findMember({ phone }));
  },

  onScan() {
    return this.find('code', async () => {
      const code = await scanCode();
      return code === null ? null : api.cashier.findMember({ code });
    });
  },

  async find(busy: 'phone' | 'code', ask: () => Promise<PayerView | null>) {
    if (this.working) return;
    this.working = true;
    this.setData({ busy, wrong: '' });
    try {
      const payer = await ask();
      if (payer) this.serve(payer);
    } catch (error) {
      if (busy === 'phone') this.setData({ wrong: explain(error) });
      else showFailure(error);
    } finally {
      this.working = false;
      this.setData({ busy: '' });
    }
  },

  /** The form of this member opens; what was typed here is done with. */
  serve(payer: PayerView) {
    const { state } = this.data;
    if (state.kind !== 'ready' || !this.home) return;
    const { campusId, campusName } = state.till;
    const counter: Counter = { payer, campusId, campusName, alipay: this.home.alipay };
    wx.navigateTo({
      url: '/packages/staff/pages/take/take',
      success: ({ eventChannel }) => {
        eventChannel.emit('counter', counter);
        this.setData({ phone: '' });
      },
      fail: () => toast('页面没有打开，请再试一次'),
    });
  },

  onReceipt(event: IdTap) {
    return wx.navigateTo({
      url: `/packages/staff/pages/receipt/receipt?id=${event.currentTarget.dataset.id}`,
    });
  },
});

function stateOf(home: TillHome): State {
  if (!home.topupEnabled) return { kind: 'off', message: REFUSALS.STORED_VALUE_OFF };
  if (home.campusId === null) return { kind: 'off', message: '还没有校区，请管理员先添加校区' };
  return { kind: 'ready', till: tillView(home) };
}
