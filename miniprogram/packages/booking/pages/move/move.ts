import { type Fen, fen } from '@shared/base/money';
import type { ClubDate } from '@shared/base/time';
import type { BookingDetail, BookingView, GridView } from '@shared/contracts/bookingViews';
import { Refusal } from '@shared/refusals';
import type { Selection } from '../../../../components/slot-grid/choice.view';
import { type DayChip, dayChips, type Opened } from '../../../../pages/booking/booking.view';
import { type Chosen, type DayTap, mayTurnTo } from '../../../../pages/booking/days';
import { api } from '../../../../services/api';
import { agreeOnTime, now } from '../../../../services/clock';
import { confirm, explain, isRefused, showFailure, toast } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import { backOr } from '../../../../services/pages';
import { newRequestId } from '../../../../services/requestId';
import { throughTheCashier } from '../../paying';
import type { PayBy } from '../../payWay.view';
import {
  firstWay,
  gridForMove,
  type MoveBar,
  moveBar,
  moveQuestion,
  presentPlace,
  suggested,
} from './move.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  /** It began, was cancelled, or was checked in: it stays where it is. */
  | { readonly kind: 'fixed' }
  | {
      readonly kind: 'ready';
      readonly present: string;
      readonly days: readonly DayChip[];
      /** Why there is nothing to book that day; empty when there is. */
      readonly closed: string;
    };

type WayTap = WechatMiniprogram.TouchEvent<object, object, { by: PayBy }>;

Page({
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    grid: null as GridView | null,
    selection: null as Selection | null,
    bar: null as MoveBar | null,
    turning: false,
    busy: '' as '' | 'move' | 'confirm',
  },

  bookingId: '',
  booking: null as BookingView | null,
  balance: fen(0) as Fen,
  /** How much of what is cheaper comes back now. */
  percent: 0,
  opened: null as Opened | null,
  date: null as ClubDate | null,
  /** Chosen by hand; otherwise the wallet where it holds enough. */
  by: null as PayBy | null,
  request: { id: '', of: '' },
  /** Only the newest question's answer is shown. */
  question: 0,
  /** Set before anything is drawn: a second tap finds it even when the button still looks awake. */
  working: false,

  onLoad(query: { id?: string }) {
    this.bookingId = query.id ?? '';
    return this.load();
  },

  onBack() {
    backOr(`/packages/booking/pages/detail/detail?id=${this.bookingId}`);
  },

  async load() {
    this.question += 1;
    const mine = this.question;
    try {
      const detail: BookingDetail = await api.booking.detail({ bookingId: this.bookingId });
      const { booking } = detail;
      const date: ClubDate = this.date ?? booking.date;
      const { venueId, sport } = booking;
      const opened = await api.booking.open({ venueId, sport, date });
      if (mine !== this.question) return;
      agreeOnTime(opened.now);
      this.booking = booking;
      this.balance = detail.balance;
      this.percent = detail.refund.percent;
      this.opened = opened;
      if (detail.may.reschedule) this.print();
      else this.setData({ state: { kind: 'fixed' } });
    } catch (error) {
      if (mine !== this.question) return;
      this.setData({ turning: false });
      if (this.opened) showFailure(error);
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  /** A choice does not outlast a reload: what was refused is not offered again. */
  print() {
    const opened: Opened | null = this.opened;
    const booking: BookingView | null = this.booking;
    if (!opened?.grid || !booking) return;
    const grid = gridForMove(opened.grid, booking);
    this.setData({
      turning: false,
      grid,
      selection: null,
      bar: null,
      state: {
        kind: 'ready',
        present: presentPlace(booking),
        days: dayChips(opened, grid.date, now()),
        closed: grid.closed ?? '',
      },
    });
  },

  onDay(event: DayTap) {
    const { date } = event.currentTarget.dataset;
    const opened: Opened | null = this.opened;
    if (!opened || this.working || !mayTurnTo(opened, date)) return;
    this.date = date;
    this.setData({ turning: true, selection: null, bar: null });
    return this.load();
  },

  onChoose(event: Chosen) {
    const { grid, selection: before } = this.data;
    const booking: BookingView | null = this.booking;
    if (!grid || !booking || this.working) return;
    const { selection: tapped } = event.detail;
    if (tapped?.taken) {
      toast('这个时段已被订走，请换一个时段');
      return;
    }
    this.setData({ selection: suggested(grid, { before, tapped }, booking) });
    this.printBar();
  },

  onWay(event: WayTap) {
    if (this.working) return;
    this.by = event.currentTarget.dataset.by;
    this.printBar();
  },

  printBar() {
    const { grid, selection } = this.data;
    const booking: BookingView | null = this.booking;
    if (!grid || !booking) return;
    const facts = { booking, balance: this.balance, percent: this.percent };
    const bar = selection && moveBar(grid, selection, { ...facts, by: this.wayFor(selection) });
    this.setData({ bar });
  },

  wayFor(selection: Selection): PayBy {
    const { grid } = this.data;
    const booking: BookingView | null = this.booking;
    if (this.by || !grid || !booking) return this.by ?? 'WALLET';
    const { balance, percent } = this;
    const { amount } = moveBar(grid, selection, { booking, balance, percent, by: 'WALLET' });
    return firstWay(amount, balance);
  },

  async onMove() {
    const { grid, selection, bar } = this.data;
    if (!grid || !selection || !bar || bar.same || this.working) return;
    this.working = true;
    try {
      const content = moveQuestion(bar);
      if (!(await confirm({ title: '改期', content, confirmText: '确认改期' }))) return;
      this.setData({ busy: 'move' });
      await this.move(grid, selection, bar);
    } catch (error) {
      showFailure(error);
      if (error instanceof Refusal) await this.load();
    } finally {
      this.working = false;
      this.setData({ busy: '' });
    }
  },

  async move({ date }: GridView, selection: Selection, { amount }: MoveBar) {
    const { courtId, from, until } = selection;
    const channel = amount > 0 ? this.wayFor(selection) : 'WALLET';
    const { bookingId } = this;
    const of = JSON.stringify([date, courtId, from, until, channel]);
    if (this.request.of !== of) this.request = { id: newRequestId(), of };
    const paying = await api.booking
      .reschedule({
        ...{ bookingId, courtId, date, from, until, channel },
        expectedDifference: amount,
        requestId: this.request.id,
      })
      .catch((error: unknown) => {
        // An order that is over ends this request; the next one is a new order.
        if (isRefused(error)) this.request = { id: '', of: '' };
        throw error;
      });
    const cashier = await throughTheCashier(paying, () => this.setData({ busy: 'confirm' }));
    if (cashier === 'cancelled' || cashier === 'failed') {
      toast('还没有支付，原来的预订不变');
      await this.load();
      return;
    }
    // Money that was paid is told by the booking's own page: it asks the server.
    if (!cashier) toast('已改期');
    this.onBack();
  },
});
