import type { Fen } from '@shared/base/money';
import type { SheetRow } from '@shared/contracts/courtsViews';
import { api } from '../../../../services/api';
import { confirm, showFailure, toast } from '../../../../services/feedback';
import { openPage } from '../../../../services/pages';
import { newRequestId } from '../../../../services/requestId';
import { isRefundable, refundQuestion } from '../refund-sheet/refund.view';
import { type BookingFacts, bookingFacts, cancelQuestion } from './booking.view';

/**
 * A booking with all that the desk may do with it. `row` is a SheetRow. Events: `verify` (to be let
 * in), `changed` with the row as it stands now, `failed` when what is shown may be out of date, and
 * `close`.
 */
Component({
  options: { virtualHost: true, styleIsolation: 'apply-shared', pureDataPattern: /^_/ },
  properties: {
    visible: { type: Boolean, value: false },
    row: { type: Object, value: null },
    busy: { type: Boolean, value: false },
    /** Whether who looks is management, and may give a part back. */
    manages: { type: Boolean, value: false },
  },
  data: {
    facts: null as BookingFacts | null,
    refundable: false,
    /** What a reason is asked for. */
    asking: '' as '' | 'cancel' | 'waive' | 'refund',
    /** The same amount of the same booking is the same request: a lost reply gives nothing twice. */
    _requests: {} as Record<string, string>,
    acting: false,
    /** Set before anything is drawn: a second tap finds it. */
    _working: false,
  },
  observers: {
    'row, manages'(row: SheetRow | null, manages: boolean) {
      if (!row) return;
      this.setData({ facts: bookingFacts(row), refundable: manages && isRefundable(row) });
    },
  },
  methods: {
    onClose() {
      if (!this.data.acting) this.triggerEvent('close');
    },

    onVerify() {
      if (!this.data.busy) this.triggerEvent('verify');
    },

    onShowCode() {
      this.triggerEvent('close');
      openPage(`/packages/courts/pages/code/code?id=${this.data.facts?.id ?? ''}`);
    },

    onNoShow() {
      return this.act(async ({ booking, who }) => {
        const sure = await confirm({
          title: '标记未到',
          content: `${who} 没有来？30 天内 3 次未到会暂停预订 7 天，标错可以免除。`,
          confirmText: '标记未到',
        });
        if (sure) this.done(await api.courts.markNoShow({ bookingId: booking.id }), '已标记未到');
      });
    },

    onAskCancel() {
      this.triggerEvent('close');
      this.setData({ asking: 'cancel' });
    },

    onAskWaive() {
      this.triggerEvent('close');
      this.setData({ asking: 'waive' });
    },

    onAskRefund() {
      this.triggerEvent('close');
      this.setData({ asking: 'refund' });
    },

    onRefund(event: WechatMiniprogram.CustomEvent<{ amount: Fen; reason: string }>) {
      const { amount, reason } = event.detail;
      return this.act(async (row) => {
        if (!(await confirm(refundQuestion(row, amount)))) return;
        const bookingId = row.booking.id;
        const { _requests } = this.data;
        // One that was seen to have gone back is over: the same amount once more is another.
        const form = `${bookingId}:${amount}:${row.booking.refunded}`;
        _requests[form] ??= newRequestId();
        const requestId = _requests[form];
        this.done(await api.courts.refund({ bookingId, amount, reason, requestId }), '已退款');
      });
    },

    onCloseReason() {
      if (!this.data.acting) this.setData({ asking: '' });
    },

    onReason(event: WechatMiniprogram.CustomEvent<{ reason: string }>) {
      const { reason } = event.detail;
      const { asking } = this.data;
      return this.act(async (row) => {
        const bookingId = row.booking.id;
        if (asking === 'waive') {
          this.done(await api.courts.waive({ bookingId, reason }), '已免除');
          return;
        }
        const content = cancelQuestion(row);
        const sure = await confirm({ title: '取消预订', content, confirmText: '取消预订' });
        if (sure) this.done(await api.courts.cancel({ bookingId, reason }), '已取消');
      });
    },

    async act(work: (row: SheetRow) => Promise<void>) {
      const row = this.data.row as SheetRow | null;
      if (!row || this.data._working) return;
      this.setData({ _working: true, acting: true });
      try {
        await work(row);
      } catch (error) {
        showFailure(error);
        this.triggerEvent('failed');
      } finally {
        this.setData({ _working: false, acting: false });
      }
    },

    done(row: SheetRow, words: string) {
      this.setData({ asking: '' });
      this.triggerEvent('changed', { row });
      this.triggerEvent('close');
      toast(words);
    },
  },
});
