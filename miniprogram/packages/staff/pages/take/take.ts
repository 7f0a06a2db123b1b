import type { ReceiptView } from '@shared/contracts/cashier';
import { api } from '../../../../services/api';
import { isRefused, showFailure } from '../../../../services/feedback';
import { backOr } from '../../../../services/pages';
import { type Receipt, receiptFace } from '../../receipt/receipt.view';
import {
  type Counter,
  type Method,
  type Request,
  requestFor,
  type TakeView,
  takeView,
} from './take.view';

type State =
  /** Opened by itself: nobody is there to pay. */
  | { readonly kind: 'nobody' }
  | { readonly kind: 'form'; readonly form: TakeView }
  /** No answer came: perhaps the money is in the books, so nothing may be changed before it does. */
  | { readonly kind: 'unsure'; readonly form: TakeView }
  | { readonly kind: 'done'; readonly receipt: Receipt };

type MethodTap = WechatMiniprogram.TouchEvent<object, object, { id: Method }>;

const TILL = '/packages/staff/pages/till/till';

Page({
  data: {
    state: { kind: 'nobody' } as State,
    payer: null as Counter['payer'] | null,
    campusName: '',
    typed: '',
    again: '',
    note: '',
    method: 'CASH' as Method,
    busy: false,
  },

  counter: null as Counter | null,
  request: null as Request | null,
  /** Set before anything is drawn: a second tap finds it even when the button still looks awake. */
  working: false,

  onLoad() {
    this.getOpenerEventChannel().on?.('counter', (counter: Counter) => this.begin(counter));
  },

  begin(counter: Counter) {
    this.counter = counter;
    this.setData({ payer: counter.payer, campusName: counter.campusName });
    this.print();
  },

  print() {
    if (!this.counter) return;
    this.setData({ state: { kind: 'form', form: takeView(this.data, this.counter) } });
  },

  onAmount(event: WechatMiniprogram.Input) {
    this.fill({ typed: event.detail.value });
  },

  onAgain(event: WechatMiniprogram.Input) {
    this.fill({ again: event.detail.value });
  },

  onNote(event: WechatMiniprogram.Input) {
    this.fill({ note: event.detail.value });
  },

  onMethod(event: MethodTap) {
    this.fill({ method: event.currentTarget.dataset.id });
  },

  fill(part: { typed?: string; again?: string; note?: string; method?: Method }) {
    if (this.working || this.data.state.kind !== 'form') return;
    this.setData(part);
    this.print();
  },

  async onTake() {
    const { state, method } = this.data;
    if (state.kind !== 'form' && state.kind !== 'unsure') return;
    const { amount } = state.form;
    if (!this.counter || amount === null || this.working) return;
    this.working = true;
    this.setData({ busy: true });
    this.request = requestFor(amount, method, this.request);
    try {
      if (method === 'ALIPAY') await this.showCode(this.counter, this.request);
      else this.finish(await this.take(this.counter, this.request, method));
    } catch (error) {
      this.afterFailure(error);
    } finally {
      this.working = false;
      this.setData({ busy: false });
    }
  },

  take(counter: Counter, request: Request, channel: 'CASH' | 'BANK'): Promise<ReceiptView> {
    const note = channel === 'BANK' ? this.data.note : '';
    return api.cashier.take({ ...formOf(counter, request), channel, note });
  },

  async showCode(counter: Counter, request: Request) {
    const { order, code } = await api.cashier.showAlipay(formOf(counter, request));
    const query = `id=${order.id}&code=${encodeURIComponent(code)}`;
    await wx.redirectTo({ url: `/packages/staff/pages/alipay/alipay?${query}` });
  },

  finish(receipt: ReceiptView) {
    this.setData({ state: { kind: 'done', receipt: receiptFace(receipt) } });
    wx.vibrateShort({ type: 'light' }).catch(
      () => undefined, // a phone without a motor is no failure
    );
  },

  /** A refusal took nothing. After any other failure nobody knows: the same form is asked again. */
  afterFailure(error: unknown) {
    const refused = isRefused(error);
    const { state, method } = this.data;
    showFailure(error);
    if (refused && error.code === 'ORDER_CLOSED') this.request = null;
    if (method === 'ALIPAY') return;
    if (refused) this.print();
    else if (state.kind === 'form') this.setData({ state: { ...state, kind: 'unsure' } });
  },

  onAnother() {
    backOr(TILL);
  },
});

function formOf({ payer, campusId }: Counter, { amount, requestId }: Request) {
  return { memberId: payer.memberId, campusId, amount, amountAgain: amount, requestId };
}
