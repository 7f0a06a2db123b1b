type StarTap = WechatMiniprogram.TouchEvent<object, object, { star: number }>;

/** What so many stars mean. */
const WORDS = ['点一下星星', '很不满意', '不太满意', '一般', '满意', '非常满意'];
const wordOf = (stars: number) => WORDS[stars] ?? '';

/** Asks for stars and a few words. Events: `rated` (detail: `{ stars, text }`) and `close`. */
Component({
  options: { virtualHost: true, styleIsolation: 'apply-shared' },
  properties: {
    visible: { type: Boolean, value: false },
    busy: { type: Boolean, value: false },
  },
  data: { stars: 0, text: '', word: wordOf(0), numbers: [1, 2, 3, 4, 5] },
  observers: {
    visible(visible: boolean) {
      if (visible) this.setData({ stars: 0, text: '', word: wordOf(0) });
    },
  },
  methods: {
    onStar(event: StarTap) {
      const stars = Number(event.currentTarget.dataset.star);
      this.setData({ stars, word: wordOf(stars) });
    },
    onType(event: WechatMiniprogram.Input) {
      this.setData({ text: event.detail.value });
    },
    onDone() {
      const { stars, text, busy } = this.data;
      if (!busy && stars > 0) this.triggerEvent('rated', { stars, text: text.trim() });
    },
    onClose() {
      if (!this.data.busy) this.triggerEvent('close');
    },
  },
});
