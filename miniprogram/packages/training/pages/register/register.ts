import type { Gender } from '@shared/domain/coach';
import { Refusal } from '@shared/refusals';
import type { Tapped, Typed } from '../../../../forms/events';
import { GENDER_CHOICES } from '../../../../forms/person';
import { saveForm } from '../../../../forms/saving';
import { api } from '../../../../services/api';
import { explain, toast } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import { backOr } from '../../../../services/pages';
import { asMember } from '../../../../services/session';
import { PATHS } from '../../paths';
import {
  checkDraft,
  type Draft,
  draftOf,
  type Field,
  type Form,
  type Home,
  NO_ERRORS,
  REFUSED_FIELDS,
} from './register.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'guest' }
  | {
      readonly kind: 'ready';
      readonly campuses: readonly string[];
      /** Whether a student changes what is stored. */
      readonly known: boolean;
    };

Page({
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    draft: draftOf(null, []),
    errors: NO_ERRORS,
    genders: GENDER_CHOICES,
    campusName: '',
    campusIndex: 0,
    saving: false,
  },

  campuses: [] as Home['campuses'],

  onLoad() {
    return this.load();
  },

  async load() {
    try {
      const home = await asMember(() => api.student.home({}));
      if (!home) {
        this.setData({ state: { kind: 'guest' } });
        return;
      }
      const { student, campuses } = home;
      this.campuses = campuses;
      this.setData({
        errors: NO_ERRORS,
        state: {
          kind: 'ready',
          campuses: campuses.map(({ name }) => name),
          known: student !== null,
        },
      });
      this.change(draftOf(student, campuses));
    } catch (error) {
      this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  change(part: Partial<Draft>) {
    const draft = { ...this.data.draft, ...part };
    const campuses: Home['campuses'] = this.campuses;
    const index = campuses.findIndex(({ id }) => id === draft.campusId);
    this.setData({
      draft,
      campusIndex: Math.max(0, index),
      campusName: campuses[index]?.name ?? '',
    });
  },

  /** A field is written anew: what was wrong with it is forgotten. */
  mend(field: Field, part: Partial<Draft>) {
    this.setData({ errors: { ...this.data.errors, [field]: '' } });
    this.change(part);
  },

  onCampus(event: WechatMiniprogram.PickerChange) {
    const campus = this.campuses[Number(event.detail.value)];
    if (campus) this.mend('campus', { campusId: campus.id });
  },

  onType(event: Typed<Exclude<Field, 'campus'>>) {
    const { field } = event.currentTarget.dataset;
    this.mend(field, { [field]: event.detail.value });
  },

  /** The same once more takes it back: nobody has to say. */
  onGender(event: Tapped<{ gender: Gender }>) {
    const { gender } = event.currentTarget.dataset;
    this.change({ gender: this.data.draft.gender === gender ? null : gender });
  },

  onPhoneCode(event: WechatMiniprogram.ButtonGetPhoneNumber) {
    const { code = '', errMsg } = event.detail as Partial<typeof event.detail>;
    if (code !== '') this.mend('phone', { phoneCode: code });
    else if (!errMsg?.includes('deny')) toast('没有拿到微信手机号，可以手动填写');
  },

  onTypePhone() {
    this.mend('phone', { phoneCode: '' });
  },

  async onSave() {
    const { state, draft } = this.data;
    if (state.kind !== 'ready') return;
    await saveForm(this, {
      result: checkDraft(draft),
      fields: REFUSED_FIELDS,
      reload: () => this.load(),
      save: (form) => this.save(form, state.known),
    });
  },

  async save(form: Form, known: boolean) {
    try {
      if (known) await api.student.update(form);
      else await api.student.register(form);
    } catch (error) {
      // WeChat's code is good once, and the server may have used it.
      if (error instanceof Refusal) this.change({ phoneCode: '' });
      throw error;
    }
    toast(known ? '已保存' : '登记好了，去选一位教练吧');
    backOr(PATHS.home);
  },
});
