import type { Horizon } from './forecastScore';

type ByHorizon = Readonly<Record<Horizon, number>>;
const at = (h1: number, h3: number, h24: number, h168: number): ByHorizon => ({
  ...{ 1: h1, 3: h3, 24: h24, 168: h168 },
});

export interface Anchor {
  readonly model: string;
  readonly mae: ByHorizon;
}

const same = (model: string, mae: number): Anchor => ({ model, mae: at(mae, mae, mae, mae) });
const anchor = (model: string, ...mae: Parameters<typeof at>): Anchor => ({
  model,
  mae: at(...mae),
});

/** MAE of other models on the same rows, measured in Python for the reference of issue 7. */
export const ANCHORS: Readonly<Record<string, readonly Anchor[]>> = {
  fitnesspark: [
    anchor('last value', 24.8, 44.8, 26.1, 21.6),
    same('same hour last week', 21.0),
    same('four-week mean', 18.8),
    anchor('Holt-Winters', 13.0, 18.0, 18.3, 20.1),
    anchor('ridge per venue', 10.8, 14.3, 15.7, 18.0),
    anchor('boosted trees, pooled', 10.6, 13.9, 15.4, 18.0),
  ],
  rsf: [
    anchor('last value', 6.12, 11.4, 7.51, 7.77),
    same('same hour last week', 7.42),
    same('four-week mean', 6.51),
    anchor('Holt-Winters', 4.64, 6.96, 6.24, 7.09),
    anchor('ridge', 3.66, 4.77, 5.37, 7.81),
    anchor('random forest', 3.6, 4.42, 4.98, 6.45),
    anchor('boosted trees', 3.59, 4.48, 5.21, 6.56),
    anchor('LSTM, profile features', 5.08, 5.42, 5.55, 6.58),
  ],
  swm: [
    anchor('last value', 20.3, 45.8, 30.9, 33.0),
    same('same hour last week', 33.1),
    same('four-week mean', 29.9),
    anchor('Holt-Winters', 16.3, 25.4, 26.7, 31.9),
    anchor('ridge per venue', 11.7, 19.3, 23.8, 28.6),
    anchor('random forest', 13.3, 18.7, 21.3, 23.0),
    anchor('boosted trees, pooled', 11.6, 18.6, 22.7, 27.3),
  ],
};

export interface Goal {
  readonly title: string;
  readonly measure: 'mae' | 'nmae';
  readonly reach: ByHorizon;
  /** Where the random forest was better than the model that set the goals. */
  readonly forest?: Partial<ByHorizon>;
}

/** What issue 7 asks for. */
export const GOALS: Readonly<Record<string, Goal>> = {
  fitnesspark: { title: 'Fitnesspark', measure: 'nmae', reach: at(0.116, 0.151, 0.166, 0.191) },
  rsf: {
    title: 'Berkeley RSF',
    measure: 'mae',
    reach: at(3.55, 4.55, 5.2, 6.2),
    forest: { 3: 4.42, 24: 4.98 },
  },
  swm: {
    title: 'Munich pools and saunas',
    measure: 'mae',
    reach: at(11.5, 18.3, 22.4, 25.4),
    forest: { 24: 21.3, 168: 23.0 },
  },
};
