import {
  cleanEmail,
  cleanRealName,
  GENDER_WORDS,
  GENDERS,
  type Gender,
  isAge,
} from '@shared/domain/coach';
import { cleanPhone } from '@shared/domain/member';
import { REFUSALS } from '@shared/refusals';
import type { FieldErrors, RefusedField } from './fields';

/** Somebody of the training school as a form has them; ages and numbers as they are typed. */
export interface PersonDraft {
  readonly realName: string;
  readonly phone: string;
  readonly gender: Gender | null;
  readonly age: string;
  readonly email: string;
}

interface Known {
  readonly realName: string;
  readonly phone: string;
  readonly gender: Gender | null;
  readonly age: number | null;
  readonly email: string | null;
}

export type PersonField = 'realName' | 'phone' | 'age' | 'email';

export const NO_PERSON_ERRORS: FieldErrors<PersonField> = {
  realName: '',
  phone: '',
  age: '',
  email: '',
};

/** Refusals of the server that belong beside one of these fields. */
export const PERSON_REFUSALS: RefusedField<PersonField> = {
  REAL_NAME_INVALID: 'realName',
  PHONE_INVALID: 'phone',
  PHONE_REFUSED: 'phone',
  PHONE_TAKEN: 'phone',
  AGE_INVALID: 'age',
  EMAIL_INVALID: 'email',
  EMAIL_TAKEN: 'email',
};

export const GENDER_CHOICES = GENDERS.map((gender) => ({ gender, word: GENDER_WORDS[gender] }));

export function personDraft(known: Known | null): PersonDraft {
  return {
    realName: known?.realName ?? '',
    phone: known?.phone ?? '',
    gender: known?.gender ?? null,
    age: known?.age ? String(known.age) : '',
    email: known?.email ?? '',
  };
}

/** What is wrong, by the server's own rules. A number that WeChat brings is not typed. */
export function personErrors(draft: PersonDraft, phoneTyped = true): FieldErrors<PersonField> {
  const age = typedAge(draft.age);
  const email = draft.email.trim();
  return {
    realName: cleanRealName(draft.realName) === null ? REFUSALS.REAL_NAME_INVALID : '',
    phone: phoneTyped && cleanPhone(draft.phone) === null ? REFUSALS.PHONE_INVALID : '',
    age: age !== null && !isAge(age) ? REFUSALS.AGE_INVALID : '',
    email: email !== '' && cleanEmail(email) === null ? REFUSALS.EMAIL_INVALID : '',
  };
}

/** The draft as the server takes it. */
export function personForm({ realName, phone, gender, age, email }: PersonDraft) {
  return { realName, phone, gender, age: typedAge(age), email: email.trim() || null };
}

const typedAge = (typed: string) => (typed.trim() === '' ? null : Number(typed));
