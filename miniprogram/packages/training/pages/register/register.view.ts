import type { Api } from '@shared/contracts';
import type { StudentView } from '@shared/contracts/training';
import {
  type Checked,
  checked,
  type FieldErrors,
  type RefusedField,
} from '../../../../forms/fields';
import {
  NO_PERSON_ERRORS,
  PERSON_REFUSALS,
  type PersonDraft,
  type PersonField,
  personDraft,
  personErrors,
  personForm,
} from '../../../../forms/person';

export type Home = Awaited<ReturnType<Api['student']['home']>>;
export type Form = Parameters<Api['student']['register']>[0];
export type Field = PersonField | 'campus';

/** The form as it stands. */
export interface Draft extends PersonDraft {
  readonly campusId: string;
  /** What WeChat's button gave; it stands for the number. */
  readonly phoneCode: string;
}

export const NO_ERRORS: FieldErrors<Field> = { ...NO_PERSON_ERRORS, campus: '' };

export const REFUSED_FIELDS: RefusedField<Field> = {
  ...PERSON_REFUSALS,
  CAMPUS_NOT_FOUND: 'campus',
  MOVE_CAMPUS_FIRST: 'campus',
};

/** What is known of a student; of a new one, the only campus that there is. */
export function draftOf(student: StudentView | null, campuses: Home['campuses']): Draft {
  const [only] = campuses.length === 1 ? campuses : [];
  return {
    ...personDraft(student),
    campusId: student?.campusId ?? only?.id ?? '',
    phoneCode: '',
  };
}

/** The form as the server takes it, asked by the server's own rules. */
export function checkDraft(draft: Draft): Checked<Form, Field> {
  const { campusId, phoneCode } = draft;
  const typed = phoneCode === '';
  const errors = {
    ...personErrors(draft, typed),
    campus: campusId === '' ? '请选择校区' : '',
  };
  return checked(errors, () => ({
    ...personForm(draft),
    campusId,
    phone: typed ? draft.phone : null,
    phoneCode: typed ? null : phoneCode,
  }));
}
