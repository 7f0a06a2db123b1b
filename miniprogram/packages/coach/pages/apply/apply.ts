import { SPORTS, type Sport } from '@shared/domain/booking';
import { coachPhotoFolder, type Gender } from '@shared/domain/coach';
import { Refusal } from '@shared/refusals';
import type { Picked, Tapped, Typed } from '../../../../forms/events';
import { GENDER_CHOICES } from '../../../../forms/person';
import { saveForm } from '../../../../forms/saving';
import { api } from '../../../../services/api';
import { explain, showFailure, toast } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import { ChosenPicture } from '../../../../services/pictures';
import { register } from '../../../../services/session';
import {
  checkApplication,
  checkProfile,
  type Draft,
  draftOf,
  type Field,
  NO_ERRORS,
  type Purpose,
  purposeOf,
  REFUSED_FIELDS,
  type Self,
  SPORT_NAMES,
} from './apply.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'guest' }
  | { readonly kind: 'ready'; readonly purpose: Purpose };

Page({
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    draft: draftOf({ coach: null, campuses: [] }, ''),
    errors: NO_ERRORS,
    genders: GENDER_CHOICES,
    campuses: [] as readonly string[],
    campusIndex: 0,
    campusName: '',
    sports: SPORT_NAMES,
    sportIndex: 0,
    saving: false,
  },

  memberId: '',
  campuses: [] as Self['campuses'],
  /** Made in onLoad: WeChat copies what stands here. */
  picture: null as ChosenPicture | null,

  onLoad() {
    this.picture = new ChosenPicture();
    return this.load();
  },

  async onPullDownRefresh() {
    // What is typed is not thrown away.
    const { state } = this.data;
    if (state.kind === 'ready' && state.purpose.kind === 'waiting') await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    try {
      const { member } = await api.member.home({});
      if (!member) {
        this.setData({ state: { kind: 'guest' } });
        return;
      }
      const self = await api.coach.self({});
      this.memberId = member.profile.id;
      this.campuses = self.campuses;
      this.picture?.forget();
      const purpose = purposeOf(self.coach);
      const names = self.campuses.map(({ name }) => name);
      this.setData({ errors: NO_ERRORS, campuses: names, state: { kind: 'ready', purpose } });
      this.change(draftOf(self, member.profile.phone ?? ''));
    } catch (error) {
      this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  async onRegister() {
    try {
      if (await register()) await this.onRetry();
    } catch (error) {
      showFailure(error);
    }
  },

  change(part: Partial<Draft>) {
    const draft = { ...this.data.draft, ...part };
    const campuses: Self['campuses'] = this.campuses;
    const index = campuses.findIndex(({ id }) => id === draft.campusId);
    this.setData({
      draft,
      campusIndex: Math.max(0, index),
      campusName: campuses[index]?.name ?? '',
      sportIndex: SPORTS.indexOf(draft.sport),
    });
  },

  /** A field is written anew: what was wrong with it is forgotten. */
  mend(field: Field, part: Partial<Draft>) {
    this.setData({ errors: { ...this.data.errors, [field]: '' } });
    this.change(part);
  },

  onType(event: Typed<Exclude<Field, 'campus' | 'photo'>>) {
    const { field } = event.currentTarget.dataset;
    this.mend(field, { [field]: event.detail.value });
  },

  onCampus(event: Picked<string>) {
    const campus = this.campuses[Number(event.detail.value)];
    if (campus) this.mend('campus', { campusId: campus.id });
  },

  onSport(event: Picked<string>) {
    const sport: Sport | undefined = SPORTS[Number(event.detail.value)];
    if (sport) this.change({ sport });
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

  async onPhoto() {
    try {
      const photo = await this.picture?.choose();
      if (photo) this.mend('photo', { photo });
    } catch (error) {
      showFailure(error);
    }
  },

  async onSave() {
    const { state, draft } = this.data;
    if (state.kind !== 'ready') return;
    const updating = state.purpose.kind === 'update';
    await saveForm<object, Field>(this, {
      result: updating ? checkProfile(draft) : checkApplication(draft),
      fields: REFUSED_FIELDS,
      reload: () => this.load(),
      save: () => this.send(updating),
    });
  },

  async send(updating: boolean) {
    const { draft } = this.data;
    const application = checkApplication(draft);
    const profile = checkProfile(draft);
    try {
      // Null where the stored picture stays.
      const photoFileId = (await this.picture?.uploaded(coachPhotoFolder(this.memberId))) ?? null;
      if (updating && profile.ok) await api.coach.update({ ...profile.form, photoFileId });
      else if (application.ok) await api.coach.apply({ ...application.form, photoFileId });
    } catch (error) {
      // WeChat's code is good once, and the server may have used it.
      if (error instanceof Refusal) this.change({ phoneCode: '' });
      throw error;
    }
    toast(updating ? '已保存' : '已提交，请等校区管理员审核');
    await this.load();
    wx.pageScrollTo({ scrollTop: 0 });
  },
});
