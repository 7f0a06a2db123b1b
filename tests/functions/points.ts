import { formatClub, type Instant } from '@shared/base/time';
import type { PointLine } from '@shared/contracts/membership';
import { type Level, percentOf } from '@shared/domain/membership';
import { expect } from 'vitest';
import type { Club } from './club';
import { bookAtDesk, clock, goTo } from './courts';

interface Lot {
  readonly day: string;
  readonly left: number;
}

interface Account {
  readonly _id: string;
  readonly balance: number;
  readonly lots: readonly Lot[];
  readonly oldest: string | null;
  readonly owed: number;
  readonly earned: number;
}

/** What a member's account says; of whoever has none, nothing. */
export async function accountOf(club: Club, who: string): Promise<Account> {
  const found = await club.document('ledger_balances', `points:member:m-${who}`);
  return found as unknown as Account;
}

/**
 * Every account of points is the sum of its lots, one a day, the oldest first, none empty; and what
 * is set aside is what is frozen.
 */
export async function expectPointsInOrder(club: Club): Promise<void> {
  const balances = await club.documents('ledger_balances');
  const accounts = balances.filter(({ _id }) => String(_id).startsWith('points:member:'));
  for (const { _id, balance, lots, oldest } of accounts as unknown as Account[]) {
    expect({ _id, balance }).toEqual({
      _id,
      balance: lots.reduce((sum, { left }) => sum + left, 0),
    });
    // Points came in since anybody looked: the minute puts them in order.
    if (oldest === null && balance > 0) continue;
    const days = lots.map(({ day }) => day);
    expect(days, _id).toEqual([...new Set(days)].sort());
    expect(Math.min(...lots.map(({ left }) => left), 1), _id).toBe(1);
    expect({ _id, oldest }).toEqual({ _id, oldest: days[0] ?? null });
  }
  const placed = new Map<string, number>();
  for (const hold of await club.documents('point_holds', { status: 'PLACED' })) {
    const held = (hold.lots as Lot[]).reduce((sum, { left }) => sum + left, 0);
    expect({ hold: hold._id, held }).toEqual({ hold: hold._id, held: hold.amount });
    const account = `points:frozen:${hold.memberId}`;
    placed.set(account, (placed.get(account) ?? 0) + held);
  }
  for (const { _id, balance } of balances) {
    if (!String(_id).startsWith('points:frozen:')) continue;
    expect({ _id, balance }).toEqual({ _id, balance: placed.get(String(_id)) ?? 0 });
  }
}

let made = 0;

/** The super admin gives points by hand, or takes them. */
export async function give(club: Club, who: string, amount: number): Promise<void> {
  made += 1;
  const form = { memberId: `m-${who}`, amount, reason: '会员日赠送', requestId: `give-${made}` };
  await club.as('root').membership.adjust(form);
}

/** What a home shows of the lines: the kind and the amount. */
export const toldIn = (lines: readonly PointLine[]) =>
  lines.map(({ kind, amount }) => [kind, amount] as const);

/**
 * A table of the east this afternoon, from `hour` on, paid in cash at the desk, played and over: the
 * timer has ended it. Answers the booking.
 */
export async function playAtDesk(club: Club, who: string, hour = 14): Promise<string> {
  const span = { from: clock(hour), until: clock(hour + 1) };
  const member = await club.document('members', `m-${who}`);
  const percent = percentOf((member?.level ?? null) as Level | null);
  const { row } = await bookAtDesk(club, { memberId: `m-${who}`, percent, ...span });
  goTo(club, row.booking.startAt);
  await club.as('desk-east').courts.verify({ code: row.code });
  goTo(club, row.booking.endAt);
  await club.passMinutes(1);
  return row.booking.id;
}

export const today = (club: Club) => formatClub(club.cloud.clock.now() as Instant, 'YYYY-MM-DD');
