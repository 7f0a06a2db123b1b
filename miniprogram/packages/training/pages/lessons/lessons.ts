import type { Instant } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import type { LessonView } from '@shared/contracts/training';
import { SIDES, type Side } from '@shared/domain/lesson';
import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { agreeOnTime, now } from '../../../../services/clock';
import { explain, showFailure } from '../../../../services/feedback';
import { backOr, openPage } from '../../../../services/pages';
import { asMember } from '../../../../services/session';
import { type LessonLine, partyLine } from '../../../../words/lessons';
import { lessonPath, PATHS } from '../../paths';

type When = 'COMING' | 'PAST';
type LessonsPage = Awaited<ReturnType<Api['lesson']['mine']>>;
type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'guest' }
  | {
      readonly kind: 'ready';
      readonly lessons: readonly LessonLine[];
      /** `more` below, being fetched, or all shown. */
      readonly tail: 'more' | 'busy' | 'end';
      readonly hint: string;
    };

Page({
  data: {
    state: { kind: 'loading' } as State,
    when: 'COMING' as When,
  },

  /** Whose lessons: those one takes, or those one gives. */
  side: 'STUDENT' as Side,
  lessons: null as readonly LessonView[] | null,
  next: null as Instant | null,
  /** Only the newest question's answer is shown. */
  question: 0,

  onLoad(query: { as?: string; when?: When }) {
    this.side = SIDES.find((side) => side === query.as) ?? 'STUDENT';
    if (query.when === 'PAST') this.setData({ when: 'PAST' });
  },

  onShow() {
    return this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  onReachBottom() {
    return this.loadMore();
  },

  onRetry() {
    this.setData({ state: { kind: 'loading' } });
    return this.load();
  },

  onWhen(event: Tapped<{ when: When }>) {
    const { when } = event.currentTarget.dataset;
    if (when === this.data.when) return;
    this.lessons = null;
    this.setData({ when, state: { kind: 'loading' } });
    return this.load();
  },

  ask(before: Instant | null): Promise<LessonsPage> {
    const { when } = this.data;
    return api.lesson.mine({ as: this.side, when, before });
  },

  async load() {
    this.question += 1;
    const mine = this.question;
    try {
      const page: LessonsPage | null = await asMember(() => this.ask(null));
      if (mine !== this.question) return;
      if (!page) {
        this.setData({ state: { kind: 'guest' } });
        return;
      }
      agreeOnTime(page.now);
      this.lessons = page.lessons;
      this.next = page.next;
      this.print();
    } catch (error) {
      if (mine !== this.question) return;
      if (this.lessons) this.print(explain(error));
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  async loadMore() {
    const { state } = this.data;
    const { next, question } = this;
    if (state.kind !== 'ready' || state.tail !== 'more' || next === null) return;
    this.setData({ state: { ...state, tail: 'busy' } });
    try {
      const page = await this.ask(next);
      if (question !== this.question) return;
      this.lessons = [...(this.lessons ?? []), ...page.lessons];
      this.next = page.next;
    } catch (error) {
      showFailure(error);
    }
    if (question === this.question) this.print();
  },

  print(hint = '') {
    const lessons: readonly LessonView[] | null = this.lessons;
    const { next, side } = this;
    if (!lessons) return;
    this.setData({
      state: {
        kind: 'ready',
        lessons: lessons.map((lesson) => partyLine(lesson, side, now())),
        tail: next === null ? 'end' : 'more',
        hint,
      },
    });
  },

  onLesson(event: Tapped<{ id: string }>) {
    openPage(lessonPath(event.currentTarget.dataset.id));
  },

  onBack() {
    backOr(PATHS.home);
  },
});
