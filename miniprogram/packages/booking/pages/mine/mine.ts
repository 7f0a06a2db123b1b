import { SECOND } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import { api } from '../../../../services/api';
import { agreeOnTime, every, now } from '../../../../services/clock';
import { confirm, showFailure, toast } from '../../../../services/feedback';
import { pulledDown } from '../../../../services/loading';
import { PagedList, type PagedState } from '../../../../services/pagedList';
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

type Mine = Awaited<ReturnType<Api['booking']['mine']>>;
interface Shown {
  readonly bookings: readonly BookingCard[];
  /** Places kept for the caller for a few minutes: they come first. */
  readonly kept: readonly WaitCard[];
  readonly waits: readonly WaitCard[];
}

type WhenTap = WechatMiniprogram.TouchEvent<object, object, { when: When }>;
type CardTap = WechatMiniprogram.TouchEvent<object, object, { id: string }>;
type PathTap = WechatMiniprogram.TouchEvent<object, object, { path: string }>;

/** What was shown a while ago is asked for again when a countdown has ended. */
const ASK_AGAIN = 10 * SECOND;

Page({
  ...pulledDown,
  data: {
    state: { kind: 'loading' } as PagedState<Shown>,
    when: 'COMING' as When,
    leaving: '',
  },

  list: null as PagedList<Mine, Shown> | null,
  askAt: 0,
  stopTicking: null as (() => void) | null,

  onLoad() {
    this.list = new PagedList<Mine, Shown>({
      ask: (before) => asMember(() => api.booking.mine({ when: this.data.when, before })),
      joined: (known, { bookings, next }) => ({
        ...known,
        bookings: [...known.bookings, ...bookings],
        next,
      }),
      learn: (page) => agreeOnTime(page.now),
      view: shownOf,
      show: (state) => this.setData({ state }),
    });
  },

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

  onReachBottom() {
    return this.list?.more();
  },

  onRetry() {
    this.askAt = now() + ASK_AGAIN;
    return this.list?.again();
  },

  onWhen(event: WhenTap) {
    const { when } = event.currentTarget.dataset;
    if (when === this.data.when) return;
    this.setData({ when });
    void this.onRetry();
  },

  load() {
    this.askAt = now() + ASK_AGAIN;
    return this.list?.load();
  },

  /** Countdowns go on; what ran out is asked for until the server says how it ended. */
  tick(): void | Promise<void> {
    const known: Mine | null | undefined = this.list?.known;
    const { state } = this.data;
    if (!known || state.kind !== 'ready' || state.tail === 'busy') return;
    const { bookings, waits } = known;
    if (!isTicking(bookings, waits)) return;
    this.list?.reprint();
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

function shownOf({ bookings, waits }: Mine): Shown {
  const shown = shownWaits(waits, now());
  return {
    bookings: bookings.map((booking) => bookingCard(booking, now())),
    kept: shown.filter(({ bookPath }) => bookPath !== ''),
    waits: shown.filter(({ bookPath }) => bookPath === ''),
  };
}
