import type { Side } from '@shared/domain/lesson';
import { NO_ASK } from '../../../../components/reason-sheet/ask';
import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { now } from '../../../../services/clock';
import { confirm, explain, isRefused, showFailure, toast } from '../../../../services/feedback';
import { pulledDown, retried } from '../../../../services/loading';
import { oneAtATime } from '../../../../services/oneAtATime';
import { backOr, openPage } from '../../../../services/pages';
import { campusPath, editPath, HOME } from '../../paths';
import { ASKS, carryOut, type Deed, DONE } from './deeds';
import { type Found, type PersonPage, personPage } from './person.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'missing'; readonly message: string }
  | { readonly kind: 'ready'; readonly page: PersonPage };

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    busy: false,
    ask: NO_ASK,
    asking: false,
  },

  memberId: '',
  found: null as Found | null,
  deed: null as Deed | null,
  working: false,

  onLoad(query: { id?: string }) {
    this.memberId = query.id ?? '';
  },

  onShow() {
    return this.load();
  },

  async load() {
    try {
      this.found = await api.school.person({ memberId: this.memberId });
      this.setData({ state: { kind: 'ready', page: personPage(this.found, now()) } });
    } catch (error) {
      const message = explain(error);
      if (isRefused(error)) this.setData({ state: { kind: 'missing', message } });
      else if (this.found) showFailure(error);
      else this.setData({ state: { kind: 'failed', message } });
    }
  },

  onBack() {
    backOr(HOME);
  },

  async onCall() {
    const { state } = this.data;
    if (state.kind !== 'ready' || state.page.phone === '') return;
    try {
      await wx.makePhoneCall({ phoneNumber: state.page.phone });
    } catch {
      // The person chose not to call: WeChat reports that as a failure.
    }
  },

  onEdit(event: Tapped<{ kind: Side }>) {
    openPage(editPath(this.memberId, event.currentTarget.dataset.kind));
  },

  onApplications() {
    const campusId = this.found?.person.coach?.campusId;
    if (campusId) openPage(campusPath('applications', campusId));
  },

  onLesson(event: Tapped<{ id: string }>) {
    const found: Found | null = this.found;
    const lesson = found?.lessons.find(({ id }) => id === event.currentTarget.dataset.id);
    if (lesson) openPage(`${campusPath('lessons', lesson.campusId)}&date=${lesson.date}`);
  },

  onStop(event: Tapped<{ what: 'stopAccount' | 'stopTeaching' }>) {
    this.askFor({ what: event.currentTarget.dataset.what, memberId: this.memberId });
  },

  onRemove(event: Tapped<{ kind: Side }>) {
    const { kind } = event.currentTarget.dataset;
    this.askFor({ what: 'remove', memberId: this.memberId, kind });
  },

  onEnd(event: Tapped<{ id: string }>) {
    this.askFor({ what: 'endRelation', relationId: event.currentTarget.dataset.id });
  },

  askFor(deed: Deed) {
    this.deed = deed;
    this.setData({ ask: ASKS[deed.what], asking: true });
  },

  onCloseSheet() {
    this.setData({ asking: false });
  },

  onReason(event: WechatMiniprogram.CustomEvent<{ reason: string }>): void | Promise<void> {
    const deed: Deed | null = this.deed;
    if (!deed) return;
    return this.work(async () => {
      await carryOut(deed, event.detail.reason);
      this.setData({ asking: false });
      toast(DONE[deed.what]);
      await this.load();
    });
  },

  async onOpen() {
    const { memberId } = this;
    const content = '对方马上可以继续使用小程序。';
    if (!(await confirm({ title: '启用账号', content, confirmText: '启用' }))) return;
    await this.work(async () => {
      await api.school.setActive({ memberId, active: true, reason: '' });
      toast('账号已启用');
      await this.load();
    });
  },

  async onResume() {
    const { memberId } = this;
    const content = '学员又可以选这位教练、约他的课。';
    if (!(await confirm({ title: '恢复授课', content, confirmText: '恢复授课' }))) return;
    await this.work(async () => {
      await api.school.setTeaching({ memberId, active: true, reason: '' });
      toast('已恢复授课');
      await this.load();
    });
  },

  /** The new password is in this answer and nowhere else. */
  async onReset() {
    const { memberId } = this;
    const sure = await confirm({
      title: '重置密码',
      content: '原密码马上失效，新密码只显示一次，请当面或电话告诉本人。',
      confirmText: '重置',
    });
    if (!sure) return;
    await this.work(async () => {
      const { username, password } = await api.school.resetPassword({ memberId });
      const copy = await confirm({
        title: '新密码，只显示这一次',
        content: `用户名 ${username}\n新密码 ${password}`,
        confirmText: '复制密码',
        cancelText: '记好了',
      });
      if (copy) await wx.setClipboardData({ data: password });
    });
  },

  work(task: () => Promise<void>) {
    return oneAtATime(task, {
      working: this.working,
      take: (on) => {
        this.working = on;
        this.setData({ busy: on });
      },
      load: () => this.load(),
    });
  },
});
