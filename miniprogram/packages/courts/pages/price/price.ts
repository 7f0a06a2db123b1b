import type { DayKind } from '@shared/base/holidays';
import { SPORT_WORDS, SPORTS } from '@shared/domain/booking';
import type { PriceList } from '@shared/domain/price';
import type { Picked, Tapped } from '../../../../forms/events';
import { showFirstError } from '../../../../forms/saving';
import { backOr } from '../../../../services/pages';
import { HALF_HOUR_WORDS, halfHourIndex, pickedMinute } from '../../times.view';
import {
  checkPrices,
  type DayChoice,
  type DayPrices,
  dayChoices,
  dayPrices,
  MOST_RULES,
  NEW_RULE,
  type PriceDraft,
  type PriceErrors,
  priceDraft,
  type RuleDraft,
  withDayKind,
} from './price.view';

/** A rule as it is drawn. */
interface RuleView extends Pick<RuleDraft, 'name' | 'yuan'> {
  readonly days: readonly DayChoice[];
  readonly fromIndex: number;
  readonly untilIndex: number;
}

type RuleTyped = WechatMiniprogram.CustomEvent<
  { value: string },
  object,
  { index: number; field: 'name' | 'yuan' }
>;

const NO_ERRORS: PriceErrors = { base: '', rules: [] };

Page({
  data: {
    /** False when opened by itself: the prices come from the page of the offer. */
    given: false,
    title: '',
    base: '',
    rules: [] as readonly RuleView[],
    days: [] as readonly DayPrices[],
    errors: NO_ERRORS,
    times: HALF_HOUR_WORDS,
    mostRules: MOST_RULES,
    dirty: false,
  },

  draft: priceDraft(null),

  onLoad(query: { sport?: string }) {
    const sport = SPORTS.find((one) => one === query.sport);
    this.setData({ title: sport ? SPORT_WORDS[sport] : '' });
    this.getOpenerEventChannel().on?.('prices', ({ list }: { list: PriceList | null }) => {
      this.draw(priceDraft(list));
      this.setData({ given: true });
    });
  },

  draw(draft: PriceDraft) {
    this.draft = draft;
    this.setData({
      base: draft.base,
      rules: draft.rules.map(({ name, yuan, days, from, until }) => ({
        name,
        yuan,
        days: dayChoices(days),
        fromIndex: halfHourIndex(from),
        untilIndex: halfHourIndex(until),
      })),
      days: dayPrices(draft),
      errors: NO_ERRORS,
    });
  },

  change(draft: PriceDraft) {
    this.draw(draft);
    if (this.data.dirty) return;
    this.setData({ dirty: true });
    wx.enableAlertBeforeUnload({ message: '还没有点完成，离开会丢掉这次的修改' });
  },

  changeRule(index: number, part: (rule: RuleDraft) => Partial<RuleDraft>) {
    const { draft } = this;
    const rules = draft.rules.map((rule, at) => (at === index ? { ...rule, ...part(rule) } : rule));
    this.change({ ...draft, rules });
  },

  onBase(event: WechatMiniprogram.Input) {
    this.change({ ...this.draft, base: event.detail.value });
  },

  onType(event: RuleTyped) {
    const { index, field } = event.currentTarget.dataset;
    this.changeRule(index, () => ({ [field]: event.detail.value }));
  },

  onDayKind(event: Tapped<{ index: number; kind: DayKind }>) {
    const { index, kind } = event.currentTarget.dataset;
    this.changeRule(index, ({ days }) => ({ days: withDayKind(days, kind) }));
  },

  onTime(event: Picked<string, { index: number; edge: 'from' | 'until' }>) {
    const { index, edge } = event.currentTarget.dataset;
    this.changeRule(index, () => ({ [edge]: pickedMinute(event.detail.value) }));
  },

  onRemove(event: Tapped<{ index: number }>) {
    const { index } = event.currentTarget.dataset;
    this.change({ ...this.draft, rules: this.draft.rules.filter((_, at) => at !== index) });
  },

  onAdd() {
    this.change({ ...this.draft, rules: [...this.draft.rules, NEW_RULE] });
  },

  onDone() {
    const checked = checkPrices(this.draft);
    if ('errors' in checked) {
      this.setData({ errors: checked.errors });
      showFirstError();
      return;
    }
    if (this.data.dirty) wx.disableAlertBeforeUnload();
    this.getOpenerEventChannel().emit?.('priced', checked.list);
    wx.navigateBack();
  },

  onLost() {
    backOr('/packages/admin/pages/home/home');
  },
});
