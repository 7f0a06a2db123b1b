import { formatYuan } from '@shared/base/money';
import { SECOND } from '@shared/base/time';
import type { SheetRow } from '@shared/contracts/courtsViews';
import { api } from '../../../../services/api';
import { agreeOnTime, every, now } from '../../../../services/clock';
import { confirm, explain, showFailure, toast } from '../../../../services/feedback';
import { holdScreenUp, letScreenRest } from '../../../../services/screen';
import { codeSize, endOfPaying, type PayingNote, payingNote } from './paying.view';

/** How often the booking is asked for while the code is on the screen. */
const ASK_EVERY = 2 * SECOND;
const NO_TIMER = (): void => undefined;

/**
 * What the payer scans with Alipay for a booking that is kept. Asks until it is paid (event `paid`
 * with the row) or over (event `unpaid`).
 */
Component({
  options: { virtualHost: true, styleIsolation: 'apply-shared', pureDataPattern: /^_/ },
  properties: {
    row: { type: Object, value: null },
    code: { type: String, value: '' },
  },
  data: {
    amount: '',
    who: '',
    note: { words: '', open: true } as PayingNote,
    hint: '',
    size: 240,
    busy: false,
    _asking: false,
    _stop: NO_TIMER,
  },
  lifetimes: {
    attached() {
      const { booking, who } = this.data.row as SheetRow;
      const size = codeSize(wx.getWindowInfo().windowWidth);
      this.setData({ amount: formatYuan(booking.quote.total), who, size });
      this.begin();
    },
    detached() {
      this.rest();
    },
  },
  pageLifetimes: {
    show() {
      this.begin();
    },
    hide() {
      this.rest();
    },
  },
  methods: {
    begin() {
      this.rest();
      holdScreenUp();
      const stopTicking = every(SECOND, () => this.print());
      const stopAsking = every(ASK_EVERY, () => void this.ask());
      this.setData({
        _stop: () => {
          stopTicking();
          stopAsking();
        },
      });
      this.print();
    },

    rest() {
      this.data._stop();
      letScreenRest();
    },

    print() {
      const { booking } = this.data.row as SheetRow;
      this.setData({ note: payingNote(booking.expiresAt, now()) });
    },

    /** One question at a time; one that gets lost is followed by the next. */
    async ask() {
      if (this.data._asking) return;
      this.setData({ _asking: true });
      try {
        const { booking } = this.data.row as SheetRow;
        const { row, order, now: serverNow } = await api.courts.order({ bookingId: booking.id });
        agreeOnTime(serverNow);
        this.setData({ hint: '' });
        this.end(row, endOfPaying(row.booking.status, order));
      } catch (error) {
        this.setData({ hint: explain(error) });
      } finally {
        this.setData({ _asking: false });
      }
    },

    end(row: SheetRow, how: 'paid' | 'unpaid' | null) {
      if (how === null) return;
      this.rest();
      if (how === 'unpaid') toast('没有收款，时段已放开');
      this.triggerEvent(how, { row });
    },

    async onCancel() {
      if (this.data.busy) return;
      const sure = await confirm({
        title: '取消收款',
        content: '取消以后这个付款码不能再支付，时段会放开。',
        confirmText: '取消收款',
        cancelText: '继续等待',
      });
      if (!sure) return;
      this.setData({ busy: true });
      try {
        const { booking } = this.data.row as SheetRow;
        const row = await api.courts.cancel({ bookingId: booking.id, reason: '前台取消收款' });
        this.end(row, endOfPaying(row.booking.status, null));
      } catch (error) {
        showFailure(error);
      } finally {
        this.setData({ busy: false });
      }
    },
  },
});
