import type { Side } from '@shared/domain/lesson';
import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { agreeOnTime, now } from '../../../../services/clock';
import { explain, showFailure, toast } from '../../../../services/feedback';
import { pulledDown, retried } from '../../../../services/loading';
import { openPage } from '../../../../services/pages';
import { campusPath, peoplePath, tablesPath } from '../../paths';
import { type School, type SchoolView, schoolView } from './home.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready'; readonly school: SchoolView; readonly hint: string };

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    /** While the halls of the campus are asked for. */
    opening: false,
  },

  school: null as School | null,
  campusId: null as string | null,
  /** Only the newest question's answer is shown. */
  question: 0,

  onLoad(query: { campusId?: string }) {
    this.campusId = query.campusId ?? null;
  },

  onShow() {
    return this.load();
  },

  async load() {
    this.question += 1;
    const { question, campusId } = this;
    try {
      const school = await api.school.home({ campusId });
      if (question !== this.question) return;
      agreeOnTime(school.now);
      this.school = school;
      this.campusId = school.campusId;
      this.print();
    } catch (error) {
      if (question !== this.question) return;
      if (this.school) this.print(explain(error));
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  print(hint = '') {
    const { school } = this;
    if (!school) return;
    this.setData({ state: { kind: 'ready', school: schoolView(school, now()), hint } });
  },

  onCampus(event: Tapped<{ id: string }>): void | Promise<void> {
    const { id } = event.currentTarget.dataset;
    if (id === this.campusId) return;
    this.campusId = id;
    this.school = null;
    return this.onRetry();
  },

  onPeople(event: Tapped<{ kind: Side }>) {
    if (this.campusId) openPage(peoplePath(this.campusId, event.currentTarget.dataset.kind));
  },

  onEntry(event: Tapped<{ to: 'applications' | 'changes' | 'lessons' | 'rates' | 'log' }>) {
    if (this.campusId) openPage(campusPath(event.currentTarget.dataset.to, this.campusId));
  },

  onLesson() {
    if (this.campusId) openPage(campusPath('lessons', this.campusId));
  },

  /** Tables are kept by hall: of several, the person says which. */
  async onTables() {
    if (this.data.opening) return;
    this.setData({ opening: true });
    try {
      const { venues } = await api.club.overview({});
      const halls = venues.filter(({ campusId }) => campusId === this.campusId);
      const hall = halls.length > 1 ? await this.askHall(halls) : halls[0];
      if (hall) openPage(tablesPath(hall.id));
      else if (halls.length === 0) toast('这个校区还没有场馆，请先添加场馆');
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ opening: false });
    }
  },

  async askHall<Hall extends { readonly name: string }>(halls: readonly Hall[]) {
    try {
      const { tapIndex } = await wx.showActionSheet({
        alertText: '哪个场馆的球台',
        itemList: halls.map(({ name }) => name),
      });
      return halls[tapIndex];
    } catch {
      return undefined; // closed without choosing
    }
  },
});
