import { type ClubDate, clubDateOf } from '@shared/base/time';
import { api } from '../../../../services/api';
import { agreeOnTime, now } from '../../../../services/clock';
import { explain } from '../../../../services/feedback';
import { pulledDown, retried } from '../../../../services/loading';
import {
  type CampusChoice,
  campusChoices,
  type DaySwitch,
  daySwitch,
  type Takings,
  type TakingsView,
  takingsView,
} from './takings.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'ready'; readonly takings: TakingsView };

type DayTap = WechatMiniprogram.TouchEvent<object, object, { date: ClubDate | '' }>;
type CampusTap = WechatMiniprogram.TouchEvent<object, object, { id: string }>;

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    day: null as DaySwitch | null,
    campuses: [] as readonly CampusChoice[],
    campusId: '',
    hint: '',
  },

  date: '' as ClubDate | '',
  /** What was asked last: an answer to anything before it comes too late. */
  asked: 0,

  onLoad() {
    return this.open(clubDateOf(now()));
  },

  open(date: ClubDate) {
    this.date = date;
    this.setData({ day: daySwitch(date, now()), state: { kind: 'loading' } });
    return this.load();
  },

  async load() {
    const { date } = this;
    if (date === '') return;
    this.asked += 1;
    const asked = this.asked;
    try {
      const takings = await api.books.takings({ date, campusId: this.data.campusId || null });
      if (asked === this.asked) this.print(takings);
    } catch (error) {
      if (asked === this.asked) this.onFailed(explain(error));
    }
  },

  print(takings: Takings) {
    agreeOnTime(takings.now);
    const view = takingsView(takings);
    const state: State =
      view.rows.length === 0 ? { kind: 'empty' } : { kind: 'ready', takings: view };
    const campuses = campusChoices(takings);
    this.setData({ state, campuses, hint: '', day: daySwitch(takings.date, now()) });
  },

  onFailed(message: string) {
    const { kind } = this.data.state;
    if (kind === 'ready' || kind === 'empty') this.setData({ hint: message });
    else this.setData({ state: { kind: 'failed', message }, hint: '' });
  },

  onDay(event: DayTap): void | Promise<void> {
    const { date } = event.currentTarget.dataset;
    if (date) return this.open(date);
  },

  onCampus(event: CampusTap): void | Promise<void> {
    const { id } = event.currentTarget.dataset;
    if (id === this.data.campusId) return;
    this.setData({ campusId: id, state: { kind: 'loading' } });
    return this.load();
  },
});
