import type { Api } from '@shared/contracts';
import { SIDES, type Side } from '@shared/domain/lesson';
import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { agreeOnTime, now } from '../../../../services/clock';
import { PagedList, type PagedState } from '../../../../services/pagedList';
import { backOr, openPage } from '../../../../services/pages';
import { asMember } from '../../../../services/session';
import { type LessonLine, partyLine } from '../../../../words/lessons';
import { lessonPath, PATHS } from '../../paths';

type When = 'COMING' | 'PAST';
type LessonsPage = Awaited<ReturnType<Api['lesson']['mine']>>;
interface Shown {
  readonly lessons: readonly LessonLine[];
}

Page({
  data: {
    state: { kind: 'loading' } as PagedState<Shown>,
    when: 'COMING' as When,
  },

  /** Whose lessons: those one takes, or those one gives. */
  side: 'STUDENT' as Side,
  list: null as PagedList<LessonsPage, Shown> | null,

  onLoad(query: { as?: string; when?: When }) {
    this.side = SIDES.find((side) => side === query.as) ?? 'STUDENT';
    if (query.when === 'PAST') this.setData({ when: 'PAST' });
    this.list = this.listOf(this.side);
  },

  listOf(as: Side) {
    return new PagedList<LessonsPage, Shown>({
      ask: (before) => asMember(() => api.lesson.mine({ as, when: this.data.when, before })),
      joined: (known, { lessons, next }) => ({
        ...known,
        lessons: [...known.lessons, ...lessons],
        next,
      }),
      learn: (page) => agreeOnTime(page.now),
      view: ({ lessons }) => ({ lessons: lessons.map((lesson) => partyLine(lesson, as, now())) }),
      show: (state) => this.setData({ state }),
    });
  },

  onShow() {
    return this.list?.load();
  },

  async onPullDownRefresh() {
    await this.list?.load();
    wx.stopPullDownRefresh();
  },

  onReachBottom() {
    return this.list?.more();
  },

  onRetry() {
    return this.list?.again();
  },

  onWhen(event: Tapped<{ when: When }>) {
    const { when } = event.currentTarget.dataset;
    if (when === this.data.when) return;
    this.setData({ when });
    return this.list?.again();
  },

  onLesson(event: Tapped<{ id: string }>) {
    openPage(lessonPath(event.currentTarget.dataset.id));
  },

  onBack() {
    backOr(PATHS.home);
  },
});
