import { type EarnRules, MOST_EARNED } from '@shared/domain/points';
import { type Checked, checked, type FieldErrors } from '../../../../forms/fields';

export type RuleField = keyof EarnRules;

/** Points as they are typed. */
export type RulesDraft = Readonly<Record<RuleField, string>>;

export const NO_ERRORS: FieldErrors<RuleField> = {
  perYuan: '',
  leastBooking: '',
  review: '',
  invitation: '',
};

/** What a campus gives points for, in the order of the page. */
export const RULES = [
  { field: 'perYuan', word: '每消费 1 元', note: '订场或上课完成以后' },
  { field: 'leastBooking', word: '订场最少', note: '付过款的预订，完成一次最少得' },
  { field: 'review', word: '评价', note: '每个完成的预订一次' },
  { field: 'invitation', word: '邀请好友', note: '好友完成首次预订以后' },
] as const satisfies readonly { field: RuleField; word: string; note: string }[];

export const rulesDraft = (rules: EarnRules): RulesDraft => ({
  perYuan: String(rules.perYuan),
  leastBooking: String(rules.leastBooking),
  review: String(rules.review),
  invitation: String(rules.invitation),
});

export function checkRules(draft: RulesDraft): Checked<EarnRules, RuleField> {
  const error = (field: RuleField) =>
    isTyped(draft[field], MOST_EARNED[field]) ? '' : `请填写 0 到 ${MOST_EARNED[field]} 的整数`;
  const errors = {
    perYuan: error('perYuan'),
    leastBooking: error('leastBooking'),
    review: error('review'),
    invitation: error('invitation'),
  };
  return checked(errors, () => ({
    perYuan: Number(draft.perYuan),
    leastBooking: Number(draft.leastBooking),
    review: Number(draft.review),
    invitation: Number(draft.invitation),
  }));
}

const isTyped = (typed: string, most: number) =>
  /^\d{1,6}$/.test(typed.trim()) && Number(typed) <= most;
