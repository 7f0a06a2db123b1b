import {
  drawLevels,
  onPaper,
  type Paper,
  placeOn,
  redrawnWithTheme,
} from '../../../../components/day-curve/paper';
import type { Dot, TrackChart } from './track-chart.view';

interface Paint {
  readonly came: string;
  readonly said: string;
  readonly grid: string;
}

type Line = readonly (readonly Dot[])[];

/** Draws what came as a line and what was said as dots along it. */
function drawTrack(paper: Paper, chart: TrackChart, paint: Paint): void {
  const { context, width, height } = paper;
  context.clearRect(0, 0, width, height);
  drawLevels(paper, chart.levels, paint.grid);
  drawParts(paper, chart.came, { color: paint.came, dash: [] });
  drawParts(paper, chart.said, { color: paint.said, dash: [2, 5] });
}

/** A day without a count parts the line. */
function drawParts(
  paper: Paper,
  parts: Line,
  { color, dash }: { readonly color: string; readonly dash: number[] },
): void {
  const { context } = paper;
  context.setLineDash(dash);
  context.lineWidth = 2;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.strokeStyle = color;
  for (const part of parts) {
    context.beginPath();
    part.map(placeOn(paper)).forEach(({ x, y }, index) => {
      if (index === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    });
    context.stroke();
  }
  context.setLineDash([]);
}

/** Forecast against what came, day by day. `chart` is a TrackChart. */
Component({
  options: { styleIsolation: 'apply-shared' },
  properties: { chart: { type: Object, value: null } },
  observers: {
    chart(chart: TrackChart | null) {
      if (chart) wx.nextTick(() => this.draw());
    },
  },
  lifetimes: redrawnWithTheme,
  methods: {
    draw() {
      const chart = this.data.chart as TrackChart | null;
      if (!chart) return;
      const paint = { block: 'track-chart', names: ['came', 'said', 'grid'] } as const;
      onPaper(this, paint, (paper, colours) => drawTrack(paper, chart, colours));
    },
  },
});
