import { type ClubDate, clubDateOf, type Instant } from '@shared/base/time';
import type { Picked, Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { now } from '../../../../services/clock';
import { explain, showFailure } from '../../../../services/feedback';
import { dateText } from '../../../../words/days';
import {
  appended,
  campusChoices,
  type Dates,
  datesWith,
  type LogDay,
  type LogEntry,
  logDays,
} from './log.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready'; readonly days: readonly LogDay[]; readonly more: boolean };

const ANY: Dates = { from: null, until: null };

Page({
  data: {
    state: { kind: 'loading' } as State,
    campuses: [] as ReturnType<typeof campusChoices>,
    campusId: '',
    text: '',
    dates: ANY,
    fromDay: '',
    untilDay: '',
    today: '',
    searching: false,
    loadingMore: false,
  },

  sought: '',
  entries: null as readonly LogEntry[] | null,
  next: null as Instant | null,
  /** Only the newest question's answer is shown. */
  question: 0,

  onLoad() {
    this.setData({ today: clubDateOf(now()) });
    return this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  onReachBottom() {
    return this.onMore();
  },

  ask(before: Instant | null) {
    const { dates, campusId } = this.data;
    return api.school.log({ campusId: campusId || null, text: this.sought, ...dates, before });
  },

  async load() {
    this.question += 1;
    const { question } = this;
    try {
      const page = await this.ask(null);
      if (question !== this.question) return;
      this.setData({ campuses: campusChoices(page) });
      this.entries = page.entries;
      this.next = page.next;
      this.print();
    } catch (error) {
      if (question !== this.question) return;
      if (this.entries) showFailure(error);
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  async onMore() {
    const { next, question } = this;
    if (next === null || this.data.loadingMore) return;
    this.setData({ loadingMore: true });
    try {
      const page = await this.ask(next);
      if (question !== this.question) return;
      this.entries = appended(this.entries ?? [], page.entries);
      this.next = page.next;
      this.print();
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ loadingMore: false });
    }
  },

  print() {
    const days = logDays(this.entries ?? [], now());
    this.setData({ state: { kind: 'ready', days, more: this.next !== null } });
  },

  onRetry() {
    this.entries = null;
    this.setData({ state: { kind: 'loading' } });
    return this.load();
  },

  onCampus(event: Tapped<{ id: string }>) {
    this.setData({ campusId: event.currentTarget.dataset.id });
    return this.onRetry();
  },

  onDate(event: Picked<string, { edge: keyof Dates }>) {
    return this.between({ [event.currentTarget.dataset.edge]: event.detail.value as ClubDate });
  },

  onAnyDate() {
    return this.between(ANY);
  },

  between(part: Partial<Dates>) {
    const dates = datesWith(this.data.dates, part);
    const { from, until } = dates;
    this.setData({
      dates,
      fromDay: from ? dateText(from, now()) : '',
      untilDay: until ? dateText(until, now()) : '',
    });
    return this.onRetry();
  },

  onType(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.setData({ text: event.detail.value });
  },

  onClear() {
    this.setData({ text: '' });
    return this.onSearch();
  },

  async onSearch() {
    this.sought = this.data.text.trim();
    this.setData({ searching: true });
    await this.onRetry();
    this.setData({ searching: false });
  },
});
