import type { ProfileView } from '@shared/contracts/member';
import { api } from '../../../../services/api';
import { explain, showFailure, toast } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import { openPage } from '../../../../services/pages';
import { uploadPicture } from '../../../../services/pictures';
import { profileForm } from './profile.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'guest' }
  | { readonly kind: 'ready' };

type AvatarChosen = WechatMiniprogram.CustomEvent<{ avatarUrl: string }>;

Page({
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    avatarUrl: '',
    nickname: '',
    /** Why the nickname cannot be saved; empty when it can. */
    obstacle: '',
    phone: '',
    phoneObstacle: '',
    changed: false,
    busy: '' as '' | 'avatar' | 'words',
  },

  profile: null as ProfileView | null,

  onLoad() {
    return this.load();
  },

  async load() {
    try {
      const { member } = await api.member.home({});
      if (member) this.show(member.profile);
      else this.setData({ state: { kind: 'guest' } });
    } catch (error) {
      this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  show(profile: ProfileView) {
    this.profile = profile;
    this.setData({
      state: { kind: 'ready' },
      avatarUrl: profile.avatarUrl ?? '',
      nickname: profile.nickname,
      obstacle: '',
      phone: profile.phone ?? '',
      phoneObstacle: '',
      changed: false,
    });
  },

  onBack() {
    wx.navigateBack();
  },

  async onAvatar(event: AvatarChosen) {
    const { profile } = this;
    if (!profile || this.data.busy) return;
    const { nickname, phone } = this.data;
    this.setData({ busy: 'avatar' });
    try {
      const fileId = await uploadPicture(`avatars/${profile.id}`, event.detail.avatarUrl);
      this.show(await api.member.updateProfile({ avatarFileId: fileId }));
      this.fill({ nickname, phone });
      toast('头像已更新');
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ busy: '' });
    }
  },

  onAccount() {
    openPage('/packages/member/pages/account/account');
  },

  onNickname(event: WechatMiniprogram.Input) {
    this.fill({ nickname: event.detail.value, phone: this.data.phone });
  },

  onPhone(event: WechatMiniprogram.Input) {
    this.fill({ nickname: this.data.nickname, phone: event.detail.value });
  },

  fill(typed: { readonly nickname: string; readonly phone: string }) {
    if (this.profile) this.setData(profileForm(typed, this.profile));
  },

  async onSave() {
    if (!this.data.changed || this.data.busy) return;
    const { nickname, phone } = this.data;
    this.setData({ busy: 'words' });
    try {
      this.show(await api.member.updateProfile({ nickname, phone: phone === '' ? null : phone }));
      toast('已保存');
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ busy: '' });
    }
  },
});
