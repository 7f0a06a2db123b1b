import type { Tapped, Typed } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { agreeOnTime, now } from '../../../../services/clock';
import { confirm, explain, showFailure, toast } from '../../../../services/feedback';
import { pulledDown, retried } from '../../../../services/loading';
import { oneAtATime, turnOf } from '../../../../services/oneAtATime';
import { backOr } from '../../../../services/pages';
import { type Desk, type DeskView, type Draft, deskView } from './disputes.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'ready'; readonly view: DeskView };

/** What is said of a report when it is closed. */
const CLOSE = {
  note: '记在操作记录里，会员看不到',
  choices: ['已提醒对方', '核对后没有问题', '已交给管理员处理'],
  word: '处理完毕',
};

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    busy: '',
    closing: '',
    close: CLOSE,
  },

  desk: null as Desk | null,
  draft: {} as Draft,

  onShow() {
    return this.load();
  },

  async load() {
    try {
      const desk = await api.challenge.desk({});
      agreeOnTime(desk.now);
      this.desk = desk;
      this.print();
    } catch (error) {
      if (this.desk) showFailure(error);
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  print() {
    const { desk, draft } = this;
    if (!desk) return;
    const view = deskView(desk, draft, now());
    const empty = view.disputes.length + view.reports.length === 0;
    this.setData({ state: empty ? { kind: 'empty' } : { kind: 'ready', view } });
  },

  onBack() {
    backOr('/packages/staff/pages/home/home');
  },

  /** `data-field` is the player, `data-match` the match. */
  onType(event: Typed<string> & Tapped<{ match: string }>) {
    const { match, field } = event.currentTarget.dataset;
    const draft: Draft = this.draft;
    this.draft = { ...draft, [match]: { ...draft[match], [field]: event.detail.value } };
    this.print();
  },

  async onDecide(event: Tapped<{ id: string }>) {
    const { id: challengeId } = event.currentTarget.dataset;
    const { state } = this.data;
    if (state.kind !== 'ready') return;
    const dispute = state.view.disputes.find((one) => one.challengeId === challengeId);
    if (!dispute?.decision) return;
    const { points, word } = dispute.decision;
    const content = `${word}。裁定以后马上结算，不能更改。`;
    if (!(await confirm({ title: '裁定比分', content, confirmText: '裁定' }))) return;
    await this.work(challengeId, async () => {
      await api.challenge.decide({ challengeId, points });
      toast('已裁定，双方会收到消息');
    });
  },

  onClose(event: Tapped<{ id: string }>) {
    this.setData({ closing: event.currentTarget.dataset.id });
  },

  onKeep() {
    this.setData({ closing: '' });
  },

  onClosed(event: WechatMiniprogram.CustomEvent<{ reason: string }>) {
    const { closing: reportId } = this.data;
    return this.work(reportId, async () => {
      await api.challenge.closeReport({ reportId, note: event.detail.reason });
      this.setData({ closing: '' });
      toast('已处理');
    });
  },

  work(busy: string, decide: () => Promise<void>) {
    const task = async () => {
      await decide();
      await this.load();
    };
    return oneAtATime(
      task,
      turnOf(this, busy, () => this.load()),
    );
  },
});
