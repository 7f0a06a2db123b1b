import { codeText, parseBookingCode } from '@shared/domain/booking';
import { REFUSALS } from '@shared/refusals';

/** Takes the fifteen digits of a booking. Events: `code` with them once they are, and `close`. */
Component({
  options: { virtualHost: true, styleIsolation: 'apply-shared' },
  properties: {
    visible: { type: Boolean, value: false },
    busy: { type: Boolean, value: false },
  },
  data: { typed: '', error: '', grouped: '' },
  observers: {
    visible(visible: boolean) {
      if (visible) this.setData({ typed: '', error: '', grouped: '' });
    },
  },
  methods: {
    onType(event: WechatMiniprogram.Input) {
      const { value } = event.detail;
      this.setData({ typed: value, error: '', grouped: codeText(value) });
    },
    onDone() {
      if (this.data.busy) return;
      const code = parseBookingCode(this.data.typed);
      if (code === null) this.setData({ error: REFUSALS.BOOKING_CODE_INVALID });
      else this.triggerEvent('code', { code });
    },
    onClose() {
      if (!this.data.busy) this.triggerEvent('close');
    },
  },
});
