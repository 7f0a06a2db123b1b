import { type Curve, curveOf, type Day } from './curve.view';
import { drawCurve } from './drawing';

interface Swatch {
  readonly color: string;
}

interface CanvasNode {
  readonly node: WechatMiniprogram.Canvas;
  readonly width: number;
  readonly height: number;
}

/** What each curve on the screen does when the phone turns dark or light. */
const redraws = new WeakMap<object, () => void>();

/** Today's headcount so far, drawn on canvas. `day` is a Day of curve.view. */
Component({
  options: { styleIsolation: 'apply-shared', pureDataPattern: /^_/ },
  properties: {
    day: { type: Object, value: null },
  },
  data: {
    hours: [] as Curve['hours'],
    levels: [] as Curve['levels'],
    hint: '',
    spoken: '',
    drawn: false,
    _curve: null as Curve | null,
  },
  observers: {
    day(day: Day | null) {
      if (day) this.show(curveOf(day));
    },
  },
  lifetimes: {
    attached() {
      const redraw = () => wx.nextTick(() => this.draw());
      redraws.set(this, redraw);
      wx.onThemeChange(redraw);
    },
    detached() {
      const redraw = redraws.get(this);
      if (redraw) wx.offThemeChange(redraw);
    },
  },
  methods: {
    show(curve: Curve) {
      const { hours, levels, hint, spoken } = curve;
      const data = { hours, levels, hint, spoken, drawn: hint === '', _curve: curve };
      this.setData(data, () => this.draw());
    },

    draw() {
      const curve = this.data._curve;
      if (!curve || curve.hint) return;
      this.createSelectorQuery()
        .select('.day-curve__canvas')
        .fields({ node: true, size: true })
        .select('.day-curve__swatch--curve')
        .fields({ computedStyle: ['color'] })
        .select('.day-curve__swatch--grid')
        .fields({ computedStyle: ['color'] })
        .select('.day-curve__swatch--marker')
        .fields({ computedStyle: ['color'] })
        .select('.day-curve__swatch--paper')
        .fields({ computedStyle: ['color'] })
        .exec(([canvas, line, grid, marker, paper]: [CanvasNode | null, ...Swatch[]]) => {
          if (!canvas?.node || !line || !grid || !marker || !paper) return;
          const ratio = wx.getWindowInfo().pixelRatio;
          const { node, width, height } = canvas;
          node.width = width * ratio;
          node.height = height * ratio;
          const context = node.getContext('2d');
          context.scale(ratio, ratio);
          const paint = {
            curve: line.color,
            grid: grid.color,
            marker: marker.color,
            paper: paper.color,
          };
          drawCurve({ context, width, height }, curve, paint);
        });
    },
  },
});
