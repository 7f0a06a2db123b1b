import type { SheetRow } from '@shared/contracts/courts';
import { api } from '../../../../services/api';
import { confirm, showFailure, toast } from '../../../../services/feedback';
import { openPage } from '../../../../services/pages';
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
  },
  data: {
    facts: null as BookingFacts | null,
    /** What a reason is asked for. */
    asking: '' as '' | 'cancel' | 'waive',
    acting: false,
    /** Set before anything is drawn: a second tap finds it. */
    _working: false,
  },
  observers: {
    row(row: SheetRow | null) {
      if (row) this.setData({ facts: bookingFacts(row) });
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
