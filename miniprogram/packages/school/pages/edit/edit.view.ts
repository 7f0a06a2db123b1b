import type { Api } from '@shared/contracts';
import type { PersonView } from '@shared/contracts/school';
import {
  COACH_LEVELS,
  type CoachLevel,
  cleanAchievements,
  cleanIdNumber,
  LEVEL_WORDS,
} from '@shared/domain/coach';
import type { Side } from '@shared/domain/lesson';
import { REFUSALS } from '@shared/refusals';
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

type StudentForm = Omit<Parameters<Api['school']['editStudent']>[0], 'memberId'>;
type CoachForm = Omit<Parameters<Api['school']['editCoach']>[0], 'memberId'>;
export type Field = PersonField | 'idNumber' | 'achievements';

/** Somebody's entry as it is being corrected; what is a coach's alone stays empty for a student. */
export interface Draft extends PersonDraft {
  readonly level: CoachLevel;
  readonly idNumber: string;
  readonly achievements: string;
}

export interface Editing {
  readonly draft: Draft;
  /** The number that is stored, masked; empty for none. */
  readonly idNumber: string;
  /** Who was never approved gets a level by approval only. */
  readonly levelled: boolean;
}

export const NO_ERRORS: FieldErrors<Field> = {
  ...NO_PERSON_ERRORS,
  idNumber: '',
  achievements: '',
};

export const REFUSED_FIELDS: RefusedField<Field> = {
  ...PERSON_REFUSALS,
  ID_NUMBER_INVALID: 'idNumber',
  ID_NUMBER_TAKEN: 'idNumber',
  ACHIEVEMENTS_INVALID: 'achievements',
};

export const LEVELS = COACH_LEVELS.map((level) => ({ level, word: LEVEL_WORDS[level] }));

/** What is stored; null when the person is no such thing. */
export function editing({ student, coach }: PersonView, kind: Side): Editing | null {
  const known = kind === 'STUDENT' ? student : coach;
  if (!known) return null;
  const own = kind === 'COACH' ? coach : null;
  return {
    draft: {
      ...personDraft(known),
      level: own?.level ?? 'JUNIOR',
      idNumber: '',
      achievements: own?.achievements ?? '',
    },
    idNumber: own?.idNumber ?? '',
    levelled: own !== null && own.level !== null,
  };
}

/** A number that is not written keeps the one that is known. */
const phoneOf = ({ phone }: Draft) => (phone.trim() === '' ? null : phone);

export function checkStudent(draft: Draft): Checked<StudentForm, Field> {
  const errors = { ...NO_ERRORS, ...personErrors(draft, phoneOf(draft) !== null) };
  return checked(errors, () => ({ ...personForm(draft), phone: phoneOf(draft) }));
}

export function checkCoach(draft: Draft): Checked<CoachForm, Field> {
  const idNumber = draft.idNumber.trim();
  const { level, achievements } = draft;
  const errors = {
    ...personErrors(draft, phoneOf(draft) !== null),
    idNumber: idNumber !== '' && cleanIdNumber(idNumber) === null ? REFUSALS.ID_NUMBER_INVALID : '',
    achievements: cleanAchievements(achievements) === null ? REFUSALS.ACHIEVEMENTS_INVALID : '',
  };
  return checked(errors, () => ({
    ...personForm(draft),
    phone: phoneOf(draft),
    idNumber: idNumber === '' ? null : idNumber,
    level,
    achievements,
  }));
}
