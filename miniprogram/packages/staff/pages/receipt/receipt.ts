import { api } from '../../../../services/api';
import { explain, showFailure } from '../../../../services/feedback';
import { type Receipt, receiptFace } from '../../receipt/receipt.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready'; readonly receipt: Receipt };

Page({
  data: { state: { kind: 'loading' } as State },

  orderId: '',

  onLoad(query: { id?: string }) {
    this.orderId = query.id ?? '';
    return this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    await wx.stopPullDownRefresh();
  },

  async load() {
    try {
      const { receipt } = await api.cashier.order({ orderId: this.orderId });
      this.setData({ state: { kind: 'ready', receipt: receiptFace(receipt) } });
    } catch (error) {
      if (this.data.state.kind === 'ready') showFailure(error);
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  onRetry() {
    this.setData({ state: { kind: 'loading' } });
    return this.load();
  },
});
