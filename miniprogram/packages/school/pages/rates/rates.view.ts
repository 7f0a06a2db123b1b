import { yuanText } from '@shared/base/money';
import {
  COACH_LEVELS,
  type CoachLevel,
  isRate,
  LEVEL_WORDS,
  type Rates,
} from '@shared/domain/coach';
import { REFUSALS } from '@shared/refusals';
import { type Checked, checked, type FieldErrors } from '../../../../forms/fields';
import { typedFen } from '../../../../words/money';

/** Yuan an hour as they are typed. */
export type RatesDraft = Readonly<Record<CoachLevel, string>>;

export const NO_ERRORS: FieldErrors<CoachLevel> = { SENIOR: '', INTERMEDIATE: '', JUNIOR: '' };

export const LEVELS = COACH_LEVELS.map((level) => ({ level, word: `${LEVEL_WORDS[level]}教练` }));

/** `200`, not `200.00`: rates are whole yuan. */
const wholeYuan = (rate: Rates[CoachLevel]) => yuanText(rate).replace(/\.00$/, '');

/** `¥200`. */
export const rateText = (rate: Rates[CoachLevel]) => `¥${wholeYuan(rate)}`;

export const ratesDraft = (rates: Rates): RatesDraft => ({
  SENIOR: wholeYuan(rates.SENIOR),
  INTERMEDIATE: wholeYuan(rates.INTERMEDIATE),
  JUNIOR: wholeYuan(rates.JUNIOR),
});

/** The rates as the server takes them, asked by the server's own rule. */
export function checkRates(draft: RatesDraft): Checked<Rates, CoachLevel> {
  const [senior, intermediate, junior] = COACH_LEVELS.map((level) => rateOf(draft[level]));
  const error = (rate: unknown) => (rate ? '' : REFUSALS.RATE_INVALID);
  const errors = {
    SENIOR: error(senior),
    INTERMEDIATE: error(intermediate),
    JUNIOR: error(junior),
  };
  if (!senior || !intermediate || !junior) return { ok: false, errors };
  return checked(errors, () => ({ SENIOR: senior, INTERMEDIATE: intermediate, JUNIOR: junior }));
}

function rateOf(typed: string) {
  const rate = typedFen(typed);
  return rate !== null && isRate(rate) ? rate : null;
}
