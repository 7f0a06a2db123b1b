import type { CoachLevel, Gender } from '@shared/domain/coach';
import type { Side } from '@shared/domain/lesson';
import type { Tapped, Typed } from '../../../../forms/events';
import { GENDER_CHOICES } from '../../../../forms/person';
import { saveForm } from '../../../../forms/saving';
import { api } from '../../../../services/api';
import { explain, toast } from '../../../../services/feedback';
import { retried } from '../../../../services/loading';
import { backOr } from '../../../../services/pages';
import { personPath } from '../../paths';
import {
  checkCoach,
  checkStudent,
  type Draft,
  editing,
  type Field,
  LEVELS,
  NO_ERRORS,
  REFUSED_FIELDS,
} from './edit.view';

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'ready'; readonly idNumber: string; readonly levelled: boolean };

Page({
  ...retried,
  data: {
    state: { kind: 'loading' } as State,
    kind: 'STUDENT' as Side,
    draft: null as Draft | null,
    errors: NO_ERRORS,
    genders: GENDER_CHOICES,
    levels: LEVELS,
    saving: false,
  },

  memberId: '',

  onLoad(query: { id?: string; kind?: string }) {
    this.memberId = query.id ?? '';
    this.setData({ kind: query.kind === 'COACH' ? 'COACH' : 'STUDENT' });
    return this.load();
  },

  async load() {
    try {
      const { person } = await api.school.person({ memberId: this.memberId });
      const found = editing(person, this.data.kind);
      if (!found) {
        this.setData({ state: { kind: 'missing' } });
        return;
      }
      const { draft, idNumber, levelled } = found;
      this.setData({ draft, errors: NO_ERRORS, state: { kind: 'ready', idNumber, levelled } });
    } catch (error) {
      this.setData({ state: { kind: 'failed', message: explain(error) } });
    }
  },

  onBack() {
    backOr(personPath(this.memberId));
  },

  change(part: Partial<Draft>) {
    const { draft } = this.data;
    if (draft) this.setData({ draft: { ...draft, ...part } });
  },

  onType(event: Typed<Field>) {
    const { field } = event.currentTarget.dataset;
    this.setData({ errors: { ...this.data.errors, [field]: '' } });
    this.change({ [field]: event.detail.value });
  },

  onGender(event: Tapped<{ gender: Gender }>) {
    const { gender } = event.currentTarget.dataset;
    this.change({ gender: this.data.draft?.gender === gender ? null : gender });
  },

  onLevel(event: Tapped<{ level: CoachLevel }>) {
    this.change({ level: event.currentTarget.dataset.level });
  },

  async onSave() {
    const { draft, kind } = this.data;
    if (!draft) return;
    const { memberId } = this;
    const student = checkStudent(draft);
    const coach = checkCoach(draft);
    await saveForm(this, {
      result: kind === 'STUDENT' ? student : coach,
      fields: REFUSED_FIELDS,
      reload: () => this.load(),
      save: async () => {
        if (kind === 'STUDENT' && student.ok) {
          await api.school.editStudent({ memberId, ...student.form });
        } else if (kind === 'COACH' && coach.ok) {
          await api.school.editCoach({ memberId, ...coach.form });
        }
        toast('已保存，本人会收到消息');
        this.onBack();
      },
    });
  },
});
