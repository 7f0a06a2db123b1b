import { BINS } from './bins';
import { seededRandom } from './random';

/**
 * Regression trees over bins, boosted on squared error. A tree is nodes of three bytes: a fork is
 * [feature + 1, last bin of the left, left child], its right child follows the left; a leaf is
 * [0, high, low], a signed number of 16 bits in units of 1/LEAF_UNIT. What grows is what is stored.
 */
export interface TreeOptions {
  readonly trees: number;
  /** How much of a tree's correction is taken. */
  readonly rate: number;
  /** At most 120: nodes are counted in a byte. */
  readonly leaves: number;
  readonly leastRows: number;
  readonly penalty: number;
  /** Shares of rows and of features that each tree looks at. */
  readonly rowShare: number;
  readonly featureShare: number;
}

/** Rows as trees see them. */
export interface Binned {
  /** Feature after feature. */
  readonly bins: Uint8Array;
  readonly rows: number;
  readonly width: number;
}

export const NODE_BYTES = 3;
const LEAF_UNIT = 16_000;
/** Of a node: per feature and bin, the sum of what is missing and the number of rows. */
type Histogram = Float64Array;

interface Open {
  readonly node: number;
  readonly start: number;
  readonly end: number;
  readonly histogram: Histogram;
  readonly split: Split;
}

interface Split {
  readonly gain: number;
  /** Place among the features looked at. */
  readonly column: number;
  readonly bin: number;
  /** Sum and number of the whole node. */
  readonly sum: number;
  readonly many: number;
}

/** One tree on what the forecast misses; the same for the same seed. */
export function growTree(
  data: Binned,
  missing: Float32Array,
  options: TreeOptions,
  seed: number,
): Uint8Array {
  const random = seededRandom(seed);
  const rows = sampleOf(data.rows, options.rowShare, random);
  const features = [...sampleOf(data.width, options.featureShare, random)];
  if (features.length === 0) features.push(0);
  const gathered = new Float32Array(rows.length);
  const tree = new Uint8Array(NODE_BYTES * (2 * options.leaves - 1));
  const count = (start: number, end: number) =>
    histogramOf(data, { rows, features, missing, gathered }, start, end);
  const opened = (node: number, start: number, end: number, histogram: Histogram): Open => {
    const split = bestSplit(histogram, features.length, options);
    return { node, start, end, histogram, split };
  };
  const open: Open[] = [opened(0, 0, rows.length, count(0, rows.length))];
  let nodes = 1;
  while (open.length < options.leaves) {
    const best = open.reduce((a, b) => (b.split.gain > a.split.gain ? b : a));
    if (best.split.gain <= 0) break;
    open.splice(open.indexOf(best), 1);
    const feature = features[best.split.column] ?? 0;
    tree.set([feature + 1, best.split.bin, nodes], best.node * NODE_BYTES);
    const column = data.bins.subarray(feature * data.rows, (feature + 1) * data.rows);
    const middle = part(rows, best, column);
    const leftIsLess = middle - best.start < best.end - middle;
    const less = leftIsLess ? count(best.start, middle) : count(middle, best.end);
    const rest = best.histogram.map((value, at) => value - (less[at] ?? 0));
    open.push(opened(nodes, best.start, middle, leftIsLess ? less : rest));
    open.push(opened(nodes + 1, middle, best.end, leftIsLess ? rest : less));
    nodes += 2;
  }
  for (const { node, split } of open)
    writeLeaf(tree, node, split.sum / (split.many + options.penalty));
  return tree;
}

/** Written into what they need in the end: a tree's rows as a list would be a megabyte of garbage. */
function sampleOf(many: number, share: number, random: () => number): Int32Array {
  const taken = new Int32Array(many);
  let next = 0;
  for (let one = 0; one < many; one++) if (random() < share) taken[next++] = one;
  return taken.slice(0, next);
}

