/**
 * What a page shows when it has no content: still loading, failed with a way to retry, or empty
 * with one sentence and one way forward (event `action`, also for the retry).
 */
Component({
  options: { virtualHost: true, styleIsolation: 'apply-shared' },
  properties: {
    /** `loading`, `failed` or `empty`. */
    kind: { type: String, value: 'loading' },
    icon: { type: String, value: 'search' },
    message: { type: String, value: '' },
    /** What the button says; without it there is none. Failed pages say 重试 by themselves. */
    action: { type: String, value: '' },
    /** Groups of the loading skeleton: about as many as the content will have. */
    groups: { type: Number, value: 3 },
  },
  methods: {
    onAction() {
      this.triggerEvent('action');
    },
  },
});
