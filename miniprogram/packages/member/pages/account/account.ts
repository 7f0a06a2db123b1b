import { Refusal } from '@shared/refusals';
import type { Typed } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { confirm, explain, showFailure, toast } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import { asMember } from '../../../../services/session';
import { formView, NOTHING_TYPED, type Secrets, wechatsText } from './account.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'guest' }
  | { readonly kind: 'new' }
  | { readonly kind: 'set'; readonly username: string; readonly wechats: string };

Page({
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    typed: NOTHING_TYPED,
    form: formView(NOTHING_TYPED, false),
    shown: false,
    busy: '' as '' | 'save' | 'unbind',
  },

  onLoad() {
    return this.load();
  },

  async load() {
    try {
      const found = await asMember(() => api.account.state({}));
      this.show(found);
    } catch (error) {
      this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  show(found: { readonly username: string | null; readonly wechats: number } | null) {
    const state = (): State => {
      if (!found) return { kind: 'guest' };
      const { username, wechats } = found;
      if (username === null) return { kind: 'new' };
      return { kind: 'set', username, wechats: wechatsText(wechats) };
    };
    this.setData({ state: state(), shown: false });
    this.fill(NOTHING_TYPED);
  },

  fill(typed: Secrets) {
    this.setData({ typed, form: formView(typed, this.data.state.kind === 'set') });
  },

  onBack() {
    wx.navigateBack();
  },

  onType(event: Typed<keyof Secrets>) {
    this.fill({ ...this.data.typed, [event.currentTarget.dataset.field]: event.detail.value });
  },

  onEye() {
    this.setData({ shown: !this.data.shown });
  },

  async onSave() {
    const { state, typed, form, busy } = this.data;
    if (!form.ready || busy) return;
    this.setData({ busy: 'save' });
    try {
      if (state.kind === 'set') await this.changePassword(typed);
      else await this.create(typed);
      await this.load();
    } catch (error) {
      showFailure(error);
      // Set by an earlier try whose answer was lost, or on another phone.
      if (error instanceof Refusal && error.code === 'CREDENTIALS_SET') await this.load();
    } finally {
      this.setData({ busy: '' });
    }
  },

  async create({ username, password }: Secrets) {
    await api.account.create({ username, password });
    toast('用户名和密码已设置');
  },

  async changePassword({ current, next }: Secrets) {
    await api.account.changePassword({ current, next });
    toast('密码已修改');
  },

  async onUnbind() {
    const { state, busy } = this.data;
    if (state.kind !== 'set' || busy) return;
    const sure = await confirm({
      title: '解绑这个微信',
      content: `解绑后这个微信不再是你的账号，之后要用用户名 ${state.username} 和密码登录。`,
      confirmText: '解绑',
    });
    if (!sure) return;
    this.setData({ busy: 'unbind' });
    try {
      await api.account.unbind({});
      wx.reLaunch({ url: '/pages/venues/venues' });
      toast('已解绑，可以用用户名登录回来');
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ busy: '' });
    }
  },
});
