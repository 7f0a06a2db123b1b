import type { Curve, Dot } from './curve.view';

/** What the drawing is made with: colours come from the tokens, by way of computed styles. */
export interface Paint {
  readonly curve: string;
  readonly grid: string;
  readonly marker: string;
  readonly paper: string;
}

interface Paper {
  readonly context: CanvasRenderingContext2D;
  /** Size in px, before the screen's pixel ratio. */
  readonly width: number;
  readonly height: number;
}

type CanvasRenderingContext2D = WechatMiniprogram.CanvasRenderingContext.CanvasRenderingContext2D;

const MARKER = 5;

/** Draws the grid, the curve with the area below it, and the marker of this moment. */
export function drawCurve(paper: Paper, curve: Curve, paint: Paint): void {
  const { context, width, height } = paper;
  context.clearRect(0, 0, width, height);
  // Room for the marker at the edges; labels are placed over the same inner area.
  const place = ({ x, y }: Dot) => ({
    x: MARKER + x * (width - 2 * MARKER),
    y: height - MARKER - y * (height - 2 * MARKER),
  });
  context.lineWidth = 1;
  context.strokeStyle = paint.grid;
  for (const { at } of curve.levels) {
    const { y } = place({ x: 0, y: at / 100 });
    context.beginPath();
    context.moveTo(0, Math.round(y) + 0.5);
    context.lineTo(width, Math.round(y) + 0.5);
    context.stroke();
  }
  const dots = curve.dots.map(place);
  const first = dots[0];
  const last = dots[dots.length - 1];
  if (!first || !last) return;
  const line = () => {
    context.beginPath();
    context.moveTo(first.x, first.y);
    for (const { x, y } of dots.slice(1)) context.lineTo(x, y);
  };
  const ground = height - MARKER;
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
  context.arc(last.x, last.y, MARKER - 1, 0, 2 * Math.PI);
  context.fillStyle = paint.marker;
  context.fill();
  context.strokeStyle = paint.paper;
  context.stroke();
}
