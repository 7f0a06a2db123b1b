import { formatYuan } from '@shared/base/money';
import type { OrderFile } from '@shared/contracts/books';
import { Refusal } from '@shared/refusals';
import { api } from '../../../../services/api';
import { now } from '../../../../services/clock';
import { confirm, explain, showFailure, toast } from '../../../../services/feedback';
import {
  type Act,
  type OrderFileView,
  orderFileView,
  questionBefore,
  REVERSAL_REASONS,
} from './order.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  /** No order has this number: asking again would find none either. */
  | { readonly kind: 'empty'; readonly message: string }
  | { readonly kind: 'ready'; readonly file: OrderFileView; readonly hint: string };

type ActTap = WechatMiniprogram.TouchEvent<object, object, { act: Act }>;

Page({
  data: {
    state: { kind: 'loading' } as State,
    busy: '' as Act | '',
    sheetShown: false,
    sheetTitle: '',
    choices: REVERSAL_REASONS,
  },

  number: '',
  file: null as OrderFile | null,
  /** Set before anything is drawn: a second tap finds it even when the button still looks awake. */
  working: false,

  onLoad(query: { number?: string }) {
    this.number = query.number ?? '';
    return this.load();
  },

  async onPullDownRefresh() {
    if (!this.working) await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    try {
      this.take(await api.books.order({ number: this.number }));
    } catch (error) {
      const message = explain(error);
      const missing = error instanceof Refusal && error.code === 'ORDER_NOT_FOUND';
      if (this.file) this.print(message);
      else this.setData({ state: { kind: missing ? 'empty' : 'failed', message } });
    }
  },

  take(file: OrderFile) {
    this.file = file;
    this.print();
  },

  print(hint = '') {
    if (!this.file) return;
    this.setData({ state: { kind: 'ready', file: orderFileView(this.file, now()), hint } });
  },

  onRetry() {
    this.setData({ state: { kind: 'loading' } });
    return this.load();
  },

  onAct(event: ActTap): void | Promise<void> {
    const { act } = event.currentTarget.dataset;
    if (!this.file || this.working) return;
    if (act !== 'reverse') return this.act(act, this.file);
    const sheetTitle = `冲正 ${this.file.maskedName} 的 ${formatYuan(this.file.order.amount)}`;
    this.setData({ sheetShown: true, sheetTitle });
  },

  async act(act: Exclude<Act, 'reverse'>, file: OrderFile) {
    await this.work(act, async () => {
      if (act !== 'query' && !(await confirm(questionBefore(act, file)))) return;
      this.take(await api.books[act]({ orderId: file.order.id }));
      toast(DONE[act]);
    });
  },

  onCloseSheet() {
    this.setData({ sheetShown: false });
  },

  async onReason(event: WechatMiniprogram.CustomEvent<{ reason: string }>) {
    const { file } = this;
    if (!file) return;
    const { reason } = event.detail;
    await this.work('reverse', async () => {
      if (!(await confirm(questionBefore('reverse', file)))) return;
      this.take(await api.books.reverse({ orderId: file.order.id, reason }));
      this.setData({ sheetShown: false });
      toast('已冲正');
    });
  },

  /** One thing at a time. What was refused changed meanwhile: the order is asked for again. */
  async work(act: Act, task: () => Promise<void>) {
    if (this.working) return;
    this.working = true;
    this.setData({ busy: act });
    try {
      await task();
    } catch (error) {
      showFailure(error);
      await this.load();
    } finally {
      this.working = false;
      this.setData({ busy: '' });
    }
  },
});

const DONE = { query: '已按渠道的答复更新', close: '已处理，请看订单状态', fulfil: '已补发' };
