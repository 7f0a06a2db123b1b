import type { OrderFile } from '@shared/contracts/books';
import { Refusal } from '@shared/refusals';
import { api } from '../../../../services/api';
import { now } from '../../../../services/clock';
import { confirm, explain, toast } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import { oneAtATime, turnOf } from '../../../../services/oneAtATime';
import { newRequestId } from '../../../../services/requestId';
import {
  type Act,
  type OrderFileView,
  orderFileView,
  questionBefore,
  type ReasonedAct,
  reasonSheetOf,
} from './order.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  /** No order has this number: asking again would find none either. */
  | { readonly kind: 'empty'; readonly message: string }
  | { readonly kind: 'ready'; readonly file: OrderFileView; readonly hint: string };

type ActTap = WechatMiniprogram.TouchEvent<object, object, { act: Act }>;

Page({
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    busy: '' as Act | '',
    sheetShown: false,
    sheet: null as ReturnType<typeof reasonSheetOf> | null,
  },

  number: '',
  file: null as OrderFile | null,
  /** Of the sheet that is open: a second tap pays nothing twice. */
  requestId: '',

  onLoad(query: { number?: string }) {
    this.number = query.number ?? '';
    return this.load();
  },

  async onPullDownRefresh() {
    if (!this.data.busy) await this.load();
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

  onAct(event: ActTap): void | Promise<void> {
    const { act } = event.currentTarget.dataset;
    if (!this.file || this.data.busy) return;
    if (act !== 'reverse' && act !== 'payBack') return this.act(act, this.file);
    this.requestId = newRequestId();
    this.setData({ sheetShown: true, sheet: reasonSheetOf(act, this.file) });
  },

  async act(act: Exclude<Act, ReasonedAct>, file: OrderFile) {
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
    const { file, requestId } = this;
    const { sheet } = this.data;
    if (!file || !sheet) return;
    const { act } = sheet;
    const asked = { orderId: file.order.id, reason: event.detail.reason };
    await this.work(act, async () => {
      if (!(await confirm(questionBefore(act, file)))) return;
      const done =
        act === 'reverse'
          ? api.books.reverse(asked)
          : api.books.payBack({ ...asked, amount: file.unspent, requestId });
      this.take(await done);
      this.setData({ sheetShown: false });
      toast(DONE[act]);
    });
  },

  work(act: Act, task: () => Promise<void>): Promise<void> {
    return oneAtATime(
      task,
      turnOf(this, act, () => this.load()),
    );
  },
});

const DONE = {
  query: '已按渠道的答复更新',
  close: '已处理，请看订单状态',
  fulfil: '已补发',
  reverse: '已冲正',
  payBack: '已记为退回，可以在退款里查看',
};
