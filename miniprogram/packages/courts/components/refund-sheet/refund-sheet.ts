import type { SheetRow } from '@shared/contracts/courtsViews';
import { refusalOfReason } from '@shared/domain/visit';
import { REFUSALS } from '@shared/refusals';
import { amountTyped, leftToRefund, refundNote } from './refund.view';

/**
 * Asks how much of a played booking goes back, and why. `row` is a SheetRow. Events: `refund`
 * (detail: `{ amount, reason }`, fen) once both can be accepted, and `close`.
 */
Component({
  options: { virtualHost: true, styleIsolation: 'apply-shared' },
  properties: {
    visible: { type: Boolean, value: false },
    row: { type: Object, value: null },
    busy: { type: Boolean, value: false },
  },
  data: { yuan: '', reason: '', amountError: '', reasonError: '', note: '' },
  observers: {
    visible(visible: boolean) {
      const row = this.data.row as SheetRow | null;
      if (!visible || !row) return;
      this.setData({ yuan: '', reason: '', amountError: '', reasonError: '' });
      this.setData({ note: refundNote(row) });
    },
    row(row: SheetRow | null) {
      if (this.data.visible && row) this.setData({ note: refundNote(row) });
    },
  },
  methods: {
    onAmount(event: WechatMiniprogram.Input) {
      this.setData({ yuan: event.detail.value, amountError: '' });
    },
    onReason(event: WechatMiniprogram.Input) {
      this.setData({ reason: event.detail.value, reasonError: '' });
    },
    onDone() {
      const { yuan, reason, busy } = this.data;
      const row = this.data.row as SheetRow | null;
      if (!row || busy) return;
      const typed = amountTyped(yuan, leftToRefund(row));
      const refusal = refusalOfReason(reason);
      this.setData({
        amountError: 'error' in typed ? typed.error : '',
        reasonError: refusal ? REFUSALS[refusal] : '',
      });
      if ('error' in typed || refusal) return;
      this.triggerEvent('refund', { amount: typed.amount, reason: reason.trim() });
    },
    onClose() {
      if (!this.data.busy) this.triggerEvent('close');
    },
  },
});
