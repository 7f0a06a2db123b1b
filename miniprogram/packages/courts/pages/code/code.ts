import type { SheetRow } from '@shared/contracts/courtsViews';
import { api } from '../../../../services/api';
import { agreeOnTime } from '../../../../services/clock';
import { explain, isRefused } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import { backOr } from '../../../../services/pages';
import { type BookedCard, bookedCard } from '../book/book.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  /** It was paid, or its time is over: there is nothing to be scanned any more. */
  | { readonly kind: 'over'; readonly message: string }
  | { readonly kind: 'scan'; readonly row: SheetRow; readonly code: string }
  | { readonly kind: 'done'; readonly card: BookedCard };

/** Shows the Alipay code of a booking that the desk made once more, for whoever left the page. */
Page({
  ...retried,
  data: { state: { kind: 'loading' } as State },

  bookingId: '',

  onLoad(query: { id?: string }) {
    this.bookingId = query.id ?? '';
    return this.load();
  },

  async load() {
    try {
      const { row, code, now } = await api.courts.payCode({ bookingId: this.bookingId });
      agreeOnTime(now);
      this.setData({ state: { kind: 'scan', row, code } });
    } catch (error) {
      const over = isRefused(error);
      this.setData({ state: { kind: over ? 'over' : 'failed', message: explain(error) } });
    }
  },

  onPaid(event: WechatMiniprogram.CustomEvent<{ row: SheetRow }>) {
    this.setData({ state: { kind: 'done', card: bookedCard(event.detail.row) } });
    wx.vibrateShort({ type: 'light' }).catch(
      () => undefined, // a phone without a motor is no failure
    );
  },

  onBack() {
    backOr('/packages/courts/pages/sheet/sheet');
  },
});
