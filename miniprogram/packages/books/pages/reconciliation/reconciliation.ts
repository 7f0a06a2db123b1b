import { api } from '../../../../services/api';
import { agreeOnTime, now } from '../../../../services/clock';
import { explain } from '../../../../services/feedback';
import { pulledDown, retried } from '../../../../services/loading';
import { openPage } from '../../../../services/pages';
import { type DaysView, daysView } from './reconciliation.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready'; readonly days: DaysView; readonly hint: string };

type CellTap = WechatMiniprogram.TouchEvent<object, object, { channel: string; date: string }>;

Page({
  ...pulledDown,
  ...retried,
  data: { state: { kind: 'loading' } as State },

  onShow() {
    return this.load();
  },

  async load() {
    try {
      const answer = await api.books.reconciliations({});
      agreeOnTime(answer.now);
      const days = daysView(answer.days, now());
      this.setData({ state: { kind: 'ready', days, hint: '' } });
    } catch (error) {
      const { state } = this.data;
      const message = explain(error);
      const stays = state.kind === 'ready';
      this.setData({ state: stays ? { ...state, hint: message } : { kind: 'failed', message } });
    }
  },

  onDay(event: CellTap) {
    const { channel, date } = event.currentTarget.dataset;
    openPage(`/packages/books/pages/day/day?channel=${channel}&date=${date}`);
  },
});
