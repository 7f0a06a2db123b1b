import type { ManagedCampus } from '@shared/contracts/club';
import type { CampusKind } from '@shared/domain/venue';
import type { Tapped, Typed } from '../../../../forms/events';
import { saveForm } from '../../../../forms/saving';
import { api } from '../../../../services/api';
import { explain, toast } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import { newRequestId } from '../../../../services/requestId';
import {
  CAMPUS_REFUSED_FIELDS,
  type CampusField,
  checkCampus,
  draftOf,
  KIND_CHOICES,
  NO_CAMPUS_ERRORS,
  newCampus,
} from './campus.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready' };

Page({
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    draft: newCampus(true),
    errors: NO_CAMPUS_ERRORS,
    kinds: KIND_CHOICES,
    editing: false,
    saving: false,
  },

  campusId: '',
  requestId: '',
  /** The campus as it was loaded; null while it is a new one. */
  stored: null as ManagedCampus | null,

  onLoad(query: { id?: string }) {
    this.campusId = query.id ?? '';
    this.requestId = newRequestId();
    this.setData({ editing: this.campusId !== '' });
    return this.load();
  },

  async load() {
    try {
      const { campuses, superAdmin } = await api.club.overview({});
      const stored = campuses.find((campus) => campus.id === this.campusId) ?? null;
      if (this.campusId !== '' && !stored) {
        const message = '没有找到这个校区，它可能不归你管理';
        this.setData({ state: { kind: 'failed', message } });
        return;
      }
      this.stored = stored;
      const centreExists = campuses.some((campus) => campus.kind === 'CENTRE');
      this.setData({
        state: { kind: 'ready' },
        draft: stored ? draftOf(stored) : newCampus(centreExists),
        errors: NO_CAMPUS_ERRORS,
        // Only the super admin names the centre.
        kinds: KIND_CHOICES.filter(({ kind }) => superAdmin || kind === stored?.kind),
      });
    } catch (error) {
      this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  onType(event: Typed<CampusField>) {
    const { field } = event.currentTarget.dataset;
    const { draft, errors } = this.data;
    this.setData({
      draft: { ...draft, [field]: event.detail.value },
      errors: { ...errors, [field]: '' },
    });
  },

  onPickKind(event: Tapped<{ kind: CampusKind }>) {
    const { draft, errors } = this.data;
    this.setData({
      draft: { ...draft, kind: event.currentTarget.dataset.kind },
      errors: { ...errors, kind: '' },
    });
  },

  onSave() {
    return saveForm(this, {
      result: checkCampus(this.data.draft),
      fields: CAMPUS_REFUSED_FIELDS,
      reload: () => this.load(),
      save: async (form) => {
        if (this.stored) {
          const { id, version } = this.stored;
          await api.club.updateCampus({ id, version, form });
        } else {
          await api.club.createCampus({ form, requestId: this.requestId });
        }
        await wx.navigateBack();
        toast('已保存');
      },
    });
  },
});
