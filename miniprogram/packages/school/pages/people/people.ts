import type { Api } from '@shared/contracts';
import type { Side } from '@shared/domain/lesson';
import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { toast } from '../../../../services/feedback';
import { PagedList, type PagedState } from '../../../../services/pagedList';
import { openPage } from '../../../../services/pages';
import { personPath } from '../../paths';
import { hintOf, KINDS, type PersonRow, personRow } from './people.view';

type People = Awaited<ReturnType<Api['school']['people']>>;
interface Shown {
  readonly rows: readonly PersonRow[];
}

Page({
  data: {
    state: { kind: 'loading' } as PagedState<Shown>,
    kinds: KINDS,
    kind: 'STUDENT' as Side,
    hint: hintOf('STUDENT'),
    text: '',
    searching: false,
  },

  campusId: '',
  /** What was typed when it was last searched for. */
  sought: '',
  list: null as PagedList<People, Shown> | null,

  onLoad(query: { campusId?: string; kind?: string }) {
    this.campusId = query.campusId ?? '';
    if (query.kind === 'COACH') this.setData({ kind: 'COACH', hint: hintOf('COACH') });
    this.list = new PagedList<People, Shown>({
      ask: (after) => this.ask(after),
      joined: (known, { people, next }) => ({ people: [...known.people, ...people], next }),
      view: ({ people }) => ({
        rows: people.flatMap((person) => personRow(person, this.data.kind)),
      }),
      show: (state) => this.setData({ state }),
      lost: toast,
    });
  },

  /** Whoever comes back from a person sees what was changed there. */
  onShow() {
    return this.list?.load();
  },

  async onPullDownRefresh() {
    await this.list?.load();
    wx.stopPullDownRefresh();
  },

  onReachBottom() {
    return this.onMore();
  },

  ask(after: string | null): Promise<People> {
    const { campusId, sought: text } = this;
    return api.school.people({ campusId, kind: this.data.kind, text, after });
  },

  onMore() {
    return this.list?.more();
  },

  onRetry() {
    return this.list?.again();
  },

  onKind(event: Tapped<{ kind: Side }>): void | Promise<void> {
    const { kind } = event.currentTarget.dataset;
    if (kind === this.data.kind) return;
    this.setData({ kind, hint: hintOf(kind) });
    return this.onRetry();
  },

  onType(event: WechatMiniprogram.CustomEvent<{ value: string }>) {
    this.setData({ text: event.detail.value });
  },

  onClear() {
    this.setData({ text: '' });
    return this.onSearch();
  },

  async onSearch() {
    this.sought = this.data.text.trim();
    this.setData({ searching: true });
    await this.onRetry();
    this.setData({ searching: false });
  },

  onPerson(event: Tapped<{ id: string }>) {
    openPage(personPath(event.currentTarget.dataset.id));
  },
});
