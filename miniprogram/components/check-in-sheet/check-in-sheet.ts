/** The small celebration after a check-in. Shown while `celebration` is set; event `close`. */
Component({
  options: { virtualHost: true, styleIsolation: 'apply-shared' },
  properties: {
    celebration: { type: Object, value: null },
  },
  methods: {
    onClose() {
      this.triggerEvent('close');
    },
    /** Keeps taps on the sheet from closing it. */
    onHold() {},
  },
});
