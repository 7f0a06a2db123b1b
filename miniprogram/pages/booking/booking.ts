import type { ClubDate } from '@shared/base/time';
import type { GridView } from '@shared/contracts/bookingViews';
import type { Sport } from '@shared/domain/booking';
import { freeOf, type Selection } from '../../components/slot-grid/choice.view';
import { api } from '../../services/api';
import { type BookingWish, takeBookingWish } from '../../services/bookingWish';
import { agreeOnTime, now } from '../../services/clock';
import { confirm, explain, showFailure } from '../../services/feedback';
import { retried } from '../../services/loading';
import { openPage } from '../../services/pages';
import { asMember } from '../../services/session';
import { askToSubscribe } from '../../services/subscribe';
import {
  type ChoiceBar,
  choiceBar,
  confirmPath,
  type DayChip,
  dayChips,
  type Opened,
  type SportChip,
  seriesPath,
  sportChips,
} from './booking.view';
import { type Chosen, type DayTap, isReleased, mayTurnTo } from './days';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'ready';
      readonly venueName: string;
      readonly venues: readonly string[];
      readonly venueIndex: number;
      readonly days: readonly DayChip[];
      readonly sports: readonly SportChip[];
      /** Why there is nothing to book that day; empty when there is. */
      readonly closed: string;
      readonly hint: string;
    };

interface Asked {
  readonly venueId: string | null;
  readonly sport: Sport | null;
  readonly date: ClubDate | null;
}

type SportTap = WechatMiniprogram.TouchEvent<object, object, { sport: Sport }>;

