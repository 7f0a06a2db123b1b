import type { ClubDate } from '@shared/base/time';
import { REFUSALS, Refusal } from '@shared/refusals';
import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { agreeOnTime, now } from '../../../../services/clock';
import { confirm, explain, isRefused, toast } from '../../../../services/feedback';
import { pulledDown, retried } from '../../../../services/loading';
import { oneAtATime, turnOf } from '../../../../services/oneAtATime';
import { openPage } from '../../../../services/pages';
import { newRequestId } from '../../../../services/requestId';
import { asMember } from '../../../../services/session';
import { bookPath, lessonPath, PATHS } from '../../paths';
import { type CoachView, coachView, type Opened } from './coach.view';
import { type Choice, chosenFrom, firstDay, stillFree, type WeekView, weekView } from './week.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'stranger' }
  | { readonly kind: 'missing'; readonly message: string }
  | {
      readonly kind: 'ready';
      readonly view: CoachView;
      readonly week: WeekView;
      readonly hint: string;
    };

type Busy = '' | 'apply' | 'withdraw';

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    busy: '' as Busy,
  },

  coachId: '',
  requestId: '',
  opened: null as Opened | null,
  date: null as ClubDate | null,
  choice: null as Choice | null,

  onLoad(query: { id?: string }) {
    this.coachId = query.id ?? '';
    this.requestId = newRequestId();
  },

  onShow() {
    return this.load();
  },

  async load() {
    const { coachId } = this;
    try {
      const opened = await asMember(() => api.student.coach({ coachId }));
      if (opened) this.take(opened);
      else this.setData({ state: { kind: 'stranger' } });
    } catch (error) {
      const message = explain(error);
      if (error instanceof Refusal && error.code === 'STUDENT_FIRST') {
        this.setData({ state: { kind: 'stranger' } });
      } else if (isRefused(error)) this.setData({ state: { kind: 'missing', message } });
      else if (this.opened) this.print(message);
      else this.setData({ state: { kind: 'failed', message } });
    }
  },

  take(opened: Opened) {
    agreeOnTime(opened.now);
    this.opened = opened;
    this.date ??= firstDay(opened.days, now());
    this.choice = stillFree(opened.days, this.choice, now());
    this.print();
  },

  print(hint = '') {
    const opened: Opened | null = this.opened;
    const date: ClubDate | null = this.date;
    const choice: Choice | null = this.choice;
    if (!opened || !date) return;
    const view = coachView(opened, choice, now());
    const week = weekView(opened.days, date, { choice, now: now() });
    this.setData({ state: { kind: 'ready', view, week, hint } });
  },

  onDay(event: Tapped<{ date: ClubDate }>) {
    this.date = event.currentTarget.dataset.date;
    this.choice = null;
    this.print();
  },

  onSlot(event: Tapped<{ from: number; answers: boolean }>) {
    const { from, answers } = event.currentTarget.dataset;
    const opened: Opened | null = this.opened;
    const day = opened?.days.find(({ date }) => date === this.date);
    if (!opened || !day || !answers) return;
    if (opened.tie?.status !== 'ESTABLISHED') {
      toast(REFUSALS.NOT_MY_COACH);
      return;
    }
    const chosen = chosenFrom(day, Number(from), { before: this.choice, now: now() });
    if (chosen !== null && 'why' in chosen) {
      toast(chosen.why);
      return;
    }
    this.choice = chosen;
    this.print();
  },

  onLength(event: Tapped<{ minutes: number; fits: boolean }>) {
    const { minutes, fits } = event.currentTarget.dataset;
    const choice: Choice | null = this.choice;
    if (!choice || !fits) return;
    this.choice = { ...choice, until: choice.from + Number(minutes) };
    this.print();
  },

  onLesson(event: Tapped<{ id: string }>) {
    const { id } = event.currentTarget.dataset;
    if (id) openPage(lessonPath(id));
  },

  onBook() {
    const opened: Opened | null = this.opened;
    const choice: Choice | null = this.choice;
    if (!opened || !choice) return;
    const { memberId: id, realName: name } = opened.coach;
    openPage(bookPath({ id, name }, choice));
  },

  onApply() {
    const { coachId, requestId } = this;
    return this.work('apply', async () => {
      await api.student.apply({ coachId, requestId });
      toast('已发出申请，等教练同意');
      await this.load();
    });
  },

  async onWithdraw() {
    const opened: Opened | null = this.opened;
    const relationId = opened?.tie?.relationId;
    if (!relationId) return;
    const content = '撤回后教练不会再看到你的申请，之后可以重新申请。';
    if (!(await confirm({ title: '撤回申请', content, confirmText: '撤回' }))) return;
    await this.work('withdraw', async () => {
      await api.student.withdraw({ relationId });
      // The next application is another one.
      this.requestId = newRequestId();
      toast('已撤回');
      await this.load();
    });
  },

  onRegister() {
    openPage(PATHS.register);
  },

  onCoaches() {
    wx.redirectTo({ url: PATHS.coaches });
  },

  work(what: Busy, task: () => Promise<void>) {
    return oneAtATime(
      task,
      turnOf(this, what, () => this.load()),
    );
  },
});
