import { SECOND } from '@shared/base/time';
import type { BookingCursor, BookingView, WaitView } from '@shared/contracts/bookingViews';
import { api } from '../../../../services/api';
import { agreeOnTime, every, now } from '../../../../services/clock';
import { confirm, explain, showFailure, toast } from '../../../../services/feedback';
import { openPage } from '../../../../services/pages';
import { asMember } from '../../../../services/session';
import {
  type BookingCard,
  bookingCard,
  isTicking,
  shownWaits,
  type WaitCard,
  type When,
} from './mine.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'guest' }
  | {
      readonly kind: 'ready';
      readonly bookings: readonly BookingCard[];
      /** Places kept for the caller for a few minutes: they come first. */
      readonly kept: readonly WaitCard[];
      readonly waits: readonly WaitCard[];
      /** `more` below, being fetched, or all shown. */
      readonly tail: 'more' | 'busy' | 'end';
      readonly hint: string;
    };

type WhenTap = WechatMiniprogram.TouchEvent<object, object, { when: When }>;
type CardTap = WechatMiniprogram.TouchEvent<object, object, { id: string }>;
type PathTap = WechatMiniprogram.TouchEvent<object, object, { path: string }>;

/** What was shown a while ago is asked for again when a countdown has ended. */
const ASK_AGAIN = 10 * SECOND;

Page({
  data: {
    state: { kind: 'loading' } as State,
    when: 'COMING' as When,
    leaving: '',
  },

  bookings: null as readonly BookingView[] | null,
  waits: [] as readonly WaitView[],
  next: null as BookingCursor | null,
  /** Only the newest question's answer is shown. */
  question: 0,
  askAt: 0,
  stopTicking: null as (() => void) | null,

  onShow() {
    this.stopTicking = every(SECOND, () => this.tick());
    return this.load();
  },

  onHide() {
    this.stopTicking?.();
  },

  onUnload() {
    this.stopTicking?.();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  onReachBottom() {
    return this.loadMore();
  },

  onRetry() {
    this.setData({ state: { kind: 'loading' } });
    return this.load();
  },

  onWhen(event: WhenTap) {
    const { when } = event.currentTarget.dataset;
    if (when === this.data.when) return;
    this.bookings = null;
    this.setData({ when, state: { kind: 'loading' } });
    void this.load();
  },

  async load() {
    this.question += 1;
    const mine = this.question;
    this.askAt = now() + ASK_AGAIN;
    const { when } = this.data;
    try {
      const page = await asMember(() => api.booking.mine({ when, before: null }));
      if (mine !== this.question) return;
      if (!page) {
        this.setData({ state: { kind: 'guest' } });
        return;
      }
      agreeOnTime(page.now);
      this.bookings = page.bookings;
      this.waits = page.waits;
      this.next = page.next;
      this.print();
    } catch (error) {
      if (mine !== this.question) return;
      if (this.bookings) this.print(explain(error));
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  async loadMore() {
    const { state, when } = this.data;
    const { next, question } = this;
    if (state.kind !== 'ready' || state.tail !== 'more' || next === null) return;
    this.setData({ state: { ...state, tail: 'busy' } });
    try {
      const page = await api.booking.mine({ when, before: next });
      if (question !== this.question) return;
      this.bookings = [...(this.bookings ?? []), ...page.bookings];
      this.next = page.next;
    } catch (error) {
      showFailure(error);
    }
    if (question === this.question) this.print();
  },

  print(hint = '') {
    const bookings: readonly BookingView[] | null = this.bookings;
    const { waits, next } = this;
    if (!bookings) return;
    const shown = shownWaits(waits, now());
    this.setData({
      state: {
        kind: 'ready',
        bookings: bookings.map((booking) => bookingCard(booking, now())),
        kept: shown.filter(({ bookPath }) => bookPath !== ''),
        waits: shown.filter(({ bookPath }) => bookPath === ''),
        tail: next === null ? 'end' : 'more',
        hint,
      },
    });
  },

  /** Countdowns go on; what ran out is asked for until the server says how it ended. */
  tick(): void | Promise<void> {
    const bookings: readonly BookingView[] | null = this.bookings;
    const waits: readonly WaitView[] = this.waits;
    const { state } = this.data;
    if (!bookings || state.kind !== 'ready' || state.tail === 'busy') return;
    if (!isTicking(bookings, waits)) return;
    this.print(state.hint);
    const over = [
      ...bookings.filter(({ status }) => status === 'PENDING_PAY').map((one) => one.expiresAt),
      ...waits.map(({ offeredUntil }) => offeredUntil),
    ].some((until) => until !== null && until <= now());
    if (over && now() >= this.askAt) return this.load();
  },

  onBooking(event: CardTap) {
    openPage(`/packages/booking/pages/detail/detail?id=${event.currentTarget.dataset.id}`);
  },

  onBook(event: PathTap) {
    openPage(event.currentTarget.dataset.path);
  },

  async onLeaveWait(event: CardTap) {
    const { id: waitId } = event.currentTarget.dataset;
    if (this.data.leaving) return;
    const content = '退出以后，有空位时不再通知你。';
    if (!(await confirm({ title: '退出候补', content, confirmText: '退出' }))) return;
    this.setData({ leaving: waitId });
    try {
      await api.booking.leaveWait({ waitId });
      toast('已退出候补');
    } catch (error) {
      showFailure(error);
    }
    await this.load();
    this.setData({ leaving: '' });
  },

  onTab() {
    wx.switchTab({ url: '/pages/booking/booking' });
  },
});
