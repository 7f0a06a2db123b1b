export type CanvasRenderingContext2D =
  WechatMiniprogram.CanvasRenderingContext.CanvasRenderingContext2D;

export interface Paper {
  readonly context: CanvasRenderingContext2D;
  /** Size in px, before the screen's pixel ratio. */
  readonly width: number;
  readonly height: number;
}

interface CanvasNode {
  readonly node: WechatMiniprogram.Canvas;
  readonly width: number;
  readonly height: number;
}

interface Swatch {
  readonly color: string;
}

interface Host {
  createSelectorQuery(): WechatMiniprogram.SelectorQuery;
}

interface Drawing {
  draw(): void;
}

/** What each drawing on the screen does when the phone turns dark or light. */
const redraws = new WeakMap<Drawing, () => void>();

/** The lifetimes of a component that draws: it is drawn anew in the colours of the other theme. */
export const redrawnWithTheme = {
  attached(this: Drawing) {
    const redraw = () => wx.nextTick(() => this.draw());
    redraws.set(this, redraw);
    wx.onThemeChange(redraw);
  },
  detached(this: Drawing) {
    const redraw = redraws.get(this);
    if (redraw) wx.offThemeChange(redraw);
  },
};

/** Room at the edges of a drawing, for its markers, px; labels leave it too. */
export const MARGIN = 5;

/**
 * Draws on the canvas of a component, in its tokens: a canvas cannot read one, but elements of class
 * `<canvas>` with `--name` behind their block can be asked for the colour they have. Does nothing
 * while the canvas is not on the screen.
 */
export function onPaper<Name extends string>(
  host: Host,
  { block, names }: { readonly block: string; readonly names: readonly Name[] },
  draw: (paper: Paper, paint: Readonly<Record<Name, string>>) => void,
): void {
  const query = host.createSelectorQuery();
  query.select(`.${block}__canvas`).fields({ node: true, size: true });
  for (const name of names) {
    query.select(`.${block}__swatch--${name}`).fields({ computedStyle: ['color'] });
  }
  query.exec(([canvas, ...swatches]: [CanvasNode | null, ...(Swatch | null)[]]) => {
    const paint: Partial<Record<Name, string>> = {};
    names.forEach((name, index) => {
      const colour = swatches[index]?.color;
      if (colour !== undefined) paint[name] = colour;
    });
    if (!canvas?.node || !isWhole(paint, names)) return;
    const ratio = wx.getWindowInfo().pixelRatio;
    const { node, width, height } = canvas;
    node.width = width * ratio;
    node.height = height * ratio;
    const context = node.getContext('2d');
    context.scale(ratio, ratio);
    draw({ context, width, height }, paint);
  });
}

const isWhole = <Name extends string>(
  paint: Partial<Record<Name, string>>,
  names: readonly Name[],
): paint is Record<Name, string> => names.every((name) => paint[name] !== undefined);

/** Where a point of a drawing is on the paper: 0,0 is the lower left corner, 1,1 the upper right. */
export const placeOn =
  ({ width, height }: Paper) =>
  ({ x, y }: { readonly x: number; readonly y: number }) => ({
    x: MARGIN + x * (width - 2 * MARGIN),
    y: height - MARGIN - y * (height - 2 * MARGIN),
  });

/** Level lines from edge to edge, where they are in percent from the bottom. */
export function drawLevels(
  paper: Paper,
  levels: readonly { readonly at: number }[],
  color: string,
) {
  const { context, width } = paper;
  context.lineWidth = 1;
  context.strokeStyle = color;
  for (const { at } of levels) {
    const { y } = placeOn(paper)({ x: 0, y: at / 100 });
    context.beginPath();
    context.moveTo(0, Math.round(y) + 0.5);
    context.lineTo(width, Math.round(y) + 0.5);
    context.stroke();
  }
}
