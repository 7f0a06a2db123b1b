import { SECOND } from '@shared/base/time';
import type { ReceiptView } from '@shared/contracts/cashier';
import { api } from '../../../../services/api';
import { agreeOnTime, every, now } from '../../../../services/clock';
import { confirm, explain, showFailure } from '../../../../services/feedback';
import { backOr } from '../../../../services/pages';
import { holdScreenUp, letScreenRest } from '../../../../services/screen';
import { type Receipt, receiptFace } from '../../receipt/receipt.view';
import { codeSize, type ShownCode, shownCode } from './alipay.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'open'; readonly shown: ShownCode; readonly hint: string }
  | { readonly kind: 'done'; readonly receipt: Receipt };

/** How often the order is asked for while the code is on the screen. */
const ASK_EVERY = 2 * SECOND;

Page({
  data: { state: { kind: 'loading' } as State, code: '', size: 240, busy: false },

  orderId: '',
  receipt: null as ReceiptView | null,
  hint: '',
  shown: false,
  asking: false,
  stopAsking: null as (() => void) | null,
  stopTicking: null as (() => void) | null,

  onLoad(query: { id?: string; code?: string }) {
    this.orderId = query.id ?? '';
    const size = codeSize(wx.getWindowInfo().windowWidth);
    this.setData({ code: decodeURIComponent(query.code ?? ''), size });
  },

  onShow() {
    this.shown = true;
    holdScreenUp();
    this.rest();
    this.stopTicking = every(SECOND, () => this.print());
    this.stopAsking = every(ASK_EVERY, () => void this.ask());
    return this.ask();
  },

  onHide() {
    this.leave();
  },

  onUnload() {
    this.leave();
  },

  leave() {
    this.shown = false;
    this.rest();
    letScreenRest();
  },

  rest() {
    this.stopAsking?.();
    this.stopTicking?.();
    this.stopAsking = null;
    this.stopTicking = null;
  },

  /** One question at a time; one that gets lost is followed by the next. */
  async ask() {
    if (this.asking) return;
    this.asking = true;
    try {
      const { receipt, now: serverNow } = await api.cashier.order({ orderId: this.orderId });
      agreeOnTime(serverNow);
      this.hint = '';
      this.take(receipt);
    } catch (error) {
      this.hint = explain(error);
      if (this.receipt) this.print();
      else this.setData({ state: { kind: 'failed', message: this.hint } });
    } finally {
      this.asking = false;
    }
  },

  take(receipt: ReceiptView) {
    const before = this.receipt?.order.status;
    this.receipt = receipt;
    if (receipt.order.status !== 'PENDING') this.rest();
    if (before === 'PENDING' && receipt.order.status === 'PAID' && this.shown) {
      wx.vibrateShort({ type: 'heavy' }).catch(
        () => undefined, // a phone without a motor is no failure
      );
    }
    this.print();
  },

  print() {
    const { receipt, hint } = this;
    if (!receipt) return;
    const open = receipt.order.status === 'PENDING';
    const state: State = open
      ? { kind: 'open', shown: shownCode(receipt, now()), hint }
      : { kind: 'done', receipt: receiptFace(receipt) };
    this.setData({ state });
  },

  onRetry() {
    this.setData({ state: { kind: 'loading' } });
    return this.ask();
  },

  async onCancel() {
    if (this.data.busy) return;
    const sure = await confirm({
      title: '取消收款',
      content: '取消以后这个付款码不能再支付。',
      confirmText: '取消收款',
      cancelText: '继续等待',
    });
    if (!sure) return;
    this.setData({ busy: true });
    try {
      const order = await api.cashier.cancel({ orderId: this.orderId });
      // Paid a moment before, it stays paid: the receipt says so.
      if (this.receipt) this.take({ ...this.receipt, order });
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ busy: false });
    }
  },

  onAnother() {
    backOr('/packages/staff/pages/till/till');
  },
});
