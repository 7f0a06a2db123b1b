import { type ClubMonth, clubMonthOf } from '@shared/base/time';
import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { now } from '../../../../services/clock';
import { explain } from '../../../../services/feedback';
import { pulledDown, retried } from '../../../../services/loading';
import { type IncomeView, incomeView, type MonthTurn, monthTurn } from './income.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready'; readonly income: IncomeView };

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    turn: null as MonthTurn | null,
    hint: '',
  },

  month: '' as ClubMonth | '',
  /** Only the newest question's answer is shown. */
  question: 0,

  onLoad() {
    return this.open(clubMonthOf(now()));
  },

  open(month: ClubMonth) {
    this.month = month;
    this.setData({ turn: monthTurn(month, now()), state: { kind: 'loading' }, hint: '' });
    return this.load();
  },

  async load() {
    const { month } = this;
    if (month === '') return;
    this.question += 1;
    const { question } = this;
    try {
      const income = incomeView(await api.coach.income({ month }));
      if (question === this.question) this.setData({ state: { kind: 'ready', income }, hint: '' });
    } catch (error) {
      if (question !== this.question) return;
      const message = explain(error);
      if (this.data.state.kind === 'ready') this.setData({ hint: message });
      else this.setData({ state: { kind: 'failed', message } });
    }
  },

  onTurn(event: Tapped<{ to: ClubMonth | '' }>): void | Promise<void> {
    const { to } = event.currentTarget.dataset;
    if (to) return this.open(to);
  },
});
