import { LEVEL_WORDS, type Level } from '@shared/domain/membership';
import { rightsOf } from '../../rights';

/** The celebration of a new level, over the whole page. Shown while `level` is set; event `close`. */
Component({
  options: { virtualHost: true, styleIsolation: 'apply-shared' },
  properties: {
    level: { type: String, value: '' },
  },
  data: { title: '', rights: [] as string[] },
  observers: {
    level(level: Level | '' | null) {
      if (level) this.setData({ title: LEVEL_WORDS[level], rights: rightsOf(level) });
    },
  },
  methods: {
    onClose() {
      this.triggerEvent('close');
    },
    /** Keeps taps on the card from closing it. */
    onHold() {},
  },
});
