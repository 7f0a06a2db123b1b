import type { offerForm } from '@shared/contracts/courtsViews';
import { MINUTES_A_DAY } from '@shared/domain/hours';
import { isOnGrid } from '@shared/domain/slots';
import type { RefusalCode } from '@shared/refusals';
import type * as z from 'zod';

type Form = z.output<typeof offerForm>;

const isOpening = ({ opens, closes }: { readonly opens: number; readonly closes: number }) =>
  0 <= opens && opens < closes && closes <= MINUTES_A_DAY;

const isUnique = (keys: readonly unknown[]) => new Set(keys).size === keys.length;

/** Why an offer cannot be as it is: single dates, and a price for whatever can be played. */
export function refusalOfOffer({ courts, prices, days }: Form): RefusalCode | null {
  const dates = days.map(({ date }) => date);
  if (!isUnique(dates) || !days.every(({ hours }) => !hours || isOpening(hours))) {
    return 'HOURS_INVALID';
  }
  const lists = Object.values(prices);
  if (!lists.every(({ rules }) => rules.every(isOnGrid))) return 'PRICE_RULE_INVALID';
  return courts.every(({ sport }) => prices[sport]) ? null : 'PRICE_RULE_INVALID';
}
