import { ROLE_WORDS } from '@shared/domain/member';
import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { confirm, showFailure, toast } from '../../../../services/feedback';
import { pulledDown, retried, showLost } from '../../../../services/loading';
import { scanCode } from '../../../../services/scan';
import {
  type AppointedRole,
  appointableRoles,
  type StaffSection,
  staffSections,
} from './staff.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'ready'; readonly sections: readonly StaffSection[] };

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    superAdmin: false,
    /** The campus or member that a call is about; nothing else starts meanwhile. */
    busyId: '',
  },

  onShow() {
    return this.load();
  },

  async load() {
    try {
      const overview = await api.club.overview({});
      const sections = staffSections(overview);
      this.setData({
        superAdmin: overview.superAdmin,
        state: sections.length === 0 ? { kind: 'empty' } : { kind: 'ready', sections },
      });
    } catch (error) {
      showLost(this, error);
    }
  },

  onAppoint(event: Tapped<{ id: string }>) {
    const campusId = event.currentTarget.dataset.id;
    return this.once(campusId, async () => {
      const role = await this.askRole();
      const code = role && (await scanCode());
      if (!role || !code) return;
      const appointed = await api.club.appoint({ campusId, role, code });
      toast(`${appointed.nickname} 已成为${ROLE_WORDS[appointed.role]}`);
      await this.load();
    });
  },

  /** Null when the person thought better of it. */
  async askRole(): Promise<AppointedRole | null> {
    const roles = appointableRoles(this.data.superAdmin);
    const [only] = roles;
    if (roles.length === 1 && only) return only;
    try {
      const { tapIndex } = await wx.showActionSheet({
        alertText: '任命为',
        itemList: roles.map((role) => ROLE_WORDS[role]),
      });
      return roles[tapIndex] ?? null;
    } catch {
      return null; // closed without choosing
    }
  },

  onDismiss(event: Tapped<{ id: string; name: string }>) {
    const { id, name } = event.currentTarget.dataset;
    return this.once(id, async () => {
      const agreed = await confirm({
        title: `解除 ${name} 的职务？`,
        content: '解除后对方变回普通会员，立刻不能再使用工作台。',
        confirmText: '解除',
      });
      if (!agreed) return;
      await api.club.dismiss({ memberId: id });
      toast(`已解除 ${name} 的职务`);
      await this.load();
    });
  },

  /** Runs `work` unless something is running, and tells why it failed. */
  async once(busyId: string, work: () => Promise<void>) {
    if (this.data.busyId) return;
    this.setData({ busyId });
    try {
      await work();
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ busyId: '' });
    }
  },
});
