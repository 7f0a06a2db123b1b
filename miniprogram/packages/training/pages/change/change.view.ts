import type { Api } from '@shared/contracts';
import { refusalOfReason } from '@shared/domain/visit';
import { REFUSALS } from '@shared/refusals';
import { type ChangeLine, changeLine } from '../../../../words/changes';
import { type CoachFace, coachFace } from '../../coachFace.view';
import { isTie } from '../../tieCard.view';

export type Records = Awaited<ReturnType<Api['student']['relations']>>;
export type Found = Awaited<ReturnType<Api['student']['coaches']>>;

/** Which coach, to whom, why. */
export interface Form {
  readonly fromId: string;
  readonly toId: string;
  readonly reason: string;
}

export const NO_FORM: Form = { fromId: '', toId: '', reason: '' };

interface Choice {
  readonly id: string;
  readonly coach: CoachFace;
  readonly chosen: boolean;
  readonly open: boolean;
}

export type ChangePage =
  /** Votes are being given. */
  | { readonly kind: 'waiting'; readonly change: ChangeLine }
  /** Nobody to change from. */
  | { readonly kind: 'none' }
  | {
      readonly kind: 'form';
      readonly mine: readonly Choice[];
      readonly others: readonly Choice[];
      /** What is still missing; empty when it can be handed in. */
      readonly missing: string;
    };

export function changePage({ ties, changes }: Records, found: Found, form: Form): ChangePage {
  const open = changes.find(({ status }) => status === 'PENDING');
  if (open) return { kind: 'waiting', change: changeLine(open) };
  const mine = ties.filter(({ status }) => status === 'ESTABLISHED');
  if (mine.length === 0) return { kind: 'none' };
  const tied = new Set(ties.filter(isTie).map(({ coach }) => coach.memberId));
  const others = found.coaches.filter(({ memberId }) => !tied.has(memberId));
  return {
    kind: 'form',
    mine: mine.map(({ coach }) => choiceOf(coachFace(coach), form.fromId, true)),
    others: others.map((coach) => choiceOf(coachFace(coach), form.toId, !coach.full)),
    missing: missingIn(form),
  };
}

const choiceOf = (coach: CoachFace, chosenId: string, open: boolean): Choice => ({
  id: coach.id,
  coach,
  chosen: coach.id === chosenId,
  open,
});

function missingIn({ fromId, toId, reason }: Form): string {
  if (fromId === '') return '请选择要更换的教练';
  if (toId === '') return '请选择新教练';
  const refusal = refusalOfReason(reason);
  return refusal ? REFUSALS[refusal] : '';
}

/** The form with what needs no choosing: the coach it was opened for, or the only one there is. */
export function startingForm({ ties }: Records, fromId: string): Form {
  const mine = ties.filter(({ status }) => status === 'ESTABLISHED');
  const [first] = mine;
  const known = mine.some(({ coach }) => coach.memberId === fromId);
  const only = mine.length === 1 && first ? first.coach.memberId : '';
  return { ...NO_FORM, fromId: known ? fromId : only };
}
