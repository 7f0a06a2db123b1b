import type { Curve } from './curve.view';
import { drawLevels, MARGIN, type Paper, placeOn } from './paper';

/** What the drawing is made with: colours come from the tokens, by way of computed styles. */
export interface Paint {
  readonly curve: string;
  readonly grid: string;
  readonly marker: string;
  readonly paper: string;
}

/** Draws the grid, the curve with the area below it, and the marker of this moment. */
export function drawCurve(paper: Paper, curve: Curve, paint: Paint): void {
  const { context, width, height } = paper;
  context.clearRect(0, 0, width, height);
  drawLevels(paper, curve.levels, paint.grid);
  const dots = curve.dots.map(placeOn(paper));
  const first = dots[0];
  const last = dots[dots.length - 1];
  if (!first || !last) return;
  const line = () => {
    context.beginPath();
    context.moveTo(first.x, first.y);
    for (const { x, y } of dots.slice(1)) context.lineTo(x, y);
  };
  const ground = height - MARGIN;
  line();
  context.lineTo(last.x, ground);
  context.lineTo(first.x, ground);
  context.closePath();
  context.globalAlpha = 0.12;
  context.fillStyle = paint.curve;
  context.fill();
  context.globalAlpha = 1;
  line();
  context.lineWidth = 2;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.strokeStyle = paint.curve;
  context.stroke();
  if (!curve.live) return;
  context.beginPath();
  context.arc(last.x, last.y, MARGIN - 1, 0, 2 * Math.PI);
  context.fillStyle = paint.marker;
  context.fill();
  context.strokeStyle = paint.paper;
  context.stroke();
}
