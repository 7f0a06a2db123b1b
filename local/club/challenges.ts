import { createHash } from 'node:crypto';
import { points } from '@shared/base/money';
import {
  addDays,
  type ClubDate,
  clubDateOf,
  clubDayStart,
  HOUR,
  type Instant,
  MINUTE,
  plus,
} from '@shared/base/time';
import { SETTLE_AFTER } from '@shared/domain/challenge';
import { frozenPoints } from '@shared/domain/ledger';
import { addLots, type Lot, takeLots } from '@shared/domain/points';
import { daysOf, minutesOf } from '@shared/domain/progress';
import { idOf, keyOf } from './chance';
import type { VisitDocument } from './history';
import { PERSONAS } from './personas';

/** A member's account as the seed loads it. */
interface Account {
  readonly _id: string;
  readonly balance: number;
  readonly lots: readonly { readonly day: ClubDate; readonly left: number }[];
  readonly oldest: ClubDate | null;
}

/** Who takes part, with what they did and have. */
export interface Player {
  readonly memberId: string;
  readonly visits: readonly VisitDocument[];
  /** Lessons that were taken from beginning to end. */
  readonly lessons: readonly { readonly startAt: Instant; readonly endAt: Instant }[];
  readonly balance: Account;
}

interface Wish {
  readonly kind: 'DAYS' | 'MINUTES';
  readonly players: readonly Player[];
  readonly stake: number;
  readonly places: number;
  readonly days: number;
  readonly startedAt: Instant;
}

const personaOf = (memberId: string) =>
  PERSONAS.find(({ name }) => `m-${name}` === memberId) ?? { nickname: '', openid: memberId };

/** What lies between the start and now, by the rules. */
function progressOf(
  { visits, lessons }: Player,
  kind: Wish['kind'],
  span: { readonly from: Instant; readonly until: Instant },
) {
  if (kind === 'DAYS')
    return daysOf(
      visits.map(({ checkedInAt }) => checkedInAt),
      span,
      null,
    );
  const stays = visits.flatMap(({ checkedInAt: from, checkedOutAt: until }) =>
    until === null ? [] : [{ from, until }],
  );
  const taken = lessons.map(({ startAt: from, endAt: until }) => ({ from, until }));
  return minutesOf([...stays, ...taken], span, null);
}

/** A running challenge with everything that belongs to it. */
function documentsOf(wish: Wish, now: Instant) {
  const { kind, players, stake, places, days, startedAt: from } = wish;
  const _id = `C${idOf(`challenge:${kind}:${from}`).slice(0, 19)}`;
  const until = clubDayStart(addDays(clubDateOf(from), days));
  const memberIds = players.map(({ memberId }) => memberId);
  const shape = places === 2 ? 'DUEL' : 'GROUP';
  const createdAt = plus(from, -HOUR);
  const challenge = {
    _id,
    ...{ kind, shape, stake, target: null, days, places, from, until, createdAt, memberIds },
    status: 'RUNNING',
    creatorId: memberIds[0],
    members: memberIds.map((memberId) => ({
      memberId,
      nickname: personaOf(memberId).nickname,
      joinedAt: from,
      left: false,
    })),
    answerBy: plus(createdAt, 24 * HOUR),
    dueAt: plus(until, SETTLE_AFTER),
    endedAt: null,
    secret: keyOf(`challenge ${_id}`),
    score: null,
    ...{ steps: {}, cheers: {}, cheered: {}, told: {}, results: null },
  };
  const rows = Object.fromEntries(
    players.map((player) => [player.memberId, progressOf(player, kind, { from, until })]),
  );
  const boards = memberIds.map((memberId) => {
    const { openid } = personaOf(memberId);
    const reader = createHash('sha256').update(openid).digest('hex').slice(0, 16);
    return {
      _id: `${_id}_${reader}`,
      _openid: openid,
      challengeId: _id,
      ...{ memberId, kind, target: null, status: 'RUNNING', from, until, rows },
      ...{ left: {}, cheers: {}, passed: {}, news: false, at: now },
    };
  });
  const stakes =
    stake === 0 ? [] : players.map((player) => stakeOf(player, _id, { stake, at: from }));
  return { challenge, boards, stakes };
}

/** The stake of one: the hold, its entry, and the accounts after it. */
function stakeOf(
  { memberId, balance: account }: Player,
  challengeId: string,
  { stake, at }: { readonly stake: number; readonly at: Instant },
) {
  const holdId = `challenge:${challengeId}:${memberId}`;
  const amount = points(stake);
  const split = takeLots(account.lots as readonly Lot[], amount);
  if (!split) throw new Error(`${memberId} has too few points for a stake`);
  const lots = addLots([], split.rest);
  const to = frozenPoints(memberId);
  return {
    hold: {
      _id: holdId,
      ...{ memberId, amount, lots: split.taken, returned: 0, placedAt: at },
      status: 'PLACED',
    },
    entry: {
      _id: `${holdId}:freeze`,
      at,
      accounts: [account._id, to],
      postings: [{ from: account._id, to, amount }],
    },
    accounts: [
      { ...account, lots, balance: account.balance - amount, oldest: lots[0]?.day ?? null },
      { _id: to, balance: amount },
    ],
  };
}

/**
 * Two challenges that run: Lin and May compare their days for fifty points, and four friends their
 * minutes for nothing. By collection.
 */
export function challengeDocuments(playerOf: (memberId: string) => Player, now: Instant) {
  const ago = (days: number) => plus(clubDayStart(addDays(clubDateOf(now), -days)), 8 * HOUR);
  const playing = (...names: string[]) => names.map((name) => playerOf(`m-${name}`));
  const duel = { kind: 'DAYS', stake: 50, places: 2, days: 5 } as const;
  const group = { kind: 'MINUTES', stake: 0, places: 8, days: 7 } as const;
  const made = [
    documentsOf({ ...duel, players: playing('lin', 'may'), startedAt: ago(2) }, now),
    documentsOf(
      {
        ...group,
        players: playing('chen', 'lin', 'zhao', 'sun'),
        startedAt: plus(ago(4), 30 * MINUTE),
      },
      now,
    ),
  ];
  const live = new Map<string, string[]>();
  for (const { _id, memberIds } of made.map(({ challenge }) => challenge)) {
    for (const memberId of memberIds) live.set(memberId, [...(live.get(memberId) ?? []), _id]);
  }
  const stakes = made.flatMap((one) => one.stakes);
  return {
    challenges: made.map(({ challenge }) => challenge),
    challenge_boards: made.flatMap(({ boards }) => boards),
    challengers: [...live].map(([_id, of]) => ({ _id, live: of, blocked: [], shown: true })),
    point_holds: stakes.map(({ hold }) => hold),
    ledger_entries: stakes.map(({ entry }) => entry),
    ledger_balances: stakes.flatMap(({ accounts }) => accounts),
  };
}
