import type { PersonView } from '@shared/contracts/school';
import { COACH_WORDS, LEVEL_WORDS } from '@shared/domain/coach';
import type { Side } from '@shared/domain/lesson';
import { personFacts } from '../../../../words/people';
import type { Tone } from '../../../../words/tones';

/** Somebody in the list of students or of coaches. */
export interface PersonRow {
  readonly id: string;
  readonly name: string;
  /** `女 · 26 岁 · 13800000001`. */
  readonly detail: string;
  /** `账号已停用`, `高级`; empty for a student about whom there is nothing to say. */
  readonly standing: string;
  readonly tone: Tone;
}

export const KINDS = [
  { kind: 'STUDENT', word: '学员', hint: '姓名或手机号' },
  { kind: 'COACH', word: '教练', hint: '姓名、手机号或身份证号' },
] as const satisfies readonly { kind: Side; word: string; hint: string }[];

export const hintOf = (kind: Side) => KINDS.find((one) => one.kind === kind)?.hint ?? '';

export function personRow(person: PersonView, kind: Side): PersonRow[] {
  const self = kind === 'STUDENT' ? person.student : person.coach;
  if (!self) return [];
  const detail = [personFacts(self), self.phone].filter((part) => part !== '').join(' · ');
  return [{ id: person.memberId, name: self.realName, detail, ...standingOf(person, kind) }];
}

function standingOf(
  { active, coach }: PersonView,
  kind: Side,
): Pick<PersonRow, 'standing' | 'tone'> {
  if (!active) return { standing: '账号已停用', tone: 'danger' };
  if (kind === 'STUDENT' || !coach) return { standing: '', tone: 'ink-2' };
  const { status, level } = coach;
  if (status === 'ACTIVE') return { standing: level ? LEVEL_WORDS[level] : '', tone: 'brand' };
  return { standing: COACH_WORDS[status], tone: status === 'PENDING' ? 'busy' : 'danger' };
}
