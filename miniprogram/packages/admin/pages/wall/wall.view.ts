/** The printed sheet in pixels: 3 : 4, sharp on A5 and good enough on A4. */
export const SHEET = { width: 900, height: 1200 } as const;

const MARGIN = 60;
const CODE = 600;
const NAME_SIZE = 64;
const NAME_LINES = 2;

/** Ink and paper, not the phone's theme: what is printed is the same in the dark. */
const PAPER = '#ffffff';
const INK = '#14201b';
const SECOND_INK = '#5b6b64';

/** The part of a 2d context that the sheet needs. */
export interface SheetSurface {
  fillStyle: unknown;
  font: string;
  textAlign: unknown;
  fillRect(x: number, y: number, width: number, height: number): void;
  fillText(text: string, x: number, y: number): void;
  measureText(text: string): { readonly width: number };
  drawImage(image: unknown, x: number, y: number, width: number, height: number): void;
}

/** Draws the sheet to hang up: what it is for, whose it is, and the code in the middle. */
export function drawSheet(surface: SheetSurface, venueName: string, code: unknown): void {
  const centre = SHEET.width / 2;
  const write = (text: string, y: number, size: number, ink: string, weight: number) => {
    surface.fillStyle = ink;
    surface.font = fontOf(size, weight);
    surface.fillText(text, centre, y);
  };
  surface.fillStyle = PAPER;
  surface.fillRect(0, 0, SHEET.width, SHEET.height);
  surface.textAlign = 'center';
  surface.font = fontOf(NAME_SIZE, 700);
  const fits = (line: string) => surface.measureText(line).width <= SHEET.width - 2 * MARGIN;
  const lines = linesOf(venueName, fits, NAME_LINES);
  const firstLine = lines.length === 1 ? 190 : 140;
  lines.forEach((line, index) => {
    write(line, firstLine + index * (NAME_SIZE + 16), NAME_SIZE, INK, 700);
  });
  surface.drawImage(code, centre - CODE / 2, 280, CODE, CODE);
  write('微信扫一扫', 990, 56, INK, 600);
  write('看实时人数和开放时间，到馆打卡', 1062, 36, SECOND_INK, 400);
  write('场边', 1140, 32, SECOND_INK, 400);
}

const fontOf = (size: number, weight: number) => `${weight} ${size}px sans-serif`;

/** Breaks a text anywhere into at most `most` lines that fit; what is left out becomes `…`. */
export function linesOf(text: string, fits: (line: string) => boolean, most: number): string[] {
  const lines = [''];
  for (const letter of text) {
    const line = lines[lines.length - 1] ?? '';
    if (line === '' || fits(line + letter)) lines[lines.length - 1] = line + letter;
    else if (lines.length < most) lines.push(letter);
    else {
      lines[lines.length - 1] = shortened(line, fits);
      break;
    }
  }
  return lines;
}

function shortened(line: string, fits: (line: string) => boolean): string {
  const letters = [...line];
  while (letters.length > 0 && !fits(`${letters.join('')}…`)) letters.pop();
  return `${letters.join('')}…`;
}
