import { points } from '@shared/base/money';
import {
  CHALLENGE_KINDS,
  CHALLENGE_UNITS,
  CHALLENGE_WORDS,
  type ChallengeForm,
  type ChallengeKind,
  MOST_DAYS,
  mostStake,
  mostTarget,
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

/** Which of a few numbers, or one of one's own. */
export interface Numbers {
  readonly title: string;
  readonly choices: readonly Choice<number>[];
  /** What was typed instead of tapping a choice; empty when one was tapped. */
  readonly own: string;
  readonly ownWord: string;
}

/** The numbers of a form that can be chosen or typed. */
export type NumberField = 'days' | 'target' | 'places' | 'stake';
/** What stands in the fields: digits on the way to a number are no choice yet. */
export type Typing = Partial<Readonly<Record<NumberField, string>>>;

export interface CreateView {
  readonly kinds: readonly (Choice<ChallengeKind> & { readonly note: string })[];
  /** Empty where there is nothing to choose. */
  readonly shapes: readonly (Choice<Shape> & { readonly note: string })[];
  readonly days: Numbers;
  /** 0 is none: the highest at the end wins. Null where there is no target. */
  readonly targets: Numbers | null;
  readonly places: Numbers | null;
  readonly stakes: Numbers | null;
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

/**
 * The form after a tap: what does not go with another kind, shape or time falls back to what does.
 * What was typed stays as it is: it is told what is wrong with it.
 */
export function changed(form: ChallengeForm, part: Partial<ChallengeForm>): ChallengeForm {
  const next = { ...form, ...part };
  const shape = next.kind === 'MATCH' ? 'DUEL' : next.shape;
  const isOther = next.kind !== form.kind;
  const fits = next.target !== null && next.target <= mostTarget(next);
  const stake = shape === form.shape ? next.stake : Math.min(next.stake, mostStake(shape));
  const places = shape === form.shape ? next.places : USUAL.places;
  return {
    ...next,
    shape,
    places: shape === 'DUEL' ? 2 : places,
    stake: points(next.kind === 'STEPS' ? 0 : stake),
    target: isOther || (next.days !== form.days && !fits) ? null : next.target,
  };
}

const EMPTY = { days: 0, target: null, places: 0, stake: points(0) } as const;

/** The form after a number was typed: digits, or nothing. */
export function typed(form: ChallengeForm, field: NumberField, text: string): ChallengeForm {
  const value = /^\d+$/.test(text) ? Number(text) : 0;
  if (value === 0) return changed(form, { [field]: EMPTY[field] });
  return changed(form, { [field]: field === 'stake' ? points(value) : value });
}

/** What is wrong with a number, in words that say how to mend it; empty when all are right. */
function wrongNumber(form: ChallengeForm): string {
  const { kind, shape, days, target, places, stake } = form;
  if (days < 1 || days > MOST_DAYS) return `请填写 1 到 ${MOST_DAYS} 天`;
  if (target !== null && (target < 1 || target > mostTarget(form))) {
    return `目标请填写 1 到 ${mostTarget(form)} ${CHALLENGE_UNITS[kind]}`;
  }
  if (shape === 'GROUP' && (places < PLACES.least || places > PLACES.most)) {
    return `请填写 ${PLACES.least} 到 ${PLACES.most} 人`;
  }
  const most = mostStake(shape);
  return stake > most ? `请填写 0 到 ${most} 积分` : '';
}

/** What can be reached in the time that there is. */
const targetsOf = (form: ChallengeForm): readonly number[] =>
  TARGET_CHOICES[form.kind].filter((target) => target <= mostTarget(form));

/** Why such a challenge cannot be made, by the server's own rules. */
export function refusalOf(form: ChallengeForm, purse: Purse): RefusalCode | null {
  const refusal = refusalToChallenge(form);
  if (refusal || form.stake === 0) return refusal;
  if (!purse.mayStake) return 'STAKE_UNDER_14';
  return form.stake > purse.points ? 'INSUFFICIENT_POINTS' : null;
}

export function createView(form: ChallengeForm, purse: Purse, typing: Typing = {}): CreateView {
  const { kind, shape } = form;
  const refusal = refusalOf(form, purse);
  return {
    kinds: CHALLENGE_KINDS.map((value) => ({
      value,
      word: CHALLENGE_WORDS[value],
      note: KIND_NOTES[value],
      chosen: value === kind,
    })),
    shapes:
      kind === 'MATCH' ? [] : SHAPE_CHOICES.map((one) => ({ ...one, chosen: one.value === shape })),
    ...numbersOf(form, purse, typing),
    stakeNote: stakeNote(form, purse),
    forFun: kind === 'STEPS',
    refusal: wrongNumber(form) || (refusal ? REFUSALS[refusal] : ''),
  };
}

function numbersOf(form: ChallengeForm, { mayStake }: Purse, typing: Typing) {
  const { kind, shape, days, target, places, stake } = form;
  const aim = (value: number) => (value === 0 ? '比谁多' : `先到 ${amountText(value, kind)}`);
  return {
    days: numbers(DAY_CHOICES, days, {
      title: kind === 'MATCH' ? '几天内打完' : '比几天',
      word: (value) => `${value} 天`,
      ownWord: '其他天数',
      own: typing.days,
    }),
    targets:
      kind === 'MATCH'
        ? null
        : numbers([0, ...targetsOf(form)], target ?? 0, {
            ...{ title: '怎么算赢', word: aim, ownWord: `先到几${CHALLENGE_UNITS[kind]}` },
            own: typing.target,
          }),
    places:
      shape === 'GROUP'
        ? numbers(PLACE_CHOICES, places, {
            ...{ title: '最多几人', word: (value) => `${value} 人`, ownWord: '其他人数' },
            own: typing.places,
          })
        : null,
    stakes:
      kind !== 'STEPS' && mayStake
        ? numbers(STAKE_CHOICES[shape], stake, {
            title: '每人押多少积分',
            word: (value) => (value === 0 ? '不押' : `${value}`),
            ownWord: '其他数目',
            own: typing.stake,
          })
        : null,
  };
}

function numbers(
  all: readonly number[],
  chosen: number,
  words: {
    readonly title: string;
    readonly word: (value: number) => string;
    readonly ownWord: string;
    readonly own: string | undefined;
  },
): Numbers {
  const { title, word, ownWord, own = '' } = words;
  // What was typed counts while nothing else has changed the number since.
  const isOwn = own !== '' && Number(own) === chosen;
  const choices = all.map((value) => ({
    value,
    word: word(value),
    chosen: value === chosen && !isOwn,
  }));
  return { title, choices, own: isOwn ? own : '', ownWord };
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
