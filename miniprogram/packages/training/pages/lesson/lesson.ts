import { SECOND } from '@shared/base/time';
import type { LessonView } from '@shared/contracts/training';
import { type Ask, NO_ASK } from '../../../../components/reason-sheet/ask';
import { api } from '../../../../services/api';
import { agreeOnTime, every, now } from '../../../../services/clock';
import { confirm, explain, isRefused, toast } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import { oneAtATime, turnOf } from '../../../../services/oneAtATime';
import { backOr, openPage } from '../../../../services/pages';
import { newRequestId } from '../../../../services/requestId';
import { asMember } from '../../../../services/session';
import { coachPath, evaluatePath, PATHS } from '../../paths';
import { type Detail, isWaiting, type LessonPage, lessonPage } from './lesson.view';
import { AGREE, CANCEL, REFUSE, WITHDRAW } from './questions';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'missing'; readonly message: string }
  | { readonly kind: 'ready'; readonly view: LessonPage; readonly hint: string };

type Busy = '' | 'withdraw' | 'confirm' | 'refuse' | 'cancel' | 'agree' | 'keep';
type Reasoned = WechatMiniprogram.CustomEvent<{ reason: string }>;

/** While the other party may answer, the page looks again this often. */
const LOOK_AGAIN = 10 * SECOND;

Page({
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    busy: '' as Busy,
    sheet: '' as '' | 'refuse' | 'cancel',
    /** The words of the sheet; they stay while it slides away. */
    ask: NO_ASK as Ask,
  },

  lessonId: '',
  fresh: false,
  detail: null as Detail | null,
  /** One sheet makes one wish to cancel, however often it is sent. */
  requestId: '',
  stopLooking: null as (() => void) | null,

  onLoad({ id = '', fresh }: { id?: string; fresh?: string }) {
    this.lessonId = id;
    this.fresh = fresh === '1';
  },

  onShow() {
    this.stopLooking = every(LOOK_AGAIN, () => this.look());
    return this.load();
  },

  onHide() {
    this.stopLooking?.();
  },

  onUnload() {
    this.stopLooking?.();
  },

  async onPullDownRefresh() {
    if (!this.data.busy) await this.load();
    wx.stopPullDownRefresh();
  },

  look(): void | Promise<void> {
    const { detail } = this;
    if (detail && isWaiting(detail) && !this.data.busy) return this.load();
  },

  async load() {
    const { lessonId } = this;
    try {
      const detail = await asMember(() => api.lesson.detail({ lessonId }));
      if (detail) this.take(detail);
      else this.setData({ state: { kind: 'missing', message: '注册成为会员以后才能看课程' } });
    } catch (error) {
      const message = explain(error);
      if (isRefused(error)) this.setData({ state: { kind: 'missing', message } });
      else if (this.detail) this.print(message);
      else this.setData({ state: { kind: 'failed', message } });
    }
  },

  take(detail: Detail) {
    agreeOnTime(detail.now);
    this.detail = detail;
    this.print();
  },

  print(hint = '') {
    const detail: Detail | null = this.detail;
    if (!detail) return;
    const view = lessonPage(detail, { now: now(), fresh: this.fresh });
    this.setData({ state: { kind: 'ready', view, hint } });
  },

  onBack() {
    backOr(PATHS.home);
  },

  async onCall() {
    const detail: Detail | null = this.detail;
    if (!detail?.otherPhone || detail.otherPhone.includes('*')) return;
    try {
      await wx.makePhoneCall({ phoneNumber: detail.otherPhone });
    } catch {
      // The person chose not to call: WeChat reports that as a failure.
    }
  },

  async onWithdraw() {
    const { lessonId } = this;
    if (!(await confirm(WITHDRAW))) return;
    await this.change('withdraw', '已撤回', () => api.lesson.withdraw({ lessonId }));
  },

  onConfirm() {
    const { lessonId } = this;
    return this.change('confirm', '已确认', () => api.lesson.confirm({ lessonId }));
  },

  onRefuse() {
    this.setData({ sheet: 'refuse', ask: REFUSE });
  },

  onAskCancel() {
    const { state } = this.data;
    const cancel = state.kind === 'ready' ? state.view.cancel : null;
    if (cancel?.why !== '') return;
    this.requestId = newRequestId();
    this.setData({ sheet: 'cancel', ask: CANCEL });
  },

  onCloseSheet() {
    this.setData({ sheet: '' });
  },

  onReason({ detail: { reason } }: Reasoned) {
    const { lessonId, requestId } = this;
    if (this.data.sheet === 'refuse') {
      return this.change('refuse', '已告诉学员', () => api.lesson.refuse({ lessonId, reason }));
    }
    return this.change('cancel', '已提交，等对方同意', () =>
      api.lesson.askCancel({ lessonId, reason, requestId }),
    );
  },

  async onAgree() {
    if (await confirm(AGREE)) await this.answer(true);
  },

  onKeep() {
    return this.answer(false);
  },

  async answer(agree: boolean) {
    const cancelId = this.detail?.lesson.cancellation?.id;
    if (!cancelId) return;
    await this.change(agree ? 'agree' : 'keep', agree ? '课程已取消' : '课程照常进行', () =>
      api.lesson.answerCancel({ cancelId, agree }),
    );
  },

  async onWithdrawCancel() {
    const cancelId = this.detail?.lesson.cancellation?.id;
    if (!cancelId) return;
    await this.change('withdraw', '课程照常进行', () => api.lesson.withdrawCancel({ cancelId }));
  },

  /** Does something with the lesson and shows what became of it. */
  change(what: Busy, done: string, ask: () => Promise<LessonView>) {
    const task = async () => {
      await ask();
      this.fresh = false;
      this.setData({ sheet: '' });
      toast(done);
      await this.load();
    };
    return oneAtATime(
      task,
      turnOf(this, what, () => this.load()),
    );
  },

  onEvaluate() {
    openPage(evaluatePath(this.lessonId));
  },

  onAgain() {
    const detail: Detail | null = this.detail;
    if (detail) openPage(coachPath(detail.lesson.coach.memberId));
  },
});
