import { GENDER_WORDS, type Gender } from '@shared/domain/coach';

/** `男 · 38 岁`; what nobody said is left out. */
export function personFacts({
  gender,
  age,
}: {
  readonly gender: Gender | null;
  readonly age: number | null;
}): string {
  const facts = [gender === null ? '' : GENDER_WORDS[gender], age === null ? '' : `${age} 岁`];
  return facts.filter((fact) => fact !== '').join(' · ');
}
