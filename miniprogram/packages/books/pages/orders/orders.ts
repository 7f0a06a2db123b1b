import type { Api } from '@shared/contracts';
import { api } from '../../../../services/api';
import { agreeOnTime, now } from '../../../../services/clock';
import { explain } from '../../../../services/feedback';
import { PagedList, type PagedState } from '../../../../services/pagedList';
import { openPage } from '../../../../services/pages';
import { appended, type OrderRow, orderRows } from './orders.view';

type Orders = Awaited<ReturnType<Api['books']['orders']>>;
interface Shown {
  readonly rows: readonly OrderRow[];
}
type State = PagedState<Shown> | { readonly kind: 'empty'; readonly hint: string };

type OrderTap = WechatMiniprogram.TouchEvent<object, object, { id: string }>;

Page({
  data: {
    state: { kind: 'loading' } as State,
    number: '',
    searching: false,
    /** Why nothing was found; empty before a search and after typing. */
    notFound: '',
  },

  list: null as PagedList<Orders, Shown> | null,
  working: false,

  onLoad() {
    this.list = new PagedList<Orders, Shown>({
      ask: (before) => api.books.orders({ before }),
      joined: (known, { orders, next }) => ({
        ...known,
        orders: appended(known.orders, orders),
        next,
      }),
      learn: (page) => agreeOnTime(page.now),
      view: ({ orders }) => ({ rows: orderRows(orders, now()) }),
      show: (state) => this.show(state),
    });
    return this.list.load();
  },

  show(state: PagedState<Shown>) {
    const empty = state.kind === 'ready' && state.rows.length === 0;
    this.setData({ state: empty ? { kind: 'empty', hint: state.hint } : state });
  },

  async onPullDownRefresh() {
    await this.list?.load();
    wx.stopPullDownRefresh();
  },

  onReachBottom() {
    return this.onMore();
  },

  onMore() {
    return this.list?.more();
  },

  onRetry() {
    return this.list?.again();
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
