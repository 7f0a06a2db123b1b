import type { RefundView } from '@shared/contracts/books';
import { api } from '../../../../services/api';
import { agreeOnTime, now } from '../../../../services/clock';
import { confirm, explain, showFailure, toast } from '../../../../services/feedback';
import { openPage } from '../../../../services/pages';
import { REFUND_STANDINGS } from '../../words';
import { CREDIT_REASONS, creditQuestion, type RefundSection, refundSections } from './refunds.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'ready'; readonly sections: readonly RefundSection[] };

type RefundTap = WechatMiniprogram.TouchEvent<object, object, { id: string }>;
type OrderTap = WechatMiniprogram.TouchEvent<object, object, { order: string }>;

Page({
  data: {
    state: { kind: 'loading' } as State,
    hint: '',
    /** The refund that is being asked about or ended. */
    busy: '',
    /** Whose refund the sheet is about; null while it is closed. */
    crediting: null as { id: string; title: string } | null,
    sheetShown: false,
    choices: CREDIT_REASONS,
  },

  refunds: null as readonly RefundView[] | null,
  working: false,

  onShow() {
    return this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    try {
      const { refunds, now: serverNow } = await api.books.refunds({});
      agreeOnTime(serverNow);
      this.refunds = refunds;
      const sections = refundSections(refunds, now());
      const state: State = sections.length === 0 ? { kind: 'empty' } : { kind: 'ready', sections };
      this.setData({ state, hint: '' });
    } catch (error) {
      const message = explain(error);
      if (this.refunds) this.setData({ hint: message });
      else this.setData({ state: { kind: 'failed', message } });
    }
  },

  onRetry() {
    this.setData({ state: { kind: 'loading' } });
    return this.load();
  },

  onOrder(event: OrderTap) {
    openPage(`/packages/books/pages/order/order?number=${event.currentTarget.dataset.order}`);
  },

  async onAsk(event: RefundTap) {
    const { id } = event.currentTarget.dataset;
    await this.work(id, async () => {
      const { status } = await api.books.resendRefund({ refundId: id });
      toast(`渠道的答复：${REFUND_STANDINGS[status].word}`);
    });
  },

  onCredit(event: RefundTap) {
    const refund = this.refundOf(event.currentTarget.dataset.id);
    if (!refund || this.working) return;
    const { title } = creditQuestion(refund);
    this.setData({ crediting: { id: refund.id, title }, sheetShown: true });
  },

  onCloseSheet() {
    this.setData({ sheetShown: false });
  },

  async onReason(event: WechatMiniprogram.CustomEvent<{ reason: string }>) {
    const refund = this.refundOf(this.data.crediting?.id ?? '');
    if (!refund) return;
    const { reason } = event.detail;
    await this.work(refund.id, async () => {
      if (!(await confirm(creditQuestion(refund)))) return;
      await api.books.creditRefund({ refundId: refund.id, reason });
      toast('已退到会员余额');
      this.setData({ sheetShown: false });
    });
  },

  refundOf(id: string): RefundView | null {
    return this.refunds?.find((refund: RefundView) => refund.id === id) ?? null;
  },

  /** One thing at a time; whatever came of it, the list is asked for anew. */
  async work(id: string, task: () => Promise<void>) {
    if (this.working) return;
    this.working = true;
    this.setData({ busy: id });
    try {
      await task();
    } catch (error) {
      showFailure(error);
    } finally {
      await this.load();
      this.working = false;
      this.setData({ busy: '' });
    }
  },
});
