import type { CampusForm, ManagedCampus } from '@shared/contracts/club';
import { cleanEmail } from '@shared/domain/coach';
import {
  CAMPUS_KIND_WORDS,
  CAMPUS_KINDS,
  type CampusKind,
  FORM_LENGTHS,
} from '@shared/domain/venue';
import { REFUSALS } from '@shared/refusals';
import {
  type Checked,
  checked,
  type FieldErrors,
  phoneError,
  type RefusedField,
  textError,
} from '../../../../forms/fields';

export type CampusField =
  | 'name'
  | 'kind'
  | 'address'
  | 'contactPerson'
  | 'contactPhone'
  | 'contactEmail';

/** What the inputs hold while somebody types. */
export interface CampusDraft {
  readonly name: string;
  readonly kind: CampusKind;
  readonly address: string;
  readonly contactPerson: string;
  readonly contactPhone: string;
  readonly contactEmail: string;
}

export const NO_CAMPUS_ERRORS: FieldErrors<CampusField> = {
  name: '',
  kind: '',
  address: '',
  contactPerson: '',
  contactPhone: '',
  contactEmail: '',
};

export const CAMPUS_REFUSED_FIELDS: RefusedField<CampusField> = { CENTRE_EXISTS: 'kind' };

export const KIND_CHOICES = CAMPUS_KINDS.map((kind) => ({ kind, label: CAMPUS_KIND_WORDS[kind] }));

/** An empty form. The first campus is the centre, every other one a branch. */
export function newCampus(centreExists: boolean): CampusDraft {
  return {
    name: '',
    kind: centreExists ? 'BRANCH' : 'CENTRE',
    address: '',
    contactPerson: '',
    contactPhone: '',
    contactEmail: '',
  };
}

export function checkCampus(draft: CampusDraft): Checked<CampusForm, CampusField> {
  const errors: FieldErrors<CampusField> = {
    name: textError(draft.name, '名称', FORM_LENGTHS.name),
    kind: '',
    address: textError(draft.address, '地址', FORM_LENGTHS.address),
    contactPerson: textError(draft.contactPerson, '联系人', FORM_LENGTHS.contactPerson),
    contactPhone: phoneError(draft.contactPhone),
    contactEmail: cleanEmail(draft.contactEmail) === null ? REFUSALS.EMAIL_INVALID : '',
  };
  return checked(errors, () => ({
    name: draft.name.trim(),
    kind: draft.kind,
    address: draft.address.trim(),
    contactPerson: draft.contactPerson.trim(),
    contactPhone: draft.contactPhone.trim(),
    contactEmail: draft.contactEmail.trim().toLowerCase(),
  }));
}

export function draftOf(campus: ManagedCampus): CampusDraft {
  const { name, kind, address, contactPerson, contactPhone, contactEmail } = campus;
  return { name, kind, address, contactPerson, contactPhone, contactEmail };
}
