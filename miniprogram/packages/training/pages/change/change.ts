import { Refusal } from '@shared/refusals';
import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { confirm, explain, toast } from '../../../../services/feedback';
import { pulledDown, retried } from '../../../../services/loading';
import { oneAtATime, turnOf } from '../../../../services/oneAtATime';
import { backOr, openPage } from '../../../../services/pages';
import { newRequestId } from '../../../../services/requestId';
import { asMember } from '../../../../services/session';
import { PATHS } from '../../paths';
import {
  type ChangePage,
  changePage,
  type Form,
  type Found,
  NO_FORM,
  type Records,
  startingForm,
} from './change.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'stranger' }
  | { readonly kind: 'ready'; readonly page: ChangePage };

type Busy = '' | 'send' | 'withdraw';

const EVERYBODY = { browse: true, name: null, gender: null, age: null };

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    form: NO_FORM,
    busy: '' as Busy,
  },

  fromId: '',
  requestId: '',
  records: null as Records | null,
  found: null as Found | null,

  onLoad(query: { from?: string }) {
    this.fromId = query.from ?? '';
    this.requestId = newRequestId();
  },

  onShow(): void | Promise<void> {
    if (!this.data.busy) return this.load();
  },

  async load() {
    try {
      const known = await asMember(() =>
        Promise.all([api.student.relations({}), api.student.coaches(EVERYBODY)]),
      );
      if (!known) {
        this.setData({ state: { kind: 'stranger' } });
        return;
      }
      const [records, found] = known;
      const first = this.records === null;
      this.records = records;
      this.found = found;
      this.change(first ? startingForm(records, this.fromId) : {});
    } catch (error) {
      if (error instanceof Refusal && error.code === 'STUDENT_FIRST') {
        this.setData({ state: { kind: 'stranger' } });
      } else if (this.records) toast(explain(error));
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  change(part: Partial<Form>) {
    const { records, found } = this;
    if (!records || !found) return;
    const form = { ...this.data.form, ...part };
    this.setData({ form, state: { kind: 'ready', page: changePage(records, found, form) } });
  },

  onFrom(event: Tapped<{ id: string }>) {
    this.change({ fromId: event.currentTarget.dataset.id });
  },

  onTo(event: Tapped<{ id: string; open: boolean }>) {
    const { id, open } = event.currentTarget.dataset;
    if (open) this.change({ toId: id });
  },

  onReason(event: WechatMiniprogram.Input) {
    this.change({ reason: event.detail.value });
  },

  onSend() {
    const { fromId, toId, reason } = this.data.form;
    const { requestId } = this;
    return this.work('send', async () => {
      await api.student.requestChange({ fromId, toId, reason: reason.trim(), requestId });
      toast('已提交，等三方表决');
      await this.load();
    });
  },

  async onWithdraw() {
    const { state } = this.data;
    if (state.kind !== 'ready' || state.page.kind !== 'waiting') return;
    const { id: changeId } = state.page.change;
    const content = '撤回以后师生关系不变，之后可以重新申请。';
    if (!(await confirm({ title: '撤回更换申请', content, confirmText: '撤回' }))) return;
    await this.work('withdraw', async () => {
      await api.student.withdrawChange({ changeId });
      // The next wish is another one.
      this.requestId = newRequestId();
      toast('已撤回');
      await this.load();
    });
  },

  onRegister() {
    openPage(PATHS.register);
  },

  onRecords() {
    openPage(PATHS.records);
  },

  onBack() {
    backOr(PATHS.home);
  },

  work(what: Busy, task: () => Promise<void>) {
    return oneAtATime(
      task,
      turnOf(this, what, () => this.load()),
    );
  },
});
