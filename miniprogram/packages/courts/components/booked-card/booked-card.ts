/** A booking that is paid, with the code to come in by. `card` is a BookedCard. Event: `done`. */
Component({
  options: { virtualHost: true, styleIsolation: 'apply-shared' },
  properties: {
    card: { type: Object, value: null },
  },
  methods: {
    onDone() {
      this.triggerEvent('done');
    },
  },
});
