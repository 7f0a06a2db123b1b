import type { ClubDate } from '@shared/base/time';
import { CHANNEL_WORDS, ONLINE_CHANNELS, type OnlineChannel } from '@shared/domain/order';
import { Refusal } from '@shared/refusals';
import { api } from '../../../../services/api';
import { explain, showFailure, toast } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import { openPage } from '../../../../services/pages';
import { dateText } from '../../words';
import { type DayView, dayView, type ReconciledDay } from './day.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  /** This day was not compared yet. */
  | { readonly kind: 'empty'; readonly message: string }
  | { readonly kind: 'ready'; readonly day: DayView; readonly hint: string };

type DifferenceTap = WechatMiniprogram.TouchEvent<object, object, { id: string; what: string }>;
type OrderTap = WechatMiniprogram.TouchEvent<object, object, { order: string }>;

Page({
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    title: '',
    busy: '' as '' | 'reconcile' | 'settle',
    settling: { id: '', what: '' },
    sheetShown: false,
  },

  channel: 'WECHAT' as OnlineChannel,
  date: '' as ClubDate,
  working: false,

  onLoad(query: { channel?: string; date?: string }) {
    const channel = ONLINE_CHANNELS.find((each) => each === query.channel) ?? 'WECHAT';
    this.channel = channel;
    this.date = (query.date ?? '') as ClubDate;
    this.setData({ title: `${dateText(this.date)} · ${CHANNEL_WORDS[channel]}` });
    return this.load();
  },

  async onPullDownRefresh() {
    if (!this.working) await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    try {
      this.take(await api.books.reconciliation({ channel: this.channel, date: this.date }));
    } catch (error) {
      const { state } = this.data;
      const message = explain(error);
      const missing = error instanceof Refusal && error.code === 'NO_RECONCILIATION';
      if (missing) this.setData({ state: { kind: 'empty', message } });
      else if (state.kind === 'ready') this.setData({ state: { ...state, hint: message } });
      else this.setData({ state: { kind: 'failed', message } });
    }
  },

  take(reconciled: ReconciledDay) {
    this.setData({ state: { kind: 'ready', day: dayView(reconciled), hint: '' } });
  },

  async onReconcile() {
    const { channel, date } = this;
    await this.work('reconcile', async () => {
      this.take(await api.books.reconcile({ channel, date }));
      toast('已重新对账');
    });
  },

  onOrder(event: OrderTap) {
    openPage(`/packages/books/pages/order/order?number=${event.currentTarget.dataset.order}`);
  },

  onRefunds() {
    openPage('/packages/books/pages/refunds/refunds');
  },

  onSettle(event: DifferenceTap) {
    const { id, what } = event.currentTarget.dataset;
    if (!this.working) this.setData({ settling: { id, what }, sheetShown: true });
  },

  onCloseSheet() {
    this.setData({ sheetShown: false });
  },

  async onNote(event: WechatMiniprogram.CustomEvent<{ reason: string }>) {
    const { channel, date } = this;
    const { id } = this.data.settling;
    const note = event.detail.reason;
    await this.work('settle', async () => {
      this.take(await api.books.settleDifference({ channel, date, id, note }));
      this.setData({ sheetShown: false });
      toast('已注明');
    });
  },

  async work(what: 'reconcile' | 'settle', task: () => Promise<void>) {
    if (this.working) return;
    this.working = true;
    this.setData({ busy: what });
    try {
      await task();
    } catch (error) {
      showFailure(error);
    } finally {
      this.working = false;
      this.setData({ busy: '' });
    }
  },
});
