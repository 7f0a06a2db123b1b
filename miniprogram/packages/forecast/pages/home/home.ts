import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { pulledDown, retried, showLost } from '../../../../services/loading';
import { openPage } from '../../../../services/pages';
import { type VenueLine, venueLines } from './home.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'ready'; readonly venues: readonly VenueLine[] };

Page({
  ...pulledDown,
  ...retried,
  data: { state: { kind: 'loading' } as State },

  onShow() {
    return this.load();
  },

  async load() {
    try {
      const venues = venueLines((await api.forecast.venues({})).venues);
      this.setData({ state: venues.length === 0 ? { kind: 'empty' } : { kind: 'ready', venues } });
    } catch (error) {
      showLost(this, error);
    }
  },

  onVenue(event: Tapped<{ id: string }>) {
    const { id } = event.currentTarget.dataset;
    openPage(`/packages/forecast/pages/report/report?venueId=${id}`);
  },
});
