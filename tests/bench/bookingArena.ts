import { CAMPUSES } from '../../local/club/personas';
import { type Arena, type BenchPhone, openArena } from './arena';
import { inParallel } from './figure';

/** An arena whose desk takes cash into wallets; nobody pays in any other way. */
export const openBookingArena = (options: Parameters<typeof openArena>[0] = {}): Promise<Arena> =>
  openArena({ ...options, functionEnv: () => ({ cashier: { WALLET_RECHARGE_ENABLED: 'true' } }) });

/** Members with so much in their wallets, fen, taken in at the desk. */
export async function richMembers(
  arena: Arena,
  count: number,
  amount: number,
): Promise<BenchPhone[]> {
  const crowd = await arena.members(count);
  const sum = { amount, amountAgain: amount, channel: 'CASH', note: '' } as const;
  await inParallel(crowd, 4, async ({ memberId }) => {
    const form = { memberId, campusId: CAMPUSES.centre, requestId: `fill-${memberId}` };
    await arena.club.as('root').cashier.take({ ...form, ...sum });
  });
  return crowd;
}
