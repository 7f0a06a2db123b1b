import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { pulledDown, retried, showLost } from '../../../../services/loading';
import { openPage } from '../../../../services/pages';
import { type ShelfView, shelfView } from './shelf.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready'; readonly view: ShelfView };

const FORM = '/packages/admin/pages/reward/reward';

Page({
  ...pulledDown,
  ...retried,
  data: { state: { kind: 'loading' } as State },

  campusId: null as string | null,

  /** Back from the form: what it changed is shown. */
  onShow() {
    return this.load();
  },

  async load() {
    const asked = this.campusId;
    try {
      const shelf = await api.reward.shelf({ campusId: asked });
      if (asked !== this.campusId) return; // another campus was chosen meanwhile
      this.campusId = shelf.campusId;
      this.setData({ state: { kind: 'ready', view: shelfView(shelf) } });
    } catch (error) {
      showLost(this, error);
    }
  },

  onCampus(event: Tapped<{ id: string }>) {
    const { id } = event.currentTarget.dataset;
    if (id === this.campusId) return;
    this.campusId = id;
    return this.onRetry();
  },

  onReward(event: Tapped<{ id: string }>) {
    openPage(`${FORM}?campusId=${this.campusId ?? ''}&id=${event.currentTarget.dataset.id}`);
  },

  onAdd() {
    openPage(`${FORM}?campusId=${this.campusId ?? ''}`);
  },
});
