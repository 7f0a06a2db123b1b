import { Refusal } from '@shared/refusals';
import { api } from '../../../../services/api';
import { showFailure } from '../../../../services/feedback';
import { asMember } from '../../../../services/session';

Page({
  data: { code: '', error: '', busy: false, claimed: false },

  onType(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.setData({ code: event.detail.value, error: '' });
  },

  async onClaim() {
    const code = this.data.code.trim();
    if (this.data.busy) return;
    if (code === '') {
      this.setData({ error: '请填写部署时打印的认领码' });
      return;
    }
    this.setData({ busy: true });
    try {
      const done = await asMember(() => api.club.claim({ code }));
      if (done) this.setData({ claimed: true });
    } catch (error) {
      const mistyped = error instanceof Refusal && error.code === 'CLAIM_CODE_INVALID';
      if (mistyped) this.setData({ error: error.message });
      else showFailure(error);
    } finally {
      this.setData({ busy: false });
    }
  },

  onManage() {
    return wx.redirectTo({ url: '/packages/admin/pages/home/home' });
  },
});
