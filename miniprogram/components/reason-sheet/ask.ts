/** What a sheet for a reason says; `choices` are tapped instead of typed. */
export interface Ask {
  readonly title: string;
  /** Who will read it. */
  readonly note: string;
  readonly choices: readonly string[];
  readonly word: string;
}

export const NO_ASK: Ask = { title: '', note: '', choices: [], word: '' };