function writeLeaf(tree: Uint8Array, node: number, value: number): void {
  const units = Math.max(-32_768, Math.min(32_767, Math.round(value * LEAF_UNIT)));
  tree.set([0, (units >> 8) & 255, units & 255], node * NODE_BYTES);
}

interface Sample {
  readonly rows: Int32Array;
  readonly features: readonly number[];
  readonly missing: Float32Array;
  /** Room for the rows' misses, so that each is looked up once and not once a feature. */
  readonly gathered: Float32Array;
}

function histogramOf(data: Binned, sample: Sample, start: number, end: number): Histogram {
  const { rows, features, missing, gathered } = sample;
  const histogram = new Float64Array(features.length * BINS * 2);
  for (let k = start; k < end; k++) gathered[k] = missing[rows[k] ?? 0] ?? 0;
  features.forEach((feature, column) => {
    const from = feature * data.rows;
    const base = column * BINS;
    for (let k = start; k < end; k++) {
      const place = (base + (data.bins[from + (rows[k] ?? 0)] ?? 0)) * 2;
      histogram[place] = (histogram[place] ?? 0) + (gathered[k] ?? 0);
      histogram[place + 1] = (histogram[place + 1] ?? 0) + 1;
    }
  });
  return histogram;
}

/** The cut after which squared error is least; a gain of 0 says that no cut is worth it. */
function bestSplit(histogram: Histogram, columns: number, options: TreeOptions): Split {
  let sum = 0;
  let many = 0;
  for (let bin = 0; bin < BINS; bin++) {
    sum += histogram[bin * 2] ?? 0;
    many += histogram[bin * 2 + 1] ?? 0;
  }
  const { penalty, leastRows } = options;
  const whole = (sum * sum) / (many + penalty);
  let best: Split = { gain: 0, column: -1, bin: 0, sum, many };
  for (let column = 0; column < columns; column++) {
    let left = 0;
    let leftMany = 0;
    for (let bin = 0; bin < BINS - 1; bin++) {
      const place = (column * BINS + bin) * 2;
      const here = histogram[place + 1] ?? 0;
      if (here === 0) continue;
      left += histogram[place] ?? 0;
      leftMany += here;
      const rightMany = many - leftMany;
      if (leftMany < leastRows) continue;
      if (rightMany < leastRows) break;
      const right = sum - left;
      const gain = (left * left) / (leftMany + penalty) + (right * right) / (rightMany + penalty);
      if (gain - whole > best.gain + 1e-9) best = { gain: gain - whole, column, bin, sum, many };
    }
  }
  return best;
}

/** Moves the rows of a node that go left before those that go right; where the right ones begin. */
function part(rows: Int32Array, { start, end, split }: Open, column: Uint8Array): number {
  let left = start;
  let right = end - 1;
  while (left <= right) {
    const row = rows[left] ?? 0;
    if ((column[row] ?? 0) <= split.bin) left++;
    else {
      rows[left] = rows[right] ?? 0;
      rows[right--] = row;
    }
  }
  return left;
}

/** Adds a tree's say to the forecast of every row. `from` is the tree's first byte. */
export function addTree(
  { bins, rows }: Binned,
  { trees, from, rate }: { trees: Uint8Array; from: number; rate: number },
  forecast: Float32Array,
): void {
  for (let row = 0; row < rows; row++) {
    let node = from;
    for (let feature = trees[node] ?? 0; feature > 0; feature = trees[node] ?? 0) {
      const right = (bins[(feature - 1) * rows + row] ?? 0) > (trees[node + 1] ?? 0) ? 1 : 0;
      node = from + NODE_BYTES * ((trees[node + 2] ?? 0) + right);
    }
    const units = (((trees[node + 1] ?? 0) << 24) >> 16) | (trees[node + 2] ?? 0);
    forecast[row] = (forecast[row] ?? 0) + (rate * units) / LEAF_UNIT;
  }
}
