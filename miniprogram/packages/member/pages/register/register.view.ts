import { clubDateOf, type Instant } from '@shared/base/time';
import { needsGuardian, type Registration, refusalToRegister } from '@shared/domain/member';
import { REFUSALS } from '@shared/refusals';

/** What the person has filled in so far. */
export interface Form {
  readonly consent: boolean;
  /** Null until picked. */
  readonly birthYear: number | null;
  readonly guardianConsent: boolean;
  readonly nickname: string;
}

export const EMPTY_FORM: Form = {
  consent: false,
  birthYear: null,
  guardianConsent: false,
  nickname: '',
};

const YEARS_BACK = 100;
/** Where the picker opens: most members are grown up. */
const USUAL_AGE = 28;

/** Years to pick from, the youngest first, and where the picker opens. */
export function birthYears(now: Instant) {
  const thisYear = Number(clubDateOf(now).slice(0, 4));
  const years = Array.from({ length: YEARS_BACK + 1 }, (_, back) => thisYear - back);
  return { years, labels: years.map((year) => `${year} 年`), usual: USUAL_AGE };
}

export interface FormView {
  readonly birthYear: string;
  readonly guardian: boolean;
  /** What is still missing, in words; empty when the button can be tapped. */
  readonly missing: string;
}

/** Asks the server's own rule, step by step in the order of the page. */
export function formView(form: Form, now: Instant): FormView {
  const { birthYear } = form;
  return {
    birthYear: birthYear === null ? '' : `${birthYear} 年`,
    guardian: birthYear !== null && needsGuardian(birthYear, now),
    missing: missingIn(form, now),
  };
}

function missingIn(form: Form, now: Instant): string {
  const filled = registrationOf(form);
  if (!filled) return form.consent ? '请选择出生年份' : REFUSALS.CONSENT_REQUIRED;
  const refusal = refusalToRegister(filled, now);
  return refusal ? REFUSALS[refusal] : '';
}

/** The form as the server takes it; null while the birth year is missing. */
export function registrationOf({ birthYear, ...rest }: Form): Registration | null {
  return birthYear === null ? null : { ...rest, birthYear };
}
