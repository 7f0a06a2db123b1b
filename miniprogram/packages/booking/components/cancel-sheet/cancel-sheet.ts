/**
 * Says what cancelling gives back before it is done. `cancel` is a CancelView of detail.view; events
 * `cancelled` (detail: `{ following }`, whether the later ones of the series go too) and `close`.
 */
Component({
  options: { virtualHost: true, styleIsolation: 'apply-shared' },
  properties: {
    visible: { type: Boolean, value: false },
    cancel: { type: Object, value: null },
    busy: { type: Boolean, value: false },
  },
  methods: {
    onOne() {
      if (!this.data.busy) this.triggerEvent('cancelled', { following: false });
    },
    onFollowing() {
      if (!this.data.busy) this.triggerEvent('cancelled', { following: true });
    },
    onClose() {
      if (!this.data.busy) this.triggerEvent('close');
    },
  },
});
