import { api } from '../../../../services/api';
import { pulledDown, retried, showLost } from '../../../../services/loading';
import { type Receipt, receiptFace } from '../../receipt/receipt.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready'; readonly receipt: Receipt };

Page({
  ...pulledDown,
  ...retried,
  data: { state: { kind: 'loading' } as State },

  orderId: '',

  onLoad(query: { id?: string }) {
    this.orderId = query.id ?? '';
    return this.load();
  },

  async load() {
    try {
      const { receipt } = await api.cashier.order({ orderId: this.orderId });
      this.setData({ state: { kind: 'ready', receipt: receiptFace(receipt) } });
    } catch (error) {
      showLost(this, error);
    }
  },
});
