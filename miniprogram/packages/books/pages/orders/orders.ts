import type { Instant } from '@shared/base/time';
import { api } from '../../../../services/api';
import { agreeOnTime, now } from '../../../../services/clock';
import { explain, showFailure } from '../../../../services/feedback';
import { openPage } from '../../../../services/pages';
import { appended, type OrderRow, type Orders, orderRows } from './orders.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'ready'; readonly rows: readonly OrderRow[]; readonly more: boolean };

type OrderTap = WechatMiniprogram.TouchEvent<object, object, { id: string }>;

Page({
  data: {
    state: { kind: 'loading' } as State,
    hint: '',
    number: '',
    searching: false,
    /** Why nothing was found; empty before a search and after typing. */
    notFound: '',
    loadingMore: false,
  },

  orders: null as Orders | null,
  next: null as Instant | null,
  working: false,

  onLoad() {
    return this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  onReachBottom() {
    return this.onMore();
  },

  async load() {
    try {
      const page = await api.books.orders({ before: null });
      agreeOnTime(page.now);
      this.orders = page.orders;
      this.next = page.next;
      this.print();
    } catch (error) {
      const message = explain(error);
      if (this.orders) this.setData({ hint: message });
      else this.setData({ state: { kind: 'failed', message } });
    }
  },

  async onMore() {
    if (this.next === null || this.orders === null || this.data.loadingMore) return;
    this.setData({ loadingMore: true });
    try {
      const page = await api.books.orders({ before: this.next });
      this.orders = appended(this.orders, page.orders);
      this.next = page.next;
      this.print();
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ loadingMore: false });
    }
  },

  print() {
    const rows = orderRows(this.orders ?? [], now());
    const state: State =
      rows.length === 0 ? { kind: 'empty' } : { kind: 'ready', rows, more: this.next !== null };
    this.setData({ state, hint: '' });
  },

  onRetry() {
    this.setData({ state: { kind: 'loading' } });
    return this.load();
  },

  onType(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.setData({ number: event.detail.value, notFound: '' });
  },

  onClear() {
    this.setData({ number: '', notFound: '' });
  },

  /** By our number or the channel's: only the server can tell whose it is. */
  async onSearch() {
    const number = this.data.number.trim();
    if (this.working || number === '') return;
    this.working = true;
    this.setData({ searching: true, notFound: '' });
    try {
      const { order } = await api.books.order({ number });
      this.open(order.id);
    } catch (error) {
      this.setData({ notFound: explain(error) });
    } finally {
      this.working = false;
      this.setData({ searching: false });
    }
  },

  onOrder(event: OrderTap) {
    this.open(event.currentTarget.dataset.id);
  },

  open(id: string) {
    openPage(`/packages/books/pages/order/order?number=${id}`);
  },
});
