import { Refusal } from '@shared/refusals';
import type { Opened } from '../../../../pages/booking/booking.view';
import { api } from '../../../../services/api';
import { agreeOnTime, now } from '../../../../services/clock';
import { explain, showFailure } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import { newRequestId } from '../../../../services/requestId';
import { asMember } from '../../../../services/session';
import { askToSubscribe, prepareToAsk } from '../../../../services/subscribe';
import { afterPaying, BOOKING_NEWS, throughTheCashier } from '../../paying';
import type { PayBy } from '../../payWay.view';
import { type ConfirmView, confirmView, type Form, type Wanted, wantedFrom } from './confirm.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  /** Somebody, perhaps the caller, was faster. */
  | { readonly kind: 'gone'; readonly mine: boolean }
  | { readonly kind: 'ready'; readonly view: ConfirmView };

type WayTap = WechatMiniprogram.TouchEvent<object, object, { by: PayBy }>;
type CouponChosen = WechatMiniprogram.CustomEvent<{ couponId: string | null }>;
type StepTap = WechatMiniprogram.TouchEvent<object, object, { step: number }>;

Page({
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    busy: '' as '' | 'pay' | 'confirm',
    /** Whether the coupons lie over the page. */
    coupons: false,
  },

  wanted: null as Wanted | null,
  opened: null as Opened | null,
  form: { places: 1, by: 'WALLET', couponId: null, withPoints: false } as Form,
  /** One page makes one booking, however often it is sent. */
  requestId: '',
  /** Set before anything is drawn: a second tap finds it even when the button still looks awake. */
  working: false,

  onLoad(query: Readonly<Record<string, string | undefined>>) {
    this.wanted = wantedFrom(query);
    this.requestId = newRequestId();
    return this.load();
  },

  async load() {
    const wanted: Wanted | null = this.wanted;
    if (!wanted) return;
    const { venueId, sport, date } = wanted;
    try {
      // Known before the button is there: WeChat's sheet opens only straight from the tap.
      const [opened] = await Promise.all([
        api.booking.open({ venueId, sport, date, means: true }),
        prepareToAsk(),
      ]);
      agreeOnTime(opened.now);
      this.opened = opened;
      this.print();
    } catch (error) {
      if (this.opened) showFailure(error);
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  print() {
    const opened: Opened | null = this.opened;
    const wanted: Wanted | null = this.wanted;
    if (!opened || !wanted) return;
    const view = confirmView(opened, wanted, { ...this.form, now: now() });
    if (typeof view === 'string') this.setData({ state: { kind: 'gone', mine: view === 'mine' } });
    else this.setData({ state: { kind: 'ready', view } });
  },

  /** Out of a page whose choice is gone: to what was booked, or to the grid again. */
  onLeave() {
    const { state } = this.data;
    if (state.kind === 'gone' && state.mine) {
      wx.redirectTo({ url: '/packages/booking/pages/mine/mine' });
    } else {
      wx.switchTab({ url: '/pages/booking/booking' });
    }
  },

  onWay(event: WayTap) {
    this.change({ ...this.form, by: event.currentTarget.dataset.by });
  },

  onStep(event: StepTap) {
    const { state } = this.data;
    if (state.kind !== 'ready' || !state.view.places) return;
    const { count, most } = state.view.places;
    const places = Math.max(1, Math.min(most, count + Number(event.currentTarget.dataset.step)));
    this.change({ ...this.form, places });
  },

  onPoints() {
    this.change({ ...this.form, withPoints: !this.form.withPoints });
  },

  onCoupons() {
    if (!this.working) this.setData({ coupons: true });
  },

  onCouponsClose() {
    this.setData({ coupons: false });
  },

  onCoupon({ detail: { couponId } }: CouponChosen) {
    this.setData({ coupons: false });
    this.change({ ...this.form, couponId });
  },

  change(form: Form) {
    if (this.working) return;
    this.form = form;
    this.print();
  },

  async onPay() {
    const { state } = this.data;
    if (state.kind !== 'ready' || this.working) return;
    this.working = true;
    this.setData({ busy: 'pay' });
    try {
      // Asked inside the tap: WeChat allows it nowhere else.
      await askToSubscribe(BOOKING_NEWS);
      const left = await this.book(state.view);
      if (left) return;
    } catch (error) {
      showFailure(error);
      // What was refused has changed meanwhile: another price, or nothing free any more.
      if (error instanceof Refusal) await this.load();
    }
    this.working = false;
    this.setData({ busy: '' });
  },

  /** True when the page is left for the booking's own. */
  async book({ due, places, beside }: ConfirmView): Promise<boolean> {
    const wanted: Wanted | null = this.wanted;
    if (!wanted) return false;
    const { venueId, courtId, date, from, until } = wanted;
    const paying = await asMember(() =>
      api.booking.create({
        ...{ venueId, courtId, date, from, until },
        places: places?.count ?? 1,
        expected: due,
        points: beside.pointsUsed,
        couponId: beside.couponId,
        channel: this.form.by,
        requestId: this.requestId,
      }),
    );
    if (!paying) return false;
    const cashier = await throughTheCashier(paying, () => this.setData({ busy: 'confirm' }));
    wx.redirectTo({ url: afterPaying(paying, cashier) });
    return true;
  },
});
