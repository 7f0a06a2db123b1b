import jsQR from 'jsqr';
import { expect, test } from 'vitest';
import { drawQrCode } from '../../miniprogram/components/qr-code/qr-code.view';

/** A canvas of grey values, enough for black and white rectangles. */
function bitmap(side: number) {
  const pixels = new Uint8ClampedArray(side * side * 4).fill(128);
  const surface = {
    fillStyle: '' as unknown,
    fillRect(x: number, y: number, width: number, height: number) {
      const value = surface.fillStyle === '#000000' ? 0 : 255;
      for (let row = y; row < y + height; row += 1) {
        pixels.fill(value, (row * side + x) * 4, (row * side + x + width) * 4);
      }
    },
  };
  return { surface, pixels };
}

const door = `CD1.v-east-table.59112345.${'a'.repeat(43)}`;

test.each([160, 240, 337, 960])('a door code drawn at %i pixels is read back', (side) => {
  const { surface, pixels } = bitmap(side);
  drawQrCode(surface, door, side);
  expect(jsQR(pixels, side, side)?.data).toBe(door);
});

test('the code keeps a white quiet zone of four modules on every side', () => {
  const side = 410;
  const { surface, pixels } = bitmap(side);
  drawQrCode(surface, 'courtside', side);
  const dark = (x: number, y: number) => pixels[(y * side + x) * 4] === 0;
  const all = Array.from({ length: side * side }, (_, at) => [at % side, Math.floor(at / side)]);
  const columns = all.filter(([x = 0, y = 0]) => dark(x, y)).map(([x = 0]) => x);
  const cell = Math.floor(side / (21 + 8));
  expect(Math.min(...columns)).toBeGreaterThanOrEqual(4 * cell);
  expect(side - 1 - Math.max(...columns)).toBeGreaterThanOrEqual(4 * cell);
});
