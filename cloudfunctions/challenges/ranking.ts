import {
  type ClubDate,
  clubDateOf,
  clubDayStart,
  clubMonthOf,
  clubMonthSpan,
  DAY,
  type Instant,
  plus,
  weekStartOf,
} from '@shared/base/time';
import { daysOf, minutesOf, type Stretch } from '@shared/domain/progress';
import type { Context } from '../_kit/serve';
import { lessonsTakenSince } from '../lessons/service';
import { type MemberDoc, membersById } from '../member/service';
import { allCampuses, allVenues } from '../venue/service';
import { checkInsSince, type Visit } from '../visit/service';
import { challengeRankings, challengers, type Ranking } from './store';

export type Period = 'WEEK' | 'MONTH';
export type Measure = 'MINUTES' | 'DAYS';
const PERIODS: readonly Period[] = ['WEEK', 'MONTH'];
const MEASURES: readonly Measure[] = ['MINUTES', 'DAYS'];

export const MOST_RANKED = 50;

export const rankingId = (campusId: string, period: Period, measure: Measure) =>
  `${campusId}:${period}:${measure}`;

/** The Monday of this week, or the first of this month. */
export function beginOf(period: Period, now: Instant): ClubDate {
  if (period === 'WEEK') return weekStartOf(clubDateOf(now));
  return clubMonthSpan(clubMonthOf(now)).first;
}

/** What members did somewhere. */
export interface Deeds {
  readonly visits: readonly Pick<Visit, 'memberId' | 'checkedInAt' | 'checkedOutAt'>[];
  readonly lessons: readonly {
    readonly studentId: string;
    readonly startAt: Instant;
    readonly endAt: Instant;
  }[];
}

interface Stay {
  readonly checkIns: Instant[];
  readonly stretches: Stretch[];
}

function staysOf({ visits, lessons }: Deeds, measure: Measure): Map<string, Stay> {
  const stays = new Map<string, Stay>();
  const stayOf = (memberId: string) => {
    const known = stays.get(memberId) ?? { checkIns: [], stretches: [] };
    stays.set(memberId, known);
    return known;
  };
  for (const { memberId, checkedInAt: from, checkedOutAt: until } of visits) {
    const stay = stayOf(memberId);
    stay.checkIns.push(from);
    if (until !== null) stay.stretches.push({ from, until });
  }
  if (measure === 'DAYS') return stays;
  for (const { studentId, startAt: from, endAt: until } of lessons) {
    stayOf(studentId).stretches.push({ from, until });
  }
  return stays;
}

/** What each did in a span, by the rules of challenges; who did nothing is not there. */
export function valuesOf(deeds: Deeds, measure: Measure, span: Stretch) {
  const values = [...staysOf(deeds, measure)].map(([memberId, stay]) => {
    const counted =
      measure === 'DAYS'
        ? daysOf(stay.checkIns, span, null)
        : minutesOf(stay.stretches, span, null);
    return { memberId, value: counted.total };
  });
  return ranked(values.filter(({ value }) => value > 0));
}

/** The highest first; equals share a rank. */
export function ranked<One extends { readonly memberId: string; readonly value: number }>(
  values: readonly One[],
): (One & { readonly rank: number })[] {
  const sorted = [...values].sort(
    (a, b) => b.value - a.value || (a.memberId < b.memberId ? -1 : 1),
  );
  let rank = 0;
  return sorted.map((one, index) => {
    if (sorted[index - 1]?.value !== one.value) rank = index + 1;
    return { ...one, rank };
  });
}

const until = (now: Instant) => plus(now, 1);

export const spanOf = (period: Period, now: Instant): Stretch => ({
  from: clubDayStart(beginOf(period, now)),
  until: until(now),
});

type Values = ReturnType<typeof valuesOf>;

function rankingOf(
  values: Values,
  people: ReadonlyMap<string, MemberDoc>,
  of: Pick<Ranking, '_id' | 'campusId' | 'begins' | 'at'>,
): Ranking {
  const known = ranked(values.filter(({ memberId }) => people.has(memberId)));
  return {
    ...of,
    first: known.slice(0, MOST_RANKED).map((one) => ({
      ...one,
      nickname: people.get(one.memberId)?.nickname ?? '',
      avatarUrl: people.get(one.memberId)?.avatarFileId ?? null,
    })),
    others: Object.fromEntries(
      known.slice(MOST_RANKED).map(({ memberId, rank, value }) => [memberId, [rank, value]]),
    ),
  };
}

/** Members are asked for by so many at once: the platform stops at a thousand. */
const AT_ONCE = 500;

async function peopleOf({ db }: Context, memberIds: readonly string[]) {
  const people = new Map<string, MemberDoc>();
  for (let i = 0; i < memberIds.length; i += AT_ONCE) {
    for (const [id, member] of await membersById(db, memberIds.slice(i, i + AT_ONCE))) {
      people.set(id, member);
    }
  }
  return people;
}

/**
 * Counts the boards of every campus, week and month, minutes and days, each into one document. Who
 * does not wish to be shown is not in them; visits of an ended account are nobody's.
 */
export async function rankCampuses(context: Context): Promise<void> {
  const { db, now } = context;
  const first = clubDayStart(
    [beginOf('WEEK', now), beginOf('MONTH', now)].reduce((a, b) => (a < b ? a : b)),
  );
  // A visit that began the day before may reach into the first.
  const since = plus(first, -DAY);
  const [campuses, venues, visits, lessons, hidden] = await Promise.all([
    allCampuses(db),
    allVenues(db),
    checkInsSince(db, since),
    lessonsTakenSince(db, since),
    db.all(challengers, { shown: false }),
  ]);
  const campusAt = new Map(venues.map((venue) => [venue._id, venue.campusId]));
  const unseen = new Set(hidden.map(({ _id }) => _id));
  const ids = [...visits.map(({ memberId }) => memberId), ...lessons.map((one) => one.studentId)];
  const asked = [...new Set(ids)].filter((one) => !unseen.has(one));
  const people = await peopleOf(context, asked);
  for (const { _id: campusId } of campuses) {
    const deeds: Deeds = {
      visits: visits.filter(({ venueId }) => campusAt.get(venueId) === campusId),
      lessons: lessons.filter((lesson) => lesson.campusId === campusId),
    };
    for (const period of PERIODS) {
      for (const measure of MEASURES) {
        const values = valuesOf(deeds, measure, spanOf(period, now));
        const _id = rankingId(campusId, period, measure);
        await keep(
          context,
          rankingOf(values, people, { _id, campusId, begins: beginOf(period, now), at: now }),
        );
      }
    }
  }
}

async function keep({ db }: Context, ranking: Ranking): Promise<void> {
  const { _id, ...rest } = ranking;
  const known = await db.changeIf(challengeRankings, { _id }, { set: rest });
  if (!known) await db.insert(challengeRankings, ranking);
}

/** Takes somebody off every campus board at once, not at the next count only. */
export async function unrank({ db }: Pick<Context, 'db'>, memberId: string): Promise<void> {
  for (const ranking of await db.all(challengeRankings, {})) {
    const first = ranking.first.filter((one) => one.memberId !== memberId);
    const { [memberId]: gone, ...others } = ranking.others;
    if (first.length === ranking.first.length && !gone) continue;
    const { _id, at } = ranking;
    await db.changeIf(challengeRankings, { _id, at }, { set: { first, others } });
  }
}
