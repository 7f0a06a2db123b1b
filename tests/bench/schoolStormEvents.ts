import fc from 'fast-check';
import type { Fault } from '../functions/club';

/**
 * What people of a small school do. `which`: of its lessons or closures, newest first; the lower ones
 * mean those that the deed fits, as long as there are any.
 */
export type Deed =
  | {
      readonly do: 'ask';
      readonly student: number;
      readonly coach: number;
      readonly day: number;
      readonly slot: number;
      readonly slots: number;
      readonly table: number | null;
      /** Whether the phone claims a price of its own. */
      readonly cheap: boolean;
    }
  | { readonly do: 'tapAgain' }
  | { readonly do: LessonDeed; readonly which: number }
  | { readonly do: TieDeed; readonly student: number; readonly coach: number }
  | { readonly do: 'close'; readonly table: number; readonly slot: number }
  | { readonly do: 'reopen'; readonly which: number }
  | { readonly do: 'functionFails'; readonly fault: Fault };

const OF_A_LESSON = [
  ...['confirm', 'refuse', 'withdraw', 'evaluateAsStudent', 'evaluateAsCoach'],
  ...['studentCancels', 'coachCancels', 'agree', 'keep', 'withdrawCancel'],
  ...['adminCancels', 'strangerCancels', 'requesterAgrees'],
] as const;
type LessonDeed =
  | 'confirm'
  | 'refuse'
  | 'withdraw'
  | 'evaluateAsStudent'
  | 'evaluateAsCoach'
  | 'studentCancels'
  | 'coachCancels'
  | 'agree'
  | 'keep'
  | 'withdrawCancel'
  | 'adminCancels'
  | 'strangerCancels'
  | 'requesterAgrees';
type Voting = 'voteFrom' | 'voteTo' | 'voteAdmin' | 'voteNo';
type TieDeed = 'apply' | 'take' | 'end' | 'change' | 'withdrawChange' | Voting | Pausing | Habit;
/** `coach` 0 means the student where a whole account is meant; `stopVoter`: whose vote is awaited. */
type Pausing = 'stop' | 'stopVoter' | 'resume' | 'stopAccount' | 'openAccount';
/** A lesson on each of some days, confirmed at once, and somebody who gives all of theirs up. */
type Habit = 'bookDaysAhead' | 'studentCancelsAll' | 'coachCancelsAll';

/** One deed, or two at the same instant. */
export type Event = readonly Deed[];

/** What happens in several schools side by side; after each event `minutes` pass for all of them. */
export interface Batch {
  readonly runs: readonly (readonly Event[])[];
  readonly minutes: readonly number[];
}

export const STUDENTS = 3;
export const COACHES = 3;
export const EVENTS = 80;

const any = fc.constantFrom;
const student = fc.nat(STUDENTS - 1);
/** Everybody is tied to the first one at the beginning. */
const coach = any(0, 0, 0, ...Array.from({ length: COACHES - 1 }, (_, n) => n + 1));
const which = fc.nat(4);
const slot = fc.nat(5);

const weights: Readonly<Record<LessonDeed, number>> = {
  ...{ confirm: 16, refuse: 2, withdraw: 3, evaluateAsStudent: 5, evaluateAsCoach: 5 },
  ...{ studentCancels: 8, coachCancels: 8, agree: 6, keep: 2, withdrawCancel: 2 },
  ...{ adminCancels: 1, strangerCancels: 1, requesterAgrees: 1 },
};
const ofALesson = OF_A_LESSON.map((name) => ({
  weight: weights[name as LessonDeed],
  arbitrary: fc.record({ do: any(name as LessonDeed), which }),
}));

const ties: Readonly<Record<TieDeed, number>> = {
  ...{ apply: 3, take: 4, end: 1, change: 6, withdrawChange: 1 },
  ...{ voteFrom: 8, voteTo: 8, voteAdmin: 8, voteNo: 4 },
  ...{ stop: 1, stopVoter: 3, resume: 4, stopAccount: 1, openAccount: 4 },
  ...{ bookDaysAhead: 4, studentCancelsAll: 2, coachCancelsAll: 2 },
};
const ofATie = (Object.keys(ties) as TieDeed[]).map((name) => ({
  weight: ties[name],
  arbitrary: fc.record({ do: any(name), student, coach }),
}));

const fault: fc.Arbitrary<Fault> = fc.record({
  function: any('student', 'student', 'lesson', 'lesson', 'coach', 'school', 'timer', 'courts'),
  n: fc.integer({ min: 1, max: 26 }),
  when: any('before', 'after'),
  effect: any('kill', 'kill', 'drop', 'fail'),
});

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 22,
    arbitrary: fc.record({
      do: any('ask'),
      student,
      coach,
      day: any(0, 0, 2, 2, 3),
      slot,
      slots: any(1, 2, 2, 2, 3, 3, 4, 4, 5),
      table: fc.option(fc.nat(1)),
      cheap: any(false, false, false, false, false, false, false, true),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: any('tapAgain') }) },
  ...ofALesson,
  ...ofATie,
  { weight: 1, arbitrary: fc.record({ do: any('close'), table: fc.nat(1), slot }) },
  { weight: 1, arbitrary: fc.record({ do: any('reopen'), which }) },
  { weight: 3, arbitrary: fc.record({ do: any('functionFails'), fault }) },
);

const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 18, arbitrary: fc.tuple(deed) },
  { weight: 1, arbitrary: fc.tuple(deed, deed) },
  { weight: 1, arbitrary: deed.map((one) => [one, one]) },
);

/** Lives of so many schools. */
export const batchOf = (width: number): fc.Arbitrary<Batch> =>
  fc.record({
    runs: fc.array(fc.array(event, { minLength: EVENTS, maxLength: EVENTS }), {
      minLength: width,
      maxLength: width,
    }),
    minutes: fc.array(
      fc.oneof(
        { weight: 16, arbitrary: any(0) },
        { weight: 3, arbitrary: any(1) },
        { weight: 3, arbitrary: any(31) },
        { weight: 1, arbitrary: any(125) },
        { weight: 1, arbitrary: any(24 * 60) },
      ),
      { minLength: EVENTS, maxLength: EVENTS },
    ),
  });
