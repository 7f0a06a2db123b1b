import type { DayKind } from '@shared/base/holidays';
import { fen, yuanText } from '@shared/base/money';
import { clockText, MINUTES_A_DAY } from '@shared/domain/hours';
import { type PriceList, type PriceRule, slotPrice } from '@shared/domain/price';
import { SLOT_MINUTES, slotsOf } from '@shared/domain/slots';
import { shortYuan } from '../../../../components/slot-grid/grid.view';
import { textError } from '../../../../forms/fields';
import { typedFen } from '../../../../words/money';

export const DAY_WORDS = {
  WEEKDAY: '平日',
  WEEKEND: '周末',
  HOLIDAY: '节假日',
} as const satisfies Record<DayKind, string>;
const KINDS = Object.keys(DAY_WORDS) as DayKind[];

/** A rule while somebody types: its price is still text, in yuan. */
export interface RuleDraft {
  readonly name: string;
  readonly days: readonly DayKind[];
  readonly from: number;
  readonly until: number;
  readonly yuan: string;
}

export interface PriceDraft {
  readonly base: string;
  readonly rules: readonly RuleDraft[];
}

export const MOST_RULES = 20;
const NAME_LENGTH = 10;
const MOST_FEN = 1_000_000;

/** As it is typed: `20`, `12.5`. */
const typedYuan = (amount: number) => yuanText(fen(amount)).replace(/\.?0+$/, '');

export const priceDraft = (list: PriceList | null): PriceDraft => ({
  base: list ? typedYuan(list.base) : '',
  rules: (list?.rules ?? []).map(({ name, days, from, until, fen: price }) => {
    return { name, days, from, until, yuan: typedYuan(price) };
  }),
});

/** A new rule: the evenings of weekdays are what most halls begin with. */
export const NEW_RULE: RuleDraft = {
  name: '高峰',
  days: ['WEEKDAY'],
  from: 18 * 60,
  until: 22 * 60,
  yuan: '',
};

export interface PriceErrors {
  readonly base: string;
  readonly rules: readonly string[];
}

function yuanError(typed: string): string {
  if (typed.trim() === '') return '请填写价格';
  const amount = typedFen(typed);
  return amount === null || amount > MOST_FEN ? '价格是 0 到 10000 元，最多两位小数' : '';
}

function ruleError({ name, days, from, until, yuan }: RuleDraft): string {
  const nameless = textError(name, '名称', NAME_LENGTH);
  if (nameless) return nameless;
  if (days.length === 0) return '请选择适用的日子';
  if (from >= until) return '结束时间要晚于开始时间';
  return yuanError(yuan);
}

export function checkPrices(
  draft: PriceDraft,
): { readonly list: PriceList } | { readonly errors: PriceErrors } {
  const errors = { base: yuanError(draft.base), rules: draft.rules.map(ruleError) };
  if (errors.base || errors.rules.some((error) => error !== '')) return { errors };
  return { list: listOf(draft) };
}

const amountOf = (typed: string) => typedFen(typed) ?? fen(0);

const listOf = ({ base, rules }: PriceDraft): PriceList => ({
  base: amountOf(base),
  rules: rules.map(({ name, days, from, until, yuan }): PriceRule => {
    return { name: name.trim(), days, from, until, fen: amountOf(yuan) };
  }),
});

/** What a day costs from hour to hour, as the rules make it together. */
export interface DayPrices {
  readonly word: string;
  readonly spans: readonly {
    readonly time: string;
    readonly name: string;
    readonly price: string;
  }[];
}

/** Spans of one price each; empty while something is wrong. */
export function dayPrices(draft: PriceDraft): DayPrices[] {
  const checked = checkPrices(draft);
  if ('errors' in checked) return [];
  return KINDS.map((kind) => ({ word: DAY_WORDS[kind], spans: spansOf(checked.list, kind) }));
}

function spansOf(list: PriceList, kind: DayKind): DayPrices['spans'] {
  const spans: { from: number; until: number; name: string; fen: number }[] = [];
  for (const minute of slotsOf({ from: 0, until: MINUTES_A_DAY })) {
    const price = slotPrice(list, kind, minute);
    const last = spans.at(-1);
    const until = minute + SLOT_MINUTES;
    if (last?.name === price.name && last.fen === price.fen) last.until = until;
    else spans.push({ from: minute, until, ...price });
  }
  return spans.map(({ from, until, name, fen: price }) => {
    const time = `${clockText(from)}–${clockText(until)}`;
    return { time, name, price: shortYuan(fen(price)) };
  });
}

export interface DayChoice {
  readonly kind: DayKind;
  readonly word: string;
  readonly chosen: boolean;
}

export const dayChoices = (days: readonly DayKind[]): DayChoice[] =>
  KINDS.map((kind) => ({ kind, word: DAY_WORDS[kind], chosen: days.includes(kind) }));

/** A kind of day added to a rule, or taken away; always in the same order. */
export const withDayKind = (days: readonly DayKind[], kind: DayKind): DayKind[] =>
  KINDS.filter((known) => (known === kind ? !days.includes(kind) : days.includes(known)));
