import type { RefundView } from '@shared/contracts/books';
import { api } from '../../../../services/api';
import { agreeOnTime, now } from '../../../../services/clock';
import { confirm, explain, showFailure, toast } from '../../../../services/feedback';
import { pulledDown, retried } from '../../../../services/loading';
import { openPage } from '../../../../services/pages';
import { REFUND_STANDINGS } from '../../words';
import { byHandOf, type RefundSection, refundSections } from './refunds.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'ready'; readonly sections: readonly RefundSection[] };

type RefundTap = WechatMiniprogram.TouchEvent<object, object, { id: string }>;
type OrderTap = WechatMiniprogram.TouchEvent<object, object, { order: string }>;

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    hint: '',
    /** The refund that is being asked about or ended. */
    busy: '',
    /** Whose refund the sheet is about; null while it is closed. */
    ending: null as { id: string; title: string; word: string; reasons: readonly string[] } | null,
    sheetShown: false,
  },

  refunds: null as readonly RefundView[] | null,
  tills: [] as readonly { id: string; name: string }[],
  working: false,

  onShow() {
    return this.load();
  },

  async load() {
    try {
      const { refunds, tills, now: serverNow } = await api.books.refunds({});
      agreeOnTime(serverNow);
      this.refunds = refunds;
      this.tills = tills;
      const sections = refundSections(refunds, now());
      const state: State = sections.length === 0 ? { kind: 'empty' } : { kind: 'ready', sections };
      this.setData({ state, hint: '' });
    } catch (error) {
      const message = explain(error);
      if (this.refunds) this.setData({ hint: message });
      else this.setData({ state: { kind: 'failed', message } });
    }
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

  onEnd(event: RefundTap) {
    const refund = this.refundOf(event.currentTarget.dataset.id);
    if (!refund || this.working) return;
    const { question, reasons } = byHandOf(refund);
    const { title, confirmText: word } = question;
    this.setData({ ending: { id: refund.id, title, word, reasons }, sheetShown: true });
  },

  onCloseSheet() {
    this.setData({ sheetShown: false });
  },

  async onReason(event: WechatMiniprogram.CustomEvent<{ reason: string }>) {
    const refund = this.refundOf(this.data.ending?.id ?? '');
    if (!refund) return;
    const { reason } = event.detail;
    const { question, done } = byHandOf(refund);
    await this.work(refund.id, async () => {
      const campusId = await this.askTill(refund);
      if (campusId === undefined || !(await confirm(question))) return;
      await api.books.creditRefund({ refundId: refund.id, reason, campusId });
      toast(done);
      this.setData({ sheetShown: false });
    });
  },

  /** Whose till pays a refund that is of no campus; undefined when nobody said. */
  async askTill({ byHand, campusId }: RefundView): Promise<string | null | undefined> {
    if (byHand === 'WALLET' || campusId !== null) return null;
    try {
      const { tapIndex } = await wx.showActionSheet({
        alertText: '从哪个校区的现金里退',
        itemList: this.tills.map(({ name }: { name: string }) => name),
      });
      return this.tills[tapIndex]?.id;
    } catch {
      return undefined; // closed without choosing
    }
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
