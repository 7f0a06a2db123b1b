import type { Curve, Dot } from './curve.view';
import { drawLevels, MARGIN, type Paper, placeOn } from './paper';

/** What the drawing is made with: colours come from the tokens, by way of computed styles. */
export interface Paint {
  readonly curve: string;
  readonly grid: string;
  readonly marker: string;
  readonly paper: string;
}

/** Draws the grid, the curve with the area below it, how it will go on, and the marker of now. */
export function drawCurve(paper: Paper, curve: Curve, paint: Paint): void {
  const { context, width, height } = paper;
  context.clearRect(0, 0, width, height);
  drawLevels(paper, curve.levels, paint.grid);
  drawBand(paper, curve, paint.curve);
  const dots = curve.dots.map(placeOn(paper));
  drawArea(paper, dots, paint.curve);
  drawLine(context, dots, { color: paint.curve, dash: [] });
  drawLine(context, curve.ahead.map(placeOn(paper)), { color: paint.curve, dash: [2, 5] });
  const last = dots[dots.length - 1];
  if (!curve.live || !last) return;
  context.beginPath();
  context.arc(last.x, last.y, MARGIN - 1, 0, 2 * Math.PI);
  context.fillStyle = paint.marker;
  context.fill();
  context.strokeStyle = paint.paper;
  context.stroke();
}

type Context = Paper['context'];

function trace(context: Context, dots: readonly Dot[]): void {
  context.beginPath();
  dots.forEach(({ x, y }, index) => {
    if (index === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  });
}

function drawLine(
  context: Context,
  dots: readonly Dot[],
  { color, dash }: { readonly color: string; readonly dash: number[] },
): void {
  if (dots.length === 0) return;
  trace(context, dots);
  context.setLineDash(dash);
  context.lineWidth = 2;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.strokeStyle = color;
  context.stroke();
  context.setLineDash([]);
}

function drawArea({ context, height }: Paper, dots: readonly Dot[], color: string): void {
  const first = dots[0];
  const last = dots[dots.length - 1];
  if (!first || !last) return;
  const ground = height - MARGIN;
  fill(context, [...dots, { x: last.x, y: ground }, { x: first.x, y: ground }], color);
}

/** Where eight out of ten forecasts end up. */
function drawBand(paper: Paper, { band }: Curve, color: string): void {
  const place = placeOn(paper);
  const above = band.map(({ x, high }) => place({ x, y: high }));
  const below = band.map(({ x, low }) => place({ x, y: low })).reverse();
  fill(paper.context, [...above, ...below], color);
}

function fill(context: Context, corners: readonly Dot[], color: string): void {
  if (corners.length === 0) return;
  trace(context, corners);
  context.closePath();
  context.globalAlpha = 0.12;
  context.fillStyle = color;
  context.fill();
  context.globalAlpha = 1;
}
