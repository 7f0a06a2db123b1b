import { points } from '@shared/base/money';
import { type ClubDate, clubDayStart, HOUR, type Instant, plus } from '@shared/base/time';
import { housePoints, memberPoints } from '@shared/domain/ledger';
import { type Level, levelFor } from '@shared/domain/membership';
import type { rewardsOf } from './history';

const JOINED_ON = '2026-01-10' as ClubDate;
const JOINED: Instant = plus(clubDayStart(JOINED_ON), 10 * HOUR);

/** Who is a member of the card, and what they brought along from the club's old card. */
const BROUGHT: Readonly<Record<string, number>> = {
  'm-alex': 0,
  'm-zheng': 1_250,
  'm-yang': 5_600,
};

/** Null for whoever has no membership: they pay the whole price. */
export const levelOfPersona = (memberId: string): Level | null => {
  const brought = BROUGHT[memberId];
  return brought === undefined ? null : levelFor(points(brought));
};

export const membershipDocuments = () =>
  Object.keys(BROUGHT).map((_id) => ({
    _id,
    joinedAt: JOINED,
    celebrated: levelOfPersona(_id),
  }));

type Rewarded = Pick<ReturnType<typeof rewardsOf>, 'entries' | 'balance'>;

/** What somebody earned since, on top of what they brought along. */
export function withBrought<Person extends Rewarded>(memberId: string, person: Person): Person {
  const amount = BROUGHT[memberId] ?? 0;
  if (amount === 0) return person;
  const to = memberPoints(memberId);
  const entry = {
    _id: `adjust:${memberId}`,
    at: JOINED,
    accounts: [to],
    postings: [{ from: housePoints('adjustment'), to, amount }],
  };
  const { balance } = person;
  return {
    ...person,
    entries: [entry, ...person.entries],
    balance: {
      ...balance,
      balance: balance.balance + amount,
      lots: [{ day: JOINED_ON, left: amount }, ...balance.lots],
      oldest: JOINED_ON,
      earned: balance.earned + amount,
    },
  };
}
