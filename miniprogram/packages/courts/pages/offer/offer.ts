import type { Sport } from '@shared/domain/booking';
import type { PriceList } from '@shared/domain/price';
import type { Picked, Tapped } from '../../../../forms/events';
import { saveForm } from '../../../../forms/saving';
import { api } from '../../../../services/api';
import { explain, toast } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import { openPage } from '../../../../services/pages';
import {
  AHEAD_CHOICES,
  AHEAD_WORDS,
  type CourtDraft,
  checkOffer,
  type DateDraft,
  draftOf,
  MOST_CHOICES,
  MOST_COURTS,
  MOST_DATES,
  MOST_TIERS,
  MOST_WORDS,
  NO_OFFER_ERRORS,
  OFFER_REFUSED_FIELDS,
  type OfferDraft,
  type OfferField,
  type OfferView,
  offerView,
  withCourt,
  withDate,
  withPrices,
} from './offer.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready'; readonly draft: OfferDraft; readonly view: OfferView };

type IndexTap = Tapped<{ index: number }>;
type Edited<T extends object> = WechatMiniprogram.CustomEvent<T>;

const LEAVING = '还没有保存，离开会丢掉这次的修改';

Page({
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    venueName: '',
    errors: NO_OFFER_ERRORS,
    aheadWords: AHEAD_WORDS,
    mostWords: MOST_WORDS,
    aheadIndex: 0,
    mostIndex: 0,
    /** The court or date whose form is open; null for a new one. */
    court: null as CourtDraft | null,
    courtShown: false,
    day: null as DateDraft | null,
    dayShown: false,
    mostTiers: MOST_TIERS,
    mostCourts: MOST_COURTS,
    mostDates: MOST_DATES,
    dirty: false,
    saving: false,
  },

  venueId: '',
  version: 0,
  /** Which entry the open form changes; null adds one. */
  index: null as number | null,

  /** What the page of prices handed back. */
  priced: null as { sport: Sport; list: PriceList } | null,

  onLoad(query: { venueId?: string }) {
    this.venueId = query.venueId ?? '';
    return this.load();
  },

  /** Not before this page is on top again: WeChat's question before leaving is the top page's. */
  onShow() {
    const { priced } = this;
    if (!priced) return;
    this.priced = null;
    const prices = withPrices(priced.sport, priced.list);
    this.change(prices, 'prices');
  },

  async load() {
    try {
      const { venueName, version, offer } = await api.courts.offer({ venueId: this.venueId });
      this.version = version;
      this.setData({ venueName, errors: NO_OFFER_ERRORS });
      this.draw(draftOf(offer));
      this.settle(false);
    } catch (error) {
      this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  draw(draft: OfferDraft) {
    this.setData({
      state: { kind: 'ready', draft, view: offerView(draft) },
      aheadIndex: AHEAD_CHOICES.indexOf(draft.limits.daysAhead),
      mostIndex: MOST_CHOICES.findIndex((minutes) => minutes >= draft.limits.mostMinutes),
    });
  },

  /** Whether something is unsaved: then leaving asks first. */
  settle(dirty: boolean) {
    if (dirty === this.data.dirty) return;
    this.setData({ dirty });
    if (dirty) wx.enableAlertBeforeUnload({ message: LEAVING });
    else wx.disableAlertBeforeUnload();
  },

  /** Takes over a change and forgets what was wrong with the field. */
  change(make: (draft: OfferDraft) => OfferDraft, field?: OfferField) {
    const { state } = this.data;
    if (state.kind !== 'ready' || this.data.saving) return;
    if (field) this.setData({ errors: { ...this.data.errors, [field]: '' } });
    this.draw(make(state.draft));
    this.settle(true);
  },

  limit(part: Partial<OfferDraft['limits']>) {
    this.change((draft: OfferDraft) => ({ ...draft, limits: { ...draft.limits, ...part } }));
  },

  onSale() {
    this.change((draft: OfferDraft) => ({ ...draft, onSale: !draft.onSale }), 'courts');
  },

  onSeries() {
    this.change((draft: OfferDraft) => ({ ...draft, seriesAllowed: !draft.seriesAllowed }));
  },

  onAhead(event: Picked<string>) {
    const daysAhead = AHEAD_CHOICES[Number(event.detail.value)];
    if (daysAhead) this.limit({ daysAhead });
  },

  onMost(event: Picked<string>) {
    const mostMinutes = MOST_CHOICES[Number(event.detail.value)];
    if (mostMinutes) this.limit({ mostMinutes });
  },

  onRelease(event: Picked<string>) {
    const [hour = 0, minute = 0] = event.detail.value.split(':').map(Number);
    this.limit({ releaseMinute: hour * 60 + minute });
  },

  onTiers(event: Edited<{ tiers: OfferDraft['tiers'] }>) {
    const { tiers } = event.detail;
    this.change((draft: OfferDraft) => ({ ...draft, tiers }), 'tiers');
  },

  onCourt(event: IndexTap) {
    const { state } = this.data;
    if (state.kind !== 'ready') return;
    this.index = event.currentTarget.dataset.index;
    this.setData({ court: state.draft.courts[this.index] ?? null, courtShown: true });
  },

  onAddCourt() {
    this.index = null;
    this.setData({ court: null, courtShown: true });
  },

  onCourtDone(event: Edited<{ court: CourtDraft | null }>) {
    const { court } = event.detail;
    this.change((draft: OfferDraft) => withCourt(draft, this.index, court), 'courts');
    this.onCloseForms();
  },

  onDay(event: IndexTap) {
    const { state } = this.data;
    if (state.kind !== 'ready') return;
    this.index = event.currentTarget.dataset.index;
    this.setData({ day: state.draft.days[this.index] ?? null, dayShown: true });
  },

  onAddDay() {
    this.index = null;
    this.setData({ day: null, dayShown: true });
  },

  onDayDone(event: Edited<{ day: DateDraft | null }>) {
    const { day } = event.detail;
    this.change((draft: OfferDraft) => withDate(draft, this.index, day), 'days');
    this.onCloseForms();
  },

  onCloseForms() {
    this.setData({ courtShown: false, dayShown: false });
  },

  onPrice(event: Tapped<{ sport: Sport }>) {
    const { sport } = event.currentTarget.dataset;
    const { state } = this.data;
    if (state.kind !== 'ready') return;
    const list = state.draft.prices[sport] ?? null;
    wx.navigateTo({
      url: `/packages/courts/pages/price/price?sport=${sport}`,
      events: {
        priced: (list: PriceList) => {
          this.priced = { sport, list };
        },
      },
      success: ({ eventChannel }) => eventChannel.emit('prices', { list }),
      fail: () => toast('页面没有打开，请再试一次'),
    });
  },

  onHours() {
    openPage(`/packages/admin/pages/venue/venue?id=${this.venueId}`);
  },

  onClosures() {
    openPage(`/packages/courts/pages/closures/closures?venueId=${this.venueId}`);
  },

  async onSave() {
    const { state } = this.data;
    if (state.kind !== 'ready') return;
    await saveForm(this, {
      result: checkOffer(state.draft),
      fields: OFFER_REFUSED_FIELDS,
      reload: () => this.load(),
      save: async (offer) => {
        await api.courts.saveOffer({ venueId: this.venueId, version: this.version, offer });
        // A new court has its id only now: what is edited next is what is stored.
        await this.load();
        toast('已保存');
      },
    });
  },
});
