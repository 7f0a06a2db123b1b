import { CROWDING_WORDS, type Crowding, crowdingOf } from '@shared/domain/crowding';

/** Names of the colours in tokens.wxss. */
const TONES = {
  FREE: 'free',
  MODERATE: 'moderate',
  BUSY: 'busy',
  FULL: 'full',
} as const satisfies Record<Crowding, string>;

export interface Fullness {
  readonly tone: (typeof TONES)[Crowding];
  readonly word: (typeof CROWDING_WORDS)[Crowding];
  /** Share of the places taken, 0 to 100, whole. */
  readonly percent: number;
}

/** How full a venue is: the word, its colour, and how far a gauge goes. */
export function fullnessOf(headcount: number, capacity: number): Fullness {
  const crowding = crowdingOf(headcount, capacity);
  const percent = capacity > 0 ? Math.min(100, Math.round((headcount / capacity) * 100)) : 100;
  return { tone: TONES[crowding], word: CROWDING_WORDS[crowding], percent };
}
