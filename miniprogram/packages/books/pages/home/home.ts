import { api } from '../../../../services/api';
import { agreeOnTime } from '../../../../services/clock';
import { explain } from '../../../../services/feedback';
import { pulledDown, retried } from '../../../../services/loading';
import { openPage } from '../../../../services/pages';
import { type BooksView, booksView } from './home.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready'; readonly books: BooksView; readonly hint: string };

type WayTap = WechatMiniprogram.TouchEvent<object, object, { url: string }>;

Page({
  ...pulledDown,
  ...retried,
  data: { state: { kind: 'loading' } as State, superAdmin: false },

  onShow() {
    return this.load();
  },

  async load() {
    try {
      const books = await api.books.home({});
      agreeOnTime(books.now);
      this.setData({
        superAdmin: books.superAdmin,
        state: { kind: 'ready', books: booksView(books), hint: '' },
      });
    } catch (error) {
      const { state } = this.data;
      const message = explain(error);
      const stays = state.kind === 'ready';
      this.setData({ state: stays ? { ...state, hint: message } : { kind: 'failed', message } });
    }
  },

  onOpen(event: WayTap) {
    const { url } = event.currentTarget.dataset;
    if (url) openPage(url);
  },
});
