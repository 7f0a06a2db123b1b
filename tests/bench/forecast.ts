import { atLeast, atMost, type Measurement } from './figure';
import { ANCHORS, GOALS } from './forecastAnchors';
import { bookingFigures } from './forecastBookings';
import { generatedClub } from './forecastClub';
import { costAlone } from './forecastCost';
import { newcomerFigures } from './forecastNewcomers';
import { HORIZONS, type Horizon, meanOf, ownNaives, type Score, scoreOf } from './forecastScore';
import { served } from './forecastServed';
import { type OccupancySet, readSets } from './forecastSets';

/**
 * How good the headcount forecast is, at what cost. With `--data <folder>` on three public sets, on
 * the splits and by the scoring of its splits.json; without, on a generated club.
 */
export async function measure(folder?: string): Promise<Measurement[]> {
  const common = [...bookingFigures(), ...costAlone()];
  const sets = folder ? await readSets(folder) : [generatedClub()];
  const measured = sets.map(measuredSet);
  const gyms = sets.find(({ name }) => name === 'fitnesspark');
  return [
    ...measured.flatMap(({ figures }) => figures),
    worseThanOwnPast(measured),
    ...(gyms ? newcomerFigures(gyms) : []),
    ...common,
  ];
}

const NAMES: Readonly<Record<Horizon, string>> = { 1: '1 h', 3: '3 h', 24: '24 h', 168: '7 d' };

interface MeasuredSet {
  readonly figures: readonly Measurement[];
  readonly worse: readonly { readonly venue: string; readonly isWorse: boolean }[];
}

/** Errors, coverage and the venues that their own past would have served better. */
function measuredSet(set: OccupancySet): MeasuredSet {
  const said = served(set);
  const scores = (horizon: Horizon): Score[] =>
    set.venues.flatMap((venue, at) => {
      const of = said[horizon][at];
      return of ? [scoreOf(set, venue, of)] : [];
    });
  const goal = GOALS[set.name];
  const title = goal?.title ?? 'generated club';
  const figures = HORIZONS.flatMap((horizon) => {
    const all = scores(horizon);
    const error = meanOf(all.map((score) => score[goal?.measure ?? 'nmae']));
    const name = `forecast, ${title}, ${NAMES[horizon]}: ${goal?.measure === 'mae' ? 'MAE' : 'nMAE'}`;
    const reach = goal?.reach[horizon] ?? 0.25;
    const forest = goal?.forest?.[horizon];
    return [
      exact(atMost(reach, ''), name, error),
      ...(forest ? [exact(atMost(forest, ''), `${name}, against the random forest`, error)] : []),
      ...coverage(title, horizon, all),
    ];
  });
  printBesideAnchors(set, scores);
  const worse = set.venues.flatMap((venue, at) => {
    const naive = Math.min(...ownNaives(set, venue));
    const of = HORIZONS.map((horizon) => (scores(horizon)[at]?.nmae ?? Infinity) > naive);
    return of.map((isWorse) => ({ venue: venue.history.venueId, isWorse }));
  });
  return { figures, worse };
}

/** “Same hour last week” and the four-week mean of a venue may be better in one case of twenty. */
function worseThanOwnPast(measured: readonly MeasuredSet[]): Measurement {
  const all = measured.flatMap(({ worse }) => worse);
  const share = all.filter(({ isWorse }) => isWorse).length / all.length;
  const name = 'forecast: share of venues and horizons worse than the venue’s own past';
  return exact(atMost(0.05, ''), name, share);
}

function coverage(title: string, horizon: Horizon, scores: readonly Score[]): Measurement[] {
  const share = meanOf(scores.map((score) => score.coverage));
  const name = `forecast, ${title}, ${NAMES[horizon]}: the 80 % band is right`;
  return [
    exact(atLeast(0.77, ''), name, share),
    exact(atMost(0.83, ''), `${name}, at most`, share),
  ];
}

/** Errors and shares need four digits: goals have three. */
function exact(
  reach: (figure: string, value: number) => Measurement,
  figure: string,
  value: number,
): Measurement {
  return { ...reach(figure, value), value: Math.round(value * 10_000) / 10_000 };
}

function printBesideAnchors(set: OccupancySet, scores: (horizon: Horizon) => Score[]): void {
  const rows = (ANCHORS[set.name] ?? []).map(({ model, mae }) => [model, mae] as const);
  const ours = Object.fromEntries(
    HORIZONS.map((horizon) => [horizon, meanOf(scores(horizon).map(({ mae }) => mae))]),
  ) as Record<Horizon, number>;
  console.log(`\n${set.name}, MAE at ${HORIZONS.map((horizon) => NAMES[horizon]).join(' / ')}`);
  for (const [model, mae] of [...rows, ['Courtside', ours] as const]) {
    console.log(
      `  ${model.padEnd(28)}${HORIZONS.map((one) => mae[one].toFixed(2).padStart(7)).join('')}`,
    );
  }
}
