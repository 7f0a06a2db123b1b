import { api } from '../../../../services/api';
import { now } from '../../../../services/clock';
import { showFailure, toast } from '../../../../services/feedback';
import { openPage } from '../../../../services/pages';
import { inviteToRegister } from '../../../../services/session';
import {
  birthYears,
  EMPTY_FORM,
  type Form,
  type FormView,
  formView,
  registrationOf,
} from './register.view';

type Checked = WechatMiniprogram.CustomEvent<{ checked: boolean }>;

Page({
  data: {
    form: EMPTY_FORM,
    view: { birthYear: '', guardian: false, missing: '' } as FormView,
    yearLabels: [] as string[],
    yearIndex: 0,
    busy: false,
  },

  years: [] as readonly number[],

  onLoad() {
    const { years, labels, usual } = birthYears(now());
    this.years = years;
    this.setData({ yearLabels: labels, yearIndex: usual });
    this.change({});
  },

  onUnload() {
    this.getOpenerEventChannel().emit?.('left');
  },

  change(part: Partial<Form>) {
    const form = { ...this.data.form, ...part };
    this.setData({ form, view: formView(form, now()) });
  },

  onConsent(event: Checked) {
    this.change({ consent: event.detail.checked });
  },

  onGuardian(event: Checked) {
    this.change({ guardianConsent: event.detail.checked });
  },

  onBirthYear(event: WechatMiniprogram.PickerChange) {
    const index = Number(event.detail.value);
    this.setData({ yearIndex: index });
    this.change({ birthYear: this.years[index] ?? null, guardianConsent: false });
  },

  onNickname(event: WechatMiniprogram.Input) {
    this.change({ nickname: event.detail.value });
  },

  async onReadContract() {
    try {
      await wx.openPrivacyContract({});
    } catch {
      toast('没有打开隐私保护指引，请稍后再试');
    }
  },

  /** Whoever signs in instead is a member, too: whatever asked for the registration goes on. */
  onSignIn() {
    openPage('/packages/member/pages/login/login', {
      signedIn: () => this.getOpenerEventChannel().emit?.('registered'),
    });
  },

  onNotNow() {
    wx.navigateBack();
  },

  async onSubmit() {
    const registration = registrationOf(this.data.form);
    if (!registration || this.data.view.missing || this.data.busy) return;
    this.setData({ busy: true });
    try {
      const { nickname } = await api.member.register({
        ...registration,
        invite: inviteToRegister(),
      });
      this.getOpenerEventChannel().emit?.('registered');
      toast(`欢迎你，${nickname}`);
      wx.navigateBack();
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ busy: false });
    }
  },
});
