import type { personForm } from '@shared/contracts/training';
import { cleanEmail, cleanIdNumber, cleanRealName, type Gender, isAge } from '@shared/domain/coach';
import { cleanPhone } from '@shared/domain/member';
import { Refusal } from '@shared/refusals';
import type * as z from 'zod';
import type { Transaction } from '../_kit/db';
import type { Context } from '../_kit/serve';
import { hashOfIdNumber, sealIdNumber } from './idNumbers';
import { type Coach, coaches, type Student, students, trainingClaims } from './store';

type PersonForm = z.output<z.ZodObject<typeof personForm>>;
/** The form as somebody may fill it in who has no button of WeChat. */
export type TypedForm = Omit<PersonForm, 'phoneCode' | 'campusId'>;

/** What a form says of a person, as it is stored; `phone` null keeps the one that is known. */
export interface Person {
  readonly realName: string;
  readonly phone: string | null;
  readonly gender: Gender | null;
  readonly age: number | null;
  readonly email: string | null;
}

/**
 * What somebody typed, cleaned.
 *
 * @throws Refusal REAL_NAME_INVALID, AGE_INVALID, EMAIL_INVALID, PHONE_INVALID
 */
export function readPerson(form: TypedForm): Person {
  const realName = cleanRealName(form.realName);
  if (realName === null) throw new Refusal('REAL_NAME_INVALID');
  if (form.age !== null && !isAge(form.age)) throw new Refusal('AGE_INVALID');
  const wrote = form.email?.trim() ?? '';
  const email = wrote === '' ? null : cleanEmail(wrote);
  if (wrote !== '' && email === null) throw new Refusal('EMAIL_INVALID');
  const phone = form.phone === null ? null : cleanPhone(form.phone);
  if (form.phone !== null && phone === null) throw new Refusal('PHONE_INVALID');
  return { realName, phone, gender: form.gender, age: form.age, email };
}

/**
 * The same with the number that WeChat's button brought. The code is good once: asked last, so that
 * a slip elsewhere in the form does not use it up.
 *
 * @throws Refusal PHONE_REFUSED and those of `readPerson`
 */
export async function readForm({ platform }: Context, form: PersonForm): Promise<Person> {
  const person = readPerson(form);
  if (person.phone !== null || form.phoneCode === null) return person;
  const phone = cleanPhone((await platform.phoneNumber(form.phoneCode)) ?? '');
  if (phone === null) throw new Refusal('PHONE_REFUSED');
  return { ...person, phone };
}

const emailClaim = (email: string) => `email:${email}`;
const idNumberClaim = (hash: string) => `idnumber:${hash}`;

async function claim(tx: Transaction, _id: string, memberId: string): Promise<boolean> {
  const known = await tx.get(trainingClaims, _id);
  if (known && known.memberId !== memberId) return false;
  await tx.put(trainingClaims, { _id, memberId });
  return true;
}

interface Kept {
  readonly memberId: string;
  readonly before: string | null;
  readonly after: string | null;
  /** What the member's other account, as coach or student, has. */
  readonly other: string | null;
}

/**
 * Claims an address and lets the one before go, unless the other account of the member has it.
 *
 * @throws Refusal EMAIL_TAKEN
 */
export async function claimEmail(tx: Transaction, { memberId, before, after, other }: Kept) {
  if (after === before) return;
  if (after !== null && !(await claim(tx, emailClaim(after), memberId))) {
    throw new Refusal('EMAIL_TAKEN');
  }
  if (before !== null && before !== other) await tx.remove(trainingClaims, emailClaim(before));
}

export const emailOfStudent = async (tx: Transaction, memberId: string) =>
  (await tx.get(students, memberId))?.email ?? null;
export const emailOfCoach = async (tx: Transaction, memberId: string) =>
  (await tx.get(coaches, memberId))?.email ?? null;

/** @throws Refusal ID_NUMBER_INVALID */
export function readIdNumber(text: string | null): string | null {
  if (text === null) return null;
  const idNumber = cleanIdNumber(text);
  if (idNumber === null) throw new Refusal('ID_NUMBER_INVALID');
  return idNumber;
}

/**
 * Claims an identity number and seals it; null keeps what is stored.
 *
 * @throws Refusal ID_NUMBER_TAKEN
 */
export async function claimIdNumber(
  tx: Transaction,
  coach: { readonly memberId: string; readonly before: Coach['idNumber'] },
  idNumber: string | null,
): Promise<Coach['idNumber']> {
  const { memberId, before } = coach;
  if (idNumber === null) return before;
  const hash = hashOfIdNumber(idNumber);
  if (hash === before?.hash) return before;
  if (!(await claim(tx, idNumberClaim(hash), memberId))) throw new Refusal('ID_NUMBER_TAKEN');
  if (before) await tx.remove(trainingClaims, idNumberClaim(before.hash));
  return { sealed: sealIdNumber(memberId, idNumber), hash };
}

/** Lets everything go that an account has claimed; `other` is the address of the member's other one. */
export async function freeClaims(
  tx: Transaction,
  account: Pick<Student, 'email'> & { readonly idNumber?: Coach['idNumber'] },
  other: string | null,
): Promise<void> {
  const { email, idNumber = null } = account;
  if (email !== null && email !== other) await tx.remove(trainingClaims, emailClaim(email));
  if (idNumber) await tx.remove(trainingClaims, idNumberClaim(idNumber.hash));
}

/** Whose an identity number is, or null. */
export const claimOfIdNumber = (idNumber: string) => idNumberClaim(hashOfIdNumber(idNumber));
