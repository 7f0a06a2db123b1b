import { type ClubMonth, clubMonthOf } from '@shared/base/time';
import type { PointLine } from '@shared/contracts/membership';
import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { now } from '../../../../services/clock';
import { explain } from '../../../../services/feedback';
import { pulledDown, retried } from '../../../../services/loading';
import { asMember } from '../../../../services/session';
import { type MonthSwitch, monthSwitch } from '../../../../words/months';
import { type LinesView, linesView } from './lines.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'empty'; readonly hint: string }
  | { readonly kind: 'ready'; readonly view: LinesView; readonly hint: string };

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    turn: null as MonthSwitch | null,
  },

  month: '' as ClubMonth | '',
  lines: null as readonly PointLine[] | null,

  onLoad() {
    return this.open(clubMonthOf(now()));
  },

  open(month: ClubMonth) {
    this.month = month;
    this.lines = null;
    this.setData({ turn: monthSwitch(month, now()), state: { kind: 'loading' } });
    return this.load();
  },

  async load() {
    const { month } = this;
    if (month === '') return;
    try {
      const answer = await asMember(() => api.membership.lines({ month }));
      if (this.month !== month) return; // another month was opened meanwhile
      this.lines = answer ? answer.lines : [];
      this.print();
    } catch (error) {
      if (this.month !== month) return;
      if (this.lines) this.print(explain(error));
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  print(hint = '') {
    const { lines } = this;
    if (!lines) return;
    const state: State =
      lines.length === 0
        ? { kind: 'empty', hint }
        : { kind: 'ready', view: linesView(lines, now()), hint };
    this.setData({ state });
  },

  onTurn(event: Tapped<{ to: ClubMonth | '' }>): void | Promise<void> {
    const { to } = event.currentTarget.dataset;
    if (to) return this.open(to);
  },
});
