import { bytesOf } from './base64';
import { binsOf, type Looked } from './bins';
import { FEATURES, type Look, placeOf, writeFeatures } from './features';
import { type Blend, blendOf, type Group } from './groups';
import { type Hour, WEEK_HOURS } from './history';
import { TERMS, writeTerms } from './linear';
import type { Network } from './newcomer';
import { applyRidge, type Ridge } from './ridge';
import type { Series } from './series';
import { addTree, NODE_BYTES } from './trees';

/** What one group has learned. */
export interface GroupModel {
  /** The places in FEATURES that trees look at, and the edges of their bins. */
  readonly columns: readonly number[];
  readonly edges: readonly (readonly number[])[];
  /** What the trees start from. */
  readonly base: number;
  readonly rate: number;
  readonly leaves: number;
  /** Base64 of the trees, one after another. */
  readonly trees: string;
  /** By venue id; a venue too young for one is forecast by the trees alone. */
  readonly ridges: Readonly<Record<string, Ridge>>;
}

/** Rises when models mean something else: those of before are not asked any more. */
export const MODEL_VERSION = 3;

/** What was learned in a night. Plain JSON, at most 150 KB for 13 venues. */
export interface Model {
  readonly version: typeof MODEL_VERSION;
  /** The hour it was trained at: it has seen nothing of or after it. */
  readonly trainedAt: Hour;
  /** A busy hour's headcount by venue id: what its series have to be scaled by. */
  readonly scales: Readonly<Record<string, number>>;
  readonly groups: readonly GroupModel[];
  /** What a venue starts from that has no history yet. */
  readonly network: Network;
}

/** A group's model, unpacked once for many forecasts. */
export interface Forecaster {
  readonly group: Group;
  readonly model: GroupModel;
  readonly trees: Uint8Array;
}

export const forecasterOf = (group: Group, model: GroupModel): Forecaster => ({
  ...{ group, model },
  trees: bytesOf(model.trees),
});

const FOUR_WEEKS = placeOf('fourWeeks');
const LIKE_DAY = placeOf('likeDay');
/**
 * Kinds of days; of one that has never been in what it learned from a model knows nothing. Within a week
 * the days it is like are fresh enough to stand for it.
 */
const KINDS = [placeOf('holiday'), placeOf('worked')];

/** Headcounts at the targets, people; never less than nobody. */
export function forecast(of: Forecaster, series: Series, looks: readonly Look[]): Float32Array {
  const { group, model } = of;
  const width = FEATURES.length;
  const values = new Float32Array(looks.length * width);
  const ridge = model.ridges[series.venueId];
  const linear = new Float32Array(looks.length);
  const fourWeeks = new Float32Array(looks.length);
  const likeDay = new Float32Array(looks.length).fill(NaN);
  const unseen = KINDS.filter((kind) => !model.columns.includes(kind));
  const terms = new Float32Array(TERMS);
  looks.forEach((look, at) => {
    const row = values.subarray(at * width, (at + 1) * width);
    writeFeatures(series, look, row);
    writeTerms(row, terms);
    linear[at] = ridge ? Math.max(0, applyRidge(ridge, terms)) : NaN;
    fourWeeks[at] = row[FOUR_WEEKS] ?? NaN;
    const isNear = look.hour - look.origin <= WEEK_HOURS;
    if (isNear && unseen.some((kind) => row[kind] === 1)) likeDay[at] = row[LIKE_DAY] ?? NaN;
  });
  const blend = blendOf(group, Object.keys(model.ridges).length);
  const grown = byTrees(of, { values, width, columns: model.columns });
  return grown.map((trees, at) => {
    const like = likeDay[at] ?? NaN;
    if (!Number.isNaN(like)) return series.scale * like;
    const members = { trees: Math.max(0, trees), ridge: linear[at] ?? NaN };
    return series.scale * blended(blend, { ...members, fourWeeks: fourWeeks[at] ?? NaN });
  });
}

/** The weighted mean of the members that have something to say. */
function blended(blend: Blend, members: Readonly<Record<keyof Blend, number>>): number {
  let sum = 0;
  let weight = 0;
  for (const name of ['trees', 'ridge', 'fourWeeks'] as const) {
    if (Number.isNaN(members[name])) continue;
    sum += blend[name] * members[name];
    weight += blend[name];
  }
  return sum / weight;
}

function byTrees({ model, trees }: Forecaster, looked: Looked): Float32Array {
  const rows = looked.values.length / looked.width;
  const data = { bins: binsOf(looked, model.edges), rows, width: model.columns.length };
  const total = new Float32Array(rows).fill(model.base);
  const size = NODE_BYTES * (2 * model.leaves - 1);
  for (let from = 0; from < trees.length; from += size) {
    addTree(data, { trees, from, rate: model.rate }, total);
  }
  return total;
}
