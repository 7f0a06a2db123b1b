import type { Gender } from '@shared/domain/coach';
import { Refusal } from '@shared/refusals';
import type { Tapped, Typed } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { toast } from '../../../../services/feedback';
import { pulledDown, retried, showLost } from '../../../../services/loading';
import { openPage } from '../../../../services/pages';
import { asMember } from '../../../../services/session';
import { coachPath, PATHS } from '../../paths';
import {
  EVERYBODY,
  type FoundCoach,
  foundCoaches,
  GENDER_CHOICES,
  NO_WORDS,
  type Search,
  searchOf,
  type Words,
} from './coaches.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'stranger' }
  | { readonly kind: 'ready'; readonly coaches: readonly FoundCoach[]; readonly browsing: boolean };

Page({
  ...pulledDown,
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    words: NO_WORDS,
    genders: GENDER_CHOICES,
    searching: false,
  },

  asked: EVERYBODY as Search,
  /** Only the newest question's answer is shown. */
  question: 0,

  onShow() {
    return this.load();
  },

  async load() {
    this.question += 1;
    const mine = this.question;
    const { asked } = this;
    try {
      const found = await asMember(() => api.student.coaches(asked));
      if (mine !== this.question) return;
      if (!found) this.setData({ state: { kind: 'stranger' } });
      else {
        const coaches = foundCoaches(found);
        this.setData({ state: { kind: 'ready', coaches, browsing: asked.browse } });
      }
    } catch (error) {
      if (mine !== this.question) return;
      if (error instanceof Refusal && error.code === 'STUDENT_FIRST') {
        this.setData({ state: { kind: 'stranger' } });
      } else showLost(this, error);
    } finally {
      if (mine === this.question) this.setData({ searching: false });
    }
  },

  onType(event: Typed<'name' | 'age'>) {
    this.take({ [event.currentTarget.dataset.field]: event.detail.value });
  },

  onGender(event: Tapped<{ gender: Gender }>) {
    const { gender } = event.currentTarget.dataset;
    this.take({ gender: this.data.words.gender === gender ? null : gender });
  },

  take(part: Partial<Words>) {
    this.setData({ words: { ...this.data.words, ...part } });
  },

  onSearch() {
    const search = searchOf(this.data.words);
    if ('wrong' in search) {
      toast(search.wrong);
      return;
    }
    return this.ask(search);
  },

  onBrowse() {
    this.setData({ words: NO_WORDS });
    return this.ask(EVERYBODY);
  },

  ask(search: Search) {
    this.asked = search;
    this.setData({ searching: true });
    return this.load();
  },

  onCoach(event: Tapped<{ id: string }>) {
    openPage(coachPath(event.currentTarget.dataset.id));
  },

  onRegister() {
    openPage(PATHS.register);
  },
});
