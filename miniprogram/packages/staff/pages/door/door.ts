import { SECOND } from '@shared/base/time';
import { api } from '../../../../services/api';
import { agreeOnTime, every, now } from '../../../../services/clock';
import { explain, isRefused } from '../../../../services/feedback';
import { BoardFollower } from '../../../../services/live';
import { holdScreenUp, letScreenRest } from '../../../../services/screen';
import {
  type DoorCodeSpan,
  layoutOf,
  needsCodes,
  outageNotice,
  reserveOf,
  shownAt,
} from './door.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | {
      readonly kind: 'ready';
      readonly campusName: string;
      readonly name: string;
      readonly open: boolean;
    };

/** Seconds between two tries while the network is gone. */
const RETRY_AFTER = 5;

Page({
  data: {
    state: { kind: 'loading' } as State,
    layout: layoutOf({ width: 0, height: 0 }),
    /** Empty when there is no current code. */
    code: '',
    secondsLeft: 0,
    /** How far the ring is filled, in degrees. */
    ring: 0,
    notice: '',
    headcount: 0,
    capacity: 0,
  },

  venueId: '',
  shown: false,
  codes: [] as readonly DoorCodeSpan[],
  fetching: false,
  offline: false,
  ticksToRetry: 0,
  boards: null as BoardFollower | null,
  stopTicking: null as (() => void) | null,

  onLoad(query: { venueId?: string }) {
    this.venueId = query.venueId ?? '';
    const { windowWidth, windowHeight } = wx.getWindowInfo();
    this.arrange(windowWidth, windowHeight);
    this.boards = new BoardFollower(([board]) => {
      if (board) this.setData({ headcount: board.headcount, capacity: board.capacity });
    });
  },

  onShow() {
    this.shown = true;
    holdScreenUp();
    this.stopTicking?.();
    this.stopTicking = every(SECOND, () => this.tick());
    return this.fetch();
  },

  onHide() {
    this.rest();
  },

  onUnload() {
    this.rest();
  },

  onResize(event: WechatMiniprogram.Page.IResizeOption) {
    this.arrange(event.size.windowWidth, event.size.windowHeight);
  },

  rest() {
    this.shown = false;
    letScreenRest();
    this.boards?.stop();
    this.stopTicking?.();
    this.stopTicking = null;
  },

  arrange(width: number, height: number) {
    this.setData({ layout: layoutOf({ width, height }) });
  },

  onRetry() {
    this.setData({ state: { kind: 'loading' } });
    return this.fetch();
  },

  tick() {
    this.render();
    if (this.ticksToRetry > 0) this.ticksToRetry -= 1;
    else if (needsCodes(this.codes, now())) void this.fetch();
  },

  /** Shows the code of this moment; the picture is drawn again only when the code turns. */
  render() {
    const at = now();
    const shown = shownAt(this.codes, at);
    const code = shown?.text ?? '';
    this.setData({
      ...(code === this.data.code ? {} : { code }),
      secondsLeft: shown?.secondsLeft ?? 0,
      ring: Math.round((shown?.share ?? 0) * 360),
      notice: outageNotice(this.offline, reserveOf(this.codes, at)),
    });
  },

  async fetch() {
    if (this.fetching) return;
    this.fetching = true;
    try {
      const { venue, codes, now: serverNow } = await api.desk.doorCodes({ venueId: this.venueId });
      agreeOnTime(serverNow);
      this.codes = codes;
      this.offline = false;
      const { campusName, name, open, headcount, capacity } = venue;
      this.setData({ state: { kind: 'ready', campusName, name, open }, headcount, capacity });
      if (this.shown) this.boards?.follow([this.venueId]);
    } catch (error) {
      this.failed(error);
    } finally {
      this.fetching = false;
      this.render();
    }
  },

  /** An outage is bridged with the codes at hand; a refusal ends the show. */
  failed(error: unknown) {
    this.offline = true;
    this.ticksToRetry = RETRY_AFTER;
    const refused = isRefused(error);
    if (refused || this.data.state.kind !== 'ready') {
      this.codes = [];
      this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },
});
