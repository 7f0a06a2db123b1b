import type { Dot } from '../../../../components/day-curve/curve.view';
import { drawLevels, MARGIN, type Paper, placeOn } from '../../../../components/day-curve/paper';
import type { Race } from './race.view';

export interface Paint {
  readonly mine: string;
  readonly theirs: string;
  readonly grid: string;
  readonly paper: string;
}

/** Draws the grid, my line and, dashed over it, the other's: level ones are both seen. */
export function drawRace(paper: Paper, race: Race, paint: Paint): void {
  const { context, width, height } = paper;
  context.clearRect(0, 0, width, height);
  drawLevels(paper, race.levels, paint.grid);
  drawLine(paper, race.mine, paint.mine);
  context.setLineDash([5, 5]);
  drawLine(paper, race.theirs, paint.theirs);
  context.setLineDash([]);
  drawMarker(paper, race.theirs, { fill: paint.theirs, rim: paint.paper });
  drawMarker(paper, race.mine, { fill: paint.mine, rim: paint.paper });
}

function drawLine(paper: Paper, dots: readonly Dot[], color: string): void {
  const { context } = paper;
  context.beginPath();
  dots.map(placeOn(paper)).forEach(({ x, y }, index) => {
    if (index === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  });
  context.lineWidth = 2;
  context.lineJoin = 'round';
  context.strokeStyle = color;
  context.stroke();
}

function drawMarker(
  paper: Paper,
  dots: readonly Dot[],
  { fill, rim }: { readonly fill: string; readonly rim: string },
): void {
  const last = dots[dots.length - 1];
  if (!last) return;
  const { context } = paper;
  const { x, y } = placeOn(paper)(last);
  context.beginPath();
  context.arc(x, y, MARGIN - 1, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = rim;
  context.stroke();
}
