import { type Curve, curveOf, type Day } from './curve.view';
import { drawCurve } from './drawing';
import { onPaper, redrawnWithTheme } from './paper';

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
  lifetimes: redrawnWithTheme,
  methods: {
    show(curve: Curve) {
      const { hours, levels, hint, spoken } = curve;
      const data = { hours, levels, hint, spoken, drawn: hint === '', _curve: curve };
      this.setData(data, () => this.draw());
    },

    draw() {
      const curve = this.data._curve;
      if (!curve || curve.hint) return;
      const paint = { block: 'day-curve', names: ['curve', 'grid', 'marker', 'paper'] } as const;
      onPaper(this, paint, (paper, colours) => drawCurve(paper, curve, colours));
    },
  },
});
