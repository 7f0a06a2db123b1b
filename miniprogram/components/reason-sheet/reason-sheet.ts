import { refusalOfReason } from '@shared/domain/visit';
import { REFUSALS } from '@shared/refusals';

type ChoiceTap = WechatMiniprogram.TouchEvent<object, object, { reason: string }>;

/** Asks for a reason. Events: `reason` with the text once it is long enough, and `close`. */
Component({
  options: { virtualHost: true, styleIsolation: 'apply-shared' },
  properties: {
    visible: { type: Boolean, value: false },
    title: { type: String, value: '' },
    /** Who will read it. */
    note: { type: String, value: '' },
    /** Reasons that are tapped instead of typed. */
    choices: { type: Array, value: [] as string[] },
    word: { type: String, value: '确定' },
    busy: { type: Boolean, value: false },
  },
  data: { reason: '', error: '' },
  observers: {
    visible(visible: boolean) {
      if (visible) this.setData({ reason: '', error: '' });
    },
  },
  methods: {
    onChoose(event: ChoiceTap) {
      this.setData({ reason: event.currentTarget.dataset.reason, error: '' });
    },
    onType(event: WechatMiniprogram.Input) {
      this.setData({ reason: event.detail.value, error: '' });
    },
    onDone() {
      if (this.data.busy) return;
      const refusal = refusalOfReason(this.data.reason);
      if (refusal) this.setData({ error: REFUSALS[refusal] });
      else this.triggerEvent('reason', { reason: this.data.reason.trim() });
    },
    onClose() {
      if (!this.data.busy) this.triggerEvent('close');
    },
  },
});
