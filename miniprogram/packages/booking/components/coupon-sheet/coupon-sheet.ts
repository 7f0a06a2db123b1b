type CouponTap = WechatMiniprogram.TouchEvent<object, object, { id: string; usable: boolean }>;

/**
 * One coupon or none. `options` are the CouponOptions of means.view, `none` whether none is chosen;
 * events `chosen` (detail: `{ couponId }`, null for none) and `close`.
 */
Component({
  options: { virtualHost: true, styleIsolation: 'apply-shared' },
  properties: {
    visible: { type: Boolean, value: false },
    options: { type: Array, value: [] },
    none: { type: Boolean, value: true },
  },
  methods: {
    onCoupon(event: CouponTap) {
      const { id, usable } = event.currentTarget.dataset;
      if (usable) this.triggerEvent('chosen', { couponId: id });
    },
    onNone() {
      this.triggerEvent('chosen', { couponId: null });
    },
    onClose() {
      this.triggerEvent('close');
    },
  },
});
