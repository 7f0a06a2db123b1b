import type { Api } from '@shared/contracts';
import type { Tapped } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { explain, toast } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import { oneAtATime, turnOf } from '../../../../services/oneAtATime';
import { backOr } from '../../../../services/pages';
import { asMember } from '../../../../services/session';
import { PATHS } from '../../paths';

type People = Awaited<ReturnType<Api['challenge']['blocked']>>['blocked'];

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'ready'; readonly people: People };

Page({
  ...retried,
  data: { state: { kind: 'loading' } as State, busy: '' },

  onLoad() {
    return this.load();
  },

  async load() {
    try {
      const answer = await asMember(() => api.challenge.blocked({}));
      this.show(answer?.blocked ?? []);
    } catch (error) {
      this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  show(people: People) {
    this.setData({ state: people.length === 0 ? { kind: 'empty' } : { kind: 'ready', people } });
  },

  onBack() {
    backOr(PATHS.home);
  },

  onUnblock(event: Tapped<{ id: string }>) {
    const { id: memberId } = event.currentTarget.dataset;
    const task = async () => {
      const { blocked } = await api.challenge.block({ memberId, blocked: false });
      this.show(blocked);
      toast('已解除屏蔽');
    };
    return oneAtATime(
      task,
      turnOf(this, memberId, () => this.load()),
    );
  },
});
