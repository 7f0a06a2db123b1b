import type { Api } from '@shared/contracts';
import { GENDER_WORDS, GENDERS, type Gender, isAge } from '@shared/domain/coach';
import { RELATION_WORDS } from '@shared/domain/relation';
import { REFUSALS } from '@shared/refusals';
import { type CoachFace, coachFace } from '../../coachFace.view';
import { isTie } from '../../tieCard.view';

export type Found = Awaited<ReturnType<Api['student']['coaches']>>;
export type Search = Parameters<Api['student']['coaches']>[0];

/** What was typed to find somebody. */
export interface Words {
  readonly name: string;
  readonly gender: Gender | null;
  readonly age: string;
}

export const NO_WORDS: Words = { name: '', gender: null, age: '' };
export const EVERYBODY: Search = { browse: true, name: null, gender: null, age: null };

export const GENDER_CHOICES = GENDERS.map((gender) => ({
  gender,
  word: `${GENDER_WORDS[gender]}教练`,
}));

/** What to ask the server, or what is wrong with the words. */
export function searchOf(words: Words): Search | { readonly wrong: string } {
  const name = words.name.trim();
  const age = words.age.trim() === '' ? null : Number(words.age);
  if (age !== null && !isAge(age)) return { wrong: REFUSALS.AGE_INVALID };
  if (name === '' && words.gender === null && age === null) return { wrong: REFUSALS.SEARCH_EMPTY };
  return { browse: false, name: name === '' ? null : name, gender: words.gender, age };
}

export interface FoundCoach {
  readonly id: string;
  readonly coach: CoachFace;
  /** How the caller stands with the coach: `已建立`, `待教练同意`; empty for a stranger. */
  readonly tie: string;
  /** The first lines of what was won. */
  readonly achievements: string;
}

export const foundCoaches = ({ coaches }: Found): FoundCoach[] =>
  coaches.map((coach) => ({
    id: coach.memberId,
    coach: coachFace(coach),
    tie: coach.tie !== null && isTie({ status: coach.tie }) ? RELATION_WORDS[coach.tie] : '',
    achievements: coach.achievements,
  }));
