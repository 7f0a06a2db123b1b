import type { VisibleCode } from './link';

/** Finds the codes in view by looking at the pixels, as a camera does; it knows no page. */

const SMALLEST_SIDE = 60;
const LARGEST_SIDE = 600;
/** A code needs a quiet margin; pages often leave it to the card around the drawing. */
const MARGIN = 24;

type Drawing = HTMLCanvasElement | HTMLImageElement;

function isInView(node: Drawing): boolean {
  const { width, height, bottom, right, top, left } = node.getBoundingClientRect();
  const shown = node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const inside = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
  return shown && inside && Math.min(width, height) >= SMALLEST_SIDE;
}

/** The drawing on white, not larger than a decoder needs. */
function photographed(node: Drawing): HTMLCanvasElement | null {
  const width = node instanceof HTMLCanvasElement ? node.width : node.naturalWidth;
  const height = node instanceof HTMLCanvasElement ? node.height : node.naturalHeight;
  if (Math.min(width, height) < SMALLEST_SIDE) return null;
  const scale = Math.min(1, LARGEST_SIDE / Math.max(width, height));
  const photo = document.createElement('canvas');
  photo.width = Math.round(width * scale) + 2 * MARGIN;
  photo.height = Math.round(height * scale) + 2 * MARGIN;
  const context = photo.getContext('2d', { willReadFrequently: true });
  if (context === null) return null;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, photo.width, photo.height);
  context.drawImage(node, MARGIN, MARGIN, photo.width - 2 * MARGIN, photo.height - 2 * MARGIN);
  return photo;
}

/** What was read from a drawing the last time, as long as its pixels stay the same. */
const known = new WeakMap<Drawing, { readonly print: number; readonly code: VisibleCode | null }>();

function printOf(pixels: Uint8ClampedArray): number {
  let print = 0;
  for (const word of new Uint32Array(pixels.buffer)) print = (Math.imul(print, 31) + word) | 0;
  return print;
}

async function read(drawing: Drawing, photo: HTMLCanvasElement): Promise<VisibleCode | null> {
  const context = photo.getContext('2d', { willReadFrequently: true });
  if (context === null) return null;
  const { data, width, height } = context.getImageData(0, 0, photo.width, photo.height);
  const print = printOf(data);
  const before = known.get(drawing);
  if (before?.print === print) return before.code;
  const { default: jsQR } = await import('jsqr');
  const text = jsQR(data, width, height, { inversionAttempts: 'dontInvert' })?.data ?? '';
  const code = text === '' ? null : { ...meaningOf(text), picture: photo.toDataURL('image/png') };
  known.set(drawing, { print, code });
  return code;
}

/**
 * A mini-program code of the local cloud is a QR that says `wxacode://<appid>/<page>?scene=…`;
 * scanned, it opens that page. Everything else is plain text.
 */
export function meaningOf(text: string): Omit<VisibleCode, 'picture'> {
  const [, page, query = ''] = /^wxacode:\/\/[^/]*\/([^?]+)\??(.*)$/.exec(text) ?? [];
  if (page === undefined) return { text, scanType: 'QR_CODE' };
  // The page decodes its scene itself (platform 2.6), so it gets it encoded.
  const scene = encodeURIComponent(new URLSearchParams(query).get('scene') ?? '');
  return { text: '', scanType: 'WX_CODE', path: `${page}?scene=${scene}` };
}

/** All codes drawn on canvases and images that can be seen in this frame now. */
export async function codesInView(): Promise<readonly VisibleCode[]> {
  const drawings = [...document.querySelectorAll<Drawing>('canvas, img')].filter(
    // What this phone's own scanner shows is a picture of another screen.
    (drawing) => drawing.closest('.wxui') === null && isInView(drawing),
  );
  const codes: VisibleCode[] = [];
  for (const drawing of drawings) {
    try {
      const photo = photographed(drawing);
      const code = photo === null ? null : await read(drawing, photo);
      if (code !== null) codes.push(code);
    } catch (error) {
      // Pixels of another origin may be looked at by people only.
      if (!(error instanceof DOMException && error.name === 'SecurityError')) throw error;
    }
  }
  return codes;
}

/** The code in a picture file chosen from the album, or null. */
export async function codeInFile(file: Blob): Promise<VisibleCode | null> {
  const image = new Image();
  image.src = URL.createObjectURL(file);
  try {
    await image.decode();
    const photo = photographed(image);
    return photo === null ? null : await read(image, photo);
  } finally {
    URL.revokeObjectURL(image.src);
  }
}
