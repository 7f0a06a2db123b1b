/** One of the shapes in icon.wxss, drawn in the colour of the text around it. */
Component({
  options: { virtualHost: true, styleIsolation: 'apply-shared' },
  properties: {
    name: { type: String, value: '' },
    /** Width and height in px. */
    size: { type: Number, value: 20 },
  },
});
