import type { Typed } from '../../../../forms/events';
import { scoreOf } from './score.view';

/** Asks how a match ended. Events: `score` with `{ mine, theirs }`, and `close`. */
Component({
  options: { virtualHost: true, styleIsolation: 'apply-shared' },
  properties: {
    visible: { type: Boolean, value: false },
    /** Who played against the one who tells. */
    other: { type: String, value: '对方' },
    busy: { type: Boolean, value: false },
  },
  data: { mine: '', theirs: '', error: '' },
  observers: {
    visible(visible: boolean) {
      if (visible) this.setData({ mine: '', theirs: '', error: '' });
    },
  },
  methods: {
    onType(event: Typed<'mine' | 'theirs'>) {
      this.setData({ [event.currentTarget.dataset.field]: event.detail.value, error: '' });
    },
    onDone() {
      if (this.data.busy) return;
      const score = scoreOf(this.data.mine, this.data.theirs);
      if (score) this.triggerEvent('score', score);
      else this.setData({ error: '请填写双方的得分，0 到 999' });
    },
    onClose() {
      if (!this.data.busy) this.triggerEvent('close');
    },
  },
});
