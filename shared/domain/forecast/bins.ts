/** Trees see a value as the number of its bin; 0 is a value that is missing. */
export const BINS = 64;

/** The columns that trees look at, of rows that lie one after another. */
export interface Looked {
  readonly values: Float32Array;
  readonly width: number;
  readonly columns: readonly number[];
}

/** Where one bin ends and the next begins, of each column; as stored, in four digits. */
export function edgesOf({ values, width, columns }: Looked, bins = BINS): number[][] {
  const rows = values.length / width;
  // Four thousand rows, evenly taken, tell quantiles well enough.
  const step = Math.max(1, Math.floor(rows / 4000));
  return columns.map((feature) => {
    const seen: number[] = [];
    for (let row = 0; row < rows; row += step) {
      const value = values[row * width + feature] ?? NaN;
      if (!Number.isNaN(value)) seen.push(value);
    }
    const sorted = Float32Array.from(seen).sort();
    const edges: number[] = [];
    for (let bin = 1; bin < bins - 1; bin++) {
      const value = sorted[Math.floor((sorted.length * bin) / (bins - 1))];
      if (value === undefined) break;
      const edge = Number(value.toPrecision(4));
      if (edge > (edges.at(-1) ?? -Infinity)) edges.push(edge);
    }
    return edges;
  });
}

/** The bin of a value: how many edges are not above it, plus one. */
export function binOf(value: number, edges: readonly number[]): number {
  if (Number.isNaN(value)) return 0;
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value >= (edges[middle] ?? Infinity)) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}

/** Bins of all rows, column after column: trees grow along them. */
export function binsOf(
  { values, width, columns }: Looked,
  edges: readonly (readonly number[])[],
): Uint8Array {
  const rows = values.length / width;
  const bins = new Uint8Array(rows * columns.length);
  columns.forEach((feature, place) => {
    const of = edges[place] ?? [];
    for (let row = 0; row < rows; row++) {
      bins[place * rows + row] = binOf(values[row * width + feature] ?? NaN, of);
    }
  });
  return bins;
}
