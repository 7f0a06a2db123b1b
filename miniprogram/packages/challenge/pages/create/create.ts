import { points } from '@shared/base/money';
import { CHALLENGE_KINDS, type ChallengeForm, type ChallengeKind } from '@shared/domain/challenge';
import type { Tapped, Typed } from '../../../../forms/events';
import { api } from '../../../../services/api';
import { agreeOnTime } from '../../../../services/clock';
import { explain } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import { oneAtATime } from '../../../../services/oneAtATime';
import { backOr } from '../../../../services/pages';
import { newRequestId } from '../../../../services/requestId';
import { asMember } from '../../../../services/session';
import { boardPath, PATHS } from '../../paths';
import {
  type CreateView,
  changed,
  createView,
  firstForm,
  type NumberField,
  type Purse,
  type Typing,
  typed,
} from './create.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'guest' }
  | { readonly kind: 'ready'; readonly view: CreateView };

/** What a tap chooses: the name of the field and its value, a number for most. */
type ChoiceTap = Tapped<{ field: keyof ChallengeForm; value: string | number }>;

Page({
  ...retried,
  data: { state: { kind: 'loading' } as State, busy: false },

  purse: null as Purse | null,
  form: null as ChallengeForm | null,
  typing: {} as Typing,
  first: 'DAYS' as ChallengeKind,
  requestId: '',
  working: false,

  onLoad({ kind }: { kind?: string }) {
    this.first = CHALLENGE_KINDS.find((one) => one === kind) ?? 'DAYS';
    this.requestId = newRequestId();
    return this.load();
  },

  async load() {
    try {
      const home = await asMember(() => api.challenge.home({ before: null }));
      if (!home) {
        this.setData({ state: { kind: 'guest' } });
        return;
      }
      agreeOnTime(home.now);
      const purse = { points: home.points, mayStake: home.mayStake };
      this.purse = purse;
      this.change(this.form ?? firstForm(purse, this.first));
    } catch (error) {
      if (!this.form) this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  change(form: ChallengeForm) {
    const { purse } = this;
    if (!purse) return;
    this.form = form;
    this.setData({ state: { kind: 'ready', view: createView(form, purse, this.typing) } });
  },

  onBack() {
    backOr(PATHS.home);
  },

  onChoose(event: ChoiceTap) {
    const { field, value } = event.currentTarget.dataset;
    const { form } = this;
    if (!form || this.working) return;
    const chosen = field === 'target' && value === 0 ? null : value;
    this.typing = { ...this.typing, [field]: '' };
    const part = { [field]: field === 'stake' ? points(Number(chosen)) : chosen };
    this.change(changed(form, part));
  },

  onType({ currentTarget, detail }: Typed<NumberField>) {
    const { form } = this;
    const { field } = currentTarget.dataset;
    if (!form || this.working) return;
    this.typing = { ...this.typing, [field]: detail.value };
    this.change(typed(form, field, detail.value));
  },

  onCreate(): void | Promise<void> {
    const { state } = this.data;
    const { form, requestId } = this;
    if (!form || state.kind !== 'ready' || state.view.refusal !== '') return;
    const task = async () => {
      const { challenge } = await api.challenge.create({ ...form, requestId });
      // Instead of the form: going back leads to the list.
      wx.redirectTo({ url: boardPath(challenge.id) });
    };
    return oneAtATime(task, {
      working: this.working,
      take: (on) => {
        this.working = on;
        this.setData({ busy: on });
      },
      load: () => this.load(),
    });
  },
});
