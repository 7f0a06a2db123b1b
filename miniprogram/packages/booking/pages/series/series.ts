import type { ClubDate } from '@shared/base/time';
import { Refusal } from '@shared/refusals';
import { api } from '../../../../services/api';
import { agreeOnTime } from '../../../../services/clock';
import { explain, showFailure, toast } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import { newRequestId } from '../../../../services/requestId';
import { asMember } from '../../../../services/session';
import { askToSubscribe, prepareToAsk } from '../../../../services/subscribe';
import { afterPaying, BOOKING_NEWS, throughTheCashier } from '../../paying';
import type { PayBy } from '../../payWay.view';
import { type Wanted, wantedFrom } from '../confirm/confirm.view';
import {
  FEWEST_WEEKS,
  MOST_WEEKS,
  type SeriesFacts,
  type SeriesForm,
  type SeriesView,
  seriesView,
  toggled,
} from './series.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  /** The venue takes no series, or the court is gone. */
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'ready'; readonly view: SeriesView };

type StepTap = WechatMiniprogram.TouchEvent<object, object, { step: number }>;
type RowTap = WechatMiniprogram.TouchEvent<object, object, { date: ClubDate }>;
type WayOutTap = WechatMiniprogram.TouchEvent<object, object, { date: ClubDate; court: string }>;
type WayTap = WechatMiniprogram.TouchEvent<object, object, { by: PayBy }>;

Page({
  ...retried,
  data: { state: { kind: 'loading' } as State, busy: '' as '' | 'pay' | 'confirm' },

  wanted: null as Wanted | null,
  facts: null as SeriesFacts | null,
  form: { weeks: 4, by: 'WALLET', decided: {}, withPoints: false } as SeriesForm,
  request: { id: '', of: '' },
  /** Set before anything is drawn: a second tap finds it even when the button still looks awake. */
  working: false,

  onLoad(query: Readonly<Record<string, string | undefined>>) {
    this.wanted = wantedFrom(query);
    void prepareToAsk();
    return this.load();
  },

  /** All weeks at once: the stepper needs no request. */
  async load() {
    const wanted: Wanted | null = this.wanted;
    if (!wanted) return;
    const { venueId, courtId, sport, date, from, until } = wanted;
    try {
      const opened = await api.booking.open({ venueId, sport, date, means: true });
      agreeOnTime(opened.now);
      const asked = { venueId, courtId, date, from, until, places: 1, weeks: MOST_WEEKS };
      const checked = await asMember(() => api.booking.checkSeries(asked));
      if (!checked) {
        this.onBack();
        return;
      }
      this.facts = { wanted, opened, dates: checked.dates };
      this.print();
    } catch (error) {
      if (this.facts) showFailure(error);
      else if (error instanceof Refusal) {
        this.setData({ state: { kind: 'refused', message: error.message } });
      } else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  print() {
    if (this.facts) {
      this.setData({ state: { kind: 'ready', view: seriesView(this.facts, this.form) } });
    }
  },

  onBack() {
    if (getCurrentPages().length > 1) wx.navigateBack();
    else wx.switchTab({ url: '/pages/booking/booking' });
  },

  change(form: SeriesForm) {
    if (this.working) return;
    this.form = form;
    this.print();
  },

  onStep(event: StepTap) {
    const weeks = this.form.weeks + Number(event.currentTarget.dataset.step);
    this.change({ ...this.form, weeks: Math.max(FEWEST_WEEKS, Math.min(MOST_WEEKS, weeks)) });
  },

  onRow(event: RowTap) {
    const wanted: Wanted | null = this.wanted;
    const { date } = event.currentTarget.dataset;
    const facts: SeriesFacts | null = this.facts;
    const row = facts?.dates.find((one) => one.date === date);
    if (wanted && row?.refusal === null) this.change(toggled(this.form, date, wanted.courtId));
  },

  onWayOut(event: WayOutTap) {
    const { date, court } = event.currentTarget.dataset;
    this.change({ ...this.form, decided: { ...this.form.decided, [date]: court } });
  },

  onPoints() {
    this.change({ ...this.form, withPoints: !this.form.withPoints });
  },

  onWay(event: WayTap) {
    this.change({ ...this.form, by: event.currentTarget.dataset.by });
  },

  async onPay() {
    const { state } = this.data;
    if (state.kind !== 'ready' || !state.view.payable || this.working) return;
    this.working = true;
    this.setData({ busy: 'pay' });
    try {
      // Asked inside the tap: WeChat allows it nowhere else.
      await askToSubscribe(BOOKING_NEWS);
      await this.book(state.view);
    } catch (error) {
      showFailure(error);
      // What was refused has changed meanwhile: another price, or a date that is taken.
      if (error instanceof Refusal) await this.load();
    } finally {
      this.working = false;
      this.setData({ busy: '' });
    }
  },

  async book({ dates, due, pointsUsed }: SeriesView) {
    const wanted: Wanted | null = this.wanted;
    if (!wanted) return;
    const { venueId, from, until } = wanted;
    // The same dates, paid in the same way, are one series, however often they are sent.
    const of = JSON.stringify([dates, pointsUsed]);
    if (this.request.of !== of) this.request = { id: newRequestId(), of };
    const paying = await api.booking
      .createSeries({
        ...{ venueId, from, until, dates: [...dates] },
        places: 1,
        expected: due,
        points: pointsUsed,
        channel: this.form.by,
        requestId: this.request.id,
      })
      .catch((error: unknown) => {
        // A series whose payment is over is not paid again: the next try is a new one.
        const over = ['ORDER_CLOSED', 'ORDER_ALREADY_PAID', 'BOOKING_CLOSED'];
        if (error instanceof Refusal && over.includes(error.code)) this.request.of = '';
        throw error;
      });
    const cashier = await throughTheCashier(paying, () => this.setData({ busy: 'confirm' }));
    if (paying.short || cashier === 'cancelled' || cashier === 'failed') {
      // Everything is kept for a while: the first date's page says how long, and takes the payment.
      wx.redirectTo({ url: afterPaying(paying, cashier) });
      return;
    }
    toast(`已固定 ${dates.length} 次`);
    wx.redirectTo({ url: '/packages/booking/pages/mine/mine' });
  },
});
