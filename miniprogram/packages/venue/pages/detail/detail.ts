import { MINUTE, SECOND } from '@shared/base/time';
import { Refusal } from '@shared/refusals';
import {
  type Celebration,
  celebrationOf,
} from '../../../../components/check-in-sheet/checkIn.view';
import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { openBooking } from '../../../../services/bookingWish';
import { agreeOnTime, every, now } from '../../../../services/clock';
import { explain, showFailure, toast } from '../../../../services/feedback';
import { BoardFollower, type Headcount } from '../../../../services/live';
import { pulledDown, retried } from '../../../../services/loading';
import { asMember } from '../../../../services/session';
import { askToSubscribe, prepareToAsk } from '../../../../services/subscribe';
import { checkInByScan, leaveAfterAsking } from '../../../../services/visits';
import { isOutdated } from '../../../../words/opening';
import {
  type DetailView,
  detailView,
  shareCard,
  type VenueDetail,
  venueIdFrom,
} from './detail.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'missing'; readonly message: string }
  | { readonly kind: 'ready'; readonly venue: DetailView; readonly hint: string };

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    busy: '' as '' | 'in' | 'out' | 'favourite' | 'reminder',
    /** The day of the week's strip that was tapped. */
    chosen: 0,
    celebration: null as Celebration | null,
  },

  venueId: '',
  detail: null as VenueDetail | null,
  shown: false,
  boards: null as BoardFollower | null,
  stopTicking: null as (() => void) | null,

  onLoad(query: { id?: string; scene?: string }) {
    this.venueId = venueIdFrom(query);
    this.boards = new BoardFollower(([board]) => this.onBoard(board));
  },

  onShow() {
    this.shown = true;
    void prepareToAsk();
    this.stopTicking = every(30 * SECOND, () => this.tick());
    return this.load();
  },

  onHide() {
    this.rest();
  },

  onUnload() {
    this.rest();
  },

  rest() {
    this.shown = false;
    this.stopTicking?.();
    this.boards?.stop();
  },

  async load() {
    try {
      const detail = await api.venue.detail({ id: this.venueId });
      this.detail = detail;
      agreeOnTime(detail.now);
      this.print();
      wx.setNavigationBarTitle({ title: detail.venue.name });
      if (this.shown) this.boards?.follow([detail.venue.id]);
    } catch (error) {
      this.fail(error);
    }
  },

  fail(error: unknown) {
    const message = explain(error);
    // A link that was cut off or a venue that is gone: trying again would not help.
    const gone =
      error instanceof Refusal &&
      (error.code === 'VENUE_NOT_FOUND' || error.code === 'INVALID_INPUT');
    if (gone) this.setData({ state: { kind: 'missing', message: '没有找到这个场馆' } });
    else if (this.detail) this.print(message);
    else this.setData({ state: { kind: 'failed', message } });
  },

  onBackToList() {
    wx.switchTab({ url: '/pages/venues/venues' });
  },

  onBoard(board: Headcount | undefined) {
    if (!this.detail || !board) return;
    const { headcount, capacity } = board;
    this.detail = { ...this.detail, venue: { ...this.detail.venue, headcount, capacity } };
    this.print();
  },

  tick(): void | Promise<void> {
    const { detail } = this;
    if (!detail) return;
    const over = detail.openVisit !== null && detail.openVisit.deadline <= now();
    // The forecast goes on from who is counted: it is ten minutes old at most.
    const old = now() - detail.now >= 10 * MINUTE;
    if (over || old || isOutdated(detail.venue.opening, now())) return this.load();
    this.print();
  },

  print(hint = '') {
    if (!this.detail) return;
    const venue = detailView(this.detail, now());
    const { length } = venue.outlook.week.rows;
    // A night that failed leaves fewer days.
    const chosen = this.data.chosen < length ? this.data.chosen : 0;
    this.setData({ state: { kind: 'ready', venue, hint }, chosen });
  },

  async onMain() {
    const { state, busy } = this.data;
    if (state.kind !== 'ready' || busy || state.venue.action.disabled) return;
    await (state.venue.action.kind === 'in' ? this.checkIn() : this.checkOut());
  },

  async checkIn() {
    this.setData({ busy: 'in' });
    try {
      const registered = this.detail?.registered ?? false;
      const done = await checkInByScan({ registered, venueId: this.venueId });
      if (done) this.setData({ celebration: celebrationOf(done) });
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ busy: '' });
      await this.load();
    }
  },

  async checkOut() {
    const visit = this.detail?.openVisit;
    if (!visit) return;
    this.setData({ busy: 'out' });
    try {
      await leaveAfterAsking(visit);
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ busy: '' });
      await this.load();
    }
  },

  onBook() {
    openBooking({ venueId: this.venueId });
  },

  async onFavourite() {
    const { detail } = this;
    if (!detail || this.data.busy) return;
    this.setData({ busy: 'favourite' });
    try {
      const wanted = !detail.venue.favourite;
      const done = await asMember(() =>
        api.venue.setFavourite({ id: detail.venue.id, favourite: wanted }),
      );
      if (done && this.detail) {
        this.detail = { ...this.detail, venue: { ...this.detail.venue, ...done } };
        this.print();
      }
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ busy: '' });
    }
  },

  onDay(event: Tapped<{ index: number }>) {
    this.setData({ chosen: event.currentTarget.dataset.index });
  },

  /** Asks to hear when it is quiet, or takes that back. */
  async onReminder() {
    const { detail } = this;
    if (!detail || this.data.busy) return;
    this.setData({ busy: 'reminder' });
    try {
      const wanted = !detail.waiting;
      // Asked inside the tap: WeChat allows it nowhere else. What a visitor accepts belongs to nobody.
      if (wanted && detail.registered) await askToSubscribe(['QUIET']);
      const venueId = detail.venue.id;
      const done = await asMember(() => api.forecast.awaitQuiet({ venueId, wanted }));
      if (done && this.detail) {
        this.detail = { ...this.detail, ...done };
        this.print();
        if (done.waiting) toast('人少时会给你发一条消息');
      }
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ busy: '' });
    }
  },

  async onOpenMap() {
    const { detail } = this;
    if (!detail) return;
    const { latitude, longitude, name, address } = detail.venue;
    try {
      await wx.openLocation({ latitude, longitude, name, address, scale: 16 });
    } catch {
      toast('没有打开地图，请稍后再试');
    }
  },

  async onCall() {
    const { detail } = this;
    if (!detail) return;
    try {
      await wx.makePhoneCall({ phoneNumber: detail.venue.phone });
    } catch {
      // The person chose not to call: WeChat reports that as a failure.
    }
  },

  onCelebrated() {
    this.setData({ celebration: null });
  },

  onShareAppMessage() {
    const { state } = this.data;
    if (state.kind === 'ready') return shareCard(state.venue);
    return { title: '场边：看看场馆现在有多少人', path: '/pages/venues/venues' };
  },
});
