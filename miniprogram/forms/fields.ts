import { PHONE_FORM } from '@shared/domain/venue';
import type { RefusalCode } from '@shared/refusals';

/** What is wrong with a field, in the words shown beside it; empty when nothing is. */
export type FieldErrors<Field extends string> = Readonly<Record<Field, string>>;

/** Refusals of the server that belong beside one field. */
export type RefusedField<Field extends string> = Partial<Readonly<Record<RefusalCode, Field>>>;

export type Checked<Form, Field extends string> =
  | { readonly ok: true; readonly form: Form }
  | { readonly ok: false; readonly errors: FieldErrors<Field> };

const DECIMAL = /^-?\d{1,3}(\.\d{1,12})?$/;
const WHOLE = /^\d{1,6}$/;

export function textError(value: string, what: string, most: number): string {
  const { length } = value.trim();
  if (length === 0) return `请填写${what}`;
  return length > most ? `${what}最多 ${most} 个字，现在有 ${length} 个` : '';
}

export function phoneError(value: string): string {
  const phone = value.trim();
  if (phone === '') return '请填写电话';
  return PHONE_FORM.test(phone) ? '' : '电话为 5 到 20 位，只能有数字、空格、+ 和 -';
}

/** A latitude (most 90) or longitude (most 180) in degrees. */
export function degreesError(value: string, what: string, most: 90 | 180): string {
  const degrees = value.trim();
  if (degrees === '') return `请填写${what}`;
  const valid = DECIMAL.test(degrees) && Math.abs(Number(degrees)) <= most;
  return valid ? '' : `${what}是 -${most} 到 ${most} 之间的数字，例如 30.274`;
}

export function wholeError(value: string, what: string, most: number): string {
  const number = value.trim();
  if (number === '') return `请填写${what}`;
  const valid = WHOLE.test(number) && Number(number) >= 1 && Number(number) <= most;
  return valid ? '' : `${what}是 1 到 ${most} 的整数`;
}

/** The form when no field has an error. */
export function checked<Form, Field extends string>(
  errors: FieldErrors<Field>,
  form: () => Form,
): Checked<Form, Field> {
  const sound = Object.values(errors).every((error) => error === '');
  return sound ? { ok: true, form: form() } : { ok: false, errors };
}
