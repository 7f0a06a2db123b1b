import { Refusal } from '@shared/refusals';
import { api } from '../../../../services/api';
import { pulledDown, retried, showLost } from '../../../../services/loading';
import { openPage } from '../../../../services/pages';
import { asMember } from '../../../../services/session';
import { type ChangeLine, changeLine } from '../../../../words/changes';
import { PATHS } from '../../paths';
import { type TieCard, tieCard } from '../../tieCard.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'ready';
      readonly ties: readonly TieCard[];
      readonly changes: readonly ChangeLine[];
    };

/** All that was ever asked of coaches, and what became of it. */
Page({
  ...pulledDown,
  ...retried,
  data: { state: { kind: 'loading' } as State },

  onShow() {
    return this.load();
  },

  onFind() {
    openPage(PATHS.coaches);
  },

  async load() {
    try {
      const records = await asMember(() => api.student.relations({}));
      const ties = records?.ties.map(tieCard) ?? [];
      const changes = records?.changes.map(changeLine) ?? [];
      const empty = ties.length === 0 && changes.length === 0;
      this.setData({ state: empty ? { kind: 'empty' } : { kind: 'ready', ties, changes } });
    } catch (error) {
      if (error instanceof Refusal && error.code === 'STUDENT_FIRST') {
        this.setData({ state: { kind: 'empty' } });
      } else showLost(this, error);
    }
  },
});
