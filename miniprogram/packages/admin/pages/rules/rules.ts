import type { Tapped, Typed } from '../../../../forms/events';
import { saveForm } from '../../../../forms/saving';
import { api } from '../../../../services/api';
import { explain, toast } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import {
  checkRules,
  NO_ERRORS,
  RULES,
  type RuleField,
  type RulesDraft,
  rulesDraft,
} from './rules.view';

interface Campus {
  readonly id: string;
  readonly name: string;
}

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'ready'; readonly campuses: readonly Campus[]; readonly campusId: string };

Page({
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    rules: RULES,
    draft: { perYuan: '', leastBooking: '', review: '', invitation: '' } as RulesDraft,
    errors: NO_ERRORS,
    saving: false,
  },

  /** The campus that was asked for; null: the own, the first of the super admin's. */
  campusId: null as string | null,

  onLoad() {
    return this.load();
  },

  async load() {
    const asked = this.campusId;
    try {
      const { campusId, campuses, rules } = await api.membership.rules({ campusId: asked });
      if (this.campusId !== asked) return; // another campus was chosen meanwhile
      this.campusId = campusId;
      this.setData({
        state: { kind: 'ready', campuses, campusId },
        draft: rulesDraft(rules),
        errors: NO_ERRORS,
      });
    } catch (error) {
      if (this.campusId !== asked) return;
      this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  onCampus(event: Tapped<{ id: string }>): void | Promise<void> {
    const { id } = event.currentTarget.dataset;
    if (id === this.campusId || this.data.saving) return;
    this.campusId = id;
    return this.onRetry();
  },

  onType(event: Typed<RuleField>) {
    const { field } = event.currentTarget.dataset;
    this.setData({
      draft: { ...this.data.draft, [field]: event.detail.value },
      errors: { ...this.data.errors, [field]: '' },
    });
  },

  async onSave() {
    const { campusId } = this;
    if (campusId === null) return;
    await saveForm(this, {
      result: checkRules(this.data.draft),
      fields: {},
      reload: () => this.load(),
      save: async (form) => {
        const { rules } = await api.membership.saveRules({ campusId, rules: { ...form } });
        this.setData({ draft: rulesDraft(rules) });
        toast('已保存，之后完成的消费按新规则');
      },
    });
  },
});
