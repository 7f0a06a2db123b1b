import { fen, formatYuan } from '@shared/base/money';
import { clubDayStart, formatClub } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import type { OfferForm } from '@shared/contracts/courtsViews';
import { SPORT_WORDS, SPORTS, type Sport } from '@shared/domain/booking';
import { clockText } from '@shared/domain/hours';
import type { PriceList } from '@shared/domain/price';
import {
  type Checked,
  checked,
  type FieldErrors,
  type RefusedField,
} from '../../../../forms/fields';

export type Offered = Awaited<ReturnType<Api['courts']['offer']>>;
export type CourtDraft = OfferForm['courts'][number];
export type DateDraft = OfferForm['days'][number];
export type OfferField = 'courts' | 'prices' | 'tiers' | 'days';

/** What the inputs hold while somebody types: a tier's numbers are still text. */
export interface OfferDraft extends Omit<OfferForm, 'tiers'> {
  readonly tiers: readonly { readonly hours: string; readonly percent: string }[];
}

export const NO_OFFER_ERRORS: FieldErrors<OfferField> = {
  courts: '',
  prices: '',
  tiers: '',
  days: '',
};

export const OFFER_REFUSED_FIELDS: RefusedField<OfferField> = {
  COURT_IN_USE: 'courts',
  COURT_ON_SALE: 'courts',
  COURT_TOO_SMALL: 'courts',
  PRICE_RULE_INVALID: 'prices',
  HOURS_INVALID: 'days',
};

export const MOST_TIERS = 6;
export const MOST_DATES = 60;
export const MOST_COURTS = 60;

export const draftOf = (offer: OfferForm): OfferDraft => ({
  ...offer,
  tiers: offer.tiers.map(({ hours, percent }) => {
    return { hours: String(hours), percent: String(percent) };
  }),
});

/** The sports that are played here, in the order of all sports. */
export const sportsOf = ({ courts }: Pick<OfferDraft, 'courts'>): Sport[] =>
  SPORTS.filter((sport) => courts.some((court) => court.sport === sport));

const WHOLE = /^\d{1,3}$/;
const within = (text: string, most: number) => WHOLE.test(text.trim()) && Number(text) <= most;

function tiersError(tiers: OfferDraft['tiers']): string {
  if (tiers.some(({ hours }) => !within(hours, 720))) return '小时数是 0 到 720 的整数';
  if (tiers.some(({ percent }) => !within(percent, 100))) return '比例是 0 到 100 的整数';
  const hours = new Set(tiers.map((tier) => Number(tier.hours)));
  return hours.size < tiers.length ? '有两档的小时数一样，请改一档' : '';
}

export function checkOffer(draft: OfferDraft): Checked<OfferForm, OfferField> {
  const unpriced = sportsOf(draft).filter((sport) => !draft.prices[sport]);
  const words = unpriced.map((sport) => SPORT_WORDS[sport]).join('、');
  const nothing = draft.onSale && draft.courts.length === 0;
  const errors: FieldErrors<OfferField> = {
    courts: nothing ? '请先添加场地，再开放预订' : '',
    prices: unpriced.length > 0 ? `请填写${words}的价格` : '',
    tiers: tiersError(draft.tiers),
    days: '',
  };
  return checked(errors, () => ({
    ...draft,
    tiers: draft.tiers
      .map(({ hours, percent }) => ({ hours: Number(hours), percent: Number(percent) }))
      .sort((a, b) => b.hours - a.hours),
  }));
}

/** A draft with a court added (`index` null), changed or, for null, taken out. */
export function withCourt(
  draft: OfferDraft,
  index: number | null,
  court: CourtDraft | null,
): OfferDraft {
  return { ...draft, courts: withEntry(draft.courts, index, court) };
}

/** The same for a single date; dates stay in order, and one date is there once. */
export function withDate(draft: OfferDraft, index: number | null, day: DateDraft | null) {
  const others = withEntry(draft.days, index, null).filter(({ date }) => date !== day?.date);
  const days = day ? [...others, day] : others;
  return { ...draft, days: days.sort((a, b) => (a.date < b.date ? -1 : 1)) };
}

/** The same for the prices of a sport. */
export const withPrices =
  (sport: Sport, { base, rules }: PriceList) =>
  (draft: OfferDraft): OfferDraft => ({
    ...draft,
    prices: {
      ...draft.prices,
      [sport]: { base, rules: rules.map((rule) => ({ ...rule, days: [...rule.days] })) },
    },
  });

function withEntry<T>(list: readonly T[], index: number | null, entry: T | null): T[] {
  if (index === null) return entry === null ? [...list] : [...list, entry];
  return list.flatMap((known, at) => (at !== index ? [known] : entry === null ? [] : [entry]));
}

export interface CourtLine {
  readonly name: string;
  readonly about: string;
  readonly repair: boolean;
}

export interface OfferView {
  readonly courts: readonly CourtLine[];
  readonly prices: readonly {
    readonly sport: Sport;
    readonly word: string;
    readonly about: string;
  }[];
  readonly days: readonly { readonly day: string; readonly about: string }[];
  readonly ahead: string;
  readonly release: string;
  readonly most: string;
}

export function offerView(draft: OfferDraft): OfferView {
  const { limits } = draft;
  return {
    courts: draft.courts.map(courtLine),
    prices: sportsOf(draft).map((sport) => {
      return { sport, word: SPORT_WORDS[sport], about: priceAbout(draft.prices[sport]) };
    }),
    days: draft.days.map(({ date, hours, note }) => {
      const time = hours ? `${clockText(hours.opens)}–${clockText(hours.closes)}` : '不开放';
      const day = formatClub(clubDayStart(date), 'YYYY 年 M 月 D 日');
      return { day, about: note ? `${time} · ${note}` : time };
    }),
    ahead: `${limits.daysAhead} 天`,
    release: clockText(limits.releaseMinute),
    most: hoursText(limits.mostMinutes),
  };
}

function courtLine({ name, sport, kind, capacity, status }: CourtDraft): CourtLine {
  const way = kind === 'COURT' ? '整场预订' : `按人预订，${capacity} 个名额`;
  return { name, about: `${SPORT_WORDS[sport]} · ${way}`, repair: status === 'REPAIR' };
}

function priceAbout(list: PriceList | undefined): string {
  if (!list) return '还没有价格';
  const rules = list.rules.length > 0 ? `，${list.rules.length} 条规则` : '';
  return `${formatYuan(fen(list.base))} / 半小时${rules}`;
}

const hoursText = (minutes: number) => `${Number((minutes / 60).toFixed(1))} 小时`;

/** What the pickers of the limits offer. */
export const AHEAD_CHOICES = Array.from({ length: 30 }, (_, index) => index + 1);
export const AHEAD_WORDS = AHEAD_CHOICES.map((days) => `${days} 天`);
export const MOST_CHOICES = Array.from({ length: 16 }, (_, index) => (index + 1) * 30);
export const MOST_WORDS = MOST_CHOICES.map(hoursText);
