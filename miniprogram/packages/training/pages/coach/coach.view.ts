import { formatYuan } from '@shared/base/money';
import type { Instant } from '@shared/base/time';
import type { Api } from '@shared/contracts';
import { feeOf } from '@shared/domain/lesson';
import { minutesOf } from '@shared/domain/slots';
import { REFUSALS } from '@shared/refusals';
import { lessonTime } from '../../../../words/lessons';
import { type CoachFace, coachFace } from '../../coachFace.view';
import { type Choice, type Length, lengthsOf } from './week.view';

export type Opened = Awaited<ReturnType<Api['student']['coach']>>;

/** What can be done with a coach; `why` says why the button rests. */
export type Bar =
  | { readonly kind: 'apply'; readonly why: string }
  | { readonly kind: 'applied' }
  | {
      readonly kind: 'book';
      /** `明天 · 3 月 15 日 周日 10:00–11:00`; empty before a time was chosen. */
      readonly what: string;
      readonly lengths: readonly Length[];
      readonly fee: string;
    };

export interface CoachView {
  readonly coach: CoachFace;
  readonly bar: Bar;
}

export function coachView(opened: Opened, choice: Choice | null, now: Instant): CoachView {
  return { coach: coachFace(opened.coach), bar: barOf(opened, choice, now) };
}

function barOf(opened: Opened, choice: Choice | null, now: Instant): Bar {
  const { tie, coach } = opened;
  if (tie?.status === 'PENDING') return { kind: 'applied' };
  // How many coaches somebody has already, the server knows and says.
  const why = coach.full ? REFUSALS.STUDENTS_FULL : '';
  if (tie?.status !== 'ESTABLISHED') return { kind: 'apply', why };
  const day = choice && opened.days.find(({ date }) => date === choice.date);
  if (!choice || !day) return { kind: 'book', what: '', lengths: [], fee: '' };
  const { day: title, time } = lessonTime(choice, now);
  return {
    kind: 'book',
    what: `${title} ${time}`,
    lengths: lengthsOf(day, choice, now),
    fee: formatYuan(feeOf(coach.rate, minutesOf(choice))),
  };
}
