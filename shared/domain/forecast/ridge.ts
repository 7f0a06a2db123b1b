/** A linear model of one venue: mean + Σ weight × (term − its mean). */
export interface Ridge {
  readonly mean: number;
  readonly means: readonly number[];
  readonly weights: readonly number[];
}

/** Rows of equal width, one after another. NaN is a value that is missing. */
export interface Rows {
  readonly values: Float32Array;
  readonly width: number;
  readonly targets: Float32Array;
}

/** Terms are standardised, so that one penalty suits all; a missing one counts as its mean. */
export function fitRidge(rows: Rows, penalty: number): Ridge {
  const { width, targets } = rows;
  const { means, spreads } = standardsOf(rows);
  const mean = targets.reduce((sum, target) => sum + target, 0) / (targets.length || 1);
  const products = new Float64Array(width * width);
  const sums = new Float64Array(width);
  const standard = new Float64Array(width);
  targets.forEach((target, row) => {
    for (let term = 0; term < width; term++) {
      const value = rows.values[row * width + term] ?? NaN;
      const away = (value - (means[term] ?? 0)) / (spreads[term] ?? 1);
      standard[term] = Number.isNaN(away) ? 0 : away;
    }
    addProducts(products, sums, standard, target - mean);
  });
  for (let term = 0; term < width; term++) {
    products[term * width + term] = (products[term * width + term] ?? 0) + penalty;
  }
  solve(products, sums);
  const weights = Array.from(sums, (weight, term) => round(weight / (spreads[term] ?? 1)));
  return { mean: round(mean), means: means.map(round), weights };
}

export function applyRidge({ mean, means, weights }: Ridge, terms: Float32Array): number {
  let sum = mean;
  for (let term = 0; term < weights.length; term++) {
    const away = (terms[term] ?? NaN) - (means[term] ?? 0);
    if (!Number.isNaN(away)) sum += (weights[term] ?? 0) * away;
  }
  return sum;
}

/** What a stored model keeps; the one in memory is the same. */
const round = (value: number) => Number(value.toPrecision(4));

/** A term that never changes has this spread and no say. */
const SMALLEST = 1e-6;

function standardsOf({ values, width, targets }: Rows) {
  const means: number[] = [];
  const spreads: number[] = [];
  for (let term = 0; term < width; term++) {
    let sum = 0;
    let squares = 0;
    let many = 0;
    for (let row = 0; row < targets.length; row++) {
      const value = values[row * width + term] ?? NaN;
      if (Number.isNaN(value)) continue;
      sum += value;
      squares += value * value;
      many++;
    }
    const mean = many > 0 ? sum / many : 0;
    const variance = many > 0 ? squares / many - mean * mean : 0;
    means.push(mean);
    spreads.push(variance > SMALLEST ** 2 ? Math.sqrt(variance) : Infinity);
  }
  return { means, spreads };
}

/** Adds one row to the lower half of the normal equations. */
function addProducts(
  products: Float64Array,
  sums: Float64Array,
  row: Float64Array,
  target: number,
): void {
  const width = row.length;
  for (let one = 0; one < width; one++) {
    const value = row[one] ?? 0;
    if (value === 0) continue;
    sums[one] = (sums[one] ?? 0) + value * target;
    const start = one * width;
    for (let other = 0; other <= one; other++) {
      products[start + other] = (products[start + other] ?? 0) + value * (row[other] ?? 0);
    }
  }
}

/** Solves by Cholesky's decomposition, in place: `matrix` has its lower half, `vector` the answer. */
export function solve(matrix: Float64Array, vector: Float64Array): void {
  const width = vector.length;
  const at = (row: number, column: number) => matrix[row * width + column] ?? 0;
  for (let row = 0; row < width; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = at(row, column);
      for (let k = 0; k < column; k++) sum -= at(row, k) * at(column, k);
      const pivot = row === column;
      matrix[row * width + column] = pivot
        ? Math.sqrt(Math.max(sum, 1e-9))
        : sum / at(column, column);
    }
  }
  for (let row = 0; row < width; row++) {
    let sum = vector[row] ?? 0;
    for (let k = 0; k < row; k++) sum -= at(row, k) * (vector[k] ?? 0);
    vector[row] = sum / at(row, row);
  }
  for (let row = width - 1; row >= 0; row--) {
    let sum = vector[row] ?? 0;
    for (let k = row + 1; k < width; k++) sum -= at(k, row) * (vector[k] ?? 0);
    vector[row] = sum / at(row, row);
  }
}
