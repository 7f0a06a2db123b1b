import { type ClubDate, type ClubMonth, clubMonthOf } from '@shared/base/time';
import { SPORT_WORDS, type Sport } from '@shared/domain/booking';
import { api } from '../../../../services/api';
import { openBooking } from '../../../../services/bookingWish';
import { agreeOnTime, now } from '../../../../services/clock';
import { explain, showFailure, toast } from '../../../../services/feedback';
import { pulledDown, retried } from '../../../../services/loading';
import { type MonthFacts, type MonthView, monthView, refusalToOpen } from './month.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'ready';
      readonly venueName: string;
      readonly sportWord: string;
      readonly month: MonthView;
      readonly hint: string;
    };

type MonthTap = WechatMiniprogram.TouchEvent<object, object, { month: ClubMonth | '' }>;
type DayTap = WechatMiniprogram.TouchEvent<object, object, { date: ClubDate }>;

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    /** While another month is on its way the arrows rest. */
    turning: false,
    weekdays: ['一', '二', '三', '四', '五', '六', '日'],
  },

  venueId: '',
  sport: null as Sport | null,
  venueName: '',
  facts: null as MonthFacts | null,
  working: false,

  onLoad(query: { venueId?: string; sport?: Sport }) {
    this.venueId = query.venueId ?? '';
    this.sport = query.sport ?? null;
    return this.load();
  },

  async load() {
    try {
      const { venueId, sport } = this;
      const opened = await api.booking.open({ venueId, sport, date: null });
      agreeOnTime(opened.now);
      const month = this.facts?.busy.month ?? clubMonthOf(opened.now);
      const busy = await api.booking.month({ venueId, month, sport });
      this.venueName = opened.venues.find(({ id }) => id === venueId)?.name ?? '';
      this.facts = { busy, days: opened.days, now: opened.now };
      this.print();
    } catch (error) {
      if (this.facts) this.print(explain(error));
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  print(hint = '') {
    const sport: Sport | null = this.sport;
    if (!this.facts) return;
    this.setData({
      state: {
        kind: 'ready',
        venueName: this.venueName,
        sportWord: sport ? SPORT_WORDS[sport] : '',
        month: monthView({ ...this.facts, now: now() }),
        hint,
      },
    });
  },

  async onMonth(event: MonthTap) {
    const { month } = event.currentTarget.dataset;
    if (!month || this.working) return;
    this.working = true;
    this.setData({ turning: true });
    try {
      const busy = await api.booking.month({ venueId: this.venueId, month, sport: this.sport });
      if (this.facts) this.facts = { ...this.facts, busy };
      this.print();
    } catch (error) {
      showFailure(error);
    } finally {
      this.working = false;
      this.setData({ turning: false });
    }
  },

  onDay(event: DayTap) {
    const { date } = event.currentTarget.dataset;
    const { state } = this.data;
    if (state.kind !== 'ready' || !date) return;
    const cell = state.month.weeks.flatMap(({ days }) => days).find((day) => day.date === date);
    if (!cell) return;
    const refusal = refusalToOpen(cell, now());
    if (refusal) toast(refusal);
    else openBooking({ venueId: this.venueId, date, ...(this.sport && { sport: this.sport }) });
  },
});
