import { Refusal } from '@shared/refusals';
import type { Typed } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { explain, toast } from '../../../../services/feedback';

Page({
  data: {
    typed: { username: '', password: '' },
    shown: false,
    ready: false,
    /** Why the last try opened nothing; stays until something else is typed. */
    error: '',
    busy: false,
  },

  onType(event: Typed<'username' | 'password'>) {
    const { field } = event.currentTarget.dataset;
    const typed = { ...this.data.typed, [field]: event.detail.value };
    const ready = typed.username.trim() !== '' && typed.password !== '';
    this.setData({ typed, ready, error: '' });
  },

  onEye() {
    this.setData({ shown: !this.data.shown });
  },

  async onLogin() {
    if (!this.data.ready || this.data.busy) return;
    this.setData({ busy: true, error: '' });
    try {
      const { nickname } = await api.account.login(this.data.typed);
      this.getOpenerEventChannel().emit?.('signedIn');
      toast(`欢迎回来，${nickname}`);
      this.leave();
    } catch (error) {
      this.setData({ error: explain(error) });
      // The password was wrong or unreadable: whoever types it again wants an empty field.
      const wrong = error instanceof Refusal && error.code === 'LOGIN_FAILED';
      if (wrong) this.setData({ 'typed.password': '', ready: false });
    } finally {
      this.setData({ busy: false });
    }
  },

  /** Back to where somebody was asked to register; opened by itself, to the member's own tab. */
  leave() {
    if (getCurrentPages().length > 2) wx.navigateBack({ delta: 2 });
    else wx.reLaunch({ url: '/pages/me/me' });
  },
});
