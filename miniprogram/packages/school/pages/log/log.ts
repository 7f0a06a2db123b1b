import { type ClubDate, clubDateOf, type Instant } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import type { Picked, Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { now } from '../../../../services/clock';
import { toast } from '../../../../services/feedback';
import { PagedList, type PagedState } from '../../../../services/pagedList';
import { dateText } from '../../../../words/days';
import { appended, campusChoices, type Dates, datesWith, type LogDay, logDays } from './log.view';

type Log = Awaited<ReturnType<Api['school']['log']>>;
interface Shown {
  readonly days: readonly LogDay[];
}

const ANY: Dates = { from: null, until: null };

Page({
  data: {
    state: { kind: 'loading' } as PagedState<Shown>,
    campuses: [] as ReturnType<typeof campusChoices>,
    campusId: '',
    text: '',
    dates: ANY,
    fromDay: '',
    untilDay: '',
    today: '',
    searching: false,
  },

  sought: '',
  list: null as PagedList<Log, Shown> | null,

  onLoad() {
    this.setData({ today: clubDateOf(now()) });
    this.list = new PagedList<Log, Shown>({
      ask: (before) => this.ask(before),
      joined: (known, { entries, next }) => ({
        ...known,
        entries: appended(known.entries, entries),
        next,
      }),
      learn: (page) => this.setData({ campuses: campusChoices(page) }),
      view: ({ entries }) => ({ days: logDays(entries, now()) }),
      show: (state) => this.setData({ state }),
      lost: toast,
    });
    return this.list.load();
  },

  async onPullDownRefresh() {
    await this.list?.load();
    wx.stopPullDownRefresh();
  },

  onReachBottom() {
    return this.onMore();
  },

  ask(before: Instant | null): Promise<Log> {
    const { dates, campusId } = this.data;
    return api.school.log({ campusId: campusId || null, text: this.sought, ...dates, before });
  },

  onMore() {
    return this.list?.more();
  },

  onRetry() {
    return this.list?.again();
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
