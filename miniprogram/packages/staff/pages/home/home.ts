import { api } from '../../../../services/api';
import { agreeOnTime } from '../../../../services/clock';
import { showFailure } from '../../../../services/feedback';
import { BoardFollower } from '../../../../services/live';
import { pulledDown, retried, showLost } from '../../../../services/loading';
import { openPage } from '../../../../services/pages';
import { scanCode } from '../../../../services/scan';
import {
  type CampusGroup,
  campusGroups,
  type ScanOutcome,
  scanFailure,
  scanOutcome,
  withHeadcounts,
} from './home.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'ready'; readonly groups: readonly CampusGroup[] };

type VenueTap = WechatMiniprogram.TouchEvent<object, object, { id: string }>;

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    /** The venue whose scan is being answered; no second scan starts meanwhile. */
    busyVenueId: '',
    outcome: null as ScanOutcome | null,
    outcomeShown: false,
    outcomeVenueId: '',
  },

  shown: false,
  boards: null as BoardFollower | null,

  onLoad() {
    this.boards = new BoardFollower((headcounts) => {
      const { state } = this.data;
      if (state.kind !== 'ready') return;
      this.setData({ state: { ...state, groups: withHeadcounts(state.groups, headcounts) } });
    });
  },

  onShow() {
    this.shown = true;
    return this.load();
  },

  onHide() {
    this.shown = false;
    this.boards?.stop();
  },

  onUnload() {
    this.shown = false;
    this.boards?.stop();
  },

  async load() {
    try {
      const { venues, now } = await api.desk.home({});
      agreeOnTime(now);
      const state: State =
        venues.length === 0 ? { kind: 'empty' } : { kind: 'ready', groups: campusGroups(venues) };
      this.setData({ state });
      if (this.shown) this.boards?.follow(venues.map((venue) => venue.id));
    } catch (error) {
      showLost(this, error);
    }
  },

  onScan(event: VenueTap) {
    return this.scan(event.currentTarget.dataset.id);
  },

  onScanAgain() {
    this.setData({ outcomeShown: false });
    return this.scan(this.data.outcomeVenueId);
  },

  async scan(venueId: string) {
    if (this.data.busyVenueId) return;
    this.setData({ busyVenueId: venueId });
    try {
      const code = await scanCode();
      if (code !== null) this.showOutcome(venueId, await this.present(venueId, code));
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ busyVenueId: '' });
    }
  },

  /** Brings a member's code to the server; every answer is an outcome to show. */
  present(venueId: string, code: string): Promise<ScanOutcome> {
    return api.desk.scan({ venueId, code }).then(scanOutcome, scanFailure);
  },

  showOutcome(venueId: string, outcome: ScanOutcome) {
    this.setData({ outcome, outcomeShown: true, outcomeVenueId: venueId });
    wx.vibrateShort({ type: outcome.tone === 'refused' ? 'heavy' : 'light' }).catch(
      () => undefined, // a phone without a motor is no failure
    );
  },

  onCloseOutcome() {
    this.setData({ outcomeShown: false });
  },

  onCheckInside() {
    this.setData({ outcomeShown: false });
    return this.open('inside', this.data.outcomeVenueId);
  },

  onTill() {
    openPage('/packages/staff/pages/till/till');
  },

  onCourts() {
    openPage('/packages/courts/pages/sheet/sheet');
  },

  onRedeem() {
    openPage('/packages/staff/pages/redeem/redeem');
  },

  onDisputes() {
    openPage('/packages/staff/pages/disputes/disputes');
  },

  onOpenDoor(event: VenueTap) {
    return this.open('door', event.currentTarget.dataset.id);
  },

  onOpenInside(event: VenueTap) {
    return this.open('inside', event.currentTarget.dataset.id);
  },

  open(page: 'door' | 'inside', venueId: string) {
    return wx.navigateTo({ url: `/packages/staff/pages/${page}/${page}?venueId=${venueId}` });
  },
});
