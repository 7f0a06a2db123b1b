import { points } from '@shared/base/money';
import {
  CHALLENGE_KINDS,
  CHALLENGE_WORDS,
  type ChallengeForm,
  type ChallengeKind,
  PLACES,
  refusalToChallenge,
  type Shape,
} from '@shared/domain/challenge';
import { REFUSALS, type RefusalCode } from '@shared/refusals';
import { amountText } from '../../challenge.view';

/** What the challenger has to put in. */
export interface Purse {
  readonly points: number;
  /** Members under 14 put nothing in. */
  readonly mayStake: boolean;
}

export interface Choice<Value> {
  readonly value: Value;
  readonly word: string;
  readonly chosen: boolean;
}

export interface CreateView {
  readonly kinds: readonly (Choice<ChallengeKind> & { readonly note: string })[];
  /** Empty where there is nothing to choose. */
  readonly shapes: readonly (Choice<Shape> & { readonly note: string })[];
  readonly days: readonly Choice<number>[];
  readonly daysTitle: string;
  /** 0 is none: the highest at the end wins. */
  readonly targets: readonly Choice<number>[];
  readonly places: readonly Choice<number>[];
  readonly stakes: readonly Choice<number>[];
  readonly stakeNote: string;
  readonly forFun: boolean;
  /** Why it cannot be made; empty when it can. */
  readonly refusal: string;
}

const KIND_NOTES = {
  DAYS: '比谁来得勤',
  MINUTES: '到馆和上课的时间',
  STEPS: '微信步数，仅供娱乐',
  MATCH: '打一场，比分说话',
} as const satisfies Record<ChallengeKind, string>;

const SHAPE_CHOICES = [
  { value: 'DUEL', word: '一对一', note: '发给一位好友' },
  { value: 'GROUP', word: '一群人', note: '最多 50 位好友' },
] as const satisfies readonly { value: Shape; word: string; note: string }[];

const DAY_CHOICES = [1, 3, 7, 14, 31];
const PLACE_CHOICES = [5, 10, 20, PLACES.most];
const STAKE_CHOICES = {
  DUEL: [0, 20, 50, 100, 200, 500],
  GROUP: [0, 10, 20, 50],
} as const satisfies Record<Shape, readonly number[]>;
const TARGET_CHOICES = {
  DAYS: [3, 5, 10, 20],
  MINUTES: [120, 300, 600, 1_200],
  STEPS: [30_000, 50_000, 100_000, 200_000],
  MATCH: [],
} as const satisfies Record<ChallengeKind, readonly number[]>;

const USUAL = { days: 7, stake: 50, places: 10 };

/** What the page opens with: what most would choose, as far as the purse goes. */
export const firstForm = (purse: Purse, kind: ChallengeKind = 'DAYS'): ChallengeForm =>
  changed(
    {
      kind,
      shape: 'DUEL',
      days: USUAL.days,
      stake: points(usualStake(purse)),
      target: null,
      places: 2,
    },
    {},
  );

const usualStake = ({ points: own, mayStake }: Purse) =>
  mayStake
    ? Math.max(...STAKE_CHOICES.DUEL.filter((stake) => stake <= Math.min(USUAL.stake, own)), 0)
    : 0;

/** The form after a tap: what does not go with it falls back to what does. */
export function changed(form: ChallengeForm, part: Partial<ChallengeForm>): ChallengeForm {
  const next = { ...form, ...part };
  const shape = next.kind === 'MATCH' ? 'DUEL' : next.shape;
  const stakes: readonly number[] = STAKE_CHOICES[shape];
  const targets = targetsOf(next);
  return {
    ...next,
    shape,
    places: shape === 'DUEL' ? 2 : next.places > 2 ? next.places : USUAL.places,
    stake: points(
      next.kind === 'STEPS' ? 0 : stakes.includes(next.stake) ? next.stake : Math.max(...stakes),
    ),
    target: next.target !== null && targets.includes(next.target) ? next.target : null,
  };
}

/** Days can be reached one a day only. */
const targetsOf = ({ kind, days }: Pick<ChallengeForm, 'kind' | 'days'>): readonly number[] =>
  kind === 'DAYS' ? TARGET_CHOICES.DAYS.filter((target) => target <= days) : TARGET_CHOICES[kind];

/** Why such a challenge cannot be made, by the server's own rules. */
export function refusalOf(form: ChallengeForm, purse: Purse): RefusalCode | null {
  const refusal = refusalToChallenge(form);
  if (refusal || form.stake === 0) return refusal;
  if (!purse.mayStake) return 'STAKE_UNDER_14';
  return form.stake > purse.points ? 'INSUFFICIENT_POINTS' : null;
}

export function createView(form: ChallengeForm, purse: Purse): CreateView {
  const { kind, shape, days, target, places, stake } = form;
  const refusal = refusalOf(form, purse);
  const choice = (chosen: number, word: (value: number) => string) => (value: number) => ({
    value,
    word: word(value),
    chosen: value === chosen,
  });
  const targets = targetsOf(form);
  const withStake = kind !== 'STEPS' && purse.mayStake;
  return {
    kinds: CHALLENGE_KINDS.map((value) => ({
      value,
      word: CHALLENGE_WORDS[value],
      note: KIND_NOTES[value],
      chosen: value === kind,
    })),
    shapes:
      kind === 'MATCH' ? [] : SHAPE_CHOICES.map((one) => ({ ...one, chosen: one.value === shape })),
    daysTitle: kind === 'MATCH' ? '几天内打完' : '比几天',
    days: DAY_CHOICES.map(choice(days, (value) => `${value} 天`)),
    targets:
      targets.length === 0
        ? []
        : [0, ...targets].map(
            choice(target ?? 0, (value) =>
              value === 0 ? '比谁多' : `先到 ${amountText(value, kind)}`,
            ),
          ),
    places: shape === 'GROUP' ? PLACE_CHOICES.map(choice(places, (value) => `${value} 人`)) : [],
    stakes: withStake
      ? STAKE_CHOICES[shape].map(choice(stake, (value) => (value === 0 ? '不押' : `${value}`)))
      : [],
    stakeNote: stakeNote(form, purse),
    forFun: kind === 'STEPS',
    refusal: refusal ? REFUSALS[refusal] : '',
  };
}

function stakeNote(
  { kind, shape, stake }: ChallengeForm,
  { points: own, mayStake }: Purse,
): string {
  if (kind === 'STEPS') return '步数由手机记录，仅供娱乐，不押积分';
  if (!mayStake) return '未满 14 周岁不押积分，只比高低';
  const have = `你有 ${own} 积分`;
  if (stake === 0) return `只比高低。${have}`;
  return shape === 'DUEL' ? `赢家得 ${stake * 2} 积分，打平各自退回。${have}` : `按名次分。${have}`;
}
