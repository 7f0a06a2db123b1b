import type { PersonView } from '@shared/contracts/school';
import type { Side } from '@shared/domain/lesson';
import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { explain, showFailure } from '../../../../services/feedback';
import { openPage } from '../../../../services/pages';
import { personPath } from '../../paths';
import { hintOf, KINDS, type PersonRow, personRow } from './people.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready'; readonly rows: readonly PersonRow[]; readonly more: boolean };

Page({
  data: {
    state: { kind: 'loading' } as State,
    kinds: KINDS,
    kind: 'STUDENT' as Side,
    hint: hintOf('STUDENT'),
    text: '',
    searching: false,
    loadingMore: false,
  },

  campusId: '',
  /** What was typed when it was last searched for. */
  sought: '',
  people: null as readonly PersonView[] | null,
  next: null as string | null,
  /** Only the newest question's answer is shown. */
  question: 0,

  onLoad(query: { campusId?: string; kind?: string }) {
    this.campusId = query.campusId ?? '';
    if (query.kind === 'COACH') this.setData({ kind: 'COACH', hint: hintOf('COACH') });
  },

  /** Whoever comes back from a person sees what was changed there. */
  onShow() {
    return this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  onReachBottom() {
    return this.onMore();
  },

  ask(after: string | null) {
    const { campusId, sought: text } = this;
    return api.school.people({ campusId, kind: this.data.kind, text, after });
  },

  async load() {
    this.question += 1;
    const { question } = this;
    try {
      const page = await this.ask(null);
      if (question !== this.question) return;
      this.people = page.people;
      this.next = page.next;
      this.print();
    } catch (error) {
      if (question !== this.question) return;
      if (this.people) showFailure(error);
      else this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  async onMore() {
    const { next, question } = this;
    if (next === null || this.data.loadingMore) return;
    this.setData({ loadingMore: true });
    try {
      const page = await this.ask(next);
      if (question !== this.question) return;
      this.people = [...(this.people ?? []), ...page.people];
      this.next = page.next;
      this.print();
    } catch (error) {
      showFailure(error);
    } finally {
      this.setData({ loadingMore: false });
    }
  },

  print() {
    const people: readonly PersonView[] = this.people ?? [];
    const rows = people.flatMap((person) => personRow(person, this.data.kind));
    this.setData({ state: { kind: 'ready', rows, more: this.next !== null } });
  },

  onRetry() {
    this.people = null;
    this.setData({ state: { kind: 'loading' } });
    return this.load();
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
