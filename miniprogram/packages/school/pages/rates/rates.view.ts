import { yuanText } from '@shared/base/money';
import {
  COACH_LEVELS,
  type CoachLevel,
  isRate,
  isShare,
  LEVEL_WORDS,
  type Rates,
} from '@shared/domain/coach';
import { REFUSALS } from '@shared/refusals';
import { type Checked, checked, type FieldErrors } from '../../../../forms/fields';
import { typedFen } from '../../../../words/money';

export type RatesField = CoachLevel | 'share';

/** Yuan an hour and percent as they are typed. */
export type RatesDraft = Readonly<Record<RatesField, string>>;

export const NO_ERRORS: FieldErrors<RatesField> = {
  SENIOR: '',
  INTERMEDIATE: '',
  JUNIOR: '',
  share: '',
};

interface School {
  readonly rates: Rates;
  readonly share: number;
}

export const LEVELS = COACH_LEVELS.map((level) => ({ level, word: `${LEVEL_WORDS[level]}教练` }));

/** `200`, not `200.00`: rates are whole yuan. */
const wholeYuan = (rate: Rates[CoachLevel]) => yuanText(rate).replace(/\.00$/, '');

/** `¥200`. */
export const rateText = (rate: Rates[CoachLevel]) => `¥${wholeYuan(rate)}`;

export const ratesDraft = ({ rates, share }: School): RatesDraft => ({
  SENIOR: wholeYuan(rates.SENIOR),
  INTERMEDIATE: wholeYuan(rates.INTERMEDIATE),
  JUNIOR: wholeYuan(rates.JUNIOR),
  share: String(share),
});

/** Rates and share as the server takes them, asked by the server's own rules. */
export function checkRates(draft: RatesDraft): Checked<School, RatesField> {
  const [senior, intermediate, junior] = COACH_LEVELS.map((level) => rateOf(draft[level]));
  const share = shareTyped(draft.share);
  const error = (rate: unknown) => (rate ? '' : REFUSALS.RATE_INVALID);
  const errors = {
    SENIOR: error(senior),
    INTERMEDIATE: error(intermediate),
    JUNIOR: error(junior),
    share: share === null ? REFUSALS.SHARE_INVALID : '',
  };
  if (!senior || !intermediate || !junior || share === null) return { ok: false, errors };
  const rates = { SENIOR: senior, INTERMEDIATE: intermediate, JUNIOR: junior };
  return checked(errors, () => ({ rates, share }));
}

function shareTyped(typed: string): number | null {
  const text = typed.trim();
  const share = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return isShare(share) ? share : null;
}

function rateOf(typed: string) {
  const rate = typedFen(typed);
  return rate !== null && isRate(rate) ? rate : null;
}
