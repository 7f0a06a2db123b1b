import { type Instant, plus } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import { cleanEvaluation, EVALUATION_EDITABLE, type Side } from '@shared/domain/lesson';
import { REFUSALS } from '@shared/refusals';
import { lessonTime, partnerOf } from '../../../../words/lessons';

export type Detail = Awaited<ReturnType<Api['lesson']['detail']>>;

export interface Form {
  readonly stars: number;
  readonly text: string;
}

/** What so many stars mean. */
const STAR_WORDS = ['点一下星星', '很不满意', '不太满意', '一般', '满意', '非常满意'];

const ASKED = {
  STUDENT: { title: '收获和教训', hint: '学到了什么？哪里还要改进？' },
  COACH: { title: '表现和建议', hint: '学员今天表现怎么样？接下来练什么？' },
} as const satisfies Record<Side, { title: string; hint: string }>;

export interface EvaluateView {
  /** `教练 王志强 · 3 月 14 日 周六 14:00–15:00`. */
  readonly what: string;
  readonly title: string;
  readonly hint: string;
  /** Coaches give no stars. */
  readonly withStars: boolean;
  readonly starWord: string;
  readonly count: string;
  /** What is still missing; empty when it can be handed in. */
  readonly missing: string;
}

/** Why a lesson cannot be evaluated by the reader, or empty. */
export function whyNot({ lesson, evaluations }: Detail, now: Instant): string {
  if (lesson.status !== 'COMPLETED') return REFUSALS.NOT_EVALUABLE;
  const own = evaluations.find(({ mine }) => mine);
  const late = own !== undefined && now > plus(own.at, EVALUATION_EDITABLE);
  return late ? REFUSALS.EVALUATED_ALREADY : '';
}

/** What was written before, to be changed; else nothing. */
export function formOf({ evaluations }: Detail): Form {
  const own = evaluations.find(({ mine }) => mine);
  return { stars: own?.stars ?? 0, text: own?.text ?? '' };
}

export function evaluateView({ lesson, side }: Detail, form: Form, now: Instant): EvaluateView {
  const { day, time } = lessonTime(lesson, now);
  const withStars = side === 'STUDENT';
  const clean = cleanEvaluation(form.text);
  const noStars = withStars && form.stars === 0;
  return {
    what: `${partnerOf(lesson, side).realName} · ${day} ${time}`,
    ...ASKED[side],
    withStars,
    starWord: STAR_WORDS[form.stars] ?? '',
    count: `${[...form.text.trim()].length}/500`,
    missing: noStars ? '请给教练打个分' : clean === null ? REFUSALS.EVALUATION_INVALID : '',
  };
}
