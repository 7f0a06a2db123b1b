import { formatYuan } from '@shared/base/money';
import { formatClub, type Instant, plus } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import type { EvaluationView, LessonView } from '@shared/contracts/training';
import {
  EVALUATION_EDITABLE,
  isLiveLesson,
  MOST_CANCELS,
  nextLessonStatus,
  refusalToCancel,
  SIDE_WORDS,
  type Side,
} from '@shared/domain/lesson';
import { REFUSALS } from '@shared/refusals';
import {
  type LessonPlace,
  lessonPlace,
  lessonStatusNow,
  otherSide,
  partnerOf,
} from '../../../../words/lessons';
import { type Face, feeNote, lessonFace } from './face.view';

export type Detail = Awaited<ReturnType<Api['lesson']['detail']>>;

export interface Partner {
  /** `教练`, `学员`. */
  readonly role: string;
  readonly name: string;
  readonly phone: string;
  /** Only the whole number can be called. */
  readonly callable: boolean;
}

export interface Said {
  readonly by: Side;
  readonly title: string;
  /** Five, lit or not; empty where no stars are given. */
  readonly stars: readonly boolean[];
  readonly text: string;
  readonly at: string;
}

/** What the reader can do now, asked by the rules of the server. */
export interface May {
  readonly withdraw: boolean;
  readonly confirm: boolean;
  readonly refuse: boolean;
  /** Answering the other's wish to cancel. */
  readonly answer: boolean;
  readonly withdrawCancel: boolean;
  readonly evaluate: boolean;
  readonly correct: boolean;
  readonly again: boolean;
}

export interface LessonPage {
  readonly face: Face;
  readonly place: LessonPlace;
  readonly partner: Partner;
  readonly fee: string;
  readonly feeNote: string;
  /** The wish to cancel that waits. */
  readonly wish: { readonly who: string; readonly reason: string; readonly at: string } | null;
  /** Asking to cancel: `why` says why it cannot be, empty when it can. Null when there is no point. */
  readonly cancel: { readonly left: string; readonly why: string } | null;
  readonly evaluations: readonly Said[];
  readonly may: May;
  /** Whether buttons stand at the thumb. */
  readonly barred: boolean;
}

export function lessonPage(
  detail: Detail,
  { now, fresh }: { readonly now: Instant; readonly fresh: boolean },
): LessonPage {
  const { lesson, side, evaluations, otherPhone } = detail;
  const reader = { side, now, fresh };
  const may = mayOf(detail, now);
  return {
    face: lessonFace(lesson, reader),
    place: lessonPlace(lesson, now),
    partner: {
      role: SIDE_WORDS[otherSide(side)],
      name: partnerOf(lesson, side).realName,
      phone: otherPhone ?? '',
      callable: otherPhone !== null && !otherPhone.includes('*'),
    },
    fee: formatYuan(lesson.fee),
    feeNote: feeNote(lesson, reader),
    wish: wishOf(lesson),
    cancel: cancelOf(detail, now),
    evaluations: evaluations.map(saidOf),
    may,
    barred: may.confirm || may.answer || may.evaluate || may.again,
  };
}

function mayOf({ lesson, side, evaluations }: Detail, now: Instant): May {
  const status = lessonStatusNow(lesson, now);
  const student = side === 'STUDENT';
  const can = (event: Parameters<typeof nextLessonStatus>[1]) =>
    nextLessonStatus(status, event) !== null;
  const waits = lesson.cancellation?.status === 'PENDING' && can('keep');
  const own = evaluations.find(({ mine }) => mine);
  const ended = status === 'COMPLETED';
  return {
    withdraw: student && can('withdraw'),
    confirm: !student && can('confirm'),
    refuse: !student && can('refuse'),
    answer: waits && !lesson.cancellation?.mine && now < lesson.startAt,
    withdrawCancel: waits && lesson.cancellation?.mine === true,
    evaluate: ended && own === undefined,
    correct: ended && own !== undefined && now <= plus(own.at, EVALUATION_EDITABLE),
    again: student && !isLiveLesson(status),
  };
}

function wishOf({ status, cancellation }: LessonView): LessonPage['wish'] {
  if (status !== 'CANCEL_PENDING' || !cancellation) return null;
  const { mine, by, reason, askedAt } = cancellation;
  return {
    who: mine ? '你申请取消' : `${SIDE_WORDS[by]}申请取消`,
    reason,
    at: formatClub(askedAt, 'M 月 D 日 HH:mm'),
  };
}

/** A lesson that has begun is not cancelled any more; of others it is said why not. */
function cancelOf({ lesson, cancelsLeft }: Detail, now: Instant): LessonPage['cancel'] {
  if (lesson.status !== 'CONFIRMED' || now >= lesson.startAt) return null;
  const refusal = refusalToCancel(lesson, { usedThisMonth: MOST_CANCELS - cancelsLeft, now });
  return { left: `本月还剩 ${cancelsLeft} 次`, why: refusal ? REFUSALS[refusal] : '' };
}

const TITLES = {
  STUDENT: '学员的收获和教训',
  COACH: '教练的评价和建议',
} as const satisfies Record<Side, string>;

const saidOf = ({ by, stars, text, at }: EvaluationView): Said => ({
  by,
  title: TITLES[by],
  stars: stars === null ? [] : Array.from({ length: 5 }, (_, index) => index < stars),
  text,
  at: formatClub(at, 'M 月 D 日 HH:mm'),
});

/** Whether the other party may answer any moment: then the page asks again by itself. */
export const isWaiting = ({ lesson }: Detail) =>
  lesson.status === 'PENDING' || lesson.status === 'CANCEL_PENDING';
