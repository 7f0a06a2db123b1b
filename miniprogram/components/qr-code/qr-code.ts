import { drawQrCode, type QrSurface } from './qr-code.view';

/**
 * A QR code: pure black on white with its quiet zone, in the dark theme too, because scanners
 * expect it. `size` is in px, quiet zone included; `label` is what a screen reader says.
 */
Component({
  properties: {
    text: { type: String, value: '' },
    size: { type: Number, value: 240 },
    label: { type: String, value: '二维码' },
  },

  lifetimes: {
    ready() {
      this.draw();
    },
  },

  observers: {
    'text, size'() {
      this.draw();
    },
  },

  methods: {
    draw() {
      const { text, size } = this.data;
      if (!text) return;
      this.createSelectorQuery()
        .select('#canvas')
        .fields({ node: true })
        .exec((found: readonly ({ node?: WechatMiniprogram.Canvas } | null)[]) => {
          const canvas = found[0]?.node;
          // Not there before the first rendering; `ready` draws then.
          if (!canvas || text !== this.data.text) return;
          const pixels = Math.round(size * wx.getWindowInfo().pixelRatio);
          canvas.width = pixels;
          canvas.height = pixels;
          const surface: QrSurface = canvas.getContext('2d');
          drawQrCode(surface, text, pixels);
        });
    },
  },
});
