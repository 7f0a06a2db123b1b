import { formatClub, type Instant } from '@shared/base/time';
import type { InsideView } from '@shared/contracts/desk';
import { refusalOfReason, visitMinutes } from '@shared/domain/visit';
import { REFUSALS } from '@shared/refusals';
import { durationText } from '../../../../words/duration';

/** Reasons that the desk taps instead of typing. */
export const QUICK_REASONS = ['忘记离场', '手机没电', '清场'] as const;

export interface PersonRow {
  readonly visitId: string;
  readonly name: string;
  readonly since: string;
  readonly stay: string;
  /** `22:00 自动离场`. */
  readonly ends: string;
}

export function personRows(people: readonly InsideView[], now: Instant): PersonRow[] {
  return people.map((person) => ({
    visitId: person.visitId,
    name: person.maskedName,
    since: `${formatClub(person.checkedInAt, 'HH:mm')} 入场`,
    stay: durationText(visitMinutes(person, now)),
    ends: `${formatClub(person.deadline, 'HH:mm')} 自动离场`,
  }));
}

/** The next page after what is known; somebody on both is shown once. */
export function appended(
  known: readonly InsideView[],
  more: readonly InsideView[],
): readonly InsideView[] {
  const ids = new Set(known.map((person) => person.visitId));
  return [...known, ...more.filter((person) => !ids.has(person.visitId))];
}

/** What is wrong with a reason, or an empty text: the rule that the desk's `checkOut` asks, too. */
export function reasonError(reason: string): string {
  const refusal = refusalOfReason(reason);
  return refusal ? REFUSALS[refusal] : '';
}
