import type { Reply } from '@shared/contracts/procedure';
import type { Arena, BenchPhone } from './arena';

const GROUP = { kind: 'DAYS', shape: 'GROUP', stake: 0, target: null, days: 7 } as const;
let made = 0;

interface Board {
  readonly challenge: { readonly id: string };
  readonly inviteToken: string | null;
  readonly watchId: string;
}

export function answered<T>(reply: Reply): T {
  if (!reply.ok) throw new Error(reply.code);
  return reply.data as T;
}

/** Who is told that too many are at it tries again, as the words say. */
export async function insistently<T>(ask: () => Promise<Reply>): Promise<T> {
  for (;;) {
    const reply = await ask();
    if (reply.ok || reply.code !== 'BUSY') return answered<T>(reply);
  }
}

/** A challenge of one who waits for the others, and what its card carries. */
export async function challengeBy(creator: BenchPhone, over: object = {}) {
  made += 1;
  const ask = { ...GROUP, places: 50, requestId: `bench-${made}`, ...over };
  const board = answered<Board>(await creator.call('challenge', 'create', ask));
  return { id: board.challenge.id, token: board.inviteToken ?? '' };
}

/** Everybody's own address of the board, once all take part. */
export async function joined(phones: readonly BenchPhone[], token: string): Promise<void> {
  for (const phone of phones) {
    await insistently(() => phone.call('challenge', 'accept', { token }));
  }
}

export const watchIdOf = async (phone: BenchPhone, challengeId: string) =>
  answered<Board>(await phone.call('challenge', 'board', { challengeId })).watchId;

/** Gives people points as the club would: an entry and an account that says so. */
export async function givePoints(
  { club }: Arena,
  memberIds: readonly string[],
  amount: number,
): Promise<void> {
  const at = club.cloud.clock.now();
  const accounts = memberIds.map((memberId) => `points:member:${memberId}`);
  made += 1;
  await club.cloud.load(
    'ledger_entries',
    accounts.map((to) => ({
      _id: `give:${made}:${to}`,
      at,
      accounts: [to],
      postings: [{ from: 'points:house:adjustment', to, amount }],
    })),
  );
  const lots = [{ day: '2026-03-14', left: amount }];
  await club.cloud.load(
    'ledger_balances',
    accounts.map((_id) => ({ _id, balance: amount, lots, oldest: '2026-03-14' })),
  );
}