Page({
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    grid: null as GridView | null,
    selection: null as Selection | null,
    bar: null as ChoiceBar | null,
    /** While another day is on its way the old grid stays, dimmed. */
    turning: false,
    /** The id of a day that is scrolled into view; one that was tapped is there already. */
    shownDay: '',
    busy: false,
  },

  opened: null as Opened | null,
  /** What is shown next; the venue and the sport outlast the day. */
  asked: { venueId: null, sport: null, date: null } as Asked,
  /** What another page sent somebody here for, until its grid is shown. */
  wish: null as BookingWish | null,
  /** Only the newest question's answer is shown. */
  question: 0,

  onLoad(query: { venueId?: string; date?: ClubDate }) {
    this.asked = { venueId: query.venueId ?? null, sport: null, date: query.date ?? null };
  },

  onShow() {
    const wish = takeBookingWish();
    if (!wish) return this.load();
    const { venueId, sport = null, date = null } = wish;
    const turned = this.turn({ venueId, sport, date });
    this.wish = wish;
    return turned;
  },

  async load() {
    this.question += 1;
    const mine = this.question;
    try {
      const opened = await api.booking.open(this.asked);
      if (mine !== this.question) return;
      agreeOnTime(opened.now);
      if (this.wish && !isReleased(opened, this.asked.date)) {
        this.asked = { ...this.asked, date: null };
        // Today's same half-hours are another booking than the one that was wished for.
        const { time: _, ...elsewhere } = this.wish;
        this.wish = elsewhere;
        return this.load();
      }
      this.opened = opened;
      this.print();
    } catch (error) {
      if (mine !== this.question) return;
      if (this.opened) this.print(explain(error));
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  print(hint = '') {
    const opened: Opened | null = this.opened;
    const grid = opened?.grid;
    if (!opened || !grid) {
      this.setData({ state: { kind: 'empty' } });
      return;
    }
    const venueIndex = opened.venues.findIndex(({ id }) => id === grid.venueId);
    // An old grid with a hint is not the one that was wished for.
    const wish: BookingWish | null = hint === '' ? this.wish : null;
    const selection = wish?.time ? freeOf(grid, wish.time) : this.stillThere(grid);
    this.setData({
      turning: false,
      grid,
      selection,
      bar: selection && choiceBar(grid, selection),
      state: {
        kind: 'ready',
        venueName: opened.venues[venueIndex]?.name ?? '',
        venues: opened.venues.map(({ name }) => name),
        venueIndex,
        days: dayChips(opened, grid.date, now()),
        sports: sportChips(opened),
        closed: grid.closed ?? '',
        hint,
      },
    });
    if (!wish) return;
    this.wish = null;
    this.setData({ shownDay: `day-${grid.date}` });
  },

  /** A choice stays when the page is looked at again, unless somebody took it meanwhile. */
  stillThere(grid: GridView): Selection | null {
    const { selection, grid: before } = this.data;
    if (!selection || before?.date !== grid.date || before.venueId !== grid.venueId) return null;
    const court = grid.courts.find(({ id }) => id === selection.courtId);
    const first = (selection.from - (grid.open?.from ?? 0)) / 30;
    const last = (selection.until - (grid.open?.from ?? 0)) / 30;
    const letters = court?.cells.slice(first, last) ?? '';
    const wanted = selection.taken ? /^t+$/ : /^f+$/;
    return wanted.test(letters) ? selection : null;
  },

  onVenue(event: WechatMiniprogram.PickerChange) {
    const opened: Opened | null = this.opened;
    const venue = opened?.venues[Number(event.detail.value)];
    if (!venue) return;
    this.turn({ venueId: venue.id, sport: null, date: this.asked.date });
  },

  onDay(event: DayTap) {
    const { date } = event.currentTarget.dataset;
    const opened: Opened | null = this.opened;
    if (opened && mayTurnTo(opened, date)) this.turn({ ...this.asked, date });
  },

  onSport(event: SportTap) {
    this.turn({ ...this.asked, sport: event.currentTarget.dataset.sport });
  },

  turn(asked: Asked): Promise<void> {
    const venueId = asked.venueId ?? this.data.grid?.venueId ?? null;
    this.asked = { ...asked, venueId };
    this.wish = null;
    this.setData({ turning: true, selection: null, bar: null, shownDay: '' });
    return this.load();
  },

  onChoose(event: Chosen) {
    const { selection } = event.detail;
    const { grid } = this.data;
    this.setData({ selection, bar: selection && grid && choiceBar(grid, selection) });
  },

  async onGo() {
    const { grid, selection } = this.data;
    if (!grid || !selection) return;
    if (!selection.taken) {
      openPage(confirmPath(grid, selection));
      return;
    }
    await this.wait(grid, selection);
  },

  async wait(grid: GridView, { courtId, from, until }: Selection) {
    if (this.data.busy) return;
    this.setData({ busy: true });
    try {
      const { venueId, date } = grid;
      // Asked inside the tap: WeChat allows it nowhere else.
      await askToSubscribe(['PLACE_FREE']);
      const wait = await asMember(() => api.booking.wait({ venueId, courtId, date, from, until }));
      if (!wait) return;
      this.setData({ selection: null, bar: null });
      const told = wait.ahead > 0 ? `你前面还有 ${wait.ahead} 位` : '你排在第一位';
      const look = await confirm({
        title: '已加入候补',
        content: `${told}。有人取消时会为你保留 10 分钟，并发消息通知你。`,
        confirmText: '看预订',
        cancelText: '好',
      });
      if (look) openPage('/packages/booking/pages/mine/mine');
    } catch (error) {
      showFailure(error);
      await this.load();
    } finally {
      this.setData({ busy: false });
    }
  },

  onWeekly() {
    const { grid, selection } = this.data;
    if (grid && selection) openPage(seriesPath(grid, selection));
  },

  onMonth() {
    const { grid } = this.data;
    if (!grid) return;
    openPage(`/packages/booking/pages/month/month?venueId=${grid.venueId}&sport=${grid.sport}`);
  },

  onMine() {
    openPage('/packages/booking/pages/mine/mine');
  },

  onShareAppMessage() {
    return { title: '场边：看看还有哪些场地', path: '/pages/booking/booking' };
  },
});
