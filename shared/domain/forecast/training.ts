import { base64Of, bytesOf } from './base64';
import { binsOf, edgesOf } from './bins';
import { type Dataset, datasetOf, tellingColumns, termsOf } from './dataset';
import { type Group, NIGHTLY } from './groups';
import { DAY_HOURS, type Hour, type VenueHistory } from './history';
import { type GroupModel, MODEL_VERSION, type Model } from './model';
import { networkOf, OWN_DAYS } from './newcomer';
import { fitRidge, type Ridge } from './ridge';
import { type Series, seriesOf } from './series';
import { addTree, type Binned, growTree, NODE_BYTES, type TreeOptions } from './trees';

/** How far a training has come. Plain JSON: kept between the calls of a timer function. */
export interface TrainingState {
  readonly trainedAt: Hour;
  readonly seed: number;
  readonly done: readonly GroupModel[];
  /** The group whose trees are growing; null before its first page. */
  readonly growing: GroupModel | null;
}

export type TrainingStep =
  | { readonly done: false; readonly state: TrainingState }
  | { readonly done: true; readonly model: Model };

export interface Trainer {
  readonly begin: () => TrainingState;
  /**
   * One page of work, two seconds at most. The state may come from another process that was killed:
   * what it had in memory is made again, and the model ends up the same to the last bit.
   */
  readonly step: (state: TrainingState) => TrainingStep;
}

export interface TrainingOptions {
  readonly groups: readonly Group[];
  readonly trees: TreeOptions;
  /** Penalty of the ridges. */
  readonly ridge: number;
  /** Trees a page. */
  readonly page: number;
  readonly seed: number;
}

const TREES: TreeOptions = {
  ...{ trees: 300, rate: 0.05, leaves: 12, leastRows: 30, penalty: 5 },
  ...{ rowShare: 0.5, featureShare: 0.5 },
};
export const DEFAULTS: TrainingOptions = {
  ...{ groups: NIGHTLY, trees: TREES, ridge: 30, page: 60, seed: 1 },
};

/** A ridge needs so many hours of its venue. */
const LEAST_HOURS = 200;

/** In memory while a group's trees grow. */
interface Workshop {
  readonly group: number;
  readonly data: Binned;
  readonly targets: Float32Array;
  /** What the trees say so far. */
  readonly forecast: Float32Array;
  /** How many bytes of trees that is. */
  readonly grown: number;
}

/**
 * Trains on all that was known of the venues when hour `trainedAt` began; nothing of or after it is
 * looked at. Steps of one training must be given the same histories; those that grew by later hours
 * are the same.
 */
export function trainerOf(
  histories: readonly VenueHistory[],
  trainedAt: Hour,
  options: TrainingOptions = DEFAULTS,
): Trainer {
  let series: readonly Series[] | null = null;
  let workshop: Workshop | null = null;
  const all = () => {
    series ??= histories.map((history) => seriesOf(history, trainedAt)).filter(hasCounts);
    return series;
  };
  const groupAt = (number: number) => {
    const group = options.groups[number];
    if (!group) throw new Error(`a training of ${options.groups.length} groups has no ${number}`);
    return group;
  };
  const opened = (state: TrainingState, growing: GroupModel, dataset?: Dataset): Workshop => {
    const group = state.done.length;
    const grown = Math.floor((growing.trees.length * 3) / 4);
    if (workshop?.group === group && workshop.grown === grown) return workshop;
    return workshopOf(group, growing, dataset ?? datasetOf(all(), groupAt(group)));
  };
  const step = (state: TrainingState): TrainingStep => {
    if (state.done.length === options.groups.length) {
      return { done: true, model: finished(state, all(), histories) };
    }
    if (!state.growing) {
      const dataset = datasetOf(all(), groupAt(state.done.length));
      const growing = begunGroup(all(), dataset, options);
      workshop = opened(state, growing, dataset);
      return { done: false, state: { ...state, growing } };
    }
    const trees = Math.round(options.trees.trees * groupAt(state.done.length).grown);
    const wanted = { ...options, trees: { ...options.trees, trees } };
    const { growing, grown } = grownPage(opened(state, state.growing), state, wanted);
    workshop = grown;
    const size = NODE_BYTES * (2 * options.trees.leaves - 1);
    if (grown.grown < trees * size) return { done: false, state: { ...state, growing } };
    workshop = null;
    return { done: false, state: { ...state, growing: null, done: [...state.done, growing] } };
  };
  return { begin: () => ({ trainedAt, seed: options.seed, done: [], growing: null }), step };
}

