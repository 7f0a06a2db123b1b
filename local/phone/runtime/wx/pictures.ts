/** Pictures drawn on the spot, so that a person can choose one without a file at hand. */

const PALETTES = [
  ['#0a7c4a', '#bfe8d2'],
  ['#c2410c', '#ffd9bd'],
  ['#1f6fc4', '#cfe4fb'],
  ['#7a4fbf', '#e3d7f7'],
  ['#b45309', '#fbe6bd'],
  ['#be3455', '#fbd3dd'],
  ['#0f766e', '#c5ecE7'],
] as const;

function drawn(
  width: number,
  height: number,
  draw: (context: CanvasRenderingContext2D) => void,
): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser has no canvas');
  draw(context);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png');
  });
}

/** A head and shoulders in two colours, 264 px. */
function avatar([front, back]: readonly [string, string]): Promise<Blob> {
  return drawn(264, 264, (context) => {
    context.fillStyle = back;
    context.fillRect(0, 0, 264, 264);
    context.fillStyle = front;
    context.beginPath();
    context.arc(132, 108, 50, 0, 2 * Math.PI);
    context.fill();
    context.beginPath();
    context.ellipse(132, 268, 96, 88, 0, 0, 2 * Math.PI);
    context.fill();
  });
}

/** A court seen from above, 4 : 3. */
function court([front, back]: readonly [string, string]): Promise<Blob> {
  return drawn(1200, 900, (context) => {
    context.fillStyle = front;
    context.fillRect(0, 0, 1200, 900);
    context.strokeStyle = back;
    context.lineWidth = 10;
    context.strokeRect(120, 120, 960, 660);
    context.strokeRect(120, 220, 960, 460);
    context.beginPath();
    context.moveTo(600, 120);
    context.lineTo(600, 780);
    context.moveTo(360, 450);
    context.lineTo(840, 450);
    context.stroke();
  });
}

export const sampleAvatars = (): Promise<Blob[]> => Promise.all(PALETTES.map(avatar));
export const samplePhotos = (): Promise<Blob[]> => Promise.all(PALETTES.slice(0, 3).map(court));
