import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { agreeOnTime } from '../../../../services/clock';
import { explain, showFailure, toast } from '../../../../services/feedback';
import { pulledDown, retried } from '../../../../services/loading';
import { openPage } from '../../../../services/pages';
import { asMember } from '../../../../services/session';
import { PATHS } from '../../paths';
import { type Asked, type Ranking, type RankingView, rankingView } from './ranking.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'guest' }
  | { readonly kind: 'empty'; readonly view: RankingView }
  | { readonly kind: 'ready'; readonly view: RankingView };

type AskTap = Tapped<{ field: 'among' | 'period' | 'measure'; value: string }>;

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    asked: { among: 'FRIENDS', campusId: null, period: 'WEEK', measure: 'DAYS' } as Asked,
    saving: false,
  },

  ranking: null as Ranking | null,
  /** Only the newest question's answer is shown. */
  question: 0,

  onLoad({ among }: { among?: string }) {
    if (among === 'CAMPUS') this.setData({ asked: { ...this.data.asked, among } });
    return this.load();
  },

  async load() {
    this.question += 1;
    const { question } = this;
    const { asked } = this.data;
    try {
      const ranking = await asMember(() => api.challenge.ranking(asked));
      if (question !== this.question) return;
      if (!ranking) {
        this.setData({ state: { kind: 'guest' } });
        return;
      }
      agreeOnTime(ranking.now);
      this.ranking = ranking;
      this.print();
    } catch (error) {
      if (question !== this.question) return;
      if (this.ranking) showFailure(error);
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  print() {
    const { ranking } = this;
    if (!ranking) return;
    const view = rankingView(ranking, this.data.asked);
    this.setData({ state: { kind: view.places.length === 0 ? 'empty' : 'ready', view } });
  },

  ask(part: Partial<Asked>): Promise<void> {
    this.ranking = null;
    this.setData({ asked: { ...this.data.asked, ...part }, state: { kind: 'loading' } });
    return this.load();
  },

  onAsk(event: AskTap): void | Promise<void> {
    const { field, value } = event.currentTarget.dataset;
    if (this.data.asked[field] !== value) return this.ask({ [field]: value });
  },

  onCampus(event: Tapped<{ id: string }>) {
    return this.ask({ campusId: event.currentTarget.dataset.id });
  },

  async onShown() {
    const { ranking } = this;
    if (!ranking || this.data.saving) return;
    this.setData({ saving: true });
    try {
      const { shown } = await api.challenge.showMe({ shown: !ranking.shown });
      toast(shown ? '校区榜会显示你' : '校区榜不再显示你');
      await this.load();
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ saving: false });
    }
  },

  onCreate() {
    openPage(PATHS.create);
  },
});
