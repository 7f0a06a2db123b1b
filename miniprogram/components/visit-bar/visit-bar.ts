/** The thumb bar of a screen: 打卡, or the visit that is going on with 离场. */
Component({
  options: { virtualHost: true, styleIsolation: 'apply-shared' },
  properties: {
    /** A VisitLine, or null when nobody is inside. */
    visit: { type: Object, value: null },
    /** What happens now: `in`, `out`, or nothing. Both buttons rest meanwhile. */
    busy: { type: String, value: '' },
  },
  methods: {
    onScan() {
      if (!this.data.busy) this.triggerEvent('scan');
    },
    onLeave() {
      if (!this.data.busy) this.triggerEvent('leave');
    },
  },
});
