import { fen } from '@shared/base/money';
import { SECOND } from '@shared/base/time';
import type { BookingDetail } from '@shared/contracts/bookingViews';
import { isLive } from '@shared/domain/booking';
import { api } from '../../../../services/api';
import { openBooking } from '../../../../services/bookingWish';
import { agreeOnTime, every, now } from '../../../../services/clock';
import { confirm, explain, isRefused, toast } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import { oneAtATime, turnOf } from '../../../../services/oneAtATime';
import { backOr, openPage } from '../../../../services/pages';
import type { Cashier } from '../../../../services/payment';
import { holdScreenUp, letScreenRest } from '../../../../services/screen';
import { asMember } from '../../../../services/session';
import { throughTheCashier } from '../../paying';
import type { PayBy } from '../../payWay.view';
import { wishOfAgain } from './again.view';
import { type DetailView, detailView, inviteCard } from './detail.view';
import type { Cancelled, OutsideTap, PersonTap, Query, Rated, SheetTap, WayTap } from './events';
import { hasCalendar, OUTSIDE } from './outside';
import { LEAVE, LET_GO, removalOf } from './questions';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'missing'; readonly message: string }
  | { readonly kind: 'ready'; readonly view: DetailView; readonly hint: string };

type Busy = '' | 'pay' | 'confirm' | 'cancel' | 'ask' | 'rate' | 'people';
/** One that should be paid or closed by now is asked for this often until it is. */
const ASK_AGAIN = 10 * SECOND;

Page({
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    busy: '' as Busy,
    sheet: '' as '' | 'cancel' | 'rate',
    calendar: false,
  },

  bookingId: '',
  detail: null as BookingDetail | null,
  arrival: { fresh: false, cashier: null as Cashier | null },
  by: null as PayBy | null,
  askAt: 0,
  bright: false,
  stopTicking: null as (() => void) | null,

  onLoad({ id = '', fresh, cashier }: Query) {
    this.bookingId = id;
    this.arrival = { fresh: fresh === '1', cashier: cashier ?? null };
    this.setData({ calendar: hasCalendar() });
  },

  onShow(): void | Promise<void> {
    this.stopTicking = every(SECOND, () => this.tick());
    // WeChat's sheet covers the page and gives it back: what it paid for is asked for then.
    if (!this.data.busy) return this.load();
  },

  onHide() {
    this.rest();
  },

  onUnload() {
    this.rest();
  },

  rest() {
    this.stopTicking?.();
    if (this.bright) letScreenRest();
    this.bright = false;
  },

  async onPullDownRefresh() {
    if (!this.data.busy) await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    this.askAt = now() + ASK_AGAIN;
    try {
      const detail = await asMember(() => api.booking.detail({ bookingId: this.bookingId }));
      if (detail) this.take(detail);
      else this.setData({ state: { kind: 'missing', message: '注册成为会员以后才能看预订' } });
    } catch (error) {
      const message = explain(error);
      if (isRefused(error)) this.setData({ state: { kind: 'missing', message } });
      else if (this.detail) this.print(message);
      else this.setData({ state: { kind: 'failed', message } });
    }
  },

  take(detail: BookingDetail) {
    agreeOnTime(detail.now);
    this.detail = detail;
    this.print();
  },

  print(hint = '') {
    const { detail, arrival, by } = this;
    if (!detail) return;
    const view = detailView(detail, { ...arrival, by, now: now() });
    this.setData({ state: { kind: 'ready', view, hint } });
    if (view.code === null || this.bright) return;
    holdScreenUp();
    this.bright = true;
  },

  /** The countdown goes on; what should be paid or closed is asked for until the server says so. */
  tick(): void | Promise<void> {
    const { detail } = this;
    if (detail?.booking.status !== 'PENDING_PAY' || this.data.busy) return;
    this.print();
    const over = detail.booking.expiresAt <= now() || this.arrival.cashier === 'done';
    if (over && now() >= this.askAt) return this.load();
  },

  onAsk() {
    return this.work('ask', () => this.load());
  },

  onWay(event: WayTap) {
    this.by = event.currentTarget.dataset.by;
    this.print();
  },

  onTopUp() {
    openPage('/packages/wallet/pages/topup/topup');
  },

  async onPay() {
    const { state } = this.data;
    const due = state.kind === 'ready' ? state.view.due : null;
    if (!due) return;
    await this.work('pay', async () => {
      const paying = await api.booking.pay({ bookingId: this.bookingId, channel: due.by });
      const cashier = await throughTheCashier(paying, () => this.setData({ busy: 'confirm' }));
      this.arrival = { fresh: true, cashier };
      await this.load();
    });
  },

  /** An unpaid booking is let go with a question; a paid one shows what comes back first. */
  async onCancel() {
    const { detail } = this;
    if (!detail) return;
    if (detail.booking.status !== 'PENDING_PAY') {
      this.setData({ sheet: 'cancel' });
      return;
    }
    if (await confirm(LET_GO)) await this.cancel(false, 0);
  },

  onCancelled({ detail: { following } }: Cancelled) {
    const refund = this.detail?.refund;
    if (!refund) return;
    return this.cancel(following, (following ? refund.following?.amount : refund.amount) ?? 0);
  },

  cancel(following: boolean, amount: number) {
    const { bookingId } = this;
    return this.work('cancel', async () => {
      const left = await api.booking.cancel({
        ...{ bookingId, expected: fen(amount), following },
        coupon: this.detail?.refund.coupon ?? false,
      });
      this.take(left);
      this.setData({ sheet: '' });
      // Paid in the same moment: then it stands, and the page shows it.
      if (!isLive(left.booking.status)) toast('已取消');
    });
  },

  onMove() {
    openPage(`/packages/booking/pages/move/move?id=${this.bookingId}`);
  },

  onChangeOrder() {
    const orderId = this.detail?.order?.id;
    if (orderId) openPage(`/packages/wallet/pages/order/order?id=${orderId}`);
  },

  /** The tab with the same time chosen, on top of nothing: this booking is settled. */
  onAgain() {
    if (this.detail) openBooking(wishOfAgain(this.detail.booking, now()));
  },

  onRated({ detail: { stars, text } }: Rated) {
    const { bookingId } = this;
    return this.work('rate', async () => {
      this.take(await api.booking.rate({ bookingId, stars, text }));
      this.setData({ sheet: '' });
      toast('谢谢你的评价');
    });
  },

  onSheet(event: SheetTap) {
    this.setData({ sheet: event.currentTarget.dataset.sheet });
  },

  async onRemove(event: PersonTap) {
    const { id: memberId, name } = event.currentTarget.dataset;
    if (!(await confirm(removalOf(name)))) return;
    const { bookingId } = this;
    await this.work('people', async () => {
      this.take(await api.booking.removeCompanion({ bookingId, memberId }));
    });
  },

  async onLeave() {
    const memberId = this.detail?.you ?? '';
    if (!(await confirm(LEAVE))) return;
    const { bookingId } = this;
    await this.work('people', async () => {
      await api.booking.removeCompanion({ bookingId, memberId });
      backOr('/packages/booking/pages/mine/mine');
    });
  },

  async onOutside(event: OutsideTap) {
    if (this.detail) await OUTSIDE[event.currentTarget.dataset.what](this.detail);
  },

  onMine() {
    backOr('/packages/booking/pages/mine/mine');
  },

  work(what: Busy, task: () => Promise<void>): Promise<void> {
    return oneAtATime(
      task,
      turnOf(this, what, () => this.load()),
    );
  },

  onShareAppMessage() {
    return inviteCard(this.detail, now());
  },
});