/** All pages at once. */
export function trained({ begin, step }: Trainer): Model {
  for (let state = begin(); ; ) {
    const made = step(state);
    if (made.done) return made.model;
    state = made.state;
  }
}

const hasCounts = ({ scale }: Series) => scale > 0;

function finished(
  { trainedAt, done }: TrainingState,
  all: readonly Series[],
  histories: readonly VenueHistory[],
): Model {
  const sizes = new Map(histories.map(({ venueId, size }) => [venueId, size]));
  const grown = all.filter(({ known }) => known >= OWN_DAYS * DAY_HOURS);
  return {
    ...{ version: MODEL_VERSION, trainedAt, groups: done },
    scales: Object.fromEntries(all.map(({ venueId, scale }) => [venueId, scale])),
    network: networkOf(
      grown,
      grown.map(({ venueId }) => sizes.get(venueId) ?? null),
    ),
  };
}

/** Ridges and bins of a group; no tree yet. */
function begunGroup(
  all: readonly Series[],
  dataset: Dataset,
  { trees: { rate, leaves }, ridge: penalty }: TrainingOptions,
): GroupModel {
  const { rows } = dataset;
  const columns = tellingColumns(rows);
  const edges = edgesOf({ ...rows, columns });
  const ridges: Record<string, Ridge> = {};
  all.forEach(({ venueId }, venue) => {
    const terms = termsOf(dataset, venue);
    if (terms.targets.length >= LEAST_HOURS) ridges[venueId] = fitRidge(terms, penalty);
  });
  const total = rows.targets.reduce((sum, target) => sum + target, 0);
  const base = total / (rows.targets.length || 1);
  return { columns, edges, base, rate, leaves, trees: '', ridges };
}

/** What is in memory, made again from what is stored. */
function workshopOf(group: number, growing: GroupModel, { rows }: Dataset): Workshop {
  const { columns, edges, base, rate, leaves } = growing;
  const many = rows.targets.length;
  const bins = binsOf({ ...rows, columns }, edges);
  const data = { bins, rows: many, width: columns.length };
  const forecast = new Float32Array(many).fill(base);
  const trees = bytesOf(growing.trees);
  const size = NODE_BYTES * (2 * leaves - 1);
  for (let from = 0; from < trees.length; from += size)
    addTree(data, { trees, from, rate }, forecast);
  return { group, data, targets: rows.targets, forecast, grown: trees.length };
}

/** A page more of trees. A tree's seed is its number: it grows the same in whichever page. */
function grownPage(
  { group, data, targets, forecast, grown }: Workshop,
  { seed, growing }: { readonly seed: number; readonly growing: GroupModel | null },
  { trees: options, page }: TrainingOptions,
): { growing: GroupModel; grown: Workshop } {
  if (!growing) throw new Error('no group is growing');
  const size = NODE_BYTES * (2 * options.leaves - 1);
  const before = grown / size;
  const many = Math.min(page, options.trees - before);
  const trees = new Uint8Array(grown + many * size);
  trees.set(bytesOf(growing.trees));
  const missing = new Float32Array(targets.length);
  for (let one = 0; one < many; one++) {
    for (let row = 0; row < missing.length; row++) {
      missing[row] = (targets[row] ?? 0) - (forecast[row] ?? 0);
    }
    const tree = growTree(data, missing, options, treeSeed(seed, group, before + one));
    const from = grown + one * size;
    trees.set(tree, from);
    addTree(data, { trees, from, rate: options.rate }, forecast);
  }
  return {
    growing: { ...growing, trees: base64Of(trees) },
    grown: { group, data, targets, forecast, grown: trees.length },
  };
}

const treeSeed = (seed: number, group: number, tree: number) =>
  Math.imul(seed, 0x9e3779b1) ^ Math.imul(group + 1, 0x85ebca6b) ^ Math.imul(tree + 1, 0xc2b2ae35);
