import type { Typed } from '../../../../forms/events';
import { saveForm } from '../../../../forms/saving';
import { api } from '../../../../services/api';
import { explain, toast } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import {
  checkRates,
  LEVELS,
  NO_ERRORS,
  type RatesDraft,
  type RatesField,
  ratesDraft,
} from './rates.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready'; readonly campusName: string };

Page({
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    levels: LEVELS,
    draft: { SENIOR: '', INTERMEDIATE: '', JUNIOR: '', share: '' } as RatesDraft,
    errors: NO_ERRORS,
    saving: false,
  },

  campusId: null as string | null,

  onLoad(query: { campusId?: string }) {
    this.campusId = query.campusId ?? null;
    return this.load();
  },

  async load() {
    try {
      const home = await api.school.home({ campusId: this.campusId });
      const { campusId, campuses } = home;
      const campusName = campuses.find(({ id }) => id === campusId)?.name ?? '';
      this.campusId = campusId;
      this.show(home);
      this.setData({ state: { kind: 'ready', campusName } });
    } catch (error) {
      this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  show(school: Parameters<typeof ratesDraft>[0]) {
    this.setData({ draft: ratesDraft(school), errors: NO_ERRORS });
  },

  onType(event: Typed<RatesField>) {
    const { field } = event.currentTarget.dataset;
    this.setData({
      draft: { ...this.data.draft, [field]: event.detail.value },
      errors: { ...this.data.errors, [field]: '' },
    });
  },

  async onSave() {
    const { campusId } = this;
    if (campusId === null) return;
    await saveForm(this, {
      result: checkRates(this.data.draft),
      fields: {},
      reload: () => this.load(),
      save: async ({ rates, share }) => {
        this.show(await api.school.saveRates({ campusId, rates: { ...rates }, share }));
        toast('已保存，之后约的课按新价');
      },
    });
  },
});
