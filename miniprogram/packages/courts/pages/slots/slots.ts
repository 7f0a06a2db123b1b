import type { ClubDate } from '@shared/base/time';
import type { GridView } from '@shared/contracts/bookingViews';
import type { Sport } from '@shared/domain/booking';
import { clockText } from '@shared/domain/hours';
import { FULL_PRICE } from '@shared/domain/membership';
import type { Selection } from '../../../../components/slot-grid/choice.view';
import {
  type ChoiceBar,
  choiceBar,
  type DayChip,
  dayChips,
  type Opened,
  type SportChip,
  sportChips,
} from '../../../../pages/booking/booking.view';
import { api } from '../../../../services/api';
import { agreeOnTime, now } from '../../../../services/clock';
import { explain, toast } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import { openPage } from '../../../../services/pages';
import { bookPath } from './slots.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'ready';
      readonly venueName: string;
      readonly days: readonly DayChip[];
      readonly sports: readonly SportChip[];
      /** Why there is nothing to book that day; empty when there is. */
      readonly closed: string;
      readonly hint: string;
    };

type DayTap = WechatMiniprogram.TouchEvent<object, object, { date: ClubDate }>;
type SportTap = WechatMiniprogram.TouchEvent<object, object, { sport: Sport }>;
type Chosen = WechatMiniprogram.CustomEvent<{ selection: Selection | null }>;

/** Courts and times at the desk: the same grid as members see, of one venue. */
Page({
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    grid: null as GridView | null,
    selection: null as Selection | null,
    bar: null as ChoiceBar | null,
    /** While another day is on its way the old grid stays, dimmed. */
    turning: false,
  },

  opened: null as Opened | null,
  venueId: '',
  sport: null as Sport | null,
  date: null as ClubDate | null,
  /** Only the newest question's answer is shown. */
  question: 0,

  onLoad(query: { venueId?: string }) {
    this.venueId = query.venueId ?? '';
  },

  /** Back from the form: what was chosen is sold, or is chosen again. */
  onShow() {
    return this.turn();
  },

  async load() {
    this.question += 1;
    const mine = this.question;
    const { venueId, sport, date } = this;
    try {
      const opened = await api.booking.open({ venueId, sport, date });
      if (mine !== this.question) return;
      agreeOnTime(opened.now);
      this.opened = opened;
      this.print('');
    } catch (error) {
      if (mine !== this.question) return;
      if (this.opened) this.print(explain(error));
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  print(hint: string) {
    const opened: Opened | null = this.opened;
    const grid = opened?.grid;
    if (!opened || !grid) {
      this.setData({ state: { kind: 'failed', message: '这个场馆没有开放预订，请联系管理员' } });
      return;
    }
    this.setData({
      turning: false,
      grid,
      state: {
        kind: 'ready',
        venueName: opened.venues.find(({ id }) => id === grid.venueId)?.name ?? '',
        days: dayChips(opened, grid.date, now()),
        sports: sportChips(opened),
        closed: grid.closed ?? '',
        hint,
      },
    });
  },

  onDay(event: DayTap) {
    const { date } = event.currentTarget.dataset;
    const opened: Opened | null = this.opened;
    const day = opened?.days.find((one) => one.date === date);
    if (opened && day && !day.released) {
      toast(`这一天 ${clockText(opened.releaseMinute)} 开放预订`);
      return;
    }
    this.date = date;
    return this.turn();
  },

  onSport(event: SportTap) {
    this.sport = event.currentTarget.dataset.sport;
    return this.turn();
  },

  turn() {
    this.setData({ turning: true, selection: null, bar: null });
    return this.load();
  },

  onChoose(event: Chosen) {
    const { selection } = event.detail;
    const { grid } = this.data;
    // Nobody waits in line at the desk: what is taken is not chosen.
    const chosen = selection?.taken ? null : selection;
    if (selection?.taken) toast('这个时段已经订出，请选空闲的时段');
    // Who it is for is asked on the next page: until then it is the full price, not the clerk's own.
    const full = grid && { ...grid, percent: FULL_PRICE };
    this.setData({ selection: chosen, bar: chosen && full && choiceBar(full, chosen) });
  },

  onGo() {
    const { grid, selection } = this.data;
    if (grid && selection) openPage(bookPath(grid, selection));
  },
});
