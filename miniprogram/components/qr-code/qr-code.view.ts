import qrcode from 'qrcode-generator';

/** Light modules around the code, as ISO/IEC 18004 asks for. */
const QUIET_ZONE = 4;

/** What a QR code is drawn on: the part of a 2d context that is needed. */
export interface QrSurface {
  fillStyle: unknown;
  fillRect(x: number, y: number, width: number, height: number): void;
}

/** The modules of a code, row by row: true is dark. Correction level M, the smallest version. */
export function qrModules(text: string): readonly (readonly boolean[])[] {
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const rows = Array.from({ length: code.getModuleCount() }, (_, row) => row);
  return rows.map((row) => rows.map((column) => code.isDark(row, column)));
}

/**
 * Fills a square of `pixels` device pixels. A module is a whole number of pixels, so that its
 * edges stay sharp; what is left over widens the quiet zone.
 */
export function drawQrCode(surface: QrSurface, text: string, pixels: number): void {
  const modules = qrModules(text);
  const cell = Math.max(1, Math.floor(pixels / (modules.length + 2 * QUIET_ZONE)));
  const start = Math.floor((pixels - cell * modules.length) / 2);
  surface.fillStyle = '#ffffff';
  surface.fillRect(0, 0, pixels, pixels);
  surface.fillStyle = '#000000';
  modules.forEach((row, y) => {
    row.forEach((dark, x) => {
      if (dark) surface.fillRect(start + x * cell, start + y * cell, cell, cell);
    });
  });
}
