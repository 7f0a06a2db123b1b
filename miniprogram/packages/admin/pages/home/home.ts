import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { now } from '../../../../services/clock';
import { pulledDown, retried, showLost } from '../../../../services/loading';
import { type CampusCard, campusCards } from './home.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'ready'; readonly campuses: readonly CampusCard[] };

const PAGES = '/packages/admin/pages';

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    superAdmin: false,
  },

  onShow() {
    return this.load();
  },

  async load() {
    try {
      const overview = await api.club.overview({});
      const campuses = campusCards(overview, now());
      this.setData({
        superAdmin: overview.superAdmin,
        state: campuses.length === 0 ? { kind: 'empty' } : { kind: 'ready', campuses },
      });
    } catch (error) {
      showLost(this, error);
    }
  },

  onAddCampus() {
    return wx.navigateTo({ url: `${PAGES}/campus/campus` });
  },

  onEditCampus(event: Tapped<{ id: string }>) {
    return wx.navigateTo({ url: `${PAGES}/campus/campus?id=${event.currentTarget.dataset.id}` });
  },

  onAddVenue(event: Tapped<{ id: string }>) {
    const { id } = event.currentTarget.dataset;
    return wx.navigateTo({ url: `${PAGES}/venue/venue?campusId=${id}` });
  },

  onEditVenue(event: Tapped<{ id: string }>) {
    return wx.navigateTo({ url: `${PAGES}/venue/venue?id=${event.currentTarget.dataset.id}` });
  },

  onOffer(event: Tapped<{ id: string }>) {
    const { id } = event.currentTarget.dataset;
    return wx.navigateTo({ url: `/packages/courts/pages/offer/offer?venueId=${id}` });
  },

  onWallCode(event: Tapped<{ id: string }>) {
    return wx.navigateTo({ url: `${PAGES}/wall/wall?venueId=${event.currentTarget.dataset.id}` });
  },

  onBooks() {
    return wx.navigateTo({ url: '/packages/books/pages/home/home' });
  },

  onSchool() {
    return wx.navigateTo({ url: '/packages/school/pages/home/home' });
  },

  onForecast() {
    return wx.navigateTo({ url: '/packages/forecast/pages/home/home' });
  },

  onShelf() {
    return wx.navigateTo({ url: `${PAGES}/shelf/shelf` });
  },

  onPoints() {
    return wx.navigateTo({ url: `${PAGES}/points/points` });
  },

  onRules() {
    return wx.navigateTo({ url: `${PAGES}/rules/rules` });
  },

  onStaff() {
    return wx.navigateTo({ url: `${PAGES}/staff/staff` });
  },
});
