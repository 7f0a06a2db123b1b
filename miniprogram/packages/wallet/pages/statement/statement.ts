import { type ClubMonth, clubMonthOf } from '@shared/base/time';
import type { StatementLine } from '@shared/contracts/wallet';
import { api } from '../../../../services/api';
import { now } from '../../../../services/clock';
import { explain, showFailure, toast } from '../../../../services/feedback';
import { handOver } from '../../../../services/files';
import { pulledDown, retried } from '../../../../services/loading';
import { openPage } from '../../../../services/pages';
import { asMember } from '../../../../services/session';
import { type MonthSwitch, monthSwitch } from '../../../../words/months';
import {
  csvName,
  type Filter,
  type StatementView,
  shownLines,
  statementCsv,
  statementView,
} from './statement.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready'; readonly statement: StatementView; readonly hint: string };

type MonthTap = WechatMiniprogram.TouchEvent<object, object, { month: ClubMonth | '' }>;
type FilterTap = WechatMiniprogram.TouchEvent<object, object, { filter: Filter }>;
type OrderTap = WechatMiniprogram.TouchEvent<object, object, { id: string; lesson?: string }>;

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    month: null as MonthSwitch | null,
    exporting: false,
  },

  month: '' as ClubMonth | '',
  filter: 'ALL' as Filter,
  /** The whole month; the filter chooses among them without another call. */
  lines: null as readonly StatementLine[] | null,

  onLoad() {
    return this.open(clubMonthOf(now()));
  },

  async open(month: ClubMonth) {
    this.month = month;
    this.lines = null;
    this.setData({ month: monthSwitch(month, now()), state: { kind: 'loading' } });
    await this.load();
  },

  async load() {
    const { month } = this;
    if (month === '') return;
    try {
      const answer = await asMember(() => api.wallet.statement({ month, kind: null }));
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
    if (!this.lines) return;
    const statement = statementView(this.lines, this.filter, now());
    this.setData({ state: { kind: 'ready', statement, hint } });
  },

  onMonth(event: MonthTap): void | Promise<void> {
    const { month } = event.currentTarget.dataset;
    if (month) return this.open(month);
  },

  onFilter(event: FilterTap) {
    this.filter = event.currentTarget.dataset.filter;
    this.print();
  },

  onOrder(event: OrderTap) {
    const { id, lesson } = event.currentTarget.dataset;
    if (id) openPage(`/packages/wallet/pages/order/order?id=${id}`);
    else if (lesson) openPage(`/packages/training/pages/lesson/lesson?id=${lesson}`);
  },

  /** Hands over what is on the screen. Straight from the tap: WeChat opens the chooser only so. */
  async onExport() {
    if (this.data.exporting || !this.lines || this.month === '') return;
    this.setData({ exporting: true });
    try {
      const text = statementCsv(shownLines(this.lines, this.filter));
      if (await handOver(csvName(this.month), text)) toast('明细已导出');
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ exporting: false });
    }
  },
});
