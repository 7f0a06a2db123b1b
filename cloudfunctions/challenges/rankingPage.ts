import type { Instant } from '@shared/base/time';
import { DAY, plus } from '@shared/base/time';
import { Refusal } from '@shared/refusals';
import type { Context } from '../_kit/serve';
import { lessonsAmong } from '../lessons/service';
import { membersById } from '../member/service';
import { allCampuses } from '../venue/service';
import { visitsSince } from '../visit/service';
import { challengerIn } from './member';
import {
  beginOf,
  type Measure,
  MOST_RANKED,
  type Period,
  ranked,
  rankingId,
  spanOf,
  unrank,
  valuesOf,
} from './ranking';
import { challengeRankings, challengers, challenges, newChallenger } from './store';

interface Ask {
  readonly among: 'FRIENDS' | 'CAMPUS';
  readonly campusId: string | null;
  readonly period: Period;
  readonly measure: Measure;
}

interface Row {
  readonly rank: number;
  readonly nickname: string;
  readonly avatarUrl: string | null;
  readonly value: number;
  readonly you: boolean;
}

/** Whose challenges make friends: so many, the newest. */
const MOST_CHALLENGES = 50;

/** Who took part in a challenge with somebody, and the member; whom the member blocked is none. */
async function friendsOf({ db }: Context, memberId: string, blocked: readonly string[]) {
  const met = await db.find(challenges, {
    where: { memberIds: memberId, status: { in: ['RUNNING', 'SETTLED'] } },
    order: [['createdAt', 'desc']],
    limit: MOST_CHALLENGES,
  });
  const ids = new Set([memberId, ...met.flatMap(({ memberIds }) => memberIds)]);
  return [...ids].filter((one) => !blocked.includes(one));
}

async function amongFriends(
  context: Context,
  { period, measure }: Ask,
  { memberId, blocked }: { readonly memberId: string; readonly blocked: readonly string[] },
): Promise<Row[]> {
  const { db, now } = context;
  const friends = await friendsOf(context, memberId, blocked);
  const span = spanOf(period, now);
  const since = { from: plus(span.from, -DAY), until: span.until };
  const [visits, lessons, people] = await Promise.all([
    visitsSince(db, { memberIds: friends, ...since }),
    lessonsAmong(db, { studentIds: friends, ...since }),
    membersById(db, friends),
  ]);
  const did = new Map(
    valuesOf({ visits, lessons }, measure, span).map((one) => [one.memberId, one.value]),
  );
  const rows = ranked(
    [...people.keys()].map((one) => ({ memberId: one, value: did.get(one) ?? 0 })),
  );
  return shownTo(
    memberId,
    rows.map((row) => ({
      ...row,
      nickname: people.get(row.memberId)?.nickname ?? '',
      avatarUrl: people.get(row.memberId)?.avatarFileId ?? null,
    })),
  );
}

type Ranked = Omit<Row, 'you'> & { readonly memberId: string };

/** The first fifty, and the caller if further down. */
const shownTo = (memberId: string, rows: readonly Ranked[]): Row[] =>
  rows
    .filter((row, index) => index < MOST_RANKED || row.memberId === memberId)
    .map(({ memberId: who, ...row }) => ({ ...row, you: who === memberId }));

async function onCampus(
  { db, now }: Context,
  { campusId, period, measure }: Ask & { readonly campusId: string },
  memberId: string,
): Promise<Row[]> {
  const ranking = await db.get(challengeRankings, rankingId(campusId, period, measure));
  // Last week's board is not this week's.
  if (!ranking || ranking.begins !== beginOf(period, now)) return [];
  const rows = shownTo(memberId, ranking.first);
  const further = ranking.others[memberId];
  if (!further) return rows;
  const own = (await membersById(db, [memberId])).get(memberId);
  const [rank, value] = further;
  const { nickname = '', avatarFileId: avatarUrl = null } = own ?? {};
  return [...rows, { rank, value, nickname, avatarUrl, you: true }];
}

/**
 * The page 排行.
 *
 * @throws Refusal CAMPUS_NOT_FOUND
 */
export async function rankingFor(
  context: Context,
  ask: Ask,
  viewer: { readonly memberId: string; readonly campusId: string | null },
): Promise<{
  campuses: { id: string; name: string }[];
  campusId: string | null;
  rows: Row[];
  shown: boolean;
  now: Instant;
}> {
  const { db, now } = context;
  const { memberId } = viewer;
  const [campuses, known] = await Promise.all([allCampuses(db), db.get(challengers, memberId)]);
  const { shown, blocked } = known ?? newChallenger(memberId);
  const named = campuses.map(({ _id: id, name }) => ({ id, name }));
  if (ask.among === 'FRIENDS') {
    const rows = await amongFriends(context, ask, { memberId, blocked });
    return { campuses: named, campusId: null, rows, shown, now };
  }
  const campusId = ask.campusId ?? viewer.campusId ?? named[0]?.id ?? null;
  if (campusId === null || !named.some(({ id }) => id === campusId)) {
    throw new Refusal('CAMPUS_NOT_FOUND');
  }
  const rows = await onCampus(context, { ...ask, campusId }, memberId);
  return { campuses: named, campusId, rows, shown, now };
}

/** Shows a member on campus boards from the next count on, or takes them off at once. */
export async function showOnBoards(context: Context, memberId: string, shown: boolean) {
  await context.db.transaction(async (tx) => {
    const own = await challengerIn(tx, memberId);
    if (own.shown !== shown) await tx.put(challengers, { ...own, shown });
  });
  if (!shown) await unrank(context, memberId);
}
