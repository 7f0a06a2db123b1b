/** Something on the stage with a screen of its own. */
export interface Device {
  readonly node: HTMLElement;
  readonly kind: 'phone' | 'tablet';
  /** Sets the screen's size in CSS pixels of the page in it, and how large it is drawn. */
  resize(width: number, height: number, scale: number): void;
  reload(): void;
}

const PHONE_WIDTH = 375;
const PHONE_HEIGHT = { min: 667, max: 800 } as const;
const TABLET = { width: 800, height: 600 } as const;
/** Both sides of a frame around a screen. */
const FRAME = 20;
const GAP = 28;
const SIDE = 24;
const SMALLEST_TABLET = 440;

const clamp = (low: number, value: number, high: number): number =>
  Math.min(high, Math.max(low, value));

/** Everything in one row when the window allows, wrapped rows or a single column otherwise. */
function fit(devices: readonly Device[]): void {
  const phones = devices.filter(({ kind }) => kind === 'phone');
  const tablets = devices.filter(({ kind }) => kind === 'tablet');
  const bar = document.querySelector<HTMLElement>('.bar')?.offsetHeight ?? 0;
  const width = document.documentElement.clientWidth - 2 * SIDE;
  // Below the bar: the floor's own padding, a caption a device, the frame.
  const height = window.innerHeight - bar - 40 - 52 - FRAME;

  const phoneHeight = clamp(PHONE_HEIGHT.min, height, PHONE_HEIGHT.max);
  const narrow = width < 2 * (PHONE_WIDTH * 0.7 + FRAME) + GAP;
  const phoneScale = narrow
    ? Math.min(1, (width - FRAME) / PHONE_WIDTH)
    : clamp(0.7, height / phoneHeight, 1);
  for (const phone of phones) phone.resize(PHONE_WIDTH, phoneHeight, phoneScale);

  const taken = phones.length * (PHONE_WIDTH * phoneScale + FRAME + GAP);
  const left = width - taken - FRAME;
  const room = left >= SMALLEST_TABLET ? left : width - FRAME;
  const tabletScale = Math.min(room / TABLET.width, Math.max(height, 420) / TABLET.height, 1.1);
  for (const tablet of tablets) tablet.resize(TABLET.width, TABLET.height, tabletScale);
}

export function fitDevices(devices: readonly Device[]): void {
  fit(devices);
  window.addEventListener('resize', () => fit(devices));
}

/** A screen in its frame: an iframe of the wanted size, drawn at a scale. */
export function createScreen(title: string, kind: Device['kind']) {
  const iframe = document.createElement('iframe');
  iframe.title = title;
  iframe.allow = 'clipboard-write; screen-wake-lock';
  const bezel = document.createElement('div');
  bezel.className = `bezel ${kind}`;
  bezel.append(iframe);
  return {
    bezel,
    iframe,
    resize(width: number, height: number, scale: number): void {
      iframe.style.width = `${width}px`;
      iframe.style.height = `${height}px`;
      iframe.style.transform = scale === 1 ? '' : `scale(${scale})`;
      bezel.style.width = `${width * scale}px`;
      bezel.style.height = `${height * scale}px`;
    },
    reload: (): void => iframe.contentWindow?.location.reload(),
  };
}
