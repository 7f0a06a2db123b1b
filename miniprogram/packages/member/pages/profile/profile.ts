import type { ProfileView } from '@shared/contracts/member';
import { cleanNickname } from '@shared/domain/member';
import { REFUSALS } from '@shared/refusals';
import { api } from '../../../../services/api';
import { explain, showFailure, toast } from '../../../../services/feedback';
import { uploadPicture } from '../../../../services/pictures';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'guest' }
  | { readonly kind: 'ready' };

type AvatarChosen = WechatMiniprogram.CustomEvent<{ avatarUrl: string }>;

Page({
  data: {
    state: { kind: 'loading' } as State,
    avatarUrl: '',
    nickname: '',
    /** Why the nickname cannot be saved; empty when it can, or when nothing changed. */
    obstacle: '',
    changed: false,
    busy: '' as '' | 'avatar' | 'nickname',
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
      changed: false,
    });
  },

  onRetry() {
    this.setData({ state: { kind: 'loading' } });
    return this.load();
  },

  onBack() {
    wx.navigateBack();
  },

  async onAvatar(event: AvatarChosen) {
    const { profile } = this;
    if (!profile || this.data.busy) return;
    const { nickname } = this.data;
    this.setData({ busy: 'avatar' });
    try {
      const fileId = await uploadPicture(`avatars/${profile.id}`, event.detail.avatarUrl);
      this.show(await api.member.updateProfile({ avatarFileId: fileId }));
      this.setNickname(nickname);
      toast('头像已更新');
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ busy: '' });
    }
  },

  onNickname(event: WechatMiniprogram.Input) {
    this.setNickname(event.detail.value);
  },

  setNickname(nickname: string) {
    const clean = cleanNickname(nickname);
    this.setData({
      nickname,
      obstacle: clean === null ? REFUSALS.NICKNAME_INVALID : '',
      changed: clean !== null && clean !== this.profile?.nickname,
    });
  },

  async onSave() {
    if (!this.data.changed || this.data.busy) return;
    this.setData({ busy: 'nickname' });
    try {
      this.show(await api.member.updateProfile({ nickname: this.data.nickname }));
      toast('昵称已更新');
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ busy: '' });
    }
  },
});
