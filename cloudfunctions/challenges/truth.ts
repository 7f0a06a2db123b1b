import { clubDateOf, DAY, earlier, type Instant, plus } from '@shared/base/time';
import type { Standing } from '@shared/domain/challenge';
import {
  daysOf,
  minutesOf,
  NO_PROGRESS,
  type Progress,
  type Stretch,
} from '@shared/domain/progress';
import type { Db } from '../_kit/db';
import { lessonsAmong } from '../lessons/service';
import { type Visit, visitsSince } from '../visit/service';
import type { Challenge } from './store';

/** What visits and lessons say of each member. */
export type Seen = ReadonlyMap<string, Progress>;

type Counted = Pick<Challenge, 'kind' | 'target'> & {
  readonly span: Stretch;
  readonly memberIds: readonly string[];
};

/** A visit that began a day before the start may reach into it; none is longer. */
const LONGEST_VISIT = DAY;

/**
 * When a visit ended. One that goes on counts when it is over, or up to the end of the challenge: what
 * nobody has ended yet is not known before.
 */
function endOf(visit: Visit, until: Instant, now: Instant): Instant {
  if (visit.checkedOutAt !== null) return visit.checkedOutAt;
  return now >= until ? earlier(visit.deadline, now) : visit.checkedInAt;
}

/** Counts what these members did in a span, from their visits and lessons. */
export async function seenIn(db: Db, counted: Counted, now: Instant): Promise<Seen> {
  const { kind, memberIds, span, target } = counted;
  if (kind === 'STEPS' || kind === 'MATCH' || memberIds.length === 0) return new Map();
  const since = kind === 'DAYS' ? span.from : plus(span.from, -LONGEST_VISIT);
  const [visits, lessons] = await Promise.all([
    visitsSince(db, { memberIds, from: since, until: span.until }),
    kind === 'DAYS'
      ? []
      : lessonsAmong(db, { studentIds: memberIds, from: since, until: span.until }),
  ]);
  return new Map(
    memberIds.map((memberId) => {
      const own = visits.filter((visit) => visit.memberId === memberId);
      if (kind === 'DAYS') {
        const checkIns = own.map(({ checkedInAt }) => checkedInAt);
        return [memberId, daysOf(checkIns, span, target)];
      }
      const stretches = own.map((visit) => ({
        from: visit.checkedInAt,
        until: endOf(visit, span.until, now),
      }));
      const taken = lessons
        .filter(({ studentId }) => studentId === memberId)
        .map(({ startAt, endAt }) => ({ from: startAt, until: endAt }));
      return [memberId, minutesOf([...stretches, ...taken], span, target)];
    }),
  );
}

/** The span of a challenge that runs or ran, or null. */
export const spanOf = ({ from, until }: Pick<Challenge, 'from' | 'until'>): Stretch | null =>
  from !== null && until !== null ? { from, until } : null;

/** The same of one challenge; nothing before it runs. */
export async function seenOf(db: Db, challenge: Challenge, now: Instant): Promise<Seen> {
  const span = spanOf(challenge);
  return span ? seenIn(db, { ...challenge, span }, now) : new Map();
}

/** What a score says of one of the two: nothing before it counts. */
function scored({ score, from }: Challenge, memberId: string): Progress {
  const total = score?.points[memberId] ?? 0;
  if (!score || from === null || total === 0) return NO_PROGRESS;
  return { curve: { [clubDateOf(score.at)]: total }, total, reachedAt: null };
}

/** What everybody did, the same for whoever asks: results once it is over. */
export function progressOf(challenge: Challenge, seen: Seen): Map<string, Progress> {
  const fixed = new Map(challenge.results?.map((one) => [one.memberId, one]));
  return new Map(
    challenge.memberIds.map((memberId) => {
      const of: Readonly<Record<Challenge['kind'], () => Progress | undefined>> = {
        DAYS: () => seen.get(memberId),
        MINUTES: () => seen.get(memberId),
        STEPS: () => challenge.steps[memberId],
        MATCH: () => scored(challenge, memberId),
      };
      const { curve, total, reachedAt } =
        fixed.get(memberId) ?? of[challenge.kind]() ?? NO_PROGRESS;
      return [memberId, { curve, total, reachedAt }];
    }),
  );
}

export const standingsOf = (challenge: Challenge, seen: Seen): Standing[] => {
  const progress = progressOf(challenge, seen);
  return challenge.members.map(({ memberId, left }) => {
    const { total, reachedAt } = progress.get(memberId) ?? NO_PROGRESS;
    return { memberId, left, total, reachedAt };
  });
};
